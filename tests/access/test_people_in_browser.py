"""The people and the groups of a cohort on a trainer's page: heard as lists, each fact once, and nothing promised that is not theirs."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from parcours_u.domain.people import Role
from people_here import Browser, Cohort, running_cohort
from trainer_space import choose_part, part_of_space, shown_part

pytestmark = pytest.mark.browser
GROUPS = "Les cercles, binômes et noyaux"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("equipe") / "groupe") as cohort:
        cohort.gather(("Ana", "Bea", "Chloé", "Dan", "Éli", "Fay", "Gus", "Hal"))
        yield cohort


@pytest.fixture(scope="module")
def trainer(team: Cohort) -> Browser:
    found = team.newcomer("Awa", Role.TRAINER)
    found.get("vos-mots")
    asked = ask(found, "POST", "cercles/proposition", {"what": "anew"})
    ask(found, "POST", "cercles", {"proposal": asked["proposal"]})
    return found


def ask(browser: Browser, method: str, path: str, body: Any = None) -> Any:
    answer = browser.ask(method, f"parcours-u/cohorte/{path}", body)
    assert answer.status == 200, answer.text
    return answer.json


def groups(browser: Browser) -> Any:
    return ask(browser, "GET", "groupes")


def test_a_screen_reader_hears_lists_of_people_and_whose_each_is(
    new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    people = ask(trainer, "GET", "personnes")["people"]
    ids = {one["name"]: one["id"] for one in people}
    ask(trainer, "POST", "binomes", {"people": [ids["Fay Nom"], ids["Gus Nom"]]})
    page = trainer.opened(new_context(viewport={"width": 360, "height": 740}), part_of_space("Les personnes"))
    listed = page.get_by_role("list", name="Les personnes")
    expect(listed.locator("> li")).to_have_count(len(people))
    expect(listed.locator("> li", has_text="Chloé Nom")).to_have_count(1)
    part = choose_part(page, GROUPS)
    for circle in groups(trainer)["circles"]:
        members = part.get_by_role("list", name=circle["name"], exact=True)
        expect(members.get_by_role("listitem")).to_have_count(len(circle["members"]))
    expect(part.get_by_role("group", name="Fay et Gus")).to_contain_text("Fay Nom et Gus Nom")


def test_the_sheet_of_cards_opens_in_a_window_of_its_own(
    new_context: Callable[..., BrowserContext], team: Cohort, trainer: Browser
) -> None:
    team.add("Zoé")
    context = new_context()
    page = trainer.opened(context, part_of_space("Les personnes"))
    fold = shown_part(page).get_by_role("group").filter(has_text="Imprimer les cartes d’invitation")
    fold.get_by_text("Imprimer les cartes d’invitation").click()
    with context.expect_page() as opened:
        fold.get_by_role("button", name="Ouvrir la feuille à imprimer").click()
    sheet = opened.value
    expect(sheet).to_have_title(re.compile("^Cartes d’invitation"))
    expect(sheet.get_by_role("heading", name="Zoé du groupe")).to_be_visible()
    with context.expect_page() as opened:
        fold.get_by_label("Combien de jours dure l’invitation").evaluate(
            "field => (field.type = 'text', field.value = 'x')"
        )
        fold.get_by_role("button", name="Ouvrir la feuille à imprimer").click()
    refused = opened.value
    expect(refused.get_by_role("heading", level=1)).to_have_text("Ce n’est pas passé")
    expect(refused.get_by_text("Une invitation dure de 1 à")).to_be_visible()
    expect(refused.locator("html")).to_have_attribute("lang", "fr")


def test_the_territory_of_whoever_welcomes_is_told_once(
    new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    ask(trainer, "POST", "personnes/ajouter", {"role": "host", "first_name": "Nour", "territory": "la vallée"})
    page = trainer.opened(new_context(), part_of_space("Les personnes"))
    card = page.locator(".pu-team-person", has_text="Nour")
    expect(card).to_contain_text("accueil d’un territoire\u00a0: la vallée")
    assert card.inner_text().count("la vallée") == 1


def test_a_trainer_of_some_circles_is_promised_nothing_that_is_not_theirs_to_do(
    team: Cohort, new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    promise = "Rien n’est gardé avant que vous le disiez"
    page = trainer.opened(new_context(), part_of_space(GROUPS))
    expect(shown_part(page).get_by_text(promise).first).to_be_visible()
    own = team.newcomer("Lou", Role.TRAINER)
    circle = groups(trainer)["circles"][0]["name"]
    ask(trainer, "POST", f"personnes/{own.person}/role", {"role": "trainer", "circles": [circle]})
    page = own.opened(new_context(), part_of_space(GROUPS))
    expect(shown_part(page).get_by_text("Vous voyez ici les cercles qui vous sont confiés")).to_be_visible()
    expect(shown_part(page).get_by_text(promise).filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("part", "fold", "button", "field", "sentence"),
    [
        ("Les personnes", "Ajouter une personne", "Ajouter", "Prénom", "Il manque un prénom ou un nom"),
        (GROUPS, "Former un binôme", "Former ce binôme", "Une personne", "Choisissez les deux personnes"),
        (GROUPS, "Former un noyau", "Former ce noyau", "Son nom", "Il manque le nom de ce noyau"),
        (GROUPS, "Noter un souhait", "Noter ce souhait", "La personne", "Choisissez de qui est ce souhait"),
    ],
)
def test_what_a_form_lacks_is_told_at_its_field_where_the_focus_goes(
    new_context: Callable[..., BrowserContext],
    trainer: Browser,
    part: str,
    fold: str,
    button: str,
    field: str,
    sentence: str,
) -> None:
    page = trainer.opened(new_context(), part_of_space(part))
    form = shown_part(page).get_by_role("group").filter(has=page.locator("summary", has_text=fold)).last
    form.locator("summary", has_text=fold).click()
    go, lacking = form.get_by_role("button", name=button, exact=True), form.get_by_label(field, exact=True)
    go.click()
    expect(lacking).to_be_focused()
    expect(lacking).to_have_attribute("aria-invalid", "true")
    expect(lacking).to_have_accessible_description(re.compile(sentence))
    box = form.get_by_role("alert")
    expect(box).to_contain_text(sentence)
    assert box.evaluate("box => getComputedStyle(box, '::before').content") == '"À revoir\u00a0: "'
    if field == "Prénom":
        lacking.fill("Ida")
        go.click()
        expect(shown_part(page).get_by_text("Ida").first).to_be_visible()
