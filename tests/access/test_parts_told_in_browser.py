"""What one part of the trainer's page changes, the others show: no part says what was true before, none loses what is typed there."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import insert

from axe import in_light_and_dark
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.schema import membership
from people_here import Browser, Cohort, running_cohort
from trainer_space import SPACE, choose_part, part_of_space, shown_part

pytestmark = pytest.mark.browser

GROUPS = "Les cercles, binômes et noyaux"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("parties") / "groupe") as found:
        found.gather(("Ana", "Bea", "Chloé", "Dan", "Éli", "Fay", "Gus", "Hal"))
        yield found


@pytest.fixture(scope="module")
def trainer(cohort: Cohort) -> Browser:
    return cohort.newcomer("Awa", Role.TRAINER)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], trainer: Browser) -> Page:
    found = trainer.opened(new_context(viewport=PHONE), SPACE)
    for panel in (".pu-attribuer form", ".pu-team-person", ".pu-vue", ".pu-message-texte"):
        found.locator(panel).first.wait_for(state="attached")
    return found


def assigned(page: Page, module: str) -> None:
    part = choose_part(page, "Attribuer un module")
    part.get_by_label("Module", exact=True).select_option(module)
    part.get_by_label("Date", exact=True).fill("2031-03-15")
    part.get_by_role("button", name="Attribuer", exact=True).click()
    expect(part.locator(".pu-issue").filter(has_text="C’est attribué")).to_be_visible()


@pytest.mark.nbgrader
def test_modules_that_are_assigned_are_open_in_the_other_parts_at_once(page: Page) -> None:
    expect(choose_part(page, "Lire et commenter").get_by_text("Aucun module n’est encore ouvert")).to_be_visible()
    expect(choose_part(page, "Voir la cohorte").get_by_text("Aucun module n’est encore ouvert").first).to_be_visible()
    assigned(page, "co-initier")
    part = choose_part(page, "Lire et commenter")
    modules = part.get_by_label("Module", exact=True).locator("option")
    expect(modules).to_have_text(["Co-initier (0\u00a0dépôt)"])
    part.get_by_text("Amorces").first.wait_for(state="attached")
    assigned(page, "presencing")
    part = choose_part(page, "Lire et commenter")
    expect(modules).to_have_text(["Co-initier (0\u00a0dépôt)", "Presencing (0\u00a0dépôt)"])
    expect(part.get_by_label("Module", exact=True)).to_have_value("co-initier")
    part = choose_part(page, "Voir la cohorte")
    expect(part.get_by_role("rowheader", name="Presencing").first).to_be_attached()
    expect(part.get_by_text("Aucun module n’est encore ouvert")).to_have_count(0)


@pytest.mark.nbgrader
def test_what_a_refused_request_did_all_the_same_is_told_to_the_other_parts(page: Page) -> None:
    def half_done(route: Route) -> None:
        if route.request.method == "PUT":
            route.fetch()
            route.fulfill(status=409, json={"message": "La date est gardée, nbgrader ne le sait pas."})
        else:
            route.continue_()

    page.route("**/cohorte/attributions", half_done)
    part = choose_part(page, "Attribuer un module")
    part.get_by_label("Module", exact=True).select_option("co-percevoir")
    part.get_by_label("Date", exact=True).fill("2031-03-15")
    part.get_by_role("button", name="Attribuer", exact=True).click()
    expect(part.get_by_text("La date est gardée, nbgrader ne le sait pas.")).to_be_visible()
    part = choose_part(page, "Voir la cohorte")
    expect(part.get_by_role("rowheader", name="Co-percevoir").first).to_be_attached()


def test_a_core_group_is_offered_for_a_module_at_once_and_what_is_ticked_stays(page: Page) -> None:
    part = choose_part(page, "Attribuer un module")
    part.get_by_label("Quelques profils").check()
    part.get_by_role("group", name="Profils").get_by_role("checkbox").first.check()
    part = choose_part(page, GROUPS)
    part.get_by_text("Former un noyau", exact=True).click()
    part.get_by_label("Son nom").fill("Le potager")
    part.get_by_role("group", name="Qui en est").get_by_label("Ana Nom").check()
    part.get_by_role("button", name="Former ce noyau").click()
    expect(part.get_by_text("Le potager", exact=True)).to_be_visible()
    part = choose_part(page, "Attribuer un module")
    expect(part.get_by_role("group", name="Noyaux").get_by_label("Le potager (1)")).not_to_be_checked()
    expect(part.get_by_label("Quelques noyaux ou profils")).to_be_checked()
    expect(part.get_by_role("group", name="Profils").get_by_role("checkbox").first).to_be_checked()


def test_what_is_being_formed_is_left_as_it_is_when_somebody_is_added(page: Page) -> None:
    part = choose_part(page, GROUPS)
    part.get_by_text("Former un noyau", exact=True).click()
    part.get_by_label("Son nom").fill("La cantine")
    part = choose_part(page, "Les personnes")
    part.get_by_text("Ajouter une personne", exact=True).click()
    part.get_by_label("Prénom").fill("Ines")
    part.get_by_label("Nom", exact=True).fill("Nouvelle")
    part.get_by_role("button", name="Ajouter", exact=True).click()
    expect(part.get_by_text("Ines Nouvelle").first).to_be_visible()
    part = choose_part(page, GROUPS)
    expect(part.get_by_text("La cohorte a changé entre-temps.")).to_be_visible()
    expect(part.get_by_label("Son nom")).to_have_value("La cantine")


def test_with_nothing_ticked_what_lacks_is_said_beside_the_boxes_and_names_what_is_offered(page: Page) -> None:
    part = choose_part(page, "Attribuer un module")
    part.get_by_label("Quelques").check()
    part.get_by_label("Date", exact=True).fill("2031-03-15")
    part.get_by_role("button", name="Attribuer", exact=True).click()
    box = part.get_by_role("checkbox").first
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(
        re.compile("Cochez au moins .*un profil, ou choisissez toute la cohorte")
    )
    expect(part.locator(".pu-issue-erreur")).to_be_in_viewport(ratio=1)
    below = page.get_by_role("navigation", name="Sur cette page").evaluate(
        "list => list.getBoundingClientRect().bottom"
    )
    assert part.locator(".pu-issue-erreur").evaluate("line => line.getBoundingClientRect().top") >= below
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    box.check()
    expect(part.locator(".pu-issue-erreur")).to_be_hidden()


def test_a_search_that_finds_nobody_says_so(page: Page) -> None:
    part = choose_part(page, "Les personnes")
    part.get_by_label("Chercher un nom").fill("zzz")
    expect(part.get_by_text("Personne ne correspond à cette recherche.")).to_be_visible()
    part.get_by_label("Chercher un nom").fill("Bea")
    expect(part.get_by_text("Personne ne correspond")).to_have_count(0)


def test_an_invitation_is_whole_on_a_phone_and_whoever_has_it_is_invited(page: Page) -> None:
    part = choose_part(page, "Les personnes")
    person = part.locator(".pu-team-person").filter(has_text="Gus Nom")
    person.locator("summary").first.click()
    person.get_by_role("button", name="Inviter", exact=True).click()
    expect(person.get_by_role("heading", name="L’invitation de Gus Nom")).to_be_visible()
    expect(person.locator(".pu-tag")).to_have_text("invitation faite")
    boxes = """card => { const found = [];
        for (let one = card; one !== document.body; one = one.parentElement)
            if (/auto|scroll/.test(getComputedStyle(one).overflowY)) found.push(one.className);
        return found; }"""
    assert person.evaluate(boxes) == []


def test_circles_that_are_kept_are_said_so_where_the_focus_goes(page: Page) -> None:
    part = choose_part(page, GROUPS)
    part.get_by_role("button", name="Proposer des cercles").click()
    part.get_by_role("button", name="Garder ces cercles").click()
    title = part.get_by_role("heading", name="Les cercles", exact=True)
    expect(title).to_be_focused()
    said = part.get_by_text("Les cercles sont gardés.", exact=True)
    expect(said).to_be_in_viewport()
    assert said.bounding_box()["y"] - title.bounding_box()["y"] < 120
    part = choose_part(page, "Les personnes")
    expect(part.locator(".pu-team-person").filter(has_text="Ana Nom")).to_contain_text("cercle ")


def test_who_animates_one_circle_is_told_of_circles_alone(
    new_context: Callable[..., BrowserContext], cohort: Cohort
) -> None:
    tom = cohort.newcomer("Tom", Role.TRAINER)
    with cohort_database(cohort.folder) as database:
        there, own = Groups(database).current(GroupKind.CIRCLE), Group("", GroupKind.CIRCLE, "Le verger", ())
        kept = Groups(database).replace(GroupKind.CIRCLE, there, [*there, own])
        (circle,) = [one.id for one in kept if one.name == "Le verger"]
        row = {"group": circle, "person": tom.person, "since": "2027-03-01T09:00:00Z", "until": None}
        with database.writing() as connection:
            connection.execute(insert(membership).values(row))
    part = shown_part(tom.opened(new_context(viewport=PHONE), part_of_space("Attribuer un module")))
    part.get_by_label("Date", exact=True).fill("2031-03-15")
    expect(part.get_by_text("Cochez au moins un cercle.", exact=True)).to_be_visible()
    part.get_by_role("button", name="Attribuer", exact=True).click()
    expect(part.locator(".pu-issue-erreur")).to_have_text("Cochez au moins un cercle.")
