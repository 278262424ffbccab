"""The trainer's day on a cohort that really runs: assigning, the programme, the messages; for trainers alone."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

import pytest
from sqlalchemy import insert

from parcours_u.domain.people import GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.schema import membership
from people_here import FREE_TEXT, HOME, MODULE, Answer, Browser, Cohort

SPACE = "voila/render/course/espace-formateur.ipynb"
ASSIGNED, DAY, LATE = (
    "parcours-u/cohorte/attributions",
    "parcours-u/cohorte/journee",
    "parcours-u/cohorte/journee/retard",
)
MARCH, APRIL = "2031-03-15T17:00:00Z", "2031-04-15T16:00:00Z"


@pytest.fixture
def today() -> str:
    """The day that each test begins on: midnight may have passed since these lines were read."""
    return datetime.now().astimezone().date().isoformat()


@pytest.fixture(scope="module")
def circle(place: Cohort) -> str:
    with cohort_database(place.folder) as database:
        return next(one.id for one in Groups(database).current(GroupKind.CIRCLE) if one.name == "Tilleul")


def assign(browser: Browser, module: str = "co-initier", known: str = "", due: str = MARCH, **whom: object) -> Answer:
    return browser.ask("PUT", ASSIGNED, {"module": module, "pour_le": due, "connu": known, **whom})


def assigned(browser: Browser) -> list[tuple[str, str, list[str]]]:
    return [(one["module"], one["pour_le"], one["noms"]) for one in browser.get(ASSIGNED).json["attributions"]]


def test_the_way_to_the_space_is_on_a_trainer_s_pages_and_on_nobody_else_s(place: Cohort, trainer: Browser) -> None:
    participant = place.newcomer("Lia")
    for page in (HOME, MODULE, "mes-appareils"):
        assert f'href="/{SPACE}"' in trainer.get(page).text
        assert "espace-formateur" not in participant.get(page).text
    assert f'href="/{SPACE}" aria-current="page"' in trainer.get(SPACE).text
    assert "Vous animez ce groupe" in trainer.get(HOME).text


@pytest.mark.parametrize("path", [ASSIGNED, DAY, "parcours-u/cohorte/messages", "parcours-u/cohorte/adresses"])
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, Role.ACCOMPANIST])
def test_nobody_else_reads_or_changes_any_of_it(place: Cohort, path: str, role: Role) -> None:
    other = place.newcomer("Gil", role)
    assert other.get(path).status == 403
    for method, asked in (("PUT", path), ("DELETE", path), ("PUT", LATE), ("DELETE", LATE)):
        assert other.ask(method, asked, {"module": "co-initier", "pour_le": MARCH}).status == 403


@pytest.mark.nbgrader
def test_a_module_is_assigned_moved_and_withdrawn(place: Cohort, trainer: Browser, circle: str) -> None:
    answer = assign(trainer, cercles=[circle])
    assert answer.status == 200, answer.text
    assert assigned(trainer) == [("co-initier", MARCH, ["Tilleul"])]
    assert answer.json["attributions"][0]["personnes"] == 2
    assert [row[0] for row in trainer.get("parcours-u/cohorte/vues").json["vues"][0]["lignes"]] == ["Co-initier"]
    again = assign(trainer, cercles=[circle], due=APRIL)
    assert (again.status, "entre-temps" in again.json["message"]) == (409, True)
    assert assign(trainer, cercles=[circle], due="2020-01-01T08:00:00+01:00", known=MARCH).status == 200
    assert assigned(trainer) == [("co-initier", "2020-01-01T07:00:00Z", ["Tilleul"])]
    gone = {"module": "co-initier", "cercles": [circle]}
    assert trainer.ask("DELETE", ASSIGNED, gone).status == 200
    assert assigned(trainer) == []
    assert trainer.ask("DELETE", ASSIGNED, gone).status == 409


@pytest.mark.nbgrader
def test_a_module_is_opened_without_a_date_and_somebody_deposits(place: Cohort, trainer: Browser) -> None:
    learner = place.newcomer("Zoé", code="ZOE-CODE")
    answer = trainer.ask("PUT", ASSIGNED, {"module": "co-initier", "sans_date": True})
    assert answer.status == 200, answer.text
    assert (answer.json["sans_date"], answer.json["attributions"]) == (["Co-initier"], [])
    assert "attendu" not in learner.get(HOME).text
    learner.write("pour vous")
    learner.ask("PATCH", f"parcours-u/entries/{FREE_TEXT}", {"audience": ["trainer"]})
    deposited = learner.ask("POST", "parcours-u/deposits/co-initier", {"code": ""})
    assert deposited.status == 200, deposited.text
    assert assign(trainer).json["sans_date"] == []  # it is expected by a date now
    refused = trainer.ask("PUT", ASSIGNED, {"module": "co-initier", "sans_date": True})
    assert (refused.status, "Ne plus l’attendre" in refused.json["message"]) == (409, True)
    assert trainer.ask("DELETE", ASSIGNED, {"module": "co-initier"}).json["sans_date"] == ["Co-initier"]
    assert trainer.ask("PUT", ASSIGNED, {"module": "co-initier", "sans_date": True}).status == 200
    with closing(sqlite3.connect(place.folder.path / "gradebook.db")) as gradebook:
        assert gradebook.execute("SELECT duedate FROM assignment WHERE name = 'co-initier'").fetchone() == (None,)


@pytest.mark.nbgrader
def test_two_trainers_who_assign_at_once_both_know_what_is(place: Cohort, trainer: Browser) -> None:
    other = place.newcomer("Ode", Role.TRAINER)
    for browser in (trainer, other):
        browser.get(ASSIGNED)
    with ThreadPoolExecutor(2) as both:
        answers = [*both.map(lambda one: assign(one[0], "presencing", due=one[1]), [(trainer, MARCH), (other, APRIL)])]
    assert sorted(answer.status for answer in answers) == [200, 409]
    (kept,) = [one for one in assigned(trainer) if one[0] == "presencing"]
    assert kept[2] == []
    assert trainer.ask("DELETE", ASSIGNED, {"module": "presencing"}).status == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"module": "inconnu", "pour_le": MARCH}, 400),
        ({"module": "co-initier", "pour_le": "demain"}, 400),
        ({"module": "co-initier", "pour_le": "2031-03-15T17:00:00"}, 400),
        ({"module": "co-initier", "pour_le": "9999-12-31T23:59:59-12:00"}, 400),
        ({"module": "co-initier", "pour_le": "1031-03-15T17:00:00Z"}, 400),
        ({"module": "co-initier", "pour_le": MARCH, "cercles": "tous"}, 400),
        ({"module": "co-initier", "pour_le": MARCH, "cercles": ["x"] * 1000}, 400),
        ({"module": "co-initier", "pour_le": MARCH, "profils": ["magicien"]}, 400),
        ({"module": "co-initier", "pour_le": MARCH, "connu": 3}, 400),
        ({"module": ["co-initier"], "pour_le": MARCH}, 400),
        ({"module": "inconnu", "sans_date": True}, 400),
        ({"module": "co-initier", "sans_date": True, "profils": ["agent"]}, 400),
        ({"module": "co-initier", "sans_date": "oui"}, 400),
    ],
)
def test_what_is_not_understood_assigns_nothing(trainer: Browser, asked: dict[str, object], status: int) -> None:
    before = assigned(trainer)
    answer = trainer.ask("PUT", ASSIGNED, asked)
    assert answer.status == status
    assert "rien n’a été" in answer.json["message"]
    assert assigned(trainer) == before


@pytest.mark.nbgrader
def test_a_circle_that_is_no_more_is_said(trainer: Browser) -> None:
    answer = assign(trainer, cercles=["0123456789abcdef"])
    assert (answer.status, "n’existe plus" in answer.json["message"]) == (409, True)


def test_a_trainer_of_one_circle_assigns_to_it_alone_and_writes_to_it_alone(place: Cohort, circle: str) -> None:
    own = place.newcomer("Hugo", Role.TRAINER)
    with cohort_database(place.folder) as database, database.writing() as connection:
        row = {"group": circle, "person": own.person, "since": "2027-03-01T09:00:00Z", "until": None}
        connection.execute(insert(membership).values(row))
    assert [one["nom"] for one in own.get(ASSIGNED).json["cercles"]] == ["Tilleul"]
    for whom in ({}, {"profils": ["agent"]}, {"cercles": [circle], "profils": ["agent"]}):
        assert assign(own, **whom).status == 409
    assert own.ask("PUT", ASSIGNED, {"module": "co-initier", "sans_date": True}).status == 409
    assert own.get("parcours-u/cohorte/adresses").json == {
        "ligne": "ana@exemple.invalid; bea@exemple.invalid",
        "sans": 0,
    }


def test_the_programme_is_the_whole_team_s_and_a_late_day_is_planned_again(
    place: Cohort, trainer: Browser, today: str
) -> None:
    assert trainer.get(DAY).json["programme"] is None
    told = trainer.ask("PUT", DAY, {"format": "voyage-trois-jours", "premier_jour": today}).json["programme"]
    assert len(told["jours"]) == 3
    assert place.newcomer("Ysé", Role.TRAINER).get(DAY).json["programme"] == told
    late = trainer.ask("PUT", LATE, {"jour": today, "minutes": 40, "heure": "10:40"})
    day = late.json["programme"]["jours"][0]
    assert (day["retard"]["minutes"], day["retard"]["dit_a"]) == (40, "10:40")
    assert trainer.ask("DELETE", LATE).json["programme"] == told
    assert trainer.ask("DELETE", DAY).json["programme"] is None


def test_a_trainer_of_one_circle_reads_the_programme_and_says_how_late_it_runs_but_does_not_choose_it(
    place: Cohort, trainer: Browser, circle: str, today: str
) -> None:
    own = place.newcomer("Nino", Role.TRAINER)
    with cohort_database(place.folder) as database, database.writing() as connection:
        row = {"group": circle, "person": own.person, "since": "2027-03-01T09:00:00Z", "until": None}
        connection.execute(insert(membership).values(row))
    chosen = {"format": "voyage-trois-jours", "premier_jour": today}
    assert own.ask("PUT", DAY, chosen).status == 403
    assert trainer.ask("PUT", DAY, chosen).json["choisit"]
    refused = own.ask("DELETE", DAY)
    assert (refused.status, "rien n’a été changé" in refused.json["message"]) == (403, True)
    told = own.get(DAY).json
    assert (told["programme"]["format"], told["choisit"]) == ("voyage-trois-jours", False)
    late = own.ask("PUT", LATE, {"jour": today, "minutes": 40, "heure": "10:40"})
    assert late.json["programme"]["jours"][0]["retard"]["minutes"] == 40
    assert own.ask("DELETE", LATE).status == 200
    assert trainer.ask("DELETE", DAY).json["programme"] is None


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        (DAY, {"format": "inconnu", "premier_jour": "2031-03-15"}, 409),
        (DAY, {"format": "voyage-trois-jours", "premier_jour": "bientôt"}, 400),
        (DAY, {"format": "voyage-trois-jours", "premier_jour": "9999-12-31"}, 409),
        (LATE, {"jour": "2031-03-15", "minutes": 20, "heure": "10:00"}, 409),
        (LATE, {"jour": "2031-03-15", "minutes": "beaucoup", "heure": "10:00"}, 400),
        (LATE, {"jour": "2031-03-15", "minutes": 20, "heure": "25:00"}, 400),
    ],
)
def test_what_is_not_understood_changes_no_day(
    trainer: Browser, path: str, asked: dict[str, object], status: int
) -> None:
    answer = trainer.ask("PUT", path, asked)
    assert answer.status == status
    assert answer.json["message"]
    assert trainer.get(DAY).json["programme"] is None


def test_messages_name_nobody_and_addresses_come_when_asked(trainer: Browser, place: Cohort) -> None:
    told = trainer.get("parcours-u/cohorte/messages")
    assert "@" not in told.text
    assert "Ana" not in told.text
    invitation = told.json["messages"][0]["versions"][0]["texte"]
    assert f"{place.base}/rejoindre" in invitation
    line = trainer.get("parcours-u/cohorte/adresses").json
    assert line["ligne"].split("; ")[:2] == ["ana@exemple.invalid", "bea@exemple.invalid"]
