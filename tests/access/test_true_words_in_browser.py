"""« Lire et commenter »: what is late, awaited, and about to leave, person by person, is told as it is."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Route, expect

from axe import in_light_and_dark
from commented import MODULE, Commented, commented
from parcours_u.content.catalogue import load_course
from parcours_u.domain.people import Role
from people_here import FREE_TEXT
from trainer_space import part_of_space

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader]

OTHER = "co-percevoir"
GONE_BY, TO_COME = "2026-01-15T17:00:00Z", "2099-01-15T17:00:00Z"
UNSHARED = next(
    prompt.id for one in load_course().modules if one.id == MODULE for prompt in one.prompts if prompt.id != FREE_TEXT
)
Opening = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    """Ana and Bea deposited, Chloé and Dan did not; the trainer gave a date to everybody, and another one to a circle."""
    with commented(tmp_path_factory.mktemp("vraie") / "groupe") as found:
        for name in ("Ana", "Bea", "Chloé", "Dan"):
            found.comes(name)
        for name in ("Ana", "Bea"):
            found.writes(name, f"Ce que je vois ({name})")
            found.deposits(name)
        found.comes("Awa", Role.TRAINER)
        circles = found.circles(Tilleul=("Ana", "Chloé"), Erable=("Bea", "Dan"))
        found.expects("Awa", GONE_BY)
        found.expects("Awa", TO_COME, circles["Tilleul"])
        found.collect("Awa")
        yield found


def panel_of(context: BrowserContext, desk: Commented) -> Locator:
    """Open the trainer's space; return « Lire et commenter », its deposits shown."""
    page = desk.people["Awa"].opened(context, part_of_space("Lire et commenter"))
    panel = page.locator(".pu-lecture")
    expect(panel.locator(".pu-lecture-personne").first).to_be_visible()
    return panel


def returns(panel: Locator) -> Locator:
    """Ask to see what would leave; return where it is shown."""
    panel.get_by_role("button", name=re.compile("^Renvoyer les commentaires")).click()
    return panel.get_by_role("group", name="Ce qui partirait")


