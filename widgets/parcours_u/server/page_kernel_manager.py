"""Managing the kernels of pages: knowing when each last did something, and keeping nothing of one that has ended.

jupyter_server listens to every kernel and takes each message apart, to note its moment and whether the kernel works: as much as
all else that the server does with a page's messages. Our own kernels say whether they work on a topic of its own: the others
are not even sent here.

It also keeps the channels of a page that left, in case it comes back: for ever, when the page leaves while its kernel is ending.
"""

import json
from typing import Any

import zmq
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from parcours_u.server.kernels.pages import LIGHT

__all__ = ["PageKernels"]

_TOPICS = b"kernel."  # of what an ipykernel says of itself; what its widgets say goes by ``comm-``
_STATUS = b".status"
_DELIMITER = b"<IDS|MSG>"
_PARENT, _CONTENT = 3, 5  # places after the delimiter: signature, header, parent, metadata, content


class PageKernels(AsyncMappingKernelManager):
    """The kernels of the course's pages, as :class:`jupyter_server.services.kernels.kernelmanager.MappingKernelManager` has them."""

    def start_watching_activity(self, kernel_id: str) -> None:
        """Note when a kernel works; of one that is not ours, as jupyter_server does."""
        super().start_watching_activity(kernel_id)
        kernel = self._kernels[kernel_id]
        if kernel.kernel_name != LIGHT:
            return
        stream = kernel._activity_stream
        stream.socket.setsockopt(zmq.UNSUBSCRIBE, b"")
        stream.socket.setsockopt(zmq.SUBSCRIBE, _TOPICS)

        def note(parts: list[Any]) -> None:
            if not bytes(parts[0]).endswith(_STATUS):
                kernel.last_activity = self.last_kernel_activity = utcnow()
                return
            start = [bytes(part) for part in parts].index(_DELIMITER)
            cause = json.loads(bytes(parts[start + _PARENT])).get("msg_type")
            state = json.loads(bytes(parts[start + _CONTENT]))["execution_state"]
            if self.track_message_type(cause):
                kernel.last_activity = self.last_kernel_activity = utcnow()
                kernel.execution_state = state
            elif kernel.execution_state == "starting" and state != "starting":
                kernel.execution_state = "idle"

        stream.on_recv(note)

    async def _async_shutdown_kernel(
        self, kernel_id: str, now: bool | None = False, restart: bool | None = False
    ) -> Any:
        """End a kernel; close what a page that left meanwhile had of it."""
        try:
            return await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)
        finally:
            if kernel_id not in self and (kept := self._kernel_buffers.pop(kernel_id, None)) is not None:
                for stream in kept["channels"].values():
                    stream.close()

    shutdown_kernel = _async_shutdown_kernel  # type: ignore[assignment]  # jupyter_client says that it returns at once
