"""What an answer says of its readers once a deposit holds it, and once it was changed since."""

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import PROMPTS
from widget_bench import Bench, saved

from parcours_u.domain.audience import Reader
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Deposit

TEXT = PROMPTS[Kind.FREE_TEXT]
TRAINER = frozenset({Reader.TRAINER})


def deposited(way: str = "zip") -> Deposit:
    return Deposit("d", "essai", "2026-03-02T12:00:00Z", way, "ABC", (TEXT.id,))


def test_once_deposited_an_answer_no_longer_says_that_it_will_leave_but_that_it_was_received(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-02T08:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposited("exchange")]
    page = at_bench.answers(context, TEXT)
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text("Votre formateur ou votre formatrice l’a reçue.")
    page.locator("textarea").press_sequentially(" deux")
    saved(page, TEXT)
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text("Cette version partira au prochain dépôt.")


def test_an_answer_that_left_in_a_file_waits_for_that_file_to_be_sent(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-02T08:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposited()]
    page = at_bench.answers(context, TEXT)
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text(
        "Votre formateur ou votre formatrice la lira quand vous lui enverrez le fichier de votre dépôt."
    )
