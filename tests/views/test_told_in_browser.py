"""Answers read away from their cell, on a page: what is there, what is missing, the way back, and on a narrow screen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import BODIES, COURSE, PROMPTS
from widget_bench import Bench, frozen

from axe import in_light_and_dark
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Comment
from parcours_u.views.journal import JournalReader
from parcours_u.views.kinds import answer_for
from parcours_u.views.told import ProjectReader, SideBySide

INTENTION, MAP = PROMPTS[Kind.INTENTION], PROMPTS[Kind.STAKEHOLDER_MAP]
BACK = "document.dispatchEvent(new Event('visibilitychange'))"
HOSTILE = "<script>window.hacked = true</script> שלום " + "x" * 200


@pytest.fixture
def journal() -> MemoryJournal:
    found = MemoryJournal(replace(COURSE, project=(INTENTION.id, MAP.id)))
    found.api_url = lambda path: f"/parcours-u/{path}"  # type: ignore[attr-defined]
    found.host = lambda: "local"  # type: ignore[attr-defined]
    return found


def violations(page: Page) -> list[str]:
    return [
        f"{item['id']}: {node['html'][:160]}"
        for response in in_light_and_dark(page)
        for item in response["violations"]
        for node in item["nodes"]
    ]


def test_the_project_s_story_is_a_section_a_module_with_its_gaps_and_its_files(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(INTENTION.id, {"sentence": HOSTILE}, at="2026-03-01T08:00:00Z")
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    page = at_bench.open(context, [ProjectReader(journal)])
    article = page.get_by_role("article", name=INTENTION.question)
    expect(article).to_contain_text(BODIES[Kind.INTENTION]["sentence"])
    expect(article.get_by_role("listitem")).to_contain_text(HOSTILE)
    assert page.evaluate("window.hacked") is None
    gap = page.get_by_role("article", name=MAP.question)
    expect(gap).to_contain_text("Cette part du récit viendra à son heure.")
    link = gap.get_by_role("link", name=f"Aller à cette question\u00a0: {MAP.question}")
    expect(link).to_have_attribute("href", f"/essai#invite-{MAP.id}")
    expect(page.get_by_role("link", name="Word (.docx)")).to_have_attribute("href", "/parcours-u/projet.docx")
    expect(page.get_by_text("1\u00a0part du récit est écrite, sur 2.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    at_bench: Bench, new_context: Callable[..., BrowserContext], journal: MemoryJournal, width: int
) -> None:
    journal.write(INTENTION.id, {"sentence": HOSTILE}, at="2026-03-01T08:00:00Z")
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    widgets = [SideBySide(journal, INTENTION.id, MAP.id), ProjectReader(journal)]
    page = at_bench.open(new_context(viewport={"width": width, "height": 800}), widgets)
    page.add_style_tag(content="a { color: inherit }")  # links take their colours from the template
    expect(page.get_by_role("article")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


READERS = {
    "side by side": lambda journal: SideBySide(journal, INTENTION.id, MAP.id),
    "the project": ProjectReader,
    "the journal": JournalReader,
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_words_erased_on_another_page_are_read_nowhere_any_more(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, reader: Callable[[MemoryJournal], object]
) -> None:
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    page = at_bench.open(context, [reader(journal)])
    words = page.get_by_text(BODIES[Kind.INTENTION]["sentence"])
    expect(words).to_be_visible()
    page.get_by_role("link").first.focus()
    other = at_bench.answers(context, INTENTION)
    journal.erase()
    other.evaluate("parcoursUAutresPages.postMessage(null)")
    expect(words).to_have_count(0)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    journal.write(INTENTION.id, {"sentence": "Écrit ailleurs."})
    page.evaluate(BACK)
    expect(page.get_by_text("Écrit ailleurs.")).to_be_visible()


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_who_comes_back_where_nothing_changed_finds_the_page_as_they_left_it(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, reader: Callable[[MemoryJournal], object]
) -> None:
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    page = at_bench.open(context, [reader(journal)])
    page.get_by_role("link").first.focus()
    page.evaluate("document.activeElement.dataset.same = 'yes'; bench.held = []")
    page.evaluate(BACK)
    page.wait_for_function("bench.held.length >= 1")
    page.evaluate("bench.release()")
    assert page.evaluate("document.activeElement.dataset.same") == "yes"


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_a_page_that_could_not_be_read_is_whole_once_somebody_comes_back_to_it(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, reader: Callable[[MemoryJournal], object]
) -> None:
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    shown = reader(journal)
    journal.failure = "Rien ne répond."
    page = at_bench.open(context, [shown])
    failed = page.locator(".pu-issue").filter(has_text="Rien ne répond.")
    expect(failed).to_be_visible()
    journal.failure = ""
    page.evaluate(BACK)
    expect(page.get_by_text(BODIES[Kind.INTENTION]["sentence"])).to_be_visible()
    expect(failed).to_have_count(0)


def test_comments_are_heard_in_a_journal_that_could_not_be_read_at_first(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.together = True
    journal.failure = "Rien ne répond."
    page = at_bench.open(context, [JournalReader(journal)])
    expect(page.locator(".pu-issue")).to_have_text("Rien ne répond.")
    journal.failure = ""
    with page.expect_websocket():
        page.evaluate(BACK)


def test_comments_wait_in_the_journal_for_who_asks_and_are_told_no_more_once_they_are_there(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    def prepare(page: Page) -> None:
        frozen(page)
        page.add_init_script(
            "window.WebSocket = class { static OPEN = 1; constructor() { window.line = this; } close() {} };"
        )

    journal.together = True
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    page = at_bench.open(context, [JournalReader(journal)], prepare=prepare)
    expect(page.get_by_role("article")).to_have_count(1)
    page.evaluate("line.onopen()")
    page.clock.pause_at(datetime.fromisoformat("2026-03-03T13:00:40+00:00"))
    journal.comments[INTENTION.id] = (Comment(INTENTION.id, "Qui d’autre ?", journal.now),)
    page.evaluate(
        """() => {
          const heard = Object.assign(document.createElement("div"), { id: "pu-annonces" });
          heard.dataset.spokenAt = Date.now(); // a gesture was told: news wait
          document.body.append(heard);
          const news = [{ number: 1, kind: "returned" }];
          line.onmessage({ data: JSON.stringify({ type: "news", room: "returns", number: 1, news }) });
          bench.held = [];
        }"""
    )
    ask = page.get_by_role("button", name="Les lire ici")
    expect(ask).to_be_visible()
    page.evaluate(BACK)
    page.wait_for_function("bench.held.length >= 1")
    page.evaluate("bench.release()")
    expect(ask).to_be_visible()
    expect(page.get_by_text("Qui d’autre ?")).to_have_count(0)
    journal.write(INTENTION.id, {"sentence": "Écrit ailleurs."})
    page.evaluate(BACK)
    expect(page.get_by_text("Qui d’autre ?")).to_be_visible()
    expect(ask).to_be_hidden()
    page.clock.run_for(5_000)
    expect(page.locator("#pu-annonces")).to_have_text("")


def test_an_answer_gone_on_with_says_where_it_was_begun(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(INTENTION.id, BODIES[Kind.INTENTION])
    page = at_bench.open(context, [answer_for(INTENTION, journal.entry(INTENTION.id), journal, elsewhere=True)])
    origin = page.locator(".pu-origin")
    expect(origin).to_have_text("Commencée dans «\u00a0Essai\u00a0».")
    expect(origin.get_by_role("link", name="Essai")).to_have_attribute("href", f"/essai#invite-{INTENTION.id}")
    expect(page.get_by_role("textbox", name=INTENTION.question)).to_have_value(BODIES[Kind.INTENTION]["sentence"])
    assert violations(page) == []
