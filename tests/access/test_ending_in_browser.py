"""Forming a pair, circles, on the trainer's page: what ends is asked about in the page, as « Finir » does, before anything is changed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from axe import in_light_and_dark
from parcours_u.domain.people import GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from people_here import Cohort, running_cohort
from trainer_space import part_of_space, shown_part

pytestmark = pytest.mark.browser


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Cohort]:
    """Run a cohort of eight people."""
    with running_cohort(tmp_path / "groupe") as found:
        found.gather(("Ana", "Bea", "Chloé", "Dan", "Éli", "Fay", "Gus", "Hal"))
        yield found


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, cohort: Cohort, new_context: Callable[..., BrowserContext]) -> Page:
    context = new_context(viewport={"width": request.param, "height": 740})
    trainer = cohort.newcomer("Awa", Role.TRAINER)
    return trainer.opened(context, part_of_space("Les cercles, binômes et noyaux"))


def press(page: Page, name: str) -> None:
    shown_part(page).get_by_role("button", name=name, exact=True).press("Enter")


def choose(page: Page, one: str, other: str) -> None:
    part = shown_part(page)
    if not part.get_by_label("Une personne", exact=True).is_visible():
        part.get_by_text("Former un binôme").click()
    part.get_by_label("Une personne", exact=True).select_option(f"{one} Nom")
    part.get_by_label("Une autre personne").select_option(f"{other} Nom")
    press(page, "Former ce binôme")


def pairs(page: Page) -> list[str]:
    return page.get_by_role("region", name="Les binômes").locator(".pu-team-circle .pu-shared-label").all_inner_texts()


def test_a_pair_that_ends_another_is_asked_about_in_the_page(page: Page) -> None:
    said = page.get_by_role("region", name="Les binômes").locator(".pu-team-done").first
    choose(page, "Ana", "Bea")
    expect(said).to_contain_text("est formé")
    choose(page, "Bea", "Chloé")
    question = page.get_by_role("group", name="Le binôme «\u00a0Ana et Bea\u00a0»")
    expect(question).to_contain_text(
        "(Ana Nom, Bea Nom) finit\u00a0: ce qui y était partagé, échangé et convenu est effacé"
    )
    yes = question.get_by_role("button", name="Oui, former ce binôme")
    expect(yes).to_be_focused()
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(page.get_by_role("button", name="Former ce binôme", exact=True)).to_be_focused()
    assert pairs(page) == ["Ana et Bea"]
    press(page, "Former ce binôme")
    expect(question).to_be_visible()
    shown_part(page).get_by_label("Une autre personne").select_option("Dan Nom")
    expect(question).to_be_hidden()  # it was of other people
    press(page, "Former ce binôme")
    yes.press("Enter")
    expect(said).to_contain_text("Le binôme «\u00a0Ana et Bea\u00a0» est fini")
    assert pairs(page) == ["Bea et Dan"]


def test_what_is_asked_of_people_who_are_not_chosen_any_more_is_not_shown(page: Page) -> None:
    choose(page, "Ana", "Bea")
    expect(shown_part(page).get_by_text("est formé")).to_be_visible()
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/binomes*", hold)
    with page.expect_request("**/binomes*"):
        choose(page, "Bea", "Chloé")
    shown_part(page).get_by_label("Une autre personne").select_option("Dan Nom")
    asked[0].continue_()
    expect(page.get_by_role("button", name="Former ce binôme", exact=True)).not_to_have_attribute(
        "aria-disabled", "true"
    )
    expect(page.get_by_role("group", name="Le binôme «\u00a0Ana et Bea\u00a0»")).to_be_hidden()


def test_what_changed_between_the_question_and_the_yes_is_asked_about_again(cohort: Cohort, page: Page) -> None:
    choose(page, "Ana", "Bea")
    expect(shown_part(page).get_by_text("est formé")).to_be_visible()
    choose(page, "Bea", "Chloé")
    yes = page.get_by_role("button", name="Oui, former ce binôme")
    expect(yes).to_be_visible()
    with cohort_database(cohort.folder) as database:
        ids = {one.name: one.id for one in People(database).present()}
        Groups(database).form_pair(ids["Chloé Nom"], ids["Dan Nom"], "Chloé et Dan")
    yes.press("Enter")
    question = page.get_by_role("group", name="Les binômes «\u00a0Ana et Bea\u00a0»")
    expect(question).to_contain_text("Chloé et Dan")
    with cohort_database(cohort.folder) as database:
        assert [one.name for one in Groups(database).current(GroupKind.PAIR)] == ["Ana et Bea", "Chloé et Dan"]
    yes.press("Enter")
    expect(shown_part(page).get_by_text("Le binôme «\u00a0Bea et Chloé\u00a0» est formé")).to_be_visible()


def test_circles_that_would_end_are_asked_about_before_others_are_kept(page: Page) -> None:
    press(page, "Proposer des cercles")
    press(page, "Garder ces cercles")
    kept = shown_part(page).locator(".pu-team-circles > .pu-team-circle ul[aria-label]")
    expect(shown_part(page).get_by_text("Les cercles sont gardés.")).to_be_visible()
    press(page, "Former d’autres cercles")
    press(page, "Garder ces cercles")
    question = page.get_by_role("group", name="Les cercles «")
    expect(question).to_contain_text("finissent\u00a0: ce qui y était partagé")
    question.get_by_role("button", name="Oui, garder ce qui est proposé").press("Enter")
    expect(shown_part(page).get_by_text("Les cercles sont gardés.")).to_be_visible()
    expect(kept.first).to_be_visible()


def test_a_departure_and_a_role_ask_about_the_pair_that_ends_for_them(cohort: Cohort) -> None:
    trainer = cohort.newcomer("Awa", Role.TRAINER)
    trainer.get("vos-mots")

    def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = trainer.ask(method, f"parcours-u/cohorte/{path}", body)
        assert answer.status == 200, answer.text
        return answer.json

    ids = {one["name"]: one["id"] for one in ask("GET", "personnes")["people"]}
    ana, bea = ids["Ana Nom"], ids["Bea Nom"]
    ask("POST", "binomes", {"people": [ana, bea]})
    told = next(one for one in ask("GET", "personnes")["people"] if one["id"] == ana)
    assert told["ending"].startswith("Le binôme «\u00a0Ana et Bea\u00a0» (Ana Nom, Bea Nom) finit\u00a0:")
    asked = ask("DELETE", f"personnes/{ana}")
    assert (asked["question"], asked["yes"]) == (told["ending"], told["yes"])
    role = {"role": "host", "territory": "Nord"}
    assert ask("POST", f"personnes/{bea}/role", role) == asked
    assert len(ask("GET", "groupes")["pair"]) == 1
    assert "est fini" in " ".join(ask("POST", f"personnes/{bea}/role", {**role, "agreed": asked["yes"]})["sentences"])
    assert ask("DELETE", f"personnes/{ana}?agreed={asked['yes']}")["sentences"] == [
        "Départ noté\u00a0: Ana Nom n’est plus dans la cohorte."
    ]
