"""Running a page's cells, and keeping what its widgets are at each step."""

import time
from collections.abc import Iterator
from queue import Empty
from typing import Any

from jupyter_core.utils import ensure_async
from voila.execute import VoilaExecutor

__all__ = ["PageExecutor"]


class PageExecutor(VoilaExecutor):
    """Voilà's executor, which hands over the state of widgets as cells make and change them."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._touched: dict[str, None] = {}

    async def async_start_new_kernel_client(self) -> Any:
        """Join the kernel, and wait until what it says is heard.

        jupyter_client's own wait ends with 0.2 s of silence, to be sure that nothing older is left to read. Nothing needs it:
        outputs are read by the request that they answer.

        Raises
        ------
        RuntimeError
            When the kernel dies, or says nothing for as long as ``startup_timeout``.
        """
        self.kc = self.km.client()
        self.kc.start_channels(hb=False)
        self.kc.allow_stdin = False
        late = time.monotonic() + self.startup_timeout
        while True:
            self.kc.kernel_info()
            try:
                await ensure_async(self.kc.get_shell_msg(timeout=1))
                await ensure_async(self.kc.get_iopub_msg(timeout=0.2))
            except Empty:
                if not await ensure_async(self.km.is_alive()) or time.monotonic() > late:
                    raise RuntimeError("the kernel did not answer") from None
            else:
                return self.kc

    def handle_comm_msg(self, outs: list[Any], msg: dict[str, Any], cell_index: int) -> None:
        """Keep the state that a message carries, and that it came."""
        super().handle_comm_msg(outs, msg, cell_index)
        if "state" in msg["content"]["data"]:
            self._touched[msg["content"]["comm_id"]] = None

    def touched(self) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
        """Yield the widgets made or changed since the last time: id, whole state, binary values in base64."""
        for widget in self._touched:
            yield widget, self.widget_state[widget], [*self.widget_buffers.get(widget, {}).values()]
        self._touched = {}
