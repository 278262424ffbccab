"""The guided journal: one question at a time, none of them compulsory."""

from datetime import datetime

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import BODIES, PROMPTS
from widget_bench import Bench, saved

from parcours_u.domain.course import Kind

JOURNAL = PROMPTS[Kind.GUIDED_JOURNAL]


def question(page: Page) -> str:
    return page.locator(".pu-journal-question").inner_text()


def has_focus(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_focused()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).filter(visible=True).press("Enter")


def test_one_question_is_asked_at_a_time_with_its_rank(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, JOURNAL)
    assert question(page) == JOURNAL.questions[0].question
    expect(page.locator(".pu-progress-text")).to_have_text("Question 1 sur 4")
    expect(page.locator(".pu-journal textarea:visible")).to_have_count(1)


def test_going_on_moves_the_focus_to_the_next_question(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, JOURNAL)
    press(page, "Question suivante")
    assert question(page) == JOURNAL.questions[1].question
    has_focus(page, ".pu-journal-question")
    press(page, "Question précédente")
    assert question(page) == JOURNAL.questions[0].question
    has_focus(page, ".pu-journal-question")


def test_each_answer_is_kept_under_its_question(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, JOURNAL)
    page.get_by_label(JOURNAL.questions[0].question).press_sequentially("le calme")
    press(page, "Question suivante")
    page.get_by_label(JOURNAL.questions[1].question).press_sequentially("mon planning")
    saved(page, JOURNAL)
    assert journal.entry(JOURNAL.id).body == {
        "answers": {"regard": "le calme", "lacher": "mon planning"},
        "skipped": [],
    }
    press(page, "Question précédente")
    assert page.locator(".pu-journal textarea").input_value() == "le calme"


def test_a_question_may_be_passed_and_taken_up_again(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, JOURNAL)
    press(page, "Passer cette question")
    assert question(page) == JOURNAL.questions[1].question
    expect(page.locator("#pu-annonces")).to_have_text("Question passée, vous pourrez y revenir\u00a0: question 2")
    saved(page, JOURNAL)
    assert journal.entry(JOURNAL.id).body == {"answers": {}, "skipped": ["regard"]}
    press(page, "Question précédente")
    expect(page.locator(".pu-journal textarea")).to_be_hidden()
    press(page, "La reprendre")
    has_focus(page, ".pu-journal textarea")
    page.wait_for_function("bench.drafts().at(-1).value.skipped.length === 0")
    saved(page, JOURNAL)
    assert journal.entry(JOURNAL.id).body == {"answers": {}, "skipped": []}


def test_words_written_before_a_question_is_passed_are_kept(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, JOURNAL)
    page.locator(".pu-journal textarea").press_sequentially("peut-être")
    press(page, "Passer cette question")
    page.wait_for_function("bench.drafts().at(-1).value.skipped.length === 1")
    saved(page, JOURNAL)
    assert journal.entry(JOURNAL.id).body == {"answers": {"regard": "peut-être"}, "skipped": ["regard"]}


def test_a_delicate_question_is_preceded_by_its_caution_and_a_way_past_it(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = at_bench.answers(context, JOURNAL)
    caution = page.locator(".pu-caution")
    expect(caution).to_be_hidden()
    press(page, "Question suivante")
    press(page, "Question suivante")
    expect(caution).to_contain_text("sensible")
    expect(caution.get_by_role("button", name="Passer cette question")).to_be_visible()
    before = (
        "document.querySelector('.pu-caution').compareDocumentPosition(document.querySelector('.pu-journal-question'))"
    )
    assert page.evaluate(f"{before} & Node.DOCUMENT_POSITION_FOLLOWING")
    expect(page.locator(".pu-journal textarea")).to_have_accessible_description(JOURNAL.questions[2].caution)


def test_the_journal_opens_on_the_first_question_left(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(JOURNAL.id, BODIES[Kind.GUIDED_JOURNAL])
    page = at_bench.answers(context, JOURNAL)
    assert question(page) == JOURNAL.questions[2].question
    assert page.locator("progress").evaluate("(bar) => bar.value") == 2


def test_all_questions_are_listed_with_their_state_and_lead_there(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(JOURNAL.id, BODIES[Kind.GUIDED_JOURNAL])
    page = at_bench.answers(context, JOURNAL)
    page.get_by_text("Toutes les questions").press("Enter")
    assert page.locator(".pu-overview .pu-tag").all_inner_texts() == ["répondue", "passée", "à venir", "à venir"]
    page.locator(".pu-overview").get_by_role("button", name=JOURNAL.questions[3].question).press("Enter")
    assert question(page) == JOURNAL.questions[3].question
    has_focus(page, ".pu-journal-question")


def test_the_timer_waits_to_be_asked_and_never_closes_a_question(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(
        context,
        JOURNAL,
        prepare=lambda page: page.clock.install(time=datetime.fromisoformat("2026-03-03T13:00:00+00:00")),
    )
    page.clock.pause_at(datetime.fromisoformat("2026-03-03T13:03:00+00:00"))
    page.get_by_text("Minuteur indicatif (2\u00a0min)").press("Enter")
    timer = page.get_by_role("timer")
    expect(timer).to_have_text("Reste 2\u00a0min")
    page.get_by_role("button", name="Démarrer").press("Enter")
    page.clock.run_for(150_000)
    expect(timer).to_have_text("Temps écoulé")
    page.locator(".pu-journal textarea").press_sequentially("encore")
    assert question(page) == JOURNAL.questions[0].question
