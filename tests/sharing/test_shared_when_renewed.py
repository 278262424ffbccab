"""Somebody who lost everything finds again, in their own answers, what the others still read; and publishes nothing unawares."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from gathered import COHORT, LATER, Gathered, circle
from sqlalchemy import select

from parcours_u.domain.access import Opened
from parcours_u.domain.audience import NOBODY, Audience, Reader
from parcours_u.domain.journal import Comment, Conflict, Deposit
from parcours_u.domain.people import GroupKind
from parcours_u.store import shared_schema
from parcours_u.store.access import Access
from parcours_u.store.groups import Groups
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.shared_rows import Version
from quicker import writing_first

AUDIENCES = (
    {Reader.COHORT},
    {Reader.PAIR},
    {Reader.CIRCLE},
    {Reader.PAIR, Reader.CIRCLE},
    {Reader.CIRCLE, Reader.TRAINER},
)
BODIES = (
    {"text": "mes mots"},
    {"text": ""},
    {"level": 3, "note": "à peu près"},
    {"items": ["un", "deux"]},
    {"answers": {"q": "oui"}, "skipped": ["r"]},
)


class Ada:
    """Ada, whose access may be renewed."""

    def __init__(self, cohort: Gathered) -> None:
        self.cohort = cohort
        self.deposited: dict[str, Version] = {}
        self.asked: list[list[str]] = []
        self.access = Access(cohort.database, self.read)
        self.opened = self.access.accept(self.access.invite("ada").token, "Téléphone")

    def read(self, made: Sequence[Deposit]) -> Mapping[str, Version]:
        """Read what was deposited, as the trainer's folder has it."""
        self.asked.append([one.id for one in made])
        return self.deposited

    @property
    def journal(self) -> SealedJournal:
        """Her journal, in a page of its own at each time."""
        return SealedJournal(self.cohort.database, "ada", "page", self.opened.key)

    def shares(self, prompt: str, body: dict[str, object], readers: Audience) -> None:
        """Write, then choose who it is for."""
        self.journal.save(prompt, body, 0)
        self.journal.set_audience(prompt, readers)

    def deposits(self, name: str, *prompts: str, at: str = LATER) -> None:
        """Deposit these answers."""
        self.journal.add_deposit(Deposit(name, "m", at, "exchange", "CODE", prompts))

    def renews(self) -> Opened:
        """Begin anew."""
        self.opened = self.access.accept(self.access.reset("ada").token, "Téléphone neuf")
        return self.opened

    def own(self, prompt: str) -> tuple[object, Audience] | None:
        """Return an answer of hers, and who it is for."""
        entry = self.journal.entries([prompt]).get(prompt)
        return None if entry is None else (entry.body, entry.audience)

    def rows(self) -> list[tuple[object, ...]]:
        """Return what is shown of hers, room by room."""
        with self.cohort.database.reading() as connection:
            table = shared_schema.shared
            return [tuple(row) for row in connection.execute(select(table).order_by(table.c.room, table.c.prompt))]


@pytest.fixture
def cohort(tmp_path: Path) -> Gathered:
    found = Gathered.at(tmp_path / "carnet.sqlite3")
    found.usual()
    return found


@pytest.fixture
def ada(cohort: Gathered) -> Ada:
    return Ada(cohort)


@pytest.mark.parametrize("readers", AUDIENCES, ids=lambda found: " and ".join(sorted(found)))
@pytest.mark.parametrize("body", BODIES, ids=json.dumps)
def test_what_the_others_read_is_in_the_author_s_own_answer(
    ada: Ada, body: dict[str, object], readers: set[Reader]
) -> None:
    ada.journal.save("q1", {"text": "un premier jet, pour personne"}, 0)
    ada.journal.save("q1", body, 1)
    ada.journal.set_audience("q1", frozenset(readers))
    before, entry = ada.rows(), ada.journal.entries()["q1"]
    erased = ada.renews().erased
    assert ada.rows() == before
    there = ada.journal.entries()["q1"]
    assert replace(there, revision=entry.revision) == entry
    assert [(one.number, one.body) for one in ada.journal.history("q1")] == [(there.revision, body)]
    assert (erased.answers, erased.versions) == (0, 1)


def test_the_next_words_are_a_version_of_those_and_go_where_they_were(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "Avant."}, frozenset({Reader.COHORT}))
    ada.renews()
    ada.journal.save("q1", {"text": "Avant, puis après."}, ada.journal.entries()["q1"].revision)
    assert cohort.texts("di") == ["Avant, puis après."]
    assert [one.body["text"] for one in ada.journal.history("q1")] == ["Avant, puis après.", "Avant."]


