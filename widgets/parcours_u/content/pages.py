"""What a notebook is made of before it is one: prose, and calls of the widgets that the prose leads to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from parcours_u.domain.course import Course

__all__ = ["Call", "CourseText", "Page", "PageKind", "Prose", "joined"]


class PageKind(StrEnum):
    """The kinds of page; the template reads it in the notebook's metadata."""

    MODULE = "module"
    PAGE = "page"
    GUIDE = "guide"
    EXERCISE = "exercise"
    FORMAT = "format"


@dataclass(frozen=True)
class Prose:
    """Markdown between two widgets."""

    text: str


@dataclass(frozen=True)
class Call:
    """One call of a function of ``parcours_u.notebook``, alone in its cell; ``other`` is its second argument."""

    function: str
    argument: str = ""
    line: int = 0
    other: str = ""

    @property
    def source(self) -> str:
        """The cell's only line of Python."""
        arguments = ", ".join(f'"{one}"' for one in (self.argument, self.other) if one)
        return f"{self.function}({arguments})"


@dataclass(frozen=True)
class Page:
    """One notebook to be; ``file`` is the source that its errors name."""

    kind: PageKind
    id: str
    title: str
    summary: str
    cells: tuple[Prose | Call, ...]
    file: str

    @property
    def path(self) -> PurePosixPath:
        """Where the notebook goes, from the course's root."""
        return {
            PageKind.MODULE: PurePosixPath("course", "source", self.id, f"{self.id}.ipynb"),
            PageKind.PAGE: PurePosixPath("course", f"{self.id}.ipynb"),
            PageKind.GUIDE: PurePosixPath("course", f"{self.id}.ipynb"),
            PageKind.EXERCISE: PurePosixPath("exercises", f"{self.id}.ipynb"),
            PageKind.FORMAT: PurePosixPath("course", "formats", f"{self.id}.ipynb"),
        }[self.kind]

    def calls(self) -> Iterator[Call]:
        """Yield the widget calls in the order of the page."""
        yield from (cell for cell in self.cells if isinstance(cell, Call))


@dataclass(frozen=True)
class CourseText:
    """The whole course as it was read: its data, and its pages."""

    course: Course
    pages: tuple[Page, ...]


def joined(cells: Iterable[Prose | Call]) -> tuple[Prose | Call, ...]:
    """Return the cells with the prose between two widgets held together in one."""
    found: list[Prose | Call] = []
    for cell in cells:
        if isinstance(cell, Prose) and found and isinstance(last := found[-1], Prose):
            found[-1] = Prose(f"{last.text}\n\n{cell.text}")
        else:
            found.append(cell)
    return tuple(found)
