"""What people were told is saved, and whether a journal still holds it: every word, and nobody else's."""

import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from parcours_u.server.identity import PERSON
from parcours_u.store.backup.journal import check_journal
from parcours_u.store.errors import StoreError

__all__ = ["Ledger", "Sheet", "Verdict"]

_MARK = re.compile(r"\[([\w-]+)\]")


@dataclass
class Sheet:
    """What one page, or one program, writes in one answer; everything in it begins with its mark.

    ``alone`` is false for what doesn't come through a page's kernel: all such writers share one name in the journal.
    """

    prompt: str
    mark: str
    alone: bool = True
    acknowledged: list[str] = field(default_factory=list)

    @property
    def start(self) -> str:
        """How every text of this sheet begins."""
        return f"[{self.mark}] "

    def keep(self, text: str) -> None:
        """Write down a text that was said to be saved."""
        self.acknowledged.append(text)


@dataclass(frozen=True)
class Verdict:
    """What a look at a journal found: sentences that name no text, none when all is well."""

    corrupt: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    mixed: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.corrupt or self.lost or self.mixed)


class Ledger:
    """Everything that was acknowledged since the beginning."""

    def __init__(self) -> None:
        self._sheets: dict[str, Sheet] = {}

    @property
    def acknowledged(self) -> int:
        """How many writes were said to be saved."""
        return sum(len(sheet.acknowledged) for sheet in self._sheets.values())

    def open(self, prompt: str, alone: bool = True) -> Sheet:
        """Return a sheet for a new writer of an answer."""
        sheet = Sheet(prompt, f"f{len(self._sheets)}", alone)
        self._sheets[sheet.mark] = sheet
        return sheet

    def check(self, folder: Path) -> Verdict:
        """Read a journal from end to end, as a restoration would, and look for every write acknowledged so far in it."""
        known = {mark: len(sheet.acknowledged) for mark, sheet in self._sheets.items()}  # others go on meanwhile
        try:
            check_journal(folder)
            rows = [*_rows(folder)]
        except (StoreError, sqlite3.Error) as error:
            return Verdict(corrupt=(f"the journal can't be read: {error}",))
        kept: dict[str, list[str]] = {}
        for _, _, _, text in rows:
            if found := _MARK.match(text):
                kept.setdefault(found[1], []).append(text)
        return Verdict(lost=tuple(self._lost(kept, known)), mixed=tuple(self._mixed(rows)))

    def _lost(self, kept: dict[str, list[str]], known: dict[str, int]) -> Iterator[str]:
        """Yield the acknowledged writes of which nothing is left.

        A page that types on takes the place of its own shorter version: a text is kept when a kept one begins with it.
        """
        for mark, count in known.items():
            here, sheet = sorted(kept.get(mark, [])), self._sheets[mark]
            for rank, text in enumerate(sheet.acknowledged[:count]):
                place = bisect_left(here, text)  # what begins with a text comes right after it
                if place == len(here) or not here[place].startswith(text):
                    yield f"write {rank} of {mark} in {sheet.prompt}"

    def _mixed(self, rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
        """Yield what stands under another person, another answer, or the name of another page."""
        pages: dict[str, str] = {}
        for person, prompt, page, text in rows:
            found = _MARK.match(text)
            sheet = self._sheets.get(found[1]) if found else None
            if sheet is None:
                yield f"a text that nobody wrote in {prompt}"
            elif (person, prompt) != (PERSON, sheet.prompt) or len(_MARK.findall(text)) != 1:
                yield f"a text of {sheet.mark} ({sheet.prompt}) in {prompt}"
            elif sheet.alone and pages.setdefault(page, sheet.mark) != sheet.mark:
                yield f"a text of {sheet.mark} under the page of {pages[page]}"


def _rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield every kept version: its person, its prompt, its page, and its text."""
    with closing(sqlite3.connect(folder / "carnet.sqlite3")) as connection:
        for person, prompt, page, body in connection.execute("SELECT person, prompt, page, body FROM revision"):
            yield person, prompt, page, str(json.loads(body).get("text", ""))
