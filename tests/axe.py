"""axe-core, in light and in dark: one visit is enough to look at a page under both preferences."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["in_light_and_dark"]

_OPTIONS = {"resultTypes": ["violations", "incomplete"], "runOnly": {"type": "tag", "values": [
    "RGAAv4", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]}}  # fmt: skip
"""The rules of RGAA 4, of WCAG 2.2 up to AA, and axe's own good practices; what is in order is left unsaid."""


def in_light_and_dark(page: Page) -> Iterator[dict[str, Any]]:
    """Yield what axe-core answers on the page as it is now, under each preference; movement off, so that no colour is on its way."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
        yield Axe().run(page, options=_OPTIONS).response
