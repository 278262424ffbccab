"""Running a page's cells, and keeping what its widgets are at each step."""

import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from queue import Empty
from typing import Any

import zmq
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from voila.execute import VoilaExecutor, strip_code_cell_warnings

__all__ = ["PageExecutor"]

_ASKED = 2  # cells that the kernel has before it at once
_LOOK_MS = 1000  # after so long without a word, see whether the kernel lives


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

        The kernel always has a next one to run, and never waits for this process. It has no more than that: what the page asks
        of its first answer, while the last cells are still being run, is not behind them all. Asked for one by one, with
        nbclient's watch on each reply, they cost the server a third more.

        Parameters
        ----------
        cells : sequence of (int, NotebookNode)
            The cells, each with its place in the notebook.

        Raises
        ------
        DeadKernelError
            When the kernel dies.
        """
        asked: list[str] = []
        for rank, (number, cell) in enumerate(cells):
            for _, other in cells[len(asked) : rank + _ASKED]:
                asked.append(self.kc.execute(other.source, store_history=False) if other.source.strip() else "")
            self.clear_before_next_output = False
            failure = await self._follow(number, cell, asked[rank]) if asked[rank] else ""
            strip_code_cell_warnings(cell)
            self.strip_code_cell_errors(cell)
            yield number, cell, failure
            if failure:
                return

    async def _follow(self, number: int, cell: Any, cause: str) -> str:
        """Take what one cell makes, to its end; return what kind of failure it met."""
        failure = ""
        while True:
            message = await self._hear()
            if message["parent_header"].get("msg_id") != cause:
                continue
            if message["msg_type"] == "error":
                failure = str(message["content"]["ename"])
            try:
                self.process_message(message, cell, number)
            except CellExecutionComplete:
                return failure

    async def _hear(self) -> dict[str, Any]:
        """Return the next thing that the kernel says, but that it begins a cell: half of a page's messages, nothing in them.

        They are read as many at a time as are there: jupyter_client's own way asks the system twice for each.
        """
        socket, session = self.kc.iopub_channel.socket, self.kc.session
        while True:
            try:
                parts = await socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                if not await socket.poll(_LOOK_MS) and not await ensure_async(self.km.is_alive()):
                    raise DeadKernelError("the kernel died") from None
                continue
            begins = parts[0].endswith(b".status") and b'"busy"' in parts[-1]
            if not begins and not parts[0].endswith(b".execute_input"):
                message: dict[str, Any] = session.deserialize(session.feed_identities(parts)[1])
                return message

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
