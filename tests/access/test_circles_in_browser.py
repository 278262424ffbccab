"""« Les cercles » as a trainer lives it on a phone: proposed, explained when one asks, kept; somebody moved, knowing what it costs."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from axe import in_light_and_dark
from parcours_u.domain.people import Role
from people_here import Cohort, running_cohort
from trainer_space import part_of_space, shown_part

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
WHY = "Pourquoi ces places"


@pytest.fixture
def gathered(tmp_path: Path) -> Iterator[Cohort]:
    """Run a cohort of twelve people, in no circle yet."""
    with running_cohort(tmp_path / "groupe") as cohort:
        cohort.gather(f"Prénom{at:02}" for at in range(12))
        yield cohort


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport=PHONE, has_touch=True)


@pytest.fixture
def page(gathered: Cohort, context: BrowserContext) -> Page:
    """Open the part of the trainer's page where circles are."""
    return opened(gathered, context)


def opened(cohort: Cohort, context: BrowserContext) -> Page:
    trainer = cohort.newcomer("Awa", Role.TRAINER)
    return trainer.opened(context, part_of_space("Les cercles, binômes et noyaux"))


def circles(page: Page) -> Locator:
    """Return those of today."""
    return page.locator(".pu-team-circles > .pu-team-circle")


def press(page: Page, name: str) -> None:
    shown_part(page).get_by_role("button", name=name).press("Enter")


def test_circles_are_proposed_explained_kept_and_changed(page: Page) -> None:
    press(page, "Proposer des cercles")
    proposal = page.get_by_role("region", name="Ce qui est proposé")
    expect(proposal).to_contain_text("sur 100")
    expect(proposal.get_by_text("Prénom00 Nom", exact=True)).to_be_visible()
    expect(proposal.get_by_text("rejoint")).to_have_count(12)
    press(page, "Garder ces cercles")
    expect(circles(page)).to_have_count(3)

    first, second = circles(page).nth(0), circles(page).nth(1)
    expect(first.get_by_text(WHY)).to_be_visible()
    name = first.get_by_role("listitem").first.locator("span").first.inner_text()
    target = second.locator("p").first.inner_text().partition(" (")[0]
    press(page, f"Déplacer\u00a0: {name}")
    shown_part(page).get_by_label(f"Placer {name} dans").select_option(target)
    press(page, "Voir ce que cela coûte")
    expect(proposal.locator("li", has_text=f"{name} vient de")).to_be_visible()
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    press(page, "Garder ces cercles")
    reached = circles(page).filter(has=page.locator("p", has_text=re.compile(rf"^{target} \(")))
    expect(reached.locator("ul").first).to_contain_text(name)


def test_nothing_is_asked_before_the_groups_are_known(gathered: Cohort, context: BrowserContext) -> None:
    held: list[Route] = []
    context.route("**/parcours-u/cohorte/groupes", lambda route: held.append(route))  # noqa: PLW0108 - it marks what it is given
    page = opened(gathered, context)
    expect(page.get_by_role("heading", name="Les cercles", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("cercles$"))).to_have_count(0)
    assert held
    held[0].continue_()
    expect(page.get_by_role("button", name=re.compile("cercles$"))).to_have_text(["Proposer des cercles"])


def test_reasons_that_come_late_leave_whoever_is_being_moved_as_they_are(page: Page, context: BrowserContext) -> None:
    press(page, "Proposer des cercles")
    press(page, "Garder ces cercles")
    expect(circles(page).get_by_text(WHY)).to_have_count(3)
    held: list[Route] = []
    context.route("**/parcours-u/cohorte/cercles/proposition", lambda route: held.append(route))  # noqa: PLW0108 - it marks what it is given
    page.reload()
    press(page, "Déplacer\u00a0: Prénom03 Nom")
    choice = shown_part(page).get_by_label("Placer Prénom03 Nom dans")
    expect(choice).to_be_focused()
    assert held
    held[0].continue_()
    expect(circles(page).get_by_text(WHY)).to_have_count(3)
    expect(choice).to_be_focused()


def test_many_circles_are_read_at_a_glance_and_their_reasons_when_one_asks(page: Page) -> None:
    part = shown_part(page)
    part.get_by_text("Taille des cercles et binômes").click()
    part.get_by_label("De", exact=True).fill("2")
    part.get_by_label("À", exact=True).fill("2")
    press(page, "Proposer des cercles")
    press(page, "Garder ces cercles")
    expect(circles(page)).to_have_count(6)
    why = circles(page).nth(5).get_by_text(WHY)
    expect(why).to_be_visible()
    expect(circles(page).get_by_text("rejoint")).to_have_count(0)
    why.click()
    expect(circles(page).nth(5).get_by_text("rejoint")).to_have_count(2)
