"""In a cohort, late is after one's own date: told so wherever a deposit is, and nbgrader holds no date that is not everybody's."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, disk_full, prompts, write_comment, zip_of
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.overview.gathering import gather
from parcours_u.cohort.people_list.reading import read_people
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.joined import joined_sentences
from parcours_u.domain.people import Group, GroupKind, Profile
from parcours_u.grading.assigning import assign, open_undated, unassign
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.collecting import collect
from parcours_u.grading.desk import Desk
from parcours_u.grading.enrolling import bring_in
from parcours_u.grading.errors import GradingError
from parcours_u.grading.feedback import send_back
from parcours_u.grading.following import deposits, released
from parcours_u.grading.group_state import told
from parcours_u.grading.reading import read_one, seen
from parcours_u.grading.release import parse_due, release
from parcours_u.grading.state import standings
from parcours_u.grading.zips import import_zips
from parcours_u.store.assignments import Assignments, ChangedMeanwhile
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.roll import Roll, read_roll

pytestmark = NBGRADER

GONE_BY, TO_COME, LATER = "2026-01-15T17:00:00Z", "2099-01-15T17:00:00Z", "2099-06-15T17:00:00Z"
LIST = "nom;prénom;profil\nDurand;Ève;élue\nPetit;Luc;agent\nSy;Awa;agent\n"


class Cohort:
    """A cohort of three, where Luc is in a circle."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.joined = bring_in(bench, read_people(LIST.encode()))
        self.codes = {one.first_name: one.code for one in self.joined.people}
        with cohort_database(bench.folder) as database:
            luc = People(database).find("Luc Petit").id
            wanted = [Group("", GroupKind.CIRCLE, "Tilleul", (luc,))]
            (self.circle,) = Groups(database).replace(GroupKind.CIRCLE, [], wanted)

    def gives(self, due: str, *circles: str, profiles: tuple[Profile, ...] = ()) -> None:
        """Expect the module of everybody, or of some of them."""
        with cohort_database(self.bench.folder) as database:
            assign(self.bench, database, Assignment(MODULE, due, circles, profiles))

    def takes_back(self, *circles: str) -> None:
        """Expect it of them no longer."""
        with cohort_database(self.bench.folder) as database:
            unassign(self.bench, database, Assignment(MODULE, "", circles))

    def late(self) -> list[str]:
        """Return who deposited late; whatever tells it tells the same."""
        late = {one.person for one in deposits(self.bench, MODULE) if one.late}
        assert {one.code for one in seen(self.bench, MODULE) if one.late} == late
        assert {one.person for one in standings(self.bench, MODULE) if one.late} == late
        assert {one.person for one in collect(self.bench, MODULE) if one.late} <= late
        assert {code for code in self.codes.values() if read_one(self.bench, MODULE, code)["late"]} == late
        with cohort_database(self.bench.folder) as database:
            stale = deposits(self.bench)
            cohort = gather(database, self.bench.course, released(self.bench), stale)
        assert {one.person for one in cohort.deposits if one.late} == late
        return sorted(name for name, code in self.codes.items() if code in late)

    def expected(self) -> list[dict[str, Any]]:
        """Return where everybody stands, as a command tells it."""
        rows: list[dict[str, Any]] = json.loads(command(self.bench, "module", "etat", MODULE, "--json").stdout)[
            "personnes"
        ]
        return rows

    def nbgraders(self) -> datetime | None:
        """Return the date that nbgrader holds."""
        with self.bench.gradebook() as gradebook:
            found: datetime | None = gradebook.find_assignment(MODULE).duedate
        return found


@pytest.fixture
def group(fresh: Bench) -> Cohort:
    return Cohort(fresh)


@pytest.fixture
def deposited(group: Cohort, tmp_path: Path, learner: Path) -> Cohort:
    """Everybody deposited today: two through the exchange, one by file."""
    release(group.bench, MODULE)
    question = prompts()[0]
    for name in ("Ève", "Luc"):
        deposit_in_exchange(group.bench, learner, group.codes[name], {question: "des mots"})
    collect(group.bench, MODULE)
    import_zips(group.bench, [zip_of(tmp_path, group.codes["Awa"], {question: "des mots"})])
    return group


def command(bench: Bench, *words: str) -> Any:
    return CliRunner().invoke(app, [*words, "--dossier", str(bench.folder.path)])


