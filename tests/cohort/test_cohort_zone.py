"""The time zone of a cohort: how it is learnt, and what dates mean and how they are told in it, whatever the machine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from traitlets.config import Config
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.programme_kept import choose
from parcours_u.cohort.zone_told import hours_sentence, offered
from parcours_u.content.catalogue import load_course
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.people import Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.config import configure_trainer
from parcours_u.grading.folder import open_folder
from parcours_u.grading.release import parse_due
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone, zone_in_file
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.people import People
from parcours_u.store.programmes import Programmes
from parcours_u.zones import machine_zone, zone_named
from quicker import writing_first

PARIS = ZoneInfo("Europe/Paris")
NAMES_OF_NOTHING = (
    "",
    "../../etc/passwd",
    "/etc/passwd",
    "Nulle/Part",
    "posix/Europe/Paris",
    "Europe/Paris\0",
    "x" * 9000,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found) as database:
        People(database).add(Person("", "Durand", "Ève", email="eve@exemple.invalid"))
    return found.path


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    with cohort_database(open_folder(folder)) as found:
        yield found


def command(folder: Path, *words: str, zone: str = "UTC") -> "subprocess.CompletedProcess[str]":
    """Run a command on a machine whose own zone is another."""
    line = [sys.executable, "-m", "parcours_u.cli", *words, "--dossier", str(folder)]
    return subprocess.run(line, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=False)


def due(database: Database) -> str:
    (one,) = Assignments(database).all()
    return one.due


def test_the_machine_supposes_then_a_browser_says_once_then_only_words_change_it(database: Database) -> None:
    zone = CohortZone(database)
    zone.suppose("UTC")
    assert (zone.name, zone.get()) == ("", None)
    zone.suppose("Europe/Paris")
    zone.suppose("Europe/Berlin")
    assert (zone.name, zone.settled) == ("Europe/Paris", False)
    zone.hear("Pacific/Noumea")
    zone.hear("Indian/Reunion")
    zone.suppose("Europe/Paris")
    assert (zone.name, zone.settled) == ("Pacific/Noumea", True)
    zone.choose("Indian/Reunion")
    assert zone.get() == ZoneInfo("Indian/Reunion")


@pytest.mark.parametrize("learn", [CohortZone.suppose, CohortZone.hear])
def test_a_zone_chosen_in_words_while_another_is_learnt_stays(
    folder: Path, database: Database, learn: Callable[[CohortZone, str], None]
) -> None:
    with cohort_database(open_folder(folder)) as commands:
        choose_zone = partial(CohortZone(commands).choose, "Pacific/Noumea")
        with writing_first(database, choose_zone):
            learn(CohortZone(database), "America/Cayenne")
    assert CohortZone(database).name == "Pacific/Noumea"


@pytest.mark.parametrize("name", [*NAMES_OF_NOTHING, "UTC", "Etc/UTC"])
def test_a_browser_that_names_no_place_teaches_nothing(database: Database, name: str) -> None:
    CohortZone(database).hear(name)
    assert CohortZone(database).name == ""


@pytest.mark.parametrize("name", NAMES_OF_NOTHING)
def test_a_zone_that_is_none_is_refused_and_the_former_one_kept(database: Database, name: str) -> None:
    CohortZone(database).choose("Europe/Paris")
    with pytest.raises(StoreError, match="rien n’a été changé"):
        CohortZone(database).choose(name)
    assert CohortZone(database).name == "Europe/Paris"


def test_without_the_names_of_zones_hours_are_the_machine_s(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    CohortZone(database).choose("Europe/Paris")

    def unknown(name: str) -> ZoneInfo:
        raise KeyError(name)

    monkeypatch.setattr("parcours_u.zones.ZoneInfo", unknown)
    assert CohortZone(database).get() is None
    CohortZone(database).hear("Pacific/Noumea")
    assert CohortZone(database).name == "Europe/Paris"


@pytest.mark.parametrize(
    ("told", "name"), [("Europe/Paris", "Europe/Paris"), (":Indian/Reunion", "Indian/Reunion"), ("UTC", "UTC")]
)
def test_the_machine_s_zone_is_known_by_name(monkeypatch: pytest.MonkeyPatch, told: str, name: str) -> None:
    monkeypatch.setenv("TZ", told)
    assert machine_zone() == name


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("1/3/2027", "2027-03-01T22:59:59"),
        ("2027-08-01", "2027-08-01T21:59:59"),
        ("2027-03-15T14:00", "2027-03-15T13:00:00"),
        ("2027-03-15T14:00+11:00", "2027-03-15T03:00:00"),
        ("2027-03-28", "2027-03-28T21:59:59"),  # a day of 23 hours
        ("2027-03-28T02:30", "2027-03-28T01:30:00"),  # an hour that is not: 3 h 30
        ("2027-10-31T02:30", "2027-10-31T00:30:00"),  # an hour that comes twice: the first time
        ("2027-10-31", "2027-10-31T22:59:59"),
    ],
)
def test_a_date_means_what_it_means_where_the_cohort_is(typed: str, moment: str) -> None:
    assert parse_due(typed, PARIS) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_the_zone_is_shown_and_told_by_a_command(folder: Path) -> None:
    def run(*words: str) -> dict[str, object]:
        result = CliRunner().invoke(app, ["cohorte", "fuseau", *words, "--dossier", str(folder), "--json"])
        assert result.exit_code == 0, result.stderr
        return dict(json.loads(result.stdout))

    assert run()["connu"] is False
    assert run("Pacific/Noumea")["fuseau"] == "Pacific/Noumea"
    told = run()
    assert (told["fuseau"], told["connu"]) == ("Pacific/Noumea", True)
    assert str(told["maintenant"]).endswith("+11:00")
    refused = CliRunner().invoke(app, ["cohorte", "fuseau", "Nouméa", "--dossier", str(folder)])
    assert (refused.exit_code, "n’est pas un fuseau" in refused.stderr) == (1, True)


def test_a_change_of_zone_tells_what_becomes_of_the_dates_that_were_given(folder: Path, database: Database) -> None:
    def run(name: str) -> str:
        result = CliRunner().invoke(app, ["cohorte", "fuseau", name, "--dossier", str(folder)])
        assert result.exit_code == 0, result.stderr
        return result.stderr

    first = run("America/Martinique")
    assert first.startswith("Les heures de la cohorte sont celles de la Martinique. Pour elle, nous sommes le ")
    assert "Une date déjà donnée" not in first
    Assignments(database).expect(Assignment("co-initier", "2027-03-01T22:59:59Z"))
    choose(Programmes(database), load_course(), "voyage-trois-jours", date(2027, 3, 16))
    assert "Une date déjà donnée" not in run("America/Martinique")
    told = run("Europe/Paris")
    assert "Une date déjà donnée reste au même instant, dit à cette heure-là" in told
    assert "Le programme garde ses jours et ses heures" in told
    assert due(database) == "2027-03-01T22:59:59Z"


def test_the_places_of_france_are_offered_then_where_the_cohort_and_the_device_are() -> None:
    found = offered("Europe/Brussels", "America/Toronto")
    assert [place for _, place in found] == [
        *("Paris", "Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte", "Saint-Pierre-et-Miquelon"),
        *("Nouvelle-Calédonie", "Wallis-et-Futuna", "Polynésie française (Tahiti)", "Europe/Brussels"),
        "America/Toronto (cet appareil)",
    ]
    assert all(zone_named(name) is not None for name, _ in found)
    at_home = offered("Europe/Paris", "Indian/Reunion")
    assert len(at_home) == 10
    assert ("Indian/Reunion", "La Réunion (cet appareil)") in at_home
    assert len(offered("", "../../etc/passwd")) == 10


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Europe/Paris", "sont celles de Paris."),
        ("Asia/Tokyo", "sont celles du fuseau Asia/Tokyo."),
        ("UTC", "sont celles du temps universel (UTC)."),
        ("", "sont celles de la machine du serveur, faute d’un lieu choisi."),
    ],
)
def test_whose_hours_they_are_is_told_in_words(name: str, whose: str) -> None:
    assert hours_sentence(name) == f"Les heures de la cohorte {whose}"


@pytest.mark.nbgrader
def test_on_a_machine_in_utc_a_date_is_read_and_told_in_the_cohort_s_zone(folder: Path, database: Database) -> None:
    asked = ("cohorte", "attribuer", "co-initier", "--pour-le", "1/3/2027")
    before = command(folder, *asked)
    assert before.returncode == 0, before.stderr
    assert "parcours-u cohorte fuseau" in before.stderr
    assert due(database) == "2027-03-01T23:59:59Z"
    CohortZone(database).choose("Europe/Paris")
    after = command(folder, *asked)
    assert "attendu pour le 1er\u00a0mars 2027 à 23\u00a0h\u00a059" in after.stderr
    assert "cohorte fuseau" not in after.stderr
    assert due(database) == "2027-03-01T22:59:59Z"
    assert "1er\u00a0mars 2027 à 23\u00a0h\u00a059" in command(folder, "cohorte", "suivre").stdout
    assert "1er\u00a0mars 2027 à 23\u00a0h\u00a059" in command(folder, "cohorte", "message", "rappel").stdout


def test_the_formgrader_tells_hours_where_the_cohort_is(
    folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> str:
        config = Config()
        configure_trainer(config, folder)
        return str(config.NbGraderAPI.timezone)

    monkeypatch.setenv("TZ", "UTC")
    assert told() == "UTC"
    CohortZone(database).choose("Pacific/Noumea")
    assert told() == "Pacific/Noumea"


def test_a_cohort_made_on_a_machine_that_is_somewhere_is_there(tmp_path: Path) -> None:
    people = tmp_path / "liste.csv"
    people.write_text("nom;prénom;profil\nDupont;Zoé;agent\n", encoding="utf-8")
    for place, kept in (("UTC", ""), ("Indian/Reunion", "Indian/Reunion")):
        made = command(tmp_path / kept / "groupe", "cohorte", "creer", str(people), zone=place)
        assert made.returncode == 0, made.stderr
        with cohort_database(open_folder(tmp_path / kept / "groupe")) as found:
            assert CohortZone(found).name == kept
            assert not CohortZone(found).settled


def test_a_name_is_a_zone_only_when_it_is_a_place_or_utc() -> None:
    assert zone_named("UTC") is not None
    assert zone_named("America/Argentina/Ushuaia") is not None
    assert [name for name in NAMES_OF_NOTHING if zone_named(name) is not None] == []


def test_it_is_read_in_a_database_that_is_not_opened_for_it(tmp_path: Path) -> None:
    file = tmp_path / "carnet.sqlite3"
    assert zone_in_file(file) is None
    file.write_bytes(b"abc" * 1000)
    assert zone_in_file(file) is None
    file.unlink()
    database = Database(file)
    assert zone_in_file(file) is None
    CohortZone(database).choose("Pacific/Noumea")
    assert zone_in_file(file) == ZoneInfo("Pacific/Noumea")
    database.close()
    assert zone_in_file(file) == ZoneInfo("Pacific/Noumea")


def test_a_restored_folder_is_dated_where_its_cohort_is(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "groupe")
    with cohort_database(folder) as database:
        CohortZone(database).choose("Pacific/Kiritimati")
    saved, back = str(tmp_path / "g.zip"), str(tmp_path / "retour")
    assert CliRunner().invoke(app, ["sauvegarder", saved, "--dossier", str(folder.path)]).exit_code == 0
    done = CliRunner().invoke(app, ["restaurer", saved, "--dossier", back, "--json"])
    assert done.exit_code == 0, done.stderr
    made_at = json.loads(done.stdout)["fait_le"]
    assert f"du {french_moment(made_at, ZoneInfo('Pacific/Kiritimati'))} est de nouveau" in done.stderr
