"""The place a learner looks from, through the seven modules, and the seventeen questions at the bottom of the U."""

from pathlib import Path

from acting import Answer, ready
from playwright.sync_api import Locator, Page, expect

from parcours_u.content.reading import read_course
from parcours_u.domain.course import Kind, Module
from parcours_u.domain.situation import STARTING_POINT
from running import Running

COURSE = read_course(Path(__file__).resolve().parents[2]).course
JOURNAL = COURSE.prompt("presencing-journal")
PLACE = "habitant"
LABEL = next(option.label for option in COURSE.prompt(STARTING_POINT).options if option.id == PLACE)


def opened(page: Page, course: Running, module: str, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(course.door)
    page.goto(course.module(module))
    ready(page)
    return page


def story(page: Page, module: Module) -> Locator:
    """Return the widget that tells the module's situation; the first module asks for the place elsewhere too."""
    assert module.situation
    return page.locator(f"[data-prompt={STARTING_POINT}]").filter(has_text=module.situation.title)


def test_the_place_chosen_in_the_first_module_is_proposed_in_each_and_changes_what_every_question_shows(
    course: Running, page: Page
) -> None:
    first, *_ = COURSE.modules
    told = story(opened(page, course, first.id, 1280), first)
    told.get_by_role("radio", name=LABEL).check()
    expect(page.locator(f"[data-prompt={STARTING_POINT}][data-state=saved]").first).to_be_visible()
    for module in COURSE.modules:
        told = story(opened(page, course, module.id, 1280), module)
        assert module.situation
        expect(told.get_by_role("radio", name=LABEL)).to_be_checked()
        expect(told.get_by_role("heading", name=f"Vu d’ici\u00a0: {LABEL}")).to_be_visible()
        view = module.situation.views[PLACE]
        expect(told.locator(".pu-view-text")).to_contain_text(view.text.splitlines()[0])
        for prompt in module.prompts:
            if prompt.id != STARTING_POINT and prompt.kind is not Kind.GUIDED_JOURNAL:
                example = page.locator(f'[data-prompt="{prompt.id}"] .pu-example').first
                expect(example).to_contain_text(view.examples[prompt.id])


def test_seventeen_questions_on_a_phone_come_one_at_a_time_can_be_passed_and_wait(course: Running, page: Page) -> None:
    journal = Answer(opened(page, course, "presencing", 360), JOURNAL.id).root
    question = journal.locator(".pu-journal-question")
    for rank, asked in enumerate(JOURNAL.questions, start=1):
        expect(question).to_have_text(asked.question)
        expect(journal.locator(".pu-progress-text")).to_contain_text(f"Question {rank} sur 17")
        expect(journal.locator("textarea:visible")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        if rank == 2:
            journal.locator("textarea").fill("Une rencontre, il y a dix ans.")
        if rank < len(JOURNAL.questions):
            step = "Question suivante" if rank == 2 else "Passer cette question"
            journal.get_by_role("button", name=step).filter(visible=True).first.click()
    Answer(page, JOURNAL.id).wait("saved")
    page.reload()
    ready(page)
    expect(question).to_have_text(JOURNAL.questions[-1].question)


def test_who_has_written_nothing_of_the_field_is_told_before_the_journal_and_only_then(
    course: Running, page: Page
) -> None:
    note = page.get_by_role("note").filter(has_text="Co-percevoir")
    opened(page, course, "presencing", 360)
    expect(note.get_by_role("link")).to_have_attribute("href", course.module("co-percevoir").removeprefix(course.base))
    expect(page.locator(f"[data-prompt={JOURNAL.id}] textarea")).to_be_editable()
    opened(page, course, "co-percevoir", 360)
    Answer(page, "co-percevoir-suspendre").write("Je me disais que personne ne viendrait.")
    opened(page, course, "presencing", 360)
    expect(note).to_have_count(0)