def test_whoever_was_given_another_date_than_the_others_is_late_by_theirs(deposited: Cohort) -> None:
    deposited.gives(GONE_BY)
    assert deposited.late() == ["Awa", "Luc", "Ève"]
    deposited.gives(TO_COME, deposited.circle.id)
    assert deposited.late() == ["Awa", "Ève"]
    deposited.gives(TO_COME)
    deposited.gives(GONE_BY, deposited.circle.id)
    assert deposited.late() == ["Luc"]


def test_who_was_given_no_date_or_none_any_more_is_not_late(deposited: Cohort) -> None:
    deposited.gives(GONE_BY, profiles=(Profile.ELECTED,))
    assert deposited.late() == ["Ève"]
    deposited.gives(GONE_BY)
    deposited.takes_back()
    assert deposited.late() == ["Ève"]
    with cohort_database(deposited.bench.folder) as database:
        People(database).leave(People(database).find("Ève Durand").id)
    assert deposited.late() == []


def test_a_deposit_is_told_late_by_its_person_s_date_as_it_is_collected(group: Cohort, learner: Path) -> None:
    group.gives(TO_COME)
    group.gives(GONE_BY, group.circle.id)
    for name in ("Ève", "Luc"):
        deposit_in_exchange(group.bench, learner, group.codes[name], {prompts()[0]: "des mots"})
    for _ in ("new", "unchanged"):
        told = {one.person: one.late for one in collect(group.bench, MODULE)}
        assert told == {group.codes["Ève"]: False, group.codes["Luc"]: True}


def test_nbgrader_holds_a_date_where_it_is_everybody_s_and_none_elsewhere(group: Cohort) -> None:
    group.gives(TO_COME)
    assert group.nbgraders() == datetime(2099, 1, 15, 17)
    group.gives(LATER, group.circle.id)
    assert group.nbgraders() is None
    group.takes_back(group.circle.id)
    assert group.nbgraders() == datetime(2099, 1, 15, 17)
    group.takes_back()
    assert group.nbgraders() is None
    group.gives(TO_COME, group.circle.id)
    assert group.nbgraders() is None


def test_opened_without_a_date_a_module_keeps_none_in_nbgrader(group: Cohort) -> None:
    release(group.bench, MODULE)
    with group.bench.gradebook() as gradebook:  # as a former version left it
        gradebook.update_or_create_assignment(MODULE, duedate="2026-01-15 17:00:00")
    assert release(group.bench, MODULE).due == ""
    assert group.nbgraders() is None
    with cohort_database(group.bench.folder) as database:
        open_undated(group.bench, database, MODULE)
    assert group.nbgraders() is None


def test_a_date_of_before_there_was_a_cohort_is_everybody_s_in_it_and_that_is_said(fresh: Bench) -> None:
    release(fresh, MODULE, parse_due("2026-01-15T17:00", UTC))
    group = Cohort(fresh)
    assert [one["pour_le"] for one in group.expected()] == [GONE_BY] * 3
    assert group.nbgraders() == datetime(2026, 1, 15, 17)
    (sentence,) = joined_sentences(group.joined)
    assert sentence.startswith(f"Déjà diffusé avec une date, qui devient celle de toute la cohorte\u00a0: {MODULE}.")
    group.takes_back()
    assert bring_in(fresh, read_people(f"{LIST}Roy;Ida;agent\n".encode())).dated == ()
    assert [one["pour_le"] for one in group.expected()] == [""] * 4


