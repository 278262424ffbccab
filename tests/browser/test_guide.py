"""The trainer's guide as a host meets it: reached from where one needs it, and each of its links lands on a title."""

import re

import pytest
from playwright.sync_api import Page, expect

from running import Running

GUIDE = ("guide", "guide-tenir-le-parcours", "guide-exercices", "guide-pratique-observee", "guide-tenir-un-noyau")

# What the browser looks for when it goes to the end of an address: the id as it is written, then decoded.
_LOST = """() => [...document.querySelectorAll("main a[href]")].map((link) => link.hash.slice(1) && link.pathname === location.pathname
  ? [link.hash.slice(1)] : []).flat().filter((end) => !document.getElementById(end) && !document.getElementById(decodeURIComponent(end)))"""


def opened(page: Page, course: Running, path: str) -> None:
    page.goto(course.door)
    page.goto(course.page(path))


@pytest.mark.parametrize("name", GUIDE)
def test_each_entry_of_a_page_s_outline_lands_on_its_section(course: Running, page: Page, name: str) -> None:
    opened(page, course, f"course/{name}.ipynb")
    outline = page.get_by_role("navigation", name="Sur cette page").get_by_role("link")
    sections = page.get_by_role("main").get_by_role("heading", level=2)
    assert outline.all_inner_texts() == [text.removesuffix("¶") for text in sections.all_inner_texts()]
    assert page.evaluate(_LOST) == []


def test_an_exercise_leads_to_its_own_section_of_the_guide(course: Running, page: Page) -> None:
    opened(page, course, "exercises/dialogue-habitants-services.ipynb")
    page.get_by_role("link", name="Tenir cet exercice, côté hôte").click()
    expect(page).to_have_url(re.compile(r"course/guide-exercices\.ipynb#"))
    section = page.get_by_role("heading", level=2, name="À la même table, habitants et services")
    expect(section).to_be_in_viewport()


@pytest.mark.parametrize("path", ["course/accueil.ipynb", "course/exercices.ipynb", "course/formats.ipynb"])
def test_a_page_where_a_host_arrives_leads_to_the_guide(course: Running, page: Page, path: str) -> None:
    opened(page, course, path)
    expect(page.get_by_role("main").locator('a[href^="guide"]').first).to_be_visible()
    expect(page.get_by_role("contentinfo").get_by_role("link", name="Guide de l’hôte")).to_be_visible()


def test_a_text_of_the_guide_tells_where_it_is_and_asks_for_no_deposit(course: Running, page: Page) -> None:
    opened(page, course, "course/guide-tenir-le-parcours.ipynb")
    expect(page.locator("#pu-preparation")).to_be_hidden()
    trail = page.get_by_role("navigation", name="Fil d’Ariane")
    expect(trail.get_by_role("link", name="Guide de l’hôte")).to_have_attribute("href", "guide.ipynb")
    expect(page.get_by_role("button", name=re.compile("Déposer|Voir ce qui partirait"))).to_have_count(0)
    expect(page.get_by_text("sur 7")).to_have_count(0)
