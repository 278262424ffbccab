"""A panel of the trainer's page that lacks something says it, ties it to the field that lacks it, and goes there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from people_here import Browser
from trainer_space import part_of_space

pytestmark = pytest.mark.browser


def lacks(page: Page, field: Locator, words: str) -> None:
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(words))


@pytest.fixture
def assigning(new_context: Callable[..., BrowserContext], trainer: Browser) -> Page:
    return trainer.opened(new_context(), part_of_space("Attribuer un module"))


@pytest.mark.parametrize("label", ["Date", "Heure"])
def test_an_assignment_without_its_day_or_its_hour(assigning: Page, label: str) -> None:
    day, hour = assigning.get_by_label("Date", exact=True), assigning.get_by_label("Heure", exact=True)
    day.fill("2031-03-15")
    assigning.get_by_label(label, exact=True).fill("")
    assigning.get_by_role("button", name="Attribuer", exact=True).click()
    lacks(assigning, assigning.get_by_label(label, exact=True), "Choisissez d’abord une date et une heure.")
    day.fill("2031-03-15")
    hour.fill("18:00")
    assigning.get_by_role("button", name="Attribuer", exact=True).click()
    expect(assigning.locator(".pu-issue-fait", has_text="C’est attribué")).to_be_visible()
    expect(assigning.locator("[aria-invalid]")).to_have_count(0)


def test_a_programme_without_its_first_day(new_context: Callable[..., BrowserContext], trainer: Browser) -> None:
    page = trainer.opened(new_context(), part_of_space("Aujourd’hui"))
    page.get_by_role("button", name="Garder ce programme").click()
    field = page.get_by_label("Premier jour")
    lacks(page, field, "Les jours se suivent.*Choisissez d’abord le premier jour.")
    field.fill("2031-03-17")
    page.get_by_role("button", name="Garder ce programme").click()
    expect(page.locator(".pu-issue-fait", has_text="Le programme est gardé")).to_be_visible()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