def test_two_pages_opened_after_the_renewal_lose_no_word_to_each_other(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "Avant."}, frozenset({Reader.COHORT}))
    former = ada.journal.entries()["q1"].revision
    for _ in range(2):
        ada.renews()
    start = ada.journal.entries()["q1"].revision
    ada.journal.save("q1", {"text": "Avant, puis ici."}, start)
    outcome = SealedJournal(cohort.database, "ada", "autre page", ada.opened.key).save("q1", {"text": "Et là."}, start)
    assert isinstance(outcome, Conflict)
    assert not outcome.erased
    assert [(one.body["text"], one.aside) for one in ada.journal.history("q1")] == [
        ("Et là.", True),
        ("Avant, puis ici.", False),
        ("Avant.", False),
    ]
    before = ada.journal.save("q1", {"text": "D’avant le renouvellement."}, former)
    assert isinstance(before, Conflict)
    assert before.erased
    assert cohort.texts("di") == ["Avant, puis ici."]


def test_words_written_without_having_seen_them_replace_nothing(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "Avant."}, frozenset({Reader.COHORT}))
    ada.renews()
    ada.journal.save("q1", {"text": "dans un champ vide"}, 0)
    assert cohort.texts("di") == ["Avant."]


def test_what_only_the_former_key_opened_begins_anew_empty_and_private(ada: Ada, cohort: Gathered) -> None:
    ada.journal.save("intime", {"text": "pour personne"}, 0)
    ada.shares("repris", {"text": "repris"}, frozenset({Reader.COHORT}))
    ada.journal.set_audience("repris", NOBODY)
    ada.shares("pas depose", {"text": "pour la formation"}, frozenset({Reader.TRAINER}))
    ada.journal.set_audience("pas encore", frozenset({Reader.COHORT}))
    erased = ada.renews().erased
    assert ada.journal.entries() == {}
    assert (erased.answers, erased.versions) == (3, 3)
    for prompt in ("intime", "repris", "pas depose", "pas encore"):
        ada.journal.save(prompt, {"text": "neuf"}, 0)
        assert ada.own(prompt) == ({"text": "neuf"}, NOBODY)
    assert cohort.texts("di") == []


def test_the_circle_of_today_reads_nothing_new_of_what_was_for_the_former_one(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "aux anciens"}, frozenset({Reader.CIRCLE}))
    Groups(cohort.database).end(GroupKind.CIRCLE, "Groupe c1")
    cohort.group("c3", GroupKind.CIRCLE, "ada", "di")
    ada.renews()
    assert ada.own("q1") is None
    ada.journal.save("q1", {"text": "neuf"}, 0)
    assert cohort.texts("di") == []
    assert ada.rows() == []


def test_of_two_groups_the_one_that_goes_on_gives_the_words_back(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.CIRCLE, Reader.PAIR}))
    Groups(cohort.database).end(GroupKind.CIRCLE, "Groupe c1")
    before = ada.rows()
    ada.renews()
    assert ada.own("q1") == ({"text": "mes mots"}, frozenset({Reader.CIRCLE, Reader.PAIR}))
    assert ada.rows() == before


def test_a_room_that_she_has_left_keeps_what_it_holds_and_gives_it_back(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.CIRCLE}))
    cohort.leaves("ada", "c1")
    before = ada.rows()
    ada.renews()
    assert ada.own("q1") == ({"text": "mes mots"}, frozenset({Reader.CIRCLE}))
    assert ada.rows() == before


def test_replies_stay_and_nobody_is_told_any_news(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.COHORT}))
    cohort.space("bo").reply(COHORT, "ada", "q1", "Merci.")
    told: list[frozenset[str]] = []
    cohort.database.on_news = told.append
    ada.renews()
    assert [one.text for one in cohort.space("ada").look(["q1"]).entries[0].replies] == ["Merci."]
    assert told == []


def test_what_was_deposited_and_is_still_open_to_the_trainer_comes_back(ada: Ada) -> None:
    ada.shares("q1", {"text": "déposé"}, frozenset({Reader.TRAINER}))
    ada.deposits("d1", "q1", at="2026-03-02T14:00:00Z")
    ada.deposits("d2", "q1")
    ada.journal.save("q1", {"text": "changé depuis"}, 1)
    ada.deposited = {"q1": Version('{"text": "déposé"}', 1, "2026-03-02T13:00:00Z"), "autre": Version("{}", 1, LATER)}
    erased = ada.renews().erased
    assert ada.asked == [["d2"]]
    assert ada.own("q1") == ({"text": "déposé"}, frozenset({Reader.TRAINER}))
    assert ada.journal.entries()["q1"].saved_at < LATER
    assert (erased.answers, erased.versions) == (0, 1)
    assert ada.own("autre") is None


