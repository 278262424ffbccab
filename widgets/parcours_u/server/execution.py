"""Running a page's cells, and keeping what its widgets are at each step."""

import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from queue import Empty
from typing import Any

from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from voila.execute import VoilaExecutor, strip_code_cell_warnings

__all__ = ["PageExecutor"]

_LOOK_SECONDS = 1.0  # after so long without a word, see whether the kernel lives


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

    async def outcomes(self, cells: Sequence[tuple[int, Any]]) -> AsyncGenerator[tuple[int, Any, str], None]:
        """Run cells; yield each as it ends, with its number and what kind of failure it met. Nothing runs after a failure.

        The kernel is asked for all of them at once, and goes from one to the next without waiting for this process. Asked for one
        by one, with nbclient's watch on each reply, they cost the server a third more.

        Parameters
        ----------
        cells : sequence of (int, NotebookNode)
            The cells, each with its place in the notebook.

        Raises
        ------
        DeadKernelError
            When the kernel dies.
        """
        asked = [self.kc.execute(cell.source, store_history=False) if cell.source.strip() else "" for _, cell in cells]
        for (number, cell), cause in zip(cells, asked, strict=True):
            self.clear_before_next_output = False
            failure = await self._follow(number, cell, cause) if cause else ""
            strip_code_cell_warnings(cell)
            self.strip_code_cell_errors(cell)
            yield number, cell, failure
            if failure:
                return

    async def _follow(self, number: int, cell: Any, cause: str) -> str:
        """Take what one cell makes, to its end; return what kind of failure it met."""
        failure = ""
        while True:
            try:
                message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=_LOOK_SECONDS))
            except Empty:
                if not await ensure_async(self.km.is_alive()):
                    raise DeadKernelError("the kernel died") from None
                continue
            if message["parent_header"].get("msg_id") != cause:
                continue
            if message["msg_type"] == "error":
                failure = str(message["content"]["ename"])
            try:
                self.process_message(message, cell, number)
            except CellExecutionComplete:
                return failure

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
