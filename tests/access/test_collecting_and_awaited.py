"""What a trainer's page is told while deposits are collected, and who has not deposited yet: their own people, nobody else's."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from commented import MODULE, Commented, commented
from parcours_u.domain.people import Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.deposit import deposit
from parcours_u.server.delivery_route import FILE_NAME
from parcours_u.store.schema import person
from people_here import FREE_TEXT, Answer

pytestmark = [pytest.mark.nbgrader]

DEPOSITED = ("Ana", "Bea", "Cleo", "Dan")
AWAITED = ("Eve", "Flo")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    """Four who deposited and two who did not, in two circles; one who left, one who takes no part."""
    with commented(tmp_path_factory.mktemp("recueillie") / "groupe") as found:
        for name in (*DEPOSITED, *AWAITED, "Gus"):
            found.comes(name)
        for name in DEPOSITED:
            found.writes(name, f"mot-temoin de {name}")
            found.deposits(name)
        for name in ("Awa", "Tom"):
            found.comes(name, Role.TRAINER)
        found.comes("Hal", Role.HOST)
        circles = found.circles(Tilleul=("Ana", "Bea", "Eve"), Erable=("Cleo", "Dan", "Flo"))
        found.in_charge("Tom", circles["Tilleul"])
        found.leaves("Gus")
        yield found


def awaited(desk: Commented, trainer: str) -> list[str]:
    return [one["name"].removesuffix(" du groupe") for one in desk.ask(trainer, "GET", f"/{MODULE}").json["awaited"]]


def waiting(desk: Commented, trainer: str) -> int:
    (module,) = desk.ask(trainer, "GET").json["modules"]
    return module["deposits"]


def test_what_waits_to_be_collected_is_counted_for_who_accompanies_those_who_deposited(desk: Commented) -> None:
    assert (waiting(desk, "Awa"), waiting(desk, "Tom")) == (4, 2)


def test_collecting_tells_how_far_it_is_then_what_came_of_it(desk: Commented) -> None:
    *steps, done = desk.collecting("Awa")
    assert [one["step"] for one in steps] == [{"done": 0, "total": 4}, {"done": 3, "total": 4}]
    assert (done["taken"], len(done["deposits"])) == (4, 4)
    assert [one["name"] for one in done["awaited"]] == ["Eve du groupe", "Flo du groupe"]
    assert (waiting(desk, "Awa"), waiting(desk, "Tom")) == (4, 2)


def test_with_nothing_new_there_is_no_step(desk: Commented) -> None:
    (done,) = desk.collecting("Awa")
    assert done["taken"] == 0


def test_a_trainer_of_one_circle_is_told_of_its_deposits_alone(desk: Commented) -> None:
    for name in ("Ana", "Cleo"):
        desk.writes(name, f"mot-temoin de {name}, encore", base=1)
        desk.deposits(name)
    *steps, done = desk.collecting("Tom")
    assert [one["step"] for one in steps] == [{"done": 0, "total": 1}]
    assert (done["taken"], {one["name"] for one in done["deposits"]}) == (1, {"Ana du groupe", "Bea du groupe"})
    assert [one["name"] for one in done["awaited"]] == ["Eve du groupe"]


def test_who_is_awaited_is_named_to_those_who_accompany_them_and_nothing_else_is_told_of_them(desk: Commented) -> None:
    assert awaited(desk, "Awa") == ["Eve", "Flo"]
    assert awaited(desk, "Tom") == ["Eve"]
    desk.writes("Eve", "mot-temoin pour son cercle", "circle")
    told = desk.ask("Awa", "GET", f"/{MODULE}")
    assert "temoin" not in told.text
    assert {tuple(sorted(one)) for one in told.json["awaited"]} == {("circle", "name")}


def test_a_reminder_is_offered_the_addresses_of_those_alone_who_are_awaited(desk: Commented) -> None:
    with cohort_database(desk.cohort.folder) as database, database.writing() as connection:
        for name in (*DEPOSITED, *AWAITED):
            address = f"{name.lower()}@exemple.invalid"
            connection.execute(update(person).where(person.c.id == desk.people[name].person).values(email=address))

    def line(trainer: str) -> str:
        return str(desk.people[trainer].get(f"parcours-u/cohorte/adresses?module={MODULE}").json["ligne"])

    assert line("Awa") == "eve@exemple.invalid; flo@exemple.invalid"
    assert line("Tom") == "eve@exemple.invalid"


def test_of_a_module_that_was_never_opened_everybody_is_awaited(desk: Commented) -> None:
    answer = desk.people["Tom"].get("parcours-u/cohorte/adresses?module=presencing")
    assert answer.json["ligne"].split("; ") == [f"{name}@exemple.invalid" for name in ("ana", "bea", "eve")]


@pytest.mark.parametrize("query", ["module=inconnu", "module=%00", f"module={MODULE}&pour_le=demain"])
def test_what_no_page_asks_for_answers_with_addresses_or_a_sentence(desk: Commented, query: str) -> None:
    assert desk.people["Awa"].get(f"parcours-u/cohorte/adresses?{query}").status == 200


def test_the_command_gives_the_addresses_of_those_awaited_too(desk: Commented) -> None:
    done = desk.command("cohorte", "message", "rappel", "--module", MODULE, "--adresses")
    assert done.stdout == "eve@exemple.invalid; flo@exemple.invalid\n"
    everybody = desk.command("cohorte", "message", "--adresses").stdout.strip().split("; ")
    assert everybody == [f"{name.lower()}@exemple.invalid" for name in (*DEPOSITED, *AWAITED)]


def test_the_returns_message_begins_with_the_module_that_was_deposited(desk: Commented) -> None:
    asked = {"module": "co-percevoir", "pour_le": "2030-01-15T17:00:00Z", "connu": ""}
    assert desk.people["Awa"].ask("PUT", "parcours-u/cohorte/attributions", asked).status == 200
    rows = {one["id"]: one for one in desk.people["Awa"].get("parcours-u/cohorte/messages").json["messages"]}
    assert rows["retours"]["versions"][0]["module"] == MODULE
    assert rows["rappel"]["versions"][0]["module"] == "co-percevoir"
    assert "Co-initier" in desk.command("cohorte", "message", "retours").stdout
    assert desk.people["Awa"].ask("DELETE", "parcours-u/cohorte/attributions", {"module": "co-percevoir"}).status == 200


def test_where_a_module_is_expected_of_some_circles_the_others_are_not_awaited(desk: Commented) -> None:
    circles = {one["name"]: one["id"] for one in desk.ask("Awa", "GET").json["circles"]}
    asked = {"module": MODULE, "cercles": [circles["Erable"]], "pour_le": "2031-03-15T17:00:00Z", "connu": ""}
    done = desk.people["Awa"].ask("PUT", "parcours-u/cohorte/attributions", asked)
    assert done.status == 200, done.text
    assert awaited(desk, "Awa") == ["Flo"]
    assert awaited(desk, "Tom") == []


def test_where_a_module_is_expected_of_a_profile_the_others_are_not_awaited_nor_written_to(desk: Commented) -> None:
    spring, autumn = "2031-03-15T17:00:00Z", "2031-09-15T16:00:00Z"
    circles = {one["name"]: one["id"] for one in desk.ask("Awa", "GET").json["circles"]}
    with cohort_database(desk.cohort.folder) as database, database.writing() as connection:
        connection.execute(update(person).where(person.c.id == desk.people["Eve"].person).values(profile="elu"))
    ask = desk.people["Awa"].ask
    gone = {"module": MODULE, "cercles": [circles["Erable"]]}
    assert ask("DELETE", "parcours-u/cohorte/attributions", gone).status == 200
    asked = {"module": MODULE, "profils": ["elu"], "pour_le": spring, "connu": ""}
    assert ask("PUT", "parcours-u/cohorte/attributions", asked).status == 200
    assert awaited(desk, "Awa") == ["Eve"]

    def line(due: str = "") -> str:
        where = f"parcours-u/cohorte/adresses?module={MODULE}&pour_le={due}"
        return str(desk.people["Awa"].get(where).json["ligne"])

    assert line() == line(spring) == "eve@exemple.invalid"
    desk.expects("Awa", autumn)
    assert awaited(desk, "Awa") == ["Eve", "Flo"]
    assert (line(spring), line(autumn)) == ("eve@exemple.invalid", "flo@exemple.invalid")
    done = desk.command("cohorte", "message", "rappel", "--module", MODULE, "--adresses")
    assert done.stdout == "eve@exemple.invalid\n"
    assert "pour le 15\u00a0mars 2031" in done.stderr


def enrolled(desk: Commented) -> str:
    """Bring somebody in by a list, and return their code."""
    people = desk.cohort.folder.path.parent / "liste.csv"
    people.write_text("nom;prénom;profil\nDupont;Zoé;agent\n", encoding="utf-8")
    done = desk.command("cohorte", "creer", people, "--json")
    assert done.returncode == 0, done.stderr
    return next(str(row["code"]) for row in json.loads(done.stdout)["personnes"] if "Zoé" in row.values())


def deposited_by_file(code: str) -> bytes:
    """Return the file that somebody made at home, now."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = {"prompt": FREE_TEXT, "kind": "free_text", "revision": 1, "saved_at": at}
    done = deposit(
        {
            "module": MODULE,
            "way": "zip",
            "sender": code,
            "deposit_id": "0a1b2c",
            "deposited_at": at,
            "answers": [{**answer, "body": {"text": "mot-temoin"}, "text": "mot-temoin"}],
            "exchange": None,
        }
    )
    return base64.b64decode(done["zip_base64"])