def test_what_is_shared_since_is_later_than_what_was_deposited(ada: Ada) -> None:
    ada.shares("q1", {"text": "déposé"}, frozenset({Reader.COHORT}))
    ada.deposits("d1", "q1")
    ada.journal.save("q1", {"text": "changé depuis"}, 1)
    ada.deposited = {"q1": Version('{"text": "déposé"}', 1, LATER)}
    ada.renews()
    assert ada.own("q1") == ({"text": "changé depuis"}, frozenset({Reader.COHORT}))


def test_what_was_taken_back_from_the_trainer_does_not_come_back(ada: Ada) -> None:
    ada.shares("q1", {"text": "déposé"}, frozenset({Reader.TRAINER}))
    ada.deposits("d1", "q1")
    ada.journal.set_audience("q1", NOBODY)
    ada.deposited = {"q1": Version('{"text": "déposé"}', 1, LATER)}
    ada.renews()
    assert ada.own("q1") is None


def test_a_deposit_that_cannot_be_read_stays_the_trainer_s_to_read_and_its_comments_stay(ada: Ada) -> None:
    ada.shares("q1", {"text": "déposé"}, frozenset({Reader.CIRCLE, Reader.TRAINER}))
    ada.shares("q2", {"text": "commenté"}, frozenset({Reader.TRAINER}))
    ada.deposits("d1", "q1", "q2")
    ada.journal.add_comments("d1", [Comment("q2", "Merci.", LATER, "commenté")])
    ada.journal.set_audience("q2", NOBODY)
    Groups(ada.cohort.database).end(GroupKind.CIRCLE, "Groupe c1")
    ada.cohort.group("c3", GroupKind.CIRCLE, "ada", "di")
    ada.renews()
    assert ada.own("q1") == (None, frozenset({Reader.TRAINER}))
    assert ada.own("q2") == (None, NOBODY)
    assert [one.text for one in ada.journal.entries()["q2"].comments] == ["Merci."]
    ada.journal.save("q1", {"text": "neuf"}, 0)
    assert ada.cohort.texts("di") == []


def test_a_renewal_that_is_cut_short_changes_nothing(ada: Ada, monkeypatch: pytest.MonkeyPatch) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.CIRCLE}))
    ada.journal.save("intime", {"text": "pour personne"}, 0)
    before, entries = ada.rows(), ada.journal.entries()
    renewal = ada.access.reset("ada")

    def cut(*_asked: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ada.access, "_create", cut)
        with pytest.raises(KeyboardInterrupt):
            ada.access.accept(renewal.token, "Téléphone neuf")
    assert (ada.rows(), ada.journal.entries()) == (before, entries)
    assert ada.access.open_device(ada.opened.device_id, ada.opened.device_secret) is not None
    ada.opened = ada.access.accept(renewal.token, "Téléphone neuf")
    assert ada.own("q1") == ({"text": "mes mots"}, frozenset({Reader.CIRCLE}))


def test_what_came_back_is_sealed_again_and_leaves_the_disk_with_its_room(ada: Ada) -> None:
    ada.shares("q1", {"text": "MOTS-PARTAGES"}, frozenset({Reader.CIRCLE}))
    ada.renews()
    ada.journal.set_audience("q1", NOBODY)
    found = b"".join(path.read_bytes() for path in ada.cohort.database.files())
    assert b"MOTS-PARTAGES" not in found
    assert ada.own("q1") == ({"text": "MOTS-PARTAGES"}, NOBODY)
    assert ada.cohort.texts("bo") == []


def test_she_can_take_it_back_from_its_room_as_before(ada: Ada, cohort: Gathered) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.CIRCLE, Reader.PAIR}))
    ada.renews()
    ada.journal.set_audience("q1", frozenset({Reader.PAIR}))
    assert cohort.texts("cy") == []
    assert cohort.texts("bo") == ["mes mots"]
    assert circle("c1") not in cohort.space("ada").look(["q1"]).own["q1"]


def test_a_deposit_made_while_the_renewal_is_accepted_is_read_too(cohort: Gathered, ada: Ada) -> None:
    ada.shares("q1", {"text": "mes mots"}, frozenset({Reader.TRAINER}))
    ada.deposited = {"q1": Version('{"text": "mes mots"}', 1, LATER)}
    renewal = ada.access.reset("ada").token
    with writing_first(cohort.database, lambda: ada.deposits("de justesse", "q1")):
        ada.opened = ada.access.accept(renewal, "Téléphone neuf")
    assert ada.asked == [["de justesse"]]
    assert ada.own("q1") == ({"text": "mes mots"}, {Reader.TRAINER})
