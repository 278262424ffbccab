"""Pages that show what is shared: sharing behind their back, and what they show and say of it."""

from playwright.sync_api import Page, expect
from together import QUESTION, Together

from parcours_u.domain.audience import Reader

__all__ = ["card", "heard", "share"]


def share(place: Together, owner: str, text: str, *readers: Reader, prompt: str = QUESTION) -> None:
    """Have somebody write an answer and open it."""
    before = place.cohort.journal(owner).entries([prompt])
    place.cohort.journal(owner).save(prompt, {"sentence": text}, before[prompt].revision if before else 0)
    place.cohort.journal(owner).set_audience(prompt, frozenset(readers))


def card(page: Page, name: str) -> object:
    """Return what a page shows of somebody's answer."""
    return page.get_by_role("article", name=name)


def heard(page: Page, words: str) -> None:
    """Wait until a page says something aloud."""
    expect(page.locator("#pu-annonces")).to_contain_text(words)