def send(desk: Commented, trainer: str, content: bytes) -> Answer:
    named = {FILE_NAME: "d%C3%A9p%C3%B4t.zip"}
    return desk.people[trainer].ask("POST", "parcours-u/cohorte/fichiers", content, named)


def test_a_deposit_received_as_a_file_is_taken_once_by_who_has_the_whole_cohort_in_charge(desk: Commented) -> None:
    code = enrolled(desk)
    content = deposited_by_file(code)
    taken = send(desk, "Awa", content).json
    assert (taken["taken"], taken["module"]) == (True, MODULE)
    assert taken["sentence"] == f"Le dépôt de Zoé Dupont ({code}) est là, pour «\u00a0Co-initier\u00a0»."
    assert desk.rows("Awa")["Zoé Dupont"]["by_file"]
    assert send(desk, "Awa", content).json["sentence"].endswith("était déjà là\u00a0: rien n’a changé.")
    assert send(desk, "Tom", content).status == 403
    assert not [*desk.cohort.folder.path.glob(".fichier-*")]


def test_a_file_that_is_no_deposit_is_refused_in_a_sentence_that_names_it(desk: Commented) -> None:
    refused = send(desk, "Awa", b"PK nimporte quoi").json
    assert not refused["taken"]
    assert refused["sentence"].startswith("Le fichier «\u00a0dépôt.zip\u00a0» n’a pas été importé\u00a0: ")
    assert send(desk, "Awa", b"").status == 400
