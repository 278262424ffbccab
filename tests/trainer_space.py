"""The trainer's space in a browser: a page in parts, which shows one of them at a time."""

from playwright.sync_api import Locator, Page, expect

from parcours_u.content.outline import anchor

__all__ = ["SPACE", "TITLES", "choose_part", "part_of_space", "shown_part"]

SPACE = "voila/render/course/espace-formateur.ipynb"

TITLES = [
    "Aujourd’hui",
    "Attribuer un module",
    "Lire et commenter",
    "Les personnes",
    "Les cercles, binômes et noyaux",
    "Écrire au groupe",
    "Voir la cohorte",
    "Le serveur",
]


def part_of_space(title: str) -> str:
    """Return the address of a part."""
    return f"{SPACE}#{anchor(title)}"


def shown_part(page: Page) -> Locator:
    """Return the part that is shown: each part is filled in its own time, and two may give a field the same name."""
    return page.locator(".pu-volet:not([hidden])")


def choose_part(page: Page, title: str) -> Locator:
    """Choose a part in the page's list, and return it once it is the one that is shown."""
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name=title, exact=True).click()
    part = shown_part(page)
    expect(part.get_by_role("heading", name=title, level=2)).to_be_focused()
    return part
