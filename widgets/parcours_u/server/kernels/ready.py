"""A kernel client that knows when its kernel is ready, instead of waiting 0.2 s to see that nothing more comes."""

import asyncio
import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

__all__ = ["PromptKernelClient"]

_SECONDS = 0.2


class PromptKernelClient(AsyncKernelClient):
    """An asynchronous client whose :meth:`wait_for_ready` ends with the kernel's last word about it.

    jupyter_client's own empties IOPub until it has been silent for 0.2 s, at each start. A kernel says *idle* on IOPub when
    it has answered a request: having seen that for one's own request, one is connected and everything before is drained.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels.

        Parameters
        ----------
        timeout : float or None
            In seconds.

        Raises
        ------
        RuntimeError
            When it has died, or has not answered in time.
        """
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            request = self.kernel_info()
            if await self._answered(request) and await self._idle(request):
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answered(self, request: str) -> bool:
        try:
            while True:
                message = await self.shell_channel.get_msg(timeout=1)
                if message["parent_header"].get("msg_id") == request:
                    self._handle_kernel_info_reply(message)
                    return True
        except Empty:
            return False

    async def _idle(self, request: str) -> bool:
        """Say whether the end of a request was seen on IOPub, which may have been connected too late to hear it."""
        try:
            async with asyncio.timeout(_SECONDS):
                while True:
                    message: dict[str, Any] = await self.iopub_channel.get_msg()
                    if (
                        message["parent_header"].get("msg_id") == request
                        and message["content"].get("execution_state") == "idle"
                    ):
                        return True
        except TimeoutError:
            return False
