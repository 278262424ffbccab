"""A page as it leaves the server: its text at once, then what its cells draw, one after the other, as they are done."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionError
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


@dataclass(frozen=True)
class PageRoom:
    """What all the pages of one server share."""

    template: TemplatePieces
    widgets: WidgetPieces
    shells: Shells
    config: Any

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
        )
        return cls(pieces, WidgetPieces(base_url), Shells(root, exporter, pieces, frame or {}), config)

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
        executor = PageExecutor(notebook, km=kernel, config=self.config, show_tracebacks=False)
        ahead: dict[str, None] = {}
        joining: asyncio.Future[Any] = asyncio.ensure_future(executor.async_start_new_kernel_client())
        tasks: list[asyncio.Future[Any]] = [joining]
        try:
            for number, cell in enumerate(notebook.cells):
                if not to_run(cell):
                    continue
                running = asyncio.ensure_future(_execute(executor, joining, cell, number))
                tasks.append(running)
                while not (await asyncio.wait({running}, timeout=_STILL_HERE_SECONDS))[0]:
                    yield _STILL_HERE
                failure = running.result()
                yield await self.shells.outputs(cell, number, self._states(executor, ahead))
                if failure:
                    tell(f"cell {number} failed: {failure}")
                    break
            else:
                shell.ahead = tuple(ahead)
            yield PAGE_END
        finally:
            # The client must be closed by hand, and after whatever could still open it: forgotten with its sockets open, it
            # would freeze the whole server on the day that Python collects it (zmq waits there for sockets to close).
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if executor.kc is not None:
                executor.kc.stop_channels()

    def _states(self, executor: PageExecutor, ahead: dict[str, None]) -> str:
        told = {}
        for widget, state, buffers in executor.touched():
            plain, files = self.widgets.hand_out(state)
            ahead.update(dict.fromkeys(files.values()))
            told[widget] = {"state": plain, "buffers": buffers, "files": files}
        return json_in_page(told) if told else ""


async def _execute(executor: PageExecutor, joining: "asyncio.Future[Any]", cell: Any, number: int) -> str:
    """Run one cell; return what kind of failure it met, and leave nothing of it but the fact in its outputs."""
    try:
        await joining
        await executor.execute_cell(cell, None, number, store_history=False)
    except CellExecutionError as error:
        executor.strip_code_cell_errors(cell)
        return error.ename
    except Exception as error:  # whatever the reason, the page says that this place could not open
        cell.outputs = [*cell.outputs, _FAILED]
        return type(error).__name__
    return ""


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
