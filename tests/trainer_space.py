"""The trainer's space in a browser: a page in parts, which shows one of them at a time."""

from playwright.sync_api import Page, expect

from parcours_u.content.outline import anchor

__all__ = ["SPACE", "choose_part", "part_of_space"]

SPACE = "voila/render/course/espace-formateur.ipynb"


def part_of_space(title: str) -> str:
    """Return the address of a part."""
    return f"{SPACE}#{anchor(title)}"


def choose_part(page: Page, title: str) -> None:
    """Choose a part in the page's list, and wait until it is the one that is shown."""
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=2)).to_be_focused()
