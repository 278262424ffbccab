"""A text as long as a book: nothing that its field does at each key goes through all of it, line by line."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page
from samples import PROMPTS
from widget_bench import Bench, saved

from parcours_u.domain.course import Kind

TEXT = PROMPTS[Kind.FREE_TEXT]


def style(page: Page) -> list[str]:
    """Return how the field finds the direction of its text, and the one that it found."""
    found: list[str] = page.locator("textarea").evaluate(
        "(field) => [getComputedStyle(field).unicodeBidi, getComputedStyle(field).direction]"
    )
    return found


@pytest.mark.parametrize(("word", "direction"), [("un mot ", "ltr"), ("שלום ", "rtl")])
def test_a_book_has_the_direction_of_its_first_words_and_a_short_text_that_of_each_paragraph(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, word: str, direction: str
) -> None:
    journal.write(TEXT.id, {"text": word * 6000})
    page = at_bench.answers(context, TEXT)
    page.locator("textarea").press("End")
    assert style(page) == ["isolate", direction]
    page.keyboard.type("!")
    saved(page, TEXT)
    page.locator("textarea").fill(word)
    assert style(page) == ["plaintext", direction]
