"""A situation on a page: read, looked at from a place, chosen with the keyboard, and what the questions then say."""

from collections.abc import Callable, Iterator

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from situated import COURSE, LABELS, PLACE, TEXT, page_of, situated
from widget_bench import Bench, answer, bench, focused, heard, saved, tab

from axe import in_light_and_dark
from parcours_u.domain.situation import PLACES, STARTING_POINT
from parcours_u.views.kinds import answer_for
from parcours_u.views.page_answers import PageAnswers


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal(COURSE)


@pytest.fixture
def at_bench(journal: MemoryJournal) -> Iterator[Bench]:
    with bench(journal) as found:
        yield found


def opened(at_bench: Bench, context: BrowserContext) -> Page:
    return at_bench.open(context, page_of(at_bench.journal)[1:])


def test_without_a_choice_the_story_is_told_and_each_view_opens(at_bench: Bench, context: BrowserContext) -> None:
    page = opened(at_bench, context)
    situation = answer(page, PLACE)
    expect(situation.get_by_role("heading", name="Le banc")).to_have_attribute("aria-level", "3")
    expect(situation.get_by_text("Situation inventée")).to_be_visible()
    expect(situation.get_by_text("trois personnes se parlent <b>debout</b>.")).to_be_visible()
    expect(situation.locator(".pu-view summary")).to_have_text(list(LABELS))
    view = situation.locator(".pu-view").nth(3)
    view.locator("summary").click()
    expect(view).to_contain_text("Conseil à laboratoire.")
    expect(page.locator(".pu-example:visible")).to_have_count(0)


def test_a_place_is_chosen_with_the_keyboard_and_the_page_looks_from_it(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context)
    page.locator("textarea").first.fill("déjà écrit")
    saved(page, TEXT)
    answer(page, PLACE).get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == LABELS[1]
    heard(page, f"{LABELS[1]}\u00a0: le texte et les exemples partent maintenant de cette place.")
    saved(page, PLACE)
    assert journal.entry(STARTING_POINT).body == {"choice": "habitant", "note": ""}
    situation = answer(page, PLACE)
    expect(situation.get_by_role("heading", name=f"Vu d’ici\u00a0: {LABELS[1]}")).to_be_visible()
    expect(situation.locator(".pu-view-text")).to_contain_text("Vu par habitant.")
    expect(situation.locator(".pu-view summary")).to_have_text([label for label in LABELS if label != LABELS[1]])
    question = answer(page, TEXT)
    expect(question.locator(".pu-example")).to_have_text(
        "Depuis votre place, par exemple\u00a0: «\u00a0Phrase de habitant.\u00a0»"
    )
    field = question.locator("textarea").first
    expect(field).to_have_value("déjà écrit")
    expect(field).to_have_accessible_description(
        "En quelques lignes. Depuis votre place, par exemple\u00a0: «\u00a0Phrase de habitant.\u00a0»"
    )
    tab(page)
    assert focused(page) == "Effacer mon choix"
    page.keyboard.press("Enter")
    expect(question.locator(".pu-example")).to_be_hidden()
    expect(situation.locator(".pu-view summary")).to_have_text(list(LABELS))


def test_a_note_written_beside_the_choice_is_kept_when_the_place_changes(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(STARTING_POINT, {"choice": "mandat", "note": "Depuis deux ans."})
    page = opened(at_bench, context)
    answer(page, PLACE).get_by_role("radio", name=LABELS[4]).check()
    page.wait_for_function("bench.drafts().length > 0")
    saved(page, PLACE)
    assert journal.entry(STARTING_POINT).body == {"choice": "agent", "note": "Depuis deux ans."}


def test_a_choice_made_in_another_tab_is_never_overwritten_unawares(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = opened(at_bench, context)
    journal.write(STARTING_POINT, {"choice": "direction", "note": "ailleurs"})
    situation = answer(page, PLACE)
    situation.get_by_role("radio", name=LABELS[0]).check()
    expect(situation).to_have_attribute("data-state", "conflict")
    assert journal.entry(STARTING_POINT).body == {"choice": "direction", "note": "ailleurs"}
    situation.get_by_role("button", name="Prendre l’autre version").click()
    expect(situation.get_by_role("radio", name=LABELS[2])).to_be_checked()
    expect(situation.locator(".pu-view-text")).to_contain_text("Vu par direction.")


def test_asked_and_shown_on_one_page_the_choice_is_one(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    answers = PageAnswers()
    drawn = [answers.draw(journal, STARTING_POINT, make) for make in (answer_for, situated)]
    page = at_bench.open(context, drawn)
    asked, shown = page.locator(f"[data-prompt={STARTING_POINT}]").all()
    asked.get_by_role("radio", name=LABELS[0]).check()
    expect(shown.get_by_role("radio", name=LABELS[0])).to_be_checked()
    assert focused(page) == LABELS[0]
    shown.get_by_role("radio", name=LABELS[4]).check()
    expect(asked.get_by_role("radio", name=LABELS[4])).to_be_checked()
    expect(page.locator("[data-state=conflict]")).to_have_count(0)
    assert [body["choice"] for body in journal.bodies(STARTING_POINT)] == ["mandat", "agent"]


def test_the_choice_is_one_group_named_by_its_question_that_says_where_it_is_kept(
    at_bench: Bench, context: BrowserContext
) -> None:
    page = opened(at_bench, context)
    group = page.get_by_role("group", name=PLACE.question, exact=True)
    expect(group.get_by_role("radio")).to_have_count(len(PLACES))
    origin = answer(page, PLACE).locator(".pu-origin")
    expect(origin).to_have_text("Ce choix se garde dans «\u00a0Question de départ\u00a0».")
    expect(origin.get_by_role("link")).to_have_attribute("href", f"/question-de-depart#invite-{STARTING_POINT}")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("place", ["", "agent"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    at_bench: Bench, new_context: Callable[..., BrowserContext], journal: MemoryJournal, width: int, place: str
) -> None:
    if place:
        journal.write(STARTING_POINT, {"choice": place, "note": ""})
    page = opened(at_bench, new_context(viewport={"width": width, "height": 800}))
    page.locator(".pu-view summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = [
        f"{item['id']}: {node['html'][:160]}"
        for response in in_light_and_dark(page)
        for item in response["violations"]
        for node in item["nodes"]
    ]
    assert found == []