def test_an_opening_that_was_cut_short_is_made_whole_by_the_next_assignment(
    group: Cohort, learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(
            group.bench.api, "release_assignment", lambda *_: {"success": False, "error": "OSError: refused"}
        )
        with pytest.raises(GradingError):
            group.gives(TO_COME)
    assert [one["pour_le"] for one in group.expected()] == [""] * 3
    group.gives(TO_COME)
    deposit_in_exchange(group.bench, learner, group.codes["Luc"], {prompts()[0]: "des mots"})
    assert [one.taken for one in collect(group.bench, MODULE)] == ["new"]


def test_nbgrader_s_date_is_as_it_was_where_nothing_was_assigned_nor_withdrawn(
    group: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_: object) -> bool:
        raise ChangedMeanwhile()

    group.gives(TO_COME)
    monkeypatch.setattr(Assignments, "expect", changed)
    with pytest.raises(ChangedMeanwhile):
        group.gives(LATER)
    monkeypatch.setattr(Assignments, "withdraw", lambda *_: False)
    with pytest.raises(GradingError, match="n’était pas attribué ainsi"):
        group.takes_back()
    assert group.nbgraders() == datetime(2099, 1, 15, 17)


def test_a_date_that_nbgrader_can_not_be_told_counts_all_the_same_and_is_told_the_next_time(
    group: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "C’est enregistré.*carnet de suivi n’a pas pu être écrit"
    group.gives(TO_COME)
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", disk_full)
        with pytest.raises(GradingError, match=told):
            group.gives(LATER)
    assert [one["pour_le"] for one in group.expected()] == [LATER] * 3
    release(group.bench, MODULE)
    assert group.nbgraders() == datetime(2099, 6, 15, 17)
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", disk_full)
        with pytest.raises(GradingError, match=told):
            group.takes_back()
    assert [one["pour_le"] for one in group.expected()] == [""] * 3
    group.gives(TO_COME, group.circle.id)
    assert group.nbgraders() is None


def test_the_cohort_is_read_once_however_many_deposits_are_taken(
    group: Cohort, learner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Database] = []

    def reading(database: Database) -> Roll:
        reads.append(database)
        return read_roll(database)

    release(group.bench, MODULE)
    question, codes = prompts()[0], group.codes.values()
    for code in codes:
        deposit_in_exchange(group.bench, learner, code, {question: "des mots"})
    monkeypatch.setattr("parcours_u.grading.cohort.read_roll", reading)
    assert [one.taken for one in collect(group.bench, MODULE)] == ["new"] * 3
    assert len(reads) == 1
    import_zips(group.bench, [zip_of(tmp_path, code, {question: "d’autres mots"}) for code in codes])
    assert len(reads) == 2
    assert len(told(group.bench)["deposits"]) == 3
    assert len(reads) == 2  # who reads these dates them
    assert not any(one.late for one in standings(group.bench, MODULE))
    assert len(reads) == 3


def test_a_date_is_given_to_a_cohort_by_one_command_which_the_other_one_names(group: Cohort) -> None:
    refused = command(group.bench, "module", "diffuser", MODULE, "--pour-le", "15/03/2030")
    assert refused.exit_code == 1
    assert f"parcours-u cohorte attribuer {MODULE}" in refused.stderr
    assert not group.bench.folder.release(MODULE).exists()
    with pytest.raises(GradingError, match="cohorte attribuer"):
        release(group.bench, MODULE, parse_due("15/03/2030"))
    opened = command(group.bench, "module", "diffuser", MODULE, "--json")
    assert (opened.exit_code, json.loads(opened.stdout)["pour_le"]) == (0, "")


def test_where_a_module_is_no_longer_expected_nothing_of_its_date_is_left(deposited: Cohort) -> None:
    words = ("cohorte", "attribuer", MODULE)
    assert command(deposited.bench, *words, "--pour-le", "15/01/2026").exit_code == 0
    assert [(row["pour_le"][:10], row["retard"]) for row in deposited.expected()] == [("2026-01-15", True)] * 3
    assert command(deposited.bench, *words, "--retirer").exit_code == 0
    assert [(row["pour_le"], row["retard"]) for row in deposited.expected()] == [("", False)] * 3


def test_where_the_cohort_can_not_be_read_that_is_said_and_nothing_is_returned(deposited: Cohort) -> None:
    code = deposited.codes["Ève"]
    write_comment(deposited.bench, code, prompts()[0], "Merci")
    for end in ("", "-wal", "-shm"):
        (deposited.bench.folder.cohort / f"carnet.sqlite3{end}").unlink(missing_ok=True)
    (deposited.bench.folder.cohort / "carnet.sqlite3").write_bytes(b"abime " * 1_000)
    answer = Desk(deposited.bench.folder.path).answer({"do": "seen", "module": MODULE})
    assert not answer["ok"]
    assert "cohorte" in answer["message"]
    with pytest.raises(StoreError, match="cohorte"):
        send_back(deposited.bench, MODULE)
    assert not deposited.bench.folder.feedback(code, MODULE).exists()
