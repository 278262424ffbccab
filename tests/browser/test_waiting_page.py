"""More pages than places: the next one can be read, says so, and opens by itself; nothing typed is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from acting import Answer, ready
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from running import Running, running

FULL = (
    "Toutes les places sont prises pour le moment. Vous pouvez lire la page\u00a0: ce qui est à remplir s’ouvrira tout seul, "
    "dès qu’une place sera libre. La prochaine est pour vous."
)
BEHIND = FULL.replace("La prochaine est pour vous.", "Une page attend avant la vôtre.")
SOON = "Cet espace s’ouvrira dès qu’une place sera libre."
QUEUED = (
    "Toutes les places sont prises pour le moment\u00a0: vos mots restent dans cette page, ils partiront dès qu’une place "
    "sera libre."
)
PROMPT = "co-initier-invitation"


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Running]:
    """A server of one place, new for each test: a tab whose goodbye was lost on the way holds its place for a minute."""
    with running(tmp_path / "carnet", "--pages-vivantes", "1") as found:
        yield found


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """One browser, where several pages are open."""
    return page.context


@pytest.fixture
def opened(course: Running, page: Page) -> Page:
    """The page that holds the one place there is."""
    page.goto(course.door)
    page.goto(course.module("co-creer"))
    ready(page)
    return page


def waiting(course: Running, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(course.module("co-initier"))
    expect(page.locator("#pu-preparation p")).to_have_text(FULL)
    return page


def saved(course: Running, prompt: str) -> str:
    return str(course.ask("GET", f"/parcours-u/entries?prompt={prompt}")[1]["entries"][0]["body"]["text"])


def test_a_page_without_a_place_is_read_says_so_and_opens_by_itself_when_its_turn_comes(
    course: Running, opened: Page, context: BrowserContext
) -> None:
    page = waiting(course, context)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(SOON).first).to_be_visible()
    expect(page.locator("#pu-preparation [role=status]")).to_have_attribute("aria-live", "polite")
    opened.close(run_before_unload=True)
    ready(page)
    expect(page.get_by_text(SOON)).to_have_count(0)
    expect(page.locator("#pu-preparation")).to_have_count(0)
    Answer(page, PROMPT).write("Écrit après avoir attendu.")
    assert saved(course, PROMPT) == "Écrit après avoir attendu."
    assert loads == []


def test_who_reloads_or_goes_on_to_the_next_page_keeps_their_place_before_those_who_wait(
    course: Running, opened: Page, new_context: Callable[..., BrowserContext]
) -> None:
    other = new_context()
    other.new_page().goto(course.door)
    page = waiting(course, other)
    opened.reload()
    ready(opened)
    opened.get_by_role("link", name="Page suivante").click()
    expect(opened).to_have_url(course.module("co-evoluer"))
    ready(opened)
    expect(page.locator("#pu-preparation p")).to_have_text(FULL)


def test_a_waiting_page_that_is_loaded_again_or_left_for_another_keeps_its_turn_before_those_behind(
    course: Running, opened: Page, context: BrowserContext, new_context: Callable[..., BrowserContext]
) -> None:
    page = waiting(course, context)
    behind = new_context().new_page()
    behind.goto(course.door)
    behind.goto(course.module("co-initier"))
    expect(behind.locator("#pu-preparation p")).to_have_text(BEHIND)
    for _ in range(3):
        page.reload()
        expect(page.locator("#pu-preparation p")).to_have_text(FULL)
    page.goto(course.module("co-percevoir"))
    expect(page.locator("#pu-preparation p")).to_have_text(FULL)
    page.get_by_role("link", name="Page suivante").click()
    expect(page).to_have_url(course.module("presencing"))
    expect(page.locator("#pu-preparation p")).to_have_text(FULL)
    expect(behind.locator("#pu-preparation p")).to_have_text(BEHIND)
    opened.close(run_before_unload=True)
    ready(page)
    expect(behind.locator("#pu-preparation p")).to_have_text(FULL)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_that_waits_is_accessible_and_fits(
    course: Running, opened: Page, context: BrowserContext, width: int, tmp_path: Path
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(course.module("co-initier"))
    expect(page.locator("#pu-preparation p")).to_have_text(FULL)
    page.screenshot(path=tmp_path / f"attente-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [item["id"] for found in in_light_and_dark(page) for item in found["violations"]] == []


def test_words_typed_in_a_page_whose_place_was_taken_leave_when_it_has_another(
    course: Running, opened: Page, context: BrowserContext
) -> None:
    answer = Answer(opened, "co-creer-protection")
    answer.write("Avant.")
    number = ask_for_a_place(course)
    kernel = str(opened.evaluate("parcoursU.kernel.id"))
    assert course.ask("POST", f"/voila/api/shutdown/{kernel}", {})[0] == 204  # as when it is culled: its place is free
    other = course.ask("POST", "/voila/render/course/accueil.ipynb", {"kernel": "", "number": number})
    assert other[0] == 200
    while course.ask("GET", f"/api/kernels/{kernel}")[0] != 404:
        assert opened.evaluate("parcoursU.kernel.id") == kernel
    answer.field.press("End")
    opened.keyboard.type(" Pendant.")
    expect(opened.locator("#pu-liaison")).to_have_text(QUEUED)
    held = other[1].split(b'data-noyau="')[1].split(b'"')[0].decode()
    assert course.ask("POST", f"/voila/api/shutdown/{held}", {})[0] == 204
    answer.wait("saved")
    expect(opened.locator("#pu-liaison")).to_be_empty()
    expect(answer.field).to_be_focused()
    assert saved(course, answer.prompt) == "Avant. Pendant."


def ask_for_a_place(course: Running) -> str:
    status, told, _ = course.ask("POST", "/voila/render/course/accueil.ipynb", {"kernel": ""})
    assert status == 503
    return str(told["number"])
