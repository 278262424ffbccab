"""axe-core finds nothing, light or dark, and nothing is wider than a phone, in each page and each of its states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from served_pages import axe_findings


def nothing(page: Page) -> None:
    """Leave the page as it came."""


def open_menu(page: Page) -> None:
    page.get_by_text("Les sept étapes").first.click()


def preview(page: Page) -> None:
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(page.locator(".pu-depot h3").first).to_be_visible()


def preview_then_forget_the_code(page: Page) -> None:
    preview(page)
    page.get_by_role("button", name="Déposer", exact=True).click()
    expect(page.get_by_role("main").get_by_text("Il manque votre code")).to_be_visible()


def unfold_everything(page: Page) -> None:
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    page.get_by_role("button", name="Effacer tout mon carnet").click()
    page.get_by_role("button", name="Reprendre ce fichier").click()
    expect(page.get_by_role("main").get_by_text("Choisissez d’abord un fichier")).to_be_visible()


STATES: list[tuple[str, Callable[[Page], None]]] = [
    ("source/co-initier/co-initier", open_menu),
    ("source/co-initier/fichier", nothing),
    ("source/co-initier/fichier", preview_then_forget_the_code),
    ("source/co-initier/echange", preview),
    ("source/co-initier/prive", preview),
    ("source/co-initier/panne", nothing),
    ("accueil", nothing),
    ("nouveau", nothing),
    ("binder", nothing),
    ("carnet", unfold_everything),
    ("vide", nothing),
    ("etranger", nothing),
]
EVERY_STATE = pytest.mark.parametrize(
    ("name", "act"), STATES, ids=[f"{name.rsplit('/')[-1]}-{act.__name__}" for name, act in STATES]
)


def settle(page: Page) -> None:
    """Wait for panels that ask the kernel for their content."""
    for panel in (".pu-carnet h2", ".pu-depot h2"):
        if page.locator(panel.split()[0]).count():
            expect(page.locator(panel).first).to_be_visible()


@EVERY_STATE
def test_axe_finds_nothing(opened, name, act):
    page = opened(name)
    settle(page)
    act(page)
    # ipywidgets' own text area is only there to stand for an answer: its placeholder is not ours.
    assert [line for line in axe_findings(page) if ".widget-input" not in line] == []


@EVERY_STATE
def test_nothing_is_wider_than_a_small_phone(opened, name, act):
    page = opened(name, viewport={"width": 320, "height": 700})
    settle(page)
    act(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["accueil", "carnet"])
def test_axe_finds_nothing_on_a_phone(opened, name):
    page = opened(name, viewport={"width": 320, "height": 700})
    settle(page)
    assert axe_findings(page) == []


@pytest.mark.parametrize("name", ["source/co-initier/fichier", "accueil", "carnet"])
def test_targets_are_large_enough(opened, name):
    page = opened(name)
    settle(page)
    small = page.locator("main a.pu-bouton, main button, main summary, nav a, .pu-station a, .pu-champ").evaluate_all(
        "all => all.map((one) => [one.textContent, one.getBoundingClientRect()])"
        ".filter(([, box]) => box.height && (box.height < 24 || box.width < 24)).map(([text]) => text)"
    )
    assert small == []


def test_focus_is_visible_everywhere_it_goes(opened):
    page = opened("accueil")
    for _ in range(14):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            "return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth)] }"
        )
        assert seen[1] != "none", seen
        assert seen[2] >= 2, seen


def test_colours_forced_by_the_person_keep_the_signs_of_the_u(opened):
    page = opened("accueil", forced_colors="active")
    strokes = page.locator(".pu-borne circle, .pu-borne path").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).stroke)"
    )
    assert strokes
    assert "none" not in strokes
