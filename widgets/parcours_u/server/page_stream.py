"""A page as it leaves the server: its text at once, then what its cells draw, one after the other, as they are done."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_core.utils import ensure_async
from voila.exporter import VoilaExporter
from voila.paths import collect_template_paths

from parcours_u.server.execution import PageExecutor
from parcours_u.server.pieces import TemplatePieces, WidgetPieces, json_in_page
from parcours_u.server.places import Full
from parcours_u.server.shells import Shell, Shells, to_run

__all__ = ["PAGE_END", "PageRoom", "start_kernel", "waiting_mark"]

PAGE_END = "</div>\n</body>\n</html>\n"
_STILL_HERE = "<!-- -->\n"  # keeps the line open through whatever stands between
_STILL_HERE_SECONDS = 10
_FAILED = {"output_type": "error", "ename": "", "evalue": "", "traceback": []}


class _AsWritten:
    """What Voilà's renderer asks for the pictures that Markdown names, to copy them into the page: there, they keep their address."""

    def file_exists(self, path: str) -> bool:
        """Find none."""
        return False


@dataclass(frozen=True)
class PageRoom:
    """What all the pages of one server share."""

    template: TemplatePieces
    widgets: WidgetPieces
    shells: Shells
    visits: Shells
    config: Any

    async def shell(
        self, path: str, team: str = "", others: tuple[str, ...] = (), visited: bool = False, whole: bool = True
    ) -> Shell:
        """Return a page as it reads; visited, no link of its frame leads where a visitor may not go."""
        return await (self.visits if visited else self.shells).get(path, team, others, whole)

    @classmethod
    def furnish(
        cls, root: Path, share: Path, template: str, base_url: str, config: Any, frame: Mapping[str, str] | None = None
    ) -> "PageRoom":
        """Return the room of a server.

        Parameters
        ----------
        root : pathlib.Path
            What the pages' paths start from.
        share : pathlib.Path
            The folder of Jupyter data that holds the template.
        template : str
            The template's name.
        base_url : str
            The server's base address.
        config : traitlets.config.Config
            The server's configuration, for the executor.
        frame : mapping or None
            What the frame of every page tells besides the course.
        """
        pieces = TemplatePieces(share / "voila" / "templates" / template / "static", base_url)
        exporter = VoilaExporter(
            template_paths=collect_template_paths(["voila", "nbconvert"], template, prune=True),
            template_name=template,
            config=config,
            base_url=base_url,
            contents_manager=_AsWritten(),
        )
        told = frame or {}
        visit = {**told, "visit": told.get("access", "")}
        return cls(
            pieces,
            WidgetPieces(base_url),
            Shells(root, exporter, pieces, told),
            Shells(root, exporter, pieces, visit),
            config,
        )

    async def run(self, shell: Shell, kernel: Any, tell: Any) -> AsyncGenerator[str, None]:
        """Run a page's cells in a kernel; yield the HTML of what each draws, and the page's end.

        Parameters
        ----------
        shell : Shell
            The page.
        kernel : jupyter_client.AsyncKernelManager
            Its kernel, starting.
        tell : callable
            Called with a sentence for the server's log when a cell fails. It names no content.
        """
        notebook = shell.cells()
        executor = PageExecutor(notebook, km=kernel, config=self.config, show_tracebacks=False, record_timing=False)
        cells = [(number, cell) for number, cell in enumerate(notebook.cells) if to_run(cell)]
        ahead: dict[str, None] = {}
        drawn = _drawn(executor, cells)
        next_one: asyncio.Future[Any] | None = None
        try:
            while True:
                next_one = asyncio.ensure_future(anext(drawn, None))
                while not (await asyncio.wait({next_one}, timeout=_STILL_HERE_SECONDS))[0]:
                    yield _STILL_HERE
                if (found := next_one.result()) is None:
                    shell.ahead = tuple(ahead)
                    break
                number, cell, failure = found
                yield await self.shells.outputs(cell, number, self._states(executor, ahead))
                if failure:
                    tell(f"cell {number} failed: {failure}")
                    break
            yield PAGE_END
        finally:
            # The client must be closed by hand, and after whatever could still open it: forgotten with its sockets open, it
            # would freeze the whole server on the day that Python collects it (zmq waits there for sockets to close).
            if next_one is not None:
                next_one.cancel()
                await asyncio.gather(next_one, return_exceptions=True)
            await drawn.aclose()
            if executor.kc is not None:
                executor.kc.stop_channels()

    def _states(self, executor: PageExecutor, ahead: dict[str, None]) -> str:
        told = {}
        for widget, state, buffers in executor.touched():
            plain, files = self.widgets.hand_out(state)
            ahead.update(dict.fromkeys(files.values()))
            told[widget] = {"state": plain, "buffers": buffers, "files": files}
        return json_in_page(told) if told else ""


async def _drawn(executor: PageExecutor, cells: list[tuple[int, Any]]) -> AsyncGenerator[tuple[int, Any, str], None]:
    """Join the kernel and run cells in it; yield each, with its number and what kind of failure it met.

    Whatever the reason of a failure, the page says that this place could not open.
    """
    left = deque(cells)
    try:
        await executor.async_start_new_kernel_client()
        async with aclosing(executor.outcomes(cells)) as outcomes:
            async for outcome in outcomes:
                left.popleft()
                yield outcome
    except Exception as error:
        if left:
            number, cell = left[0]
            cell.outputs = [*cell.outputs, _FAILED]
            yield number, cell, type(error).__name__


async def start_kernel(manager: Any, shell: Shell, path: str) -> str:
    """Start the kernel that a page asks for, the usual one where there is none of that name; return its id."""
    name = shell.notebook.metadata.get("kernelspec", {}).get("name")
    # Plain strings only: what starts kernels may send this to another process.
    options = {"path": os.path.dirname(path), "env": {str(key): str(value) for key, value in os.environ.items()}}
    try:
        return str(await ensure_async(manager.start_kernel(kernel_name=name, **options)))
    except NoSuchKernel:
        return str(await ensure_async(manager.start_kernel(**options)))


def waiting_mark(full: Full) -> str:
    """Return the end of a page that has no place yet: its script asks again, with its number."""
    told = " ".join(f'data-{name}="{value}"' for name, value in full.to_dict().items())
    return f'<i id="pu-file" {told}></i>\n{PAGE_END}'
