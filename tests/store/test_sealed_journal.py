"""A sealed journal is the usual one in everything that can be seen of it, and refuses what is not its own."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from cohort_samples import cohort_database
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select, update

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.journal import Comment, Conflict, Deposit, Revision
from parcours_u.store import schema, sql_journal
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.sealing import new_key
from parcours_u.store.sql_journal import SqlJournal

_RANKS = count()
PROMPTS = st.sampled_from(["geste", "écho"])
PAGES = st.sampled_from(["page-1", "page-2"])
AUDIENCES = st.sampled_from([NOBODY, frozenset({Reader.TRAINER}), frozenset({Reader.PAIR, Reader.CIRCLE})])
TEXTS = st.one_of(st.sampled_from(["", "mot", "mot et suite", "mot et suite encore"]), st.text(max_size=12))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = cohort_database(tmp_path_factory.mktemp("cohorte"))
    yield found
    found.close()


def test_whatever_is_done_to_both_nothing_tells_a_sealed_journal_from_a_usual_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        database, "compact", lambda: None
    )  # rewriting the whole file is slow, and changes nothing to see

    class Twins(RuleBasedStateMachine):
        """Two people who do the same things at the same times, one in clear, one sealed."""

        def __init__(self) -> None:
            super().__init__()
            self.rank, self.key = next(_RANKS), new_key()
            self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
            self.deposits = 0
            monkeypatch.setattr(sql_journal, "now", lambda: self.now.strftime("%Y-%m-%dT%H:%M:%SZ"))

        def both(self, page: str = "") -> tuple[SqlJournal, SealedJournal]:
            return (
                SqlJournal(database, f"clair-{self.rank}", page),
                SealedJournal(database, f"scelle-{self.rank}", page, self.key),
            )

        @rule(prompt=PROMPTS, text=TEXTS, page=PAGES, behind=st.integers(0, 3))
        def save(self, prompt: str, text: str, page: str, behind: int) -> None:
            clear, sealed = self.both(page)
            base = max(0, (clear.entries().get(prompt).revision if prompt in clear.entries() else 0) - behind)
            outcome, twin = clear.save(prompt, {"text": text}, base), sealed.save(prompt, {"text": text}, base)
            assert outcome == twin
            assert not isinstance(outcome, Conflict) or outcome.current.body == twin.current.body

        @rule(prompt=PROMPTS, page=PAGES, back=st.integers(0, 4))
        def restore(self, prompt: str, page: str, back: int) -> None:
            clear, sealed = self.both(page)
            for version in clear.history(prompt)[back : back + 1]:
                head = clear.entries()[prompt].revision
                assert clear.save(prompt, version.body, head) == sealed.save(prompt, version.body, head)

        @rule(prompt=PROMPTS, audience=AUDIENCES)
        def choose_readers(self, prompt: str, audience: frozenset[Reader]) -> None:
            clear, sealed = self.both()
            left, twin = clear.set_audience(prompt, audience), sealed.set_audience(prompt, audience)
            assert [item.prompts for item in left] == [item.prompts for item in twin]

        @rule(prompt=PROMPTS)
        def deposit(self, prompt: str) -> None:
            self.deposits += 1
            for journal, name in zip(self.both(), ("clair", "scelle"), strict=True):
                made = f"{name}-{self.rank}-{self.deposits}"
                journal.add_deposit(Deposit(made, "m", "2026-03-02T14:03:00Z", "zip", "C", (prompt,)), b"zip")
                journal.add_comments("d1", [Comment(prompt, f"Merci {self.deposits}.", "2026-03-03T10:00:00Z", "mot")])

        @rule(prompt=PROMPTS, texts=st.lists(st.tuples(TEXTS, st.booleans()), min_size=1, max_size=3))
        def take_up_a_history(self, prompt: str, texts: list[tuple[str, bool]]) -> None:
            versions = [
                Revision(n, "2026-03-01T10:00:00Z", {"text": text}, aside) for n, (text, aside) in enumerate(texts, 1)
            ]
            for journal in self.both():
                journal.replace_history(prompt, versions, NOBODY)

        @rule(value=st.recursive(st.none() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
        def keep_a_setting(self, value: object) -> None:
            for journal in self.both():
                journal.set_setting("unplaced_entries", value)

        @rule(seconds=st.sampled_from([0, 5, 11, 3600, -60]))
        def wait(self, seconds: int) -> None:
            self.now += timedelta(seconds=seconds)

        @rule()
        def erase(self) -> None:
            clear, sealed = self.both()
            assert clear.erase() == sealed.erase()

        @invariant()
        def all_that_shows_is_alike(self) -> None:
            clear, sealed = self.both()
            entries = clear.entries()
            assert entries == sealed.entries()
            assert clear.entries(["geste"]) == sealed.entries(["geste"])
            for prompt in entries:
                assert clear.history(prompt) == sealed.history(prompt)
            assert clear.comments() == sealed.comments()
            assert [(item.prompts, item.withdrawn) for item in clear.deposits()] == [
                (item.prompts, item.withdrawn) for item in sealed.deposits()
            ]
            assert clear.setting("unplaced_entries", "rien") == sealed.setting("unplaced_entries", "rien")

    run_state_machine_as_test(Twins, settings=settings(max_examples=25, stateful_step_count=14))


@pytest.fixture
def journal(database: Database) -> Iterator[SealedJournal]:
    found = SealedJournal(database, "ada", "page", new_key())
    found.save("geste", {"text": "premier"}, 0)
    found.save("geste", {"text": "second"}, 1)
    found.save("écho", {"text": "autre"}, 0)
    found.set_setting("place", ["m", "geste"])
    yield found
    with database.writing() as connection:
        for table in schema.JOURNAL:
            connection.execute(delete(table).where(table.c.person == "ada"))


def rows(database: Database, person: str = "ada") -> list[tuple[str, int, str]]:
    table = schema.revision.c
    with database.reading() as connection:
        found = connection.execute(select(table.prompt, table.number, table.body).where(table.person == person))
        return sorted((row.prompt, row.number, row.body) for row in found)


def alter(database: Database, number: int, body: str) -> None:
    table = schema.revision
    with database.writing() as connection:
        here = (table.c.person == "ada", table.c.prompt == "geste", table.c.number == number)
        connection.execute(update(table).where(*here).values(body=body))


FORGERIES = {
    "in clear": '{"text": "je n’ai jamais écrit cela"}',
    "of no shape": '{"sealed": 3}',
    "no base64": '{"sealed": "é!"}',
    "no JSON": "rien",
    "a list": "[]",
    "empty": '{"sealed": ""}',
}


@pytest.mark.parametrize("body", FORGERIES.values(), ids=FORGERIES)
def test_a_row_that_was_altered_is_told_and_left_as_it_is(
    journal: SealedJournal, database: Database, body: str
) -> None:
    alter(database, 2, body)
    before = rows(database)
    for act in (
        journal.entries,
        lambda: journal.history("geste"),
        lambda: journal.save("geste", {"text": "suite"}, 2),
        lambda: journal.save("geste", {"text": "suite"}, 1),
    ):
        with pytest.raises(StoreError, match="altérée sur le disque") as caught:
            act()
        assert "jamais écrit" not in str(caught.value)
    assert rows(database) == before


def test_an_altered_answer_keeps_nobody_from_the_others(journal: SealedJournal, database: Database) -> None:
    alter(database, 2, '{"sealed": ""}')
    assert journal.entries(["écho"])["écho"].body == {"text": "autre"}
    journal.save("écho", {"text": "autre encore"}, 1)
    assert journal.entries(["écho"])["écho"].body == {"text": "autre encore"}


def test_an_earlier_version_put_in_the_place_of_the_current_one_is_refused(
    journal: SealedJournal, database: Database
) -> None:
    alter(database, 2, {number: body for prompt, number, body in rows(database) if prompt == "geste"}[1])
    with pytest.raises(StoreError, match="altérée"):
        journal.entries()


def test_the_row_of_somebody_else_is_refused_even_under_ones_own_key(database: Database) -> None:
    key = new_key()
    ada, bea = (SealedJournal(database, person, "", key) for person in ("ada", "bea"))
    for journal in (ada, bea):
        journal.save("geste", {"text": f"de {journal}"}, 0)
    alter(database, 1, rows(database, "bea")[0][2])
    with pytest.raises(StoreError, match="altérée"):
        ada.entries()
    ada.erase()
    bea.erase()


def test_a_journal_opened_with_another_key_is_refused_and_nothing_of_it_changes(
    journal: SealedJournal, database: Database
) -> None:
    before = rows(database)
    other = SealedJournal(database, "ada", "page", new_key())
    for act in (other.entries, lambda: other.save("geste", {"text": "x"}, 2), lambda: other.setting("place")):
        with pytest.raises(StoreError, match="altérée"):
            act()
    assert rows(database) == before


def test_settings_are_not_read_in_each_others_place(journal: SealedJournal, database: Database) -> None:
    journal.set_setting("code", "ABCD")
    table = schema.setting
    with database.writing() as connection:
        code = connection.execute(select(table.c.value).where(table.c.name == "code")).scalar_one()
        connection.execute(delete(table).where(table.c.name == "code"))
        connection.execute(update(table).where(table.c.name == "place").values(value=code))
    with pytest.raises(StoreError, match="altérée"):
        journal.setting("place")


def test_a_yes_a_no_and_a_paragraph_look_alike_on_disk(database: Database, journal: SealedJournal) -> None:
    journal.save("écho", {"text": "oui " * 100}, 1)
    assert len({len(body) for _, _, body in rows(database)}) == 1


def test_a_sealed_row_is_a_json_object_as_every_body(journal: SealedJournal, database: Database) -> None:
    assert all(list(json.loads(body)) == ["sealed"] for _, _, body in rows(database))


def test_its_representation_says_nothing(journal: SealedJournal) -> None:
    assert repr(journal) == "SealedJournal()"
