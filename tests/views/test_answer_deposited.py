"""What an answer says of its readers once a deposit holds it, and once it was changed since."""

import re

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import COURSE, PROMPTS
from widget_bench import Bench, bench, saved

from parcours_u.domain.audience import NOBODY, Reader
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


def test_opening_to_others_what_was_withdrawn_says_who_reads_it_now_and_what_had_left(context: BrowserContext) -> None:
    pair, circle, core_group = (frozenset({one}) for one in (Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP))
    offered = (NOBODY, TRAINER, pair, pair | circle, pair | circle | core_group)
    journal = MemoryJournal(COURSE, audiences=offered)
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-02T08:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposited()]
    with bench(journal) as at_bench:
        page = at_bench.answers(context, TEXT)
        page.get_by_role("checkbox", name="Mon formateur").uncheck()
        hint = page.locator(".pu-for-whom .pu-hint")
        expect(hint).to_have_text(re.compile("^Cette réponse était déjà partie"))
        for name in ("Mon binôme", "Mon cercle", "Mon noyau"):
            page.get_by_role("checkbox", name=name).check()
        expect(hint).to_have_text(
            re.compile(
                "^Votre binôme, votre cercle et votre noyau, avec qui l’accompagne, lisent cette réponse dès maintenant.*"
                "elle n’est pas chiffrée sur le serveur. Cette réponse était déjà partie .* de retrait est enregistrée."
            )
        )
