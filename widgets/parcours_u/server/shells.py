"""Pages as they read, before any kernel: rendered once a version of their notebook, and kept.

Nothing of a learner's is in them: they are the notebook's prose and its frame, which leads each role to the pages that are for
it.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from voila.exporter import VoilaExporter

from parcours_u.server.pieces import TemplatePieces

__all__ = ["Shell", "Shells", "to_run"]

_HERE = "<!-- -->"  # where the template leaves room for what is fetched ahead
# A link to another page of the course: standing alone at the end of its paragraph, or after a sentence, it is an invitation to go
# there; within a sentence its words are part of what is read.
_LINK = r'<a [^>]*\bhref="(?!https?:|#)[^"]*\.ipynb(?:#[^"]*)?"[^>]*>((?:(?!</a>).)*)</a>'
_INVITING = re.compile(rf"<p>[^<]*{_LINK}\s*</p>\n?|(?<=[.!?…])\s+{_LINK}")
_ELSEWHERE = re.compile(_LINK)
_PRINTED_OVER = re.compile(r"^[^\n]*\r(?=[^\r\n])", re.MULTILINE)  # the same of its line as nbconvert takes away
# The part of the team's page that only who has the whole cohort in charge may use; the server refuses its routes to others too.
_PART = r'<section class="pu-volet">(?:(?!</section>).)*?'
_WHOLE = re.compile(
    _PART + r'<h2 id="([^"]+)"(?:(?!</section>).)*?data-pu-kind="trainer_server".*?</section>', re.DOTALL
)
_TYPES = {"js": 'rel="modulepreload"', "css": 'rel="preload" as="style"'}


def to_run(cell: Any) -> bool:
    """Tell whether a page runs a cell: its code, but what nbgrader keeps for the trainer."""
    return cell.cell_type == "code" and cell.metadata.get("nbgrader") is None


@dataclass
class Shell:
    """A page as it reads.

    ``ahead`` are the addresses of the widgets' files that the page needed the last time: sent with its head, they are
    fetched while the kernel starts.
    """

    notebook: Any
    head: str
    rest: str
    ahead: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the page's beginning."""
        links = [f'<link {_TYPES[address.rsplit(".", 1)[1]]} href="{address}">' for address in self.ahead]
        return "\n".join([self.head, *links]) + self.rest

    @property
    def lives(self) -> bool:
        """Whether the page has cells to run: a page that is only read takes no kernel."""
        return any(map(to_run, self.notebook.cells))

    def cells(self) -> Any:
        """Return a copy of the notebook to execute, without any output."""
        fresh = copy.deepcopy(self.notebook)
        for cell in fresh.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        return fresh


class Shells:
    """The pages of one server.

    Parameters
    ----------
    root : pathlib.Path
        What the pages' paths start from.
    exporter : voila.exporter.VoilaExporter
        Voilà's own renderer, with our template.
    pieces : TemplatePieces
        The files that the pages name.
    frame : mapping
        What the frame of every page tells besides the course: see ``page_start.html.j2``.
    """

    def __init__(self, root: Path, exporter: VoilaExporter, pieces: TemplatePieces, frame: Mapping[str, str]) -> None:
        self._root = root
        self._exporter = exporter
        self._pieces = pieces
        self._frame = frame
        self._kept: dict[tuple[str, str, tuple[str, ...], bool], tuple[tuple[int, int], Shell]] = {}

    async def get(self, path: str, team: str = "", others: tuple[str, ...] = (), whole: bool = True) -> Shell:
        """Return a page by its path, rendered anew when its notebook has changed.

        Parameters
        ----------
        path : str
            The page's.
        team : str
            The address of the page of those who animate, for one of them; empty for everybody else.
        others : tuple of str
            The ids of the pages where whoever reads is with others.
        whole : bool
            Whether whoever reads, of those who animate, has the whole cohort in charge.
        """
        file = self._root / path
        found = file.stat()
        version = (found.st_mtime_ns, found.st_size)
        kept = self._kept.get((path, team, others, whole))
        if kept is None or kept[0] != version:
            shell = await self._render(file, team, others, whole)
            kept = self._kept[path, team, others, whole] = (version, shell)
        return kept[1]

    async def outputs(self, cell: Any, number: int, states: str) -> str:
        """Return the HTML of what one cell drew."""
        template = self._exporter.environment.get_template("cell_outputs.html.j2")
        drawn = {**cell, "outputs": list(_whole(cell.outputs))}
        return str(await template.render_async(cell=drawn, number=number, states=states))

    async def _render(self, file: Path, team: str, others: tuple[str, ...], whole: bool) -> Shell:
        notebook = nbformat.read(file, as_version=4)
        template = self._exporter.environment.get_template("page_start.html.j2")
        resources = {"base_url": self._exporter.base_url, "metadata": {"name": file.stem}}
        own = {"team": team, "others": others}
        text = await template.render_async(
            nb=notebook, resources=resources, static_url=self._pieces.url, one_sheet=True, **own, **self._frame
        )
        head, rest = text.split(_HERE, 1)
        if self._frame.get("visit"):
            rest = _of_one_page(rest)
        if not whole:
            rest = _of_some_circles(rest)
        return Shell(notebook, head.rstrip(), rest)


def _whole(outputs: Iterable[Any]) -> Iterator[Any]:
    """Join what a program printed bit by bit, without what it printed over: a progress bar is its last line."""
    for name, pieces in groupby(outputs, lambda one: one["name"] if one["output_type"] == "stream" else None):
        if name is None:
            yield from pieces
        else:
            text = _PRINTED_OVER.sub("", "".join(piece["text"] for piece in pieces))
            yield {"output_type": "stream", "name": name, "text": text.replace("\r", "")}


def _of_one_page(html: str) -> str:
    """Return what a visitor reads: their page is the only one, and nothing in it invites them to another, which would refuse them."""
    return _ELSEWHERE.sub(r"\1", _INVITING.sub("", html))


def _of_some_circles(html: str) -> str:
    """Return what a trainer of some circles reads: neither the part that would refuse them nor its name in the page's list."""
    found = _WHOLE.search(html)
    if found is None:
        return html
    html = html[: found.start()] + html[found.end() :]
    return re.sub(rf'<li><a href="#{re.escape(found[1])}">.*?</a></li>', "", html)
