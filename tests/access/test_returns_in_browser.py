"""Comments that come back while a learner's pages are open: shown beside their answers, without a reload, and nothing moves."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from commented import MODULE, Commented, commented
from parcours_u.domain.people import Role
from people_here import FREE_TEXT, HOME
from people_here import MODULE as PAGE

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader]

JOURNAL = "voila/render/course/carnet.ipynb"
Opening = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    with commented(tmp_path_factory.mktemp("rendue") / "groupe") as found:
        for name in ("Ana", "Bea"):
            found.comes(name)
            found.writes(name, f"Ce que je vois ({name})")
            found.deposits(name)
        found.comes("Awa", Role.TRAINER)
        found.collect("Awa")
        yield found


def answer_on(page: Page) -> Locator:
    return page.locator(f'[data-prompt="{FREE_TEXT}"]')


def ready(page: Page) -> Page:
    """Wait for a module's page to be whole; mark it, so that a reload would be seen."""
    expect(page.get_by_role("button", name="Voir ce qui partirait")).to_be_visible()
    expect(answer_on(page)).to_contain_text("Déposé")
    page.evaluate("window.marque = 'la même page'")
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_a_comment_arrives_beside_its_answer_under_the_fingers_of_who_types_and_moves_nothing(
    new_context: Opening, desk: Commented, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": 740})
    page = ready(desk.people["Ana"].opened(context, PAGE))
    field = page.locator(".pu-answer textarea:visible").last
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f"je suis en train d’écrire sur {width}")
    typed = field.input_value()
    place = field.evaluate("(node) => node.getBoundingClientRect().top")
    comment = f"Qui d’autre le voit, sur {width} ?"
    base = desk.read("Awa", "Ana").json["answers"][0]["comment"]
    assert desk.comment("Awa", "Ana", comment, base=base).json["state"] == "saved"
    assert desk.sends_back("Awa").status == 200
    expect(answer_on(page)).to_contain_text(comment)
    expect(page.locator("#pu-annonces")).to_contain_text("vient d’arriver")
    assert abs(field.evaluate("(node) => node.getBoundingClientRect().top") - place) < 2
    expect(field).to_be_focused()
    page.keyboard.type(", et je continue")
    expect(field).to_have_value(f"{typed}, et je continue")
    link = page.locator(".pu-revenus").get_by_role("link")
    expect(link).to_have_attribute("href", f"#invite-{FREE_TEXT}")
    assert page.evaluate("window.marque") == "la même page"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []


def test_a_comment_returned_by_the_command_arrives_too_and_home_says_where(
    new_context: Opening, desk: Commented
) -> None:
    context = new_context()
    page = ready(desk.people["Bea"].opened(context, PAGE))
    home = desk.people["Bea"].opened(context, HOME)
    expect(home.locator(".pu-u")).to_be_visible()
    told = home.get_by_role("region", name="Des commentaires viennent d’arriver")
    expect(told).to_have_count(0)
    assert desk.comment("Awa", "Bea", "Rendu d’une autre fenêtre").json["state"] == "saved"
    done = desk.command("module", "retours", MODULE)
    assert done.returncode == 0, done.stderr
    expect(answer_on(page)).to_contain_text("Rendu d’une autre fenêtre")
    expect(told.get_by_role("link", name="Co-initier")).to_have_attribute("href", re.compile(re.escape(PAGE)))
    expect(home.locator("#pu-annonces")).to_contain_text("Des commentaires viennent d’arriver")
    desk.cohort.end_kernels()


def test_an_open_journal_says_that_comments_came_and_shows_them_when_asked(
    new_context: Opening, desk: Commented
) -> None:
    page = desk.people["Bea"].opened(new_context(viewport={"width": 360, "height": 740}), JOURNAL)
    choice = page.get_by_label("Étape", exact=True)
    expect(choice).to_be_visible()
    choice.focus()
    base = desk.read("Awa", "Bea").json["answers"][0]["comment"]
    assert desk.comment("Awa", "Bea", "Rendu pendant la relecture", base=base).json["state"] == "saved"
    assert desk.sends_back("Awa").status == 200
    ask = page.get_by_role("button", name="Les lire ici")
    expect(ask).to_be_visible(timeout=40_000)
    expect(choice).to_be_focused()
    expect(page.get_by_text("Rendu pendant la relecture")).to_have_count(0)
    expect(page.locator("#pu-annonces")).to_contain_text("Des commentaires viennent d’arriver")
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    ask.click()
    expect(page.get_by_text("Rendu pendant la relecture")).to_be_visible()
    expect(ask).to_be_hidden()


def test_who_opens_the_page_while_their_comments_are_on_their_way_gets_them_without_opening_it_again(
    new_context: Opening, desk: Commented
) -> None:
    base = desk.read("Awa", "Bea").json["answers"][0]["comment"]
    assert desk.comment("Awa", "Bea", "Tout juste rendu", base=base).json["state"] == "saved"
    assert desk.sends_back("Awa").status == 200
    page = desk.people["Bea"].opened(new_context(), PAGE)
    expect(answer_on(page)).to_contain_text("Tout juste rendu")
