"""The trainer's panels « Les personnes » and « Les cercles, binômes et noyaux »: what commands do, from a page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from parcours_u.domain.people import Role
from people_here import Browser, Cohort, running_cohort
from trainer_space import choose_part, part_of_space

GROUPS = "Les cercles, binômes et noyaux"
HOSTILE = "<img src=x onerror=alert(1)>"
NAMES = ("Ana", "Bea", "Chloé", HOSTILE, "Dan", "Éli", "Fay", "Gus", "Hal")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("equipe") / "groupe") as cohort:
        cohort.gather(NAMES)
        yield cohort


@pytest.fixture(scope="module")
def trainer(team: Cohort) -> Browser:
    found = team.newcomer("Awa", Role.TRAINER)
    found.get("vos-mots")
    return found


@pytest.fixture(scope="module")
def other(team: Cohort) -> Browser:
    found = team.newcomer("Ben", Role.TRAINER)
    found.get("vos-mots")
    return found


def ask(browser: Browser, method: str, path: str, body: Any = None) -> Any:
    answer = browser.ask(method, f"parcours-u/cohorte/{path}", body)
    assert answer.status == 200, answer.text
    return answer.json


def refused(browser: Browser, method: str, path: str, body: Any = None) -> str:
    answer = browser.ask(method, f"parcours-u/cohorte/{path}", body)
    assert answer.status in {400, 403, 409}, answer.text
    message = str(answer.json["message"])
    assert message.endswith(".")
    assert "parcours-u" not in message
    return message


def groups(browser: Browser) -> Any:
    return ask(browser, "GET", "groupes")


@pytest.fixture
def in_circles(trainer: Browser) -> None:
    """Have everybody in a circle, also when the tests that form them were not asked for."""
    if not groups(trainer)["circles"]:
        found = ask(trainer, "POST", "cercles/proposition", {"what": "anew"})
        ask(trainer, "POST", "cercles", {"proposal": found["proposal"]})


def test_circles_are_proposed_explained_and_kept_by_one_trainer_and_no_two(
    team: Cohort, trainer: Browser, other: Browser
) -> None:
    mine = ask(trainer, "POST", "cercles/proposition", {"what": "anew"})
    theirs = ask(other, "POST", "cercles/proposition", {"what": "anew", "sizes": [3, 3], "seed": 4})
    assert set(mine["sentences"]) == {member for circle in mine["circles"] for member in circle["members"]}
    assert groups(trainer)["circles"] == []
    assert "n’est plus là" in refused(other, "POST", "cercles", {"proposal": mine["proposal"]})
    assert ask(trainer, "POST", "cercles", {"proposal": mine["proposal"]}) == {"idle": [], "unassigned": []}
    kept = groups(other)["circles"]
    assert {frozenset(one["members"]) for one in kept} == {frozenset(one["members"]) for one in mine["circles"]}
    assert "ont changé entre-temps" in refused(other, "POST", "cercles", {"proposal": theirs["proposal"]})
    assert groups(other)["circles"] == kept


def test_what_a_move_costs_is_told_before_it_is_done(team: Cohort, trainer: Browser) -> None:
    circles = groups(trainer)["circles"]
    assert len(circles) >= 2
    person = circles[0]["members"][0]
    found = ask(trainer, "POST", "cercles/proposition", {"what": "move", "person": person, "to": circles[1]["name"]})
    assert found["new"]
    assert found["notes"][0].startswith("Placer ")
    assert groups(trainer)["circles"] == circles
    ask(trainer, "POST", "cercles", {"proposal": found["proposal"]})
    after = {one["name"]: one["members"] for one in groups(trainer)["circles"]}
    assert person in after[circles[1]["name"]]


def test_after_an_arrival_repairing_moves_as_few_people_as_possible(team: Cohort, trainer: Browser) -> None:
    late = team.add("Late")
    before = {member: one["id"] for one in groups(trainer)["circles"] for member in one["members"]}
    found = ask(trainer, "POST", "cercles/proposition", {"what": "repair"})
    ask(trainer, "POST", "cercles", {"proposal": found["proposal"]})
    after = {member: one["id"] for one in groups(trainer)["circles"] for member in one["members"]}
    assert late.id in after
    assert sum(after[member] != circle for member, circle in before.items()) <= 1


def test_the_members_of_a_group_are_told_by_name_whatever_their_accents(
    team: Cohort, trainer: Browser, in_circles: None
) -> None:
    found = groups(trainer)
    names = {one["id"]: one["name"] for one in found["people"]}
    proposed = ask(trainer, "POST", "cercles/proposition", {"what": "today"})
    assert not proposed["new"]
    for circle in (*found["circles"], *proposed["circles"]):
        told = [names[member] for member in circle["members"]]
        assert told == sorted(told, key=lambda name: name.casefold().replace("é", "e").strip("<"))
    pair = ask(
        trainer, "POST", "binomes", {"people": [one for one, name in names.items() if name[:3] in {"Éli", "Fay"}]}
    )
    assert pair["sentences"]
    (pair,) = groups(trainer)["pair"]
    assert [names[member] for member in pair["members"]] == ["Éli Nom", "Fay Nom"]
    assert pair["name"] == "Éli et Fay"
    ask(trainer, "DELETE", f"groupes/{pair['id']}?" + "&".join(f"seen={one}" for one in pair["members"]))


def test_pairs_and_core_groups_are_formed_changed_and_ended_from_what_is_seen(
    team: Cohort, trainer: Browser, other: Browser
) -> None:
    people = {one["name"]: one["id"] for one in groups(trainer)["people"]}
    ana, bea, dan = (people[f"{name} Nom"] for name in ("Ana", "Bea", "Dan"))
    ask(trainer, "POST", "binomes", {"people": [ana, bea]})
    assert "deux personnes" in refused(trainer, "POST", "binomes", {"people": [ana]})
    ask(trainer, "POST", "noyaux", {"name": "La cantine", "people": [ana, bea], "seen": []})
    assert "a changé entre-temps" in refused(
        other, "POST", "noyaux", {"name": "la cantine", "people": [dan], "seen": []}
    )
    ask(other, "POST", "noyaux", {"name": "La cantine", "people": [ana, bea, dan], "seen": [ana, bea]})
    found = groups(trainer)
    (core,), (pair,) = found["core_group"], found["pair"]
    assert set(core["members"]) == {ana, bea, dan}
    assert "a changé entre-temps" in refused(trainer, "DELETE", f"groupes/{core['id']}?seen={ana}&seen={bea}")
    ask(trainer, "DELETE", f"groupes/{pair['id']}?seen={ana}&seen={bea}")
    assert groups(trainer)["pair"] == []


def test_a_wish_is_noted_and_shown_nowhere(team: Cohort, trainer: Browser) -> None:
    people = {one["name"]: one["id"] for one in groups(trainer)["people"]}
    ask(trainer, "POST", "souhait", {"person": people["Fay Nom"], "others": [people["Gus Nom"]]})
    for path in ("groupes", "personnes"):
        assert "not_with" not in trainer.get(f"parcours-u/cohorte/{path}").text
    refused(trainer, "POST", "souhait", {"person": "0" * 16, "others": []})
    ask(trainer, "POST", "souhait", {"person": people["Fay Nom"], "others": []})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("cercles/proposition", {"what": "anew", "sizes": [5, 4]}),
        ("cercles/proposition", {"what": "anew", "sizes": "4-5"}),
        ("cercles/proposition", {"what": "move", "person": "personne", "to": "Tilleul"}),
        ("cercles", {"proposal": "x"}),
        ("binomes", {"people": "Ana"}),
        ("noyaux", {"name": "", "people": ["x"]}),
        ("noyaux", {"name": "x" * 201, "people": ["x"]}),
        ("noyaux", {"name": "Les\0invisibles", "people": ["x"]}),
        ("personnes/ajouter", {"role": "trainer", "first_name": "Max\0"}),
        ("personnes/ajouter", {"role": "trainer", "first_name": " "}),
        ("personnes/ajouter", {"role": "trainer", "first_name": "\u200b", "last_name": "\u202e"}),
        ("personnes/ajouter", {"role": "host", "first_name": "Hôte", "territory": "\u200b"}),
        ("noyaux", {"name": "\u200b", "people": ["x"]}),
        ("personnes/ajouter", {"role": "roi", "first_name": "Roi"}),
        ("personnes/ajouter", {"role": "participant", "first_name": "Ana", "last_name": "Nom"}),
        ("personnes/ajouter", {"role": "trainer", "first_name": "Max", "circles": ["Baobab"]}),
        ("personnes/0123456789abcdef/invitation", {"days": 0}),
        ("personnes/0123456789abcdef/invitation", {"days": 61}),
        ("personnes/0123456789abcdef/invitation", {"days": "bientôt"}),
        ("personnes/0123456789abcdef/invitation", {"days": "9" * 5000}),
        ("visites", {"page": "rien"}),
        ("visites", {"page": "clinique-de-cas", "hours": 0}),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    team: Cohort, trainer: Browser, path: str, body: dict[str, Any]
) -> None:
    refused(trainer, "POST", path, body)


def test_somebody_is_invited_and_again_with_a_clear_word_and_comes_in(team: Cohort, trainer: Browser) -> None:
    person = team.add("Iris", code="IRIS")
    card = ask(trainer, "POST", f"personnes/{person.id}/invitation", {"renew": False})
    assert card["link"].startswith(f"{team.base}/rejoindre/")
    assert card["qr"].startswith("data:image/svg+xml")
    assert card["code"] in card["message"]
    browser = team.browser()
    assert browser.join(card["link"].rsplit("/", 1)[1]).status == 303
    assert "a déjà rejoint" in refused(trainer, "POST", f"personnes/{person.id}/invitation", {"renew": False})
    renewed = ask(trainer, "POST", f"personnes/{person.id}/invitation", {"renew": True})
    again = team.browser()
    assert again.join(renewed["link"].rsplit("/", 1)[1]).status == 303
    row = next(one for one in ask(trainer, "GET", "personnes")["people"] if one["id"] == person.id)
    assert row["joined"]


def test_cards_are_a_sheet_for_everybody_who_is_not_in(team: Cohort, trainer: Browser) -> None:
    answer = trainer.send("parcours-u/cohorte/cartes")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "Ana" in answer.text
    assert HOSTILE not in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_visit_is_opened_and_closed(team: Cohort, trainer: Browser) -> None:
    link = ask(trainer, "POST", "visites", {"page": "clinique-de-cas"})["link"]
    token = link.rsplit("/", 1)[1]
    assert team.browser().get(f"visite/{token}").status == 200
    ask(trainer, "DELETE", "visites?page=clinique-de-cas")
    assert team.browser().get(f"visite/{token}").status == 410


def test_roles_are_given_and_somebody_leaves(team: Cohort, trainer: Browser) -> None:
    done = ask(trainer, "POST", "personnes/ajouter", {"role": "host", "first_name": "Hôte", "territory": "Nord"})
    assert "Nord" in done["sentences"][0]
    people = {one["name"]: one for one in ask(trainer, "GET", "personnes")["people"]}
    host = people["Hôte"]
    circle = groups(trainer)["circles"][0]["name"]
    ask(trainer, "POST", f"personnes/{host['id']}/role", {"role": "trainer", "circles": [circle]})
    row = next(one for one in ask(trainer, "GET", "personnes")["people"] if one["id"] == host["id"])
    assert row["in_charge_of"] == [circle]
    assert ask(trainer, "DELETE", f"personnes/{host['id']}")["sentences"][0].startswith("Départ noté")
    assert "plus dans la cohorte" in refused(trainer, "DELETE", f"personnes/{host['id']}")


@pytest.mark.nbgrader
def test_a_person_and_a_list_come_in_with_codes_or_with_every_problem_told(team: Cohort, trainer: Browser) -> None:
    asked = {"role": "participant", "first_name": "Zoé", "last_name": "Neuve", "profile": "elu"}
    ask(trainer, "POST", "personnes/ajouter", asked)
    zoe = next(one for one in ask(trainer, "GET", "personnes")["people"] if one["name"] == "Zoé Neuve")
    assert zoe["code"]
    wrong = "nom;prénom;profil\nRoy;Max;pape\n;;élu\n".encode()
    found = ask(trainer, "POST", "personnes/liste", wrong)
    assert any("Ligne 2" in one and "profil" in one for one in found["problems"])
    right = "nom;prénom;profil\nRoy;Max;élu\nNeuve;Zoé;élu\n".encode()
    assert "ajoutées\u00a0: 1" in ask(trainer, "POST", "personnes/liste", right)["sentences"][0]
    assert ask(trainer, "POST", "personnes/liste", b"\x00\x01")["problems"]
    names = [one["name"] for one in ask(trainer, "GET", "personnes")["people"]]
    assert names.count("Zoé Neuve") == names.count("Max Roy") == 1
    for name in ("Roy", "Roy-Petit"):
        told = ask(trainer, "POST", "personnes/liste", f"nom;prénom;profil;mail\n{name};Max;élu;m@x.fr\n".encode())
    assert any("Max Roy s’appelle maintenant Max Roy-Petit" in one for one in told["sentences"])
    assert any("«\u00a0Retirer de la cohorte\u00a0»" in one for one in told["sentences"])


@pytest.mark.browser
@pytest.mark.usefixtures("in_circles")
def test_the_panels_are_used_on_a_phone_by_keyboard_and_are_accessible(
    new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    page = trainer.opened(new_context(viewport={"width": 360, "height": 740}), part_of_space(GROUPS))
    expect(page.get_by_role("heading", name="Les binômes")).to_be_visible()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    part = choose_part(page, "Les personnes")
    search = part.get_by_label("Chercher un nom, une organisation, un cercle")
    search.fill("chloe")
    expect(part.get_by_text("1\u00a0personne affichée")).to_be_visible()
    part.locator("summary", has_text="Chloé").click()
    part.get_by_role("button", name="Inviter", exact=False).first.press("Enter")
    expect(part.get_by_role("heading", name="L’invitation de Chloé Nom")).to_be_focused()
    search.fill("")
    part.locator("summary", has_text="Ajouter une personne").click()
    _accessible(page)
    part = choose_part(page, GROUPS)
    part.locator("summary", has_text="Former un binôme").click()
    part.locator("summary", has_text="Former un noyau").click()
    part.get_by_role("button", name="Former d’autres cercles").press("Enter")
    expect(part.get_by_role("button", name="Garder ces cercles")).to_be_visible()
    _accessible(page)
    part.get_by_role("button", name="Laisser comme avant").press("Enter")
    expect(part.get_by_text("Rien n’a changé.")).to_be_visible()
    assert alarms == []


def _accessible(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
