"""Words that a browser had kept, offered on a page whose kernel is busy: told as they were read, once it can."""

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import BODIES, PROMPTS
from widget_bench import Bench, answer, frozen, saved

from parcours_u.domain.course import Kind

SCALE = PROMPTS[Kind.SCALE]


def offering(page: Page) -> None:
    """Have the page hand its answer's way to offer words to the test."""
    frozen(page)
    page.add_init_script(
        "document.addEventListener('parcours-u:reponse-ouverte', ({ detail }) => { window.offer = detail.offer; })"
    )


def test_words_are_offered_once_they_can_be_told_as_they_were_read(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, SCALE, prepare=offering)
    page.evaluate(
        """(value) => {
          bench.deaf = true;
          offer({ value, at: "2026-03-03T12:00:00Z", base: 0, before: [] }, () => { window.decided = true; });
        }""",
        BODIES[Kind.SCALE],
    )
    found = answer(page, SCALE).get_by_role("group", name="Mots retrouvés")
    page.clock.run_for(60_000)
    expect(found).to_be_hidden()
    assert page.evaluate("window.decided") is None
    page.evaluate("bench.deaf = false")
    page.clock.run_for(14_000)
    expect(found).to_contain_text("Niveau\u00a0: ")
    found.get_by_role("button", name="Reprendre ces mots").click()
    page.clock.run_for(1_000)
    saved(page, SCALE)
    assert journal.entry(SCALE.id).body == BODIES[Kind.SCALE]
    assert page.evaluate("window.decided") is True
