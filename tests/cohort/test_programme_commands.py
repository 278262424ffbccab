"""« cohorte programme » and « cohorte message », as they are typed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.written_messages import addresses_line, answered_first, message_rows
from parcours_u.content.catalogue import load_course
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.following import Deposited
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.reach import Reach
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.groups import Groups
from parcours_u.store.people import People

VOYAGE = ("voyage-trois-jours", "--premier-jour")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found) as database:
        People(database).add(Person("", "Durand", "Ève", email="eve@exemple.invalid"))
        People(database).add(Person("", "Petit", "Luc"))
        Assignments(database).expect(Assignment("presencing", "2027-03-15T12:00:00Z"))
    return found.path


def run(folder: Path, *words: object) -> Any:
    return CliRunner().invoke(app, ["cohorte", *map(str, words), "--dossier", str(folder)])


def as_json(folder: Path, *words: object) -> dict[str, Any]:
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    return dict(json.loads(result.stdout))


def test_a_programme_is_chosen_shown_and_forgotten(folder: Path) -> None:
    assert as_json(folder, "programme")["programme"] is None
    told = as_json(folder, "programme", *VOYAGE, "15/03/2027")["programme"]
    assert [day["date"] for day in told["jours"]] == ["2027-03-15", "2027-03-16", "2027-03-17"]
    slot = next(one for one in told["jours"][0]["sequences"] if one["id"] == "j1-ecoute")
    module, exercise, host, sheet = slot["liens"]
    assert module["titre"] == "Le module «\u00a0Co-initier\u00a0»"
    assert exercise["adresse"] == "exercises/niveaux-d-ecoute.ipynb"
    assert host["adresse"].startswith("course/guide-exercices.ipynb#")
    assert sheet == {"titre": "À imprimer", "adresse": "exercises/papier/niveaux-d-ecoute.html"}
    assert as_json(folder, "programme")["programme"] == told
    assert as_json(folder, "programme", "--oublier")["programme"] is None


def test_today_runs_late_and_is_planned_again(folder: Path) -> None:
    today = datetime.now().astimezone().date().isoformat()
    as_json(folder, "programme", *VOYAGE, today)
    day = as_json(folder, "programme", "--retard", 40, "--heure", "10:40")["programme"]["jours"][0]
    assert (day["retard"]["minutes"], day["retard"]["dit_a"]) == (40, "10:40")
    assert {one["devenir"] for one in day["retard"]["sequences"]} > {"kept"}
    for written in ("10h40", "10 h 40", "10\u00a0h\u00a040"):
        again = as_json(folder, "programme", "--retard", 40, "--heure", written)["programme"]["jours"][0]
        assert again["retard"] == day["retard"]
    assert "séquence" in day["retard"]["resume"]
    shown = run(folder, "programme")
    assert "réduite" in shown.stdout
    assert day["retard"]["resume"] in shown.stderr
    assert as_json(folder, "programme", "--comme-prevu")["programme"]["jours"][0]["retard"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("programme", "inconnu", "--premier-jour", "15/03/2027"), "choisissez parmi voyage-trois-jours"),
        (("programme", *VOYAGE, "15/03/0027"), "vérifiez l’année"),
        (("programme", "--retard", 20), "avec «\u00a0parcours-u cohorte programme FORMAT --premier-jour DATE\u00a0»"),
        (("message", "inconnu"), "choisissez parmi invitation"),
        (("message", "rappel", "--module", "inconnu"), "choisissez parmi question-de-depart"),
        (("message", "invitation", "--module", "co-initier"), "ne parle d’aucun module"),
        (("message", "retours", "--module", "co-initier", "--adresses"), "n’attend personne"),
    ],
)
def test_what_can_not_be_is_one_sentence_and_changes_nothing(
    folder: Path, words: tuple[object, ...], told: str
) -> None:
    result = run(folder, *words)
    assert result.exit_code == 1
    assert told in result.stderr
    assert as_json(folder, "programme")["programme"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("programme", "voyage-trois-jours"),
        ("programme", *VOYAGE, "demain"),
        ("programme", "--retard", 20, "--heure", "25:00"),
        ("programme", "--heure", "10:00"),
        ("programme", "--comme-prevu", "--oublier"),
        ("programme", "--retard", 20, "--oublier"),
        ("programme", *VOYAGE, "15/03/2027", "--oublier"),
        ("message", "--module", "co-initier"),
        ("message", "rappel", "--adresses"),
        ("message", "--module", "co-initier", "--adresses"),
    ],
)
def test_a_mistyped_command_says_how_to_write_it(folder: Path, words: tuple[object, ...]) -> None:
    assert run(folder, *words).exit_code == 2


def test_messages_are_filled_with_what_is_known_and_the_rest_is_left_to_complete(folder: Path) -> None:
    with cohort_database(open_folder(folder)) as database:
        CohortZone(database).choose("Europe/Paris")
    assert "[adresse du parcours]" in run(folder, "message", "merci").stdout
    Reach("https://parcours.exemple.invalid/", 443).write(folder / "cohorte")
    as_json(folder, "programme", *VOYAGE, "15/03/2027")
    assert "https://parcours.exemple.invalid/rejoindre\n" in run(folder, "message", "invitation").stdout
    first = run(folder, "message", "premier-jour").stdout
    assert "lundi 15\u00a0mars 2027, de 9\u00a0h\u00a000 à 17\u00a0h\u00a030" in first
    assert "[adresse, accès" in first
    assert run(folder, "message", "rappel").stdout.startswith("«\u00a0Presencing\u00a0», pour le 15\u00a0mars 2027")
    assert "Co-initier" in run(folder, "message", "retours", "--module", "co-initier").stdout
    ids = [one["id"] for one in as_json(folder, "message")["messages"]]
    assert ids == ["invitation", "premier-jour", "rappel", "retours", "merci"]


def test_a_reminder_begins_with_the_next_date_and_speaks_of_a_past_one_as_past() -> None:
    now = datetime(2027, 3, 10, 12, tzinfo=UTC)
    dates = (("co-initier", "2027-03-01"), ("presencing", "2027-04-01"), ("co-percevoir", "2027-03-15"))
    assigned = [Assignment(module, f"{day}T12:00:00Z") for module, day in dates]
    rows = {one["id"]: one for one in message_rows(load_course(), "", None, assigned, UTC, now)}
    versions = rows["rappel"]["versions"]
    assert [one["module"] for one in versions[:3]] == ["co-percevoir", "presencing", "co-initier"]
    assert "est attendue pour le 15\u00a0mars 2027" in versions[0]["texte"]
    assert "était attendue pour le 1er\u00a0mars 2027" in versions[2]["texte"]
    assert "il est encore temps" in versions[2]["objet"]
    assert [one["id"] for one in rows.values() if one["attendus"]] == ["rappel"]


def test_addresses_are_one_line_given_when_asked_only(folder: Path) -> None:
    assert "@" not in run(folder, "message").stdout
    asked = run(folder, "message", "--adresses")
    assert asked.stdout == "eve@exemple.invalid\n"
    assert "Cci" in asked.stderr
    assert as_json(folder, "message", "--adresses") == {"ligne": "eve@exemple.invalid", "sans": 1}


def test_a_reminder_says_whom_it_is_for_and_gives_their_addresses(folder: Path) -> None:
    with cohort_database(open_folder(folder)) as database:
        people = [
            People(database).add(Person("", "Nom", name, email=f"{name}@exemple.invalid", code=name))
            for name in ("ana", "bea")
        ]
        wanted = [
            Group("", GroupKind.CIRCLE, "Tilleul", (people[0].id,)),
            Group("", GroupKind.CIRCLE, "Orme", (people[1].id,)),
        ]
        circle = next(one for one in Groups(database).replace(GroupKind.CIRCLE, [], wanted) if one.name == "Tilleul")
        Assignments(database).expect(Assignment("co-initier", "2027-03-01T12:00:00Z", circles=(circle.id,)))
    shown = run(folder, "message", "rappel", "--module", "co-initier")
    assert "Ce rappel est pour le cercle Tilleul." in shown.stderr
    assert "Tilleul" not in shown.stdout
    assert run(folder, "message", "rappel", "--module", "co-initier", "--adresses").stdout == "ana@exemple.invalid\n"
    assert "Ce rappel" not in run(folder, "message", "rappel", "--module", "presencing").stderr
    line = "eve@exemple.invalid; ana@exemple.invalid; bea@exemple.invalid"
    assert sorted(run(folder, "message", "--adresses").stdout.strip().split("; ")) == sorted(line.split("; "))


def test_returns_begin_with_what_was_commented_then_deposited_the_latest_first() -> None:
    at = datetime(2027, 3, 1)
    deposits = [
        Deposited("a", "co-initier", at + timedelta(days=1), late=False, answers=1, comments=2),
        Deposited("a", "presencing", at + timedelta(days=9), late=False, answers=1, comments=0),
        Deposited("b", "co-percevoir", at + timedelta(days=3), late=False, answers=1, comments=1),
    ]
    order = answered_first(deposits, {("b", "co-creer"): "2027-03-02T12:00:00Z"})
    assert order == ["co-percevoir", "co-creer", "co-initier", "presencing"]
    assigned = [Assignment("co-initier", "2027-03-15T12:00:00Z"), Assignment("co-evoluer", "2027-03-02T12:00:00Z")]
    rows = {one["id"]: one for one in message_rows(load_course(), "", None, assigned, UTC, answered=order)}
    assert [one["module"] for one in rows["retours"]["versions"]][:5] == [*order, "co-evoluer"]
    untold = {one["id"]: one for one in message_rows(load_course(), "", None, assigned, UTC)}
    assert [one["module"] for one in untold["retours"]["versions"]][:2] == ["co-initier", "co-evoluer"]


def test_nothing_of_a_hostile_address_joins_the_line() -> None:
    def someone(email: str, role: Role = Role.PARTICIPANT) -> Person:
        return Person("", "Nom", "Prénom", role=role, email=email)

    people = [
        someone(" a@exemple.invalid "),
        someone("a@exemple.invalid"),
        someone("b@exemple.invalid, c@exemple.invalid"),
        someone("d@exemple.invalid\nBcc: e@exemple.invalid"),
        someone("pas une adresse"),
        someone("f@exemple.invalid", Role.TRAINER),
    ]
    assert addresses_line(people) == ("a@exemple.invalid", 3)
