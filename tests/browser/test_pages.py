"""Every page of the course, as a person meets it: French, accessible, readable, and silent towards other hosts.

The ``page`` fixture fails any of these tests whose page asks something of another host.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from acting import Answer, ready
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from axe import in_light_and_dark
from parcours_u.content.catalogue import load_course
from parcours_u.content.notebooks import PLACEHOLDER
from parcours_u.domain.course import Exercise, Module
from parcours_u.paths import content_root
from running import Running

COURSE = load_course()
ROOT = content_root()
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("course/*.ipynb", "course/formats/*.ipynb", "course/source/*/*.ipynb", "exercises/*.ipynb")
    for path in ROOT.glob(pattern)
)


NOWHERE = """() => Array.from(document.querySelectorAll("main a[href^='#']"), (link) => link.hash.slice(1))
    .filter((name) => ![name, decodeURIComponent(name)].some((id) => document.getElementById(id)))"""


NARROW: ViewportSize = {"width": 320, "height": 800}
WIDE: ViewportSize = {"width": 1280, "height": 720}


def part_at(path: str) -> Module | Exercise | None:
    """Return the module or exercise whose page is there: a page of the course may bear the name of an exercise."""
    return next((part for part in COURSE.parts() if COURSE.page_path(part.id) == path), None)


def prompts_of(path: str) -> list[str]:
    part = part_at(path)
    return [prompt.id for prompt in part.prompts] if part else []


def opened(page: Page, course: Running, path: str, query: str = "") -> str:
    """Open a page, wait until all that it has to draw is drawn, and return it as the server sent it."""
    page.goto(course.door)
    answer = page.goto(course.page(path) + query)
    assert answer is not None
    for prompt in prompts_of(path):
        page.wait_for_selector(f'[data-prompt="{prompt}"]')
    if isinstance(part_at(path), Module):
        ready(page)
    if path.endswith("carnet.ipynb"):
        page.get_by_text("Effacer tout mon carnet").first.wait_for()
    return answer.text()


def violations(page: Page) -> list[str]:
    return [
        f"{item['id']}: {item['help']} {[node['target'] for node in item['nodes']]}"
        for response in in_light_and_dark(page)
        for item in response["violations"]
    ]


def test_the_course_has_its_home_its_journal_seven_modules_the_case_clinic_and_the_guide() -> None:
    modules = ["question-de-depart", "co-initier", "co-percevoir", "presencing", "co-creer", "co-evoluer", "recolte"]
    assert [module.id for module in COURSE.modules] == modules
    assert {"course/accueil.ipynb", "course/carnet.ipynb", "exercises/clinique-de-cas.ipynb"} <= set(PAGES)
    assert {f"course/source/{module}/{module}.ipynb" for module in modules} <= set(PAGES)
    guide = ("guide", "guide-tenir-le-parcours", "guide-exercices", "guide-pratique-observee", "guide-tenir-un-noyau")
    assert {f"course/{page}.ipynb" for page in guide} <= set(PAGES)


@dataclass(frozen=True)
class Visit:
    """A page of the course, opened once on a narrow screen, for every test that looks at it."""

    page: Page
    errors: list[str]
    source: str


@pytest.fixture(scope="module", params=PAGES)
def visit(
    request: pytest.FixtureRequest,
    course: Running,
    silent_contexts: Callable[[], AbstractContextManager[Callable[..., BrowserContext]]],
) -> Iterator[Visit]:
    """Open each page of the course in turn; the tests of this module that ask for it look at the same one."""
    with silent_contexts() as open_context:
        page = open_context(viewport=NARROW).new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        source = opened(page, course, request.param, query="?template=lab")  # asked for and not given: see below
        yield Visit(page, errors, source)


def test_a_page_is_french_and_whole(visit: Visit) -> None:
    page = visit.page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert "There was an error when executing cell" not in page.content()
    assert page.evaluate(NOWHERE) == []
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert visit.errors == []


def test_the_trainers_answer_cells_are_not_drawn_even_by_another_template(visit: Visit) -> None:
    assert PLACEHOLDER.strip("*") not in visit.source
    assert 'lang="fr"' in visit.source


def test_a_page_fits_a_narrow_screen(visit: Visit) -> None:
    visit.page.set_viewport_size(NARROW)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_axe_finds_no_violation(visit: Visit) -> None:
    visit.page.set_viewport_size(WIDE)
    assert violations(visit.page) == []
    assert visit.errors == []


def test_the_home_page_leads_to_every_module_and_tells_its_state(course: Running, page: Page) -> None:
    opened(page, course, "course/accueil.ipynb")
    navigation = page.get_by_role("navigation", name=re.compile("sept étapes"))
    for module in COURSE.modules:
        link = navigation.get_by_role("link", name=re.compile(re.escape(module.title)))
        expect(link.first).to_be_visible()
        assert f"{module.id}/{module.id}.ipynb" in (link.first.get_attribute("href") or "")
    expect(navigation.get_by_text("pas encore commencé").first).to_be_visible()


def test_continuer_leads_where_the_learner_left(course: Running, page: Page) -> None:
    opened(page, course, "course/source/co-evoluer/co-evoluer.ipynb")
    Answer(page, "co-evoluer-revenir").write("Je reviens demain.")
    page.goto(course.page("course/accueil.ipynb"))
    page.get_by_role("link", name="Continuer").click()
    ready(page)
    assert "co-evoluer" in page.url
    expect(Answer(page, "co-evoluer-revenir").field).to_have_value("Je reviens demain.")
    page.goto(course.page("course/accueil.ipynb"))
    expect(page.get_by_text("commencé, 1 sur").first).to_be_visible()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(course: Running, page: Page) -> None:
    opened(page, course, "course/accueil.ipynb")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Aller au contenu")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null || location.hash !== ''")


def test_the_private_links_token_leaves_the_address_bar(course: Running, page: Page) -> None:
    page.goto(course.link)
    expect(page).to_have_url(re.compile(r"accueil\.ipynb$"))


def test_erasing_everything_from_the_journal_page_leaves_nothing(course: Running, page: Page) -> None:
    opened(page, course, "course/source/recolte/recolte.ipynb")
    Answer(page, "recolte-recit").write("Une phrase que je veux effacer tout à fait de ce disque.")
    opened(page, course, "course/carnet.ipynb")
    expect(page.get_by_text("Une phrase que je veux effacer").first).to_be_visible()
    page.get_by_text("Effacer tout mon carnet").first.click()
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name=re.compile("^Effacer")).last.click()
    expect(page.get_by_role("main")).to_contain_text("il ne reste aucun mot de votre carnet sur le disque")
    files = [path for path in course.folder.rglob("*") if path.is_file()]
    assert not any(b"je veux effacer tout" in path.read_bytes() for path in files)