def test_a_deposit_is_late_by_the_date_of_whoever_made_it(new_context: Opening, desk: Commented) -> None:
    panel = panel_of(new_context(), desk)
    expect(panel.get_by_role("button", name="Bea du groupe")).to_contain_text("après la date")
    own = panel.get_by_role("button", name="Ana du groupe")
    expect(own).not_to_contain_text("après la date")
    own.click()
    expect(panel.get_by_role("heading", name="Ana du groupe")).to_be_focused()
    read = panel.locator(".pu-lecture-lue")
    expect(read.get_by_text("Déposé")).to_be_visible()
    expect(read.get_by_text("après la date")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_leaves_is_counted_with_what_was_written_in_nbgrader_meanwhile(
    new_context: Opening, desk: Commented, width: int
) -> None:
    panel = panel_of(new_context(viewport={"width": width, "height": 740}), desk)
    desk.comments_in_nbgrader("Ana", f"Sous la réponse, {width}")
    desk.comments_in_nbgrader("Ana", f"Sous une question sans réponse, {width}", UNSHARED)
    leaving = returns(panel)
    expect(leaving).to_contain_text("Ana du groupe\u00a0: 2\u00a0commentaires")
    assert panel.page.evaluate("document.documentElement.scrollWidth") <= width
    for answer in in_light_and_dark(panel.page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    assert desk.rows("Awa")["Ana"]["leaving"] == 2
    leaving.get_by_role("button", name="Renvoyer à cette personne").click()
    expect(panel.get_by_text("Les commentaires sont partis, à 1\u00a0personne.")).to_be_visible()


def test_of_comments_that_were_all_taken_back_it_is_said_that_they_are(new_context: Opening, desk: Commented) -> None:
    desk.comments_in_nbgrader("Bea", "À reprendre")
    assert desk.sends_back("Awa").status == 200
    panel = panel_of(new_context(), desk)
    desk.comments_in_nbgrader("Bea", "")
    leaving = returns(panel)
    expect(leaving).to_contain_text("Bea du groupe\u00a0: ce qui était écrit est repris")
    leaving.get_by_role("button", name="Renvoyer à cette personne").click()
    expect(panel.get_by_text("Les commentaires sont partis")).to_be_visible()


def test_nothing_is_shown_as_leaving_while_the_server_says_nothing_of_it(new_context: Opening, desk: Commented) -> None:
    desk.comments_in_nbgrader("Ana", "Écrit avant la panne")
    panel = panel_of(new_context(), desk)
    expect(panel.get_by_role("button", name="Renvoyer les commentaires (1)")).to_be_visible()
    expect(panel.locator(".pu-issue-attente")).to_have_count(0)
    panel.page.route(f"**/depots/{MODULE}", lambda route: route.abort())
    leaving = returns(panel)
    expect(panel.get_by_text("Le serveur du parcours ne répond pas")).to_be_visible()
    expect(leaving).to_be_hidden()


def test_what_is_shown_as_leaving_follows_what_is_written_meanwhile(new_context: Opening, desk: Commented) -> None:
    desk.comments_in_nbgrader("Ana", "Écrit d’abord")
    panel = panel_of(new_context(), desk)
    leaving = returns(panel)
    expect(leaving).to_contain_text("à 1\u00a0personne")
    desk.comments_in_nbgrader("Bea", "Écrit ensuite")
    panel.page.evaluate("document.dispatchEvent(new CustomEvent('parcours-u:cohorte', {detail: {}}))")
    expect(leaving).to_contain_text("à 2\u00a0personnes")
    expect(leaving.get_by_text("Ce qui partirait")).to_be_focused()
    panel.page.route("**/retours", lambda route: route.abort())
    go = leaving.get_by_role("button", name="Renvoyer à ces 2 personnes")
    go.click()
    expect(panel.get_by_text("Le serveur du parcours ne répond pas")).to_be_visible()
    expect(go).to_be_focused()


def test_what_leaves_is_what_the_page_shows_even_where_more_was_written_since(
    new_context: Opening, desk: Commented
) -> None:
    assert desk.sends_back("Awa").status == 200
    desk.comments_in_nbgrader("Ana", "À renvoyer")
    panel = panel_of(new_context(), desk)
    leaving = returns(panel)
    expect(leaving).to_contain_text("à 1\u00a0personne")
    desk.comments_in_nbgrader("Bea", "Un commentaire à moit")
    leaving.get_by_role("button", name="Renvoyer à cette personne").click()
    expect(panel.get_by_text("Ce qui partirait a changé depuis")).to_be_visible()
    expect(leaving).to_contain_text("à 2\u00a0personnes")
    expect(leaving.get_by_text("Ce qui partirait")).to_be_focused()
    assert {name for name, row in desk.rows("Awa").items() if row["waiting"]} == {"Ana", "Bea"}
    leaving.get_by_role("button", name="Renvoyer à ces 2 personnes").click()
    expect(panel.get_by_text("Les commentaires sont partis, à 2\u00a0personnes.")).to_be_visible()


def test_what_comes_of_sending_is_told_of_its_own_module_when_another_is_shown_meanwhile(
    new_context: Opening, desk: Commented
) -> None:
    assert desk.command("module", "diffuser", OTHER).returncode == 0
    desk.comments_in_nbgrader("Ana", "Pendant que l’on passe ailleurs")
    panel = panel_of(new_context(), desk)
    leaving, held = returns(panel), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    panel.page.route("**/retours", hold)
    with panel.page.expect_request("**/retours"):
        leaving.get_by_role("button", name="Renvoyer à cette personne").click()
    panel.get_by_label("Module", exact=True).select_option(OTHER)
    rows = panel.locator(".pu-lecture-personne")
    expect(rows).to_have_count(0)
    held[0].continue_()
    expect(
        panel.get_by_text("Les commentaires de «\u00a0Co-initier\u00a0» sont partis, à 1\u00a0personne.")
    ).to_be_visible()
    expect(rows).to_have_count(0)
    expect(panel.get_by_role("option", name=re.compile("^Co-initier \\(2"))).to_be_attached()
