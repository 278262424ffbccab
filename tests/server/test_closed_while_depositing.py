"""An answer that is closed to the trainer while its deposit is being made: it has left, and its removal is asked for, as after it."""

import asyncio
import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.deposit import DepositOutcome
from parcours_u.domain.prompt import Kind
from parcours_u.grading.codes import new_code
from parcours_u.server.course_server import CourseServer
from parcours_u.server.deposits import deposit
from parcours_u.server.identity import PERSON
from parcours_u.server.refusal import Refusal
from parcours_u.store.sql_journal import SqlJournal

TRAINER = frozenset({Reader.TRAINER})


class Depositing:
    """A person with two answers open to the trainer, and what happens while their deposit is made."""

    def __init__(self, folder: Path) -> None:
        self.server = CourseServer(folder)
        self.module = self.server.course.modules[0]
        written = [prompt.id for prompt in self.module.prompts if prompt.kind is Kind.FREE_TEXT]
        self.first, self.second = written[:2]
        for prompt in (self.first, self.second):
            self.journal.save(prompt, {"text": "ce qui part"}, 0)
            self.journal.set_audience(prompt, TRAINER)
        self.meanwhile: Callable[[], object] = lambda: None
        self.file: bytes | None = b"le fichier"  # None: the deposit goes to the exchange
        self.server.make_deposit = self._make  # type: ignore[method-assign]

    @property
    def journal(self) -> SqlJournal:
        """Theirs, on another page."""
        return self.server.journal(PERSON, "une autre page")

    def deposits(self) -> DepositOutcome:
        """Deposit the module."""
        return asyncio.run(deposit(self.server, PERSON, self.module.id, new_code()))

    async def _make(self, _request: dict[str, Any], _folder: Path) -> dict[str, Any]:
        await self.server.in_store(self.meanwhile)
        return {"ok": True, "zip_base64": base64.b64encode(self.file).decode() if self.file else ""}


@pytest.fixture
def depositing(tmp_path: Path) -> Iterator[Depositing]:
    found = Depositing(tmp_path / "carnet")
    yield found
    found.server.close()


def test_its_removal_is_asked_for_by_the_deposit_itself(depositing: Depositing) -> None:
    told: list[object] = []
    depositing.meanwhile = lambda: told.extend(depositing.journal.set_audience(depositing.first, NOBODY))
    made = depositing.deposits().deposit
    assert told == []  # there was no deposit to tell of
    assert (made.prompts, made.withdrawn) == ((depositing.first, depositing.second), (depositing.first,))
    assert depositing.journal.deposits() == [made]


def test_opened_again_before_the_end_it_is_one_of_the_others(depositing: Depositing) -> None:
    def hesitates() -> None:
        depositing.journal.set_audience(depositing.first, NOBODY)
        depositing.journal.set_audience(depositing.first, TRAINER)

    depositing.meanwhile = hesitates
    assert depositing.deposits().deposit.withdrawn == ()


def test_opened_again_after_the_deposit_it_is_withdrawn_no_more(depositing: Depositing) -> None:
    depositing.meanwhile = lambda: depositing.journal.set_audience(depositing.first, NOBODY)
    depositing.deposits()
    depositing.journal.set_audience(depositing.first, TRAINER)
    assert [made.withdrawn for made in depositing.journal.deposits()] == [()]


def test_a_journal_erased_meanwhile_is_not_brought_back_by_the_file_of_its_deposit(depositing: Depositing) -> None:
    depositing.meanwhile = depositing.journal.erase
    with pytest.raises(Refusal, match=r"effacé .*rien n’est parti"):
        depositing.deposits()
    assert depositing.journal.deposits() == []


def test_a_journal_erased_meanwhile_withdraws_all_that_is_in_the_exchange(depositing: Depositing) -> None:
    depositing.meanwhile, depositing.file = depositing.journal.erase, None
    assert set(depositing.deposits().deposit.withdrawn) == {depositing.first, depositing.second}
