"""An agreement that somebody is changing: what they write stays whatever becomes of it, and leaves by itself after an outage."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from together import Together

from axe import in_light_and_dark
from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind
from parcours_u.domain.rooms import Room
from parcours_u.store.agreements import Agreements

pytestmark = pytest.mark.browser

LINE_BACK = "document.dispatchEvent(new CustomEvent('parcours-u:ligne', {detail: {state: 'open'}}))"
PAIR, CORE = Room(Reader.PAIR, "p1"), Room(Reader.CORE_GROUP, "n1")


@pytest.fixture
def agreements(place: Together) -> Agreements:
    found = Agreements(place.cohort.database, "ada")
    found.write([PAIR], "Nous appeler", "")
    return found


@pytest.fixture
def changing(agreements: Agreements, opened: Callable[..., Page]) -> Page:
    """A page whose reader is changing what their pair agreed on."""
    page = opened("bo", "group?kind=pair", viewport={"width": 360, "height": 740})
    page.get_by_role("button", name="Changer").click()
    page.get_by_label("Ce que nous convenons").fill("Nous appeler mardi")
    return page


def items(page: Page) -> list[str]:
    return page.locator(".pu-agreed-text:visible").all_inner_texts()


def held(agreements: Agreements) -> list[tuple[str, int]]:
    return [(one.text, one.version) for one in agreements.look().agreements]


def remove(agreements: Agreements) -> None:
    (one,) = agreements.look().agreements
    agreements.remove(one.id, one.version)


def back(page: Page) -> None:
    page.unroute("**/agreements/*")
    page.evaluate(LINE_BACK)


def test_words_stay_when_somebody_removes_what_they_change_and_can_be_agreed_on_again(
    changing: Page, agreements: Agreements
) -> None:
    field = changing.get_by_label("Ce que nous convenons")
    remove(agreements)
    expect(changing.get_by_role("alert").filter(has_text="Ce point vient d’être retiré")).to_be_visible()
    expect(field).to_have_value("Nous appeler mardi")
    expect(field).to_be_focused()
    assert items(changing) == []
    assert [item["id"] for one in in_light_and_dark(changing) for item in one["violations"]] == []
    changing.locator(".pu-agreed-item").get_by_role("button", name="Ajouter").click()
    expect(changing.locator(".pu-agreed-text:visible")).to_have_text("Nous appeler mardi")
    expect(field).to_have_count(0)
    assert [text for text, _ in held(agreements)] == ["Nous appeler mardi"]


def test_words_that_are_forgotten_go_with_what_was_removed(changing: Page, agreements: Agreements) -> None:
    remove(agreements)
    changing.get_by_role("button", name="Oublier ces mots").click()
    expect(changing.locator(".pu-agreed-item")).to_have_count(0)
    expect(changing.get_by_role("heading", name="Ce que nous avons convenu")).to_be_focused()
    assert held(agreements) == []


def test_what_nobody_is_writing_in_goes_when_it_is_removed(agreements: Agreements, opened: Callable[..., Page]) -> None:
    page = opened("bo", "group?kind=pair")
    page.get_by_role("button", name="Changer").click()
    remove(agreements)
    expect(page.locator(".pu-agreed-item")).to_have_count(0)


def test_a_change_that_nothing_answered_leaves_once_the_line_is_back(changing: Page, agreements: Agreements) -> None:
    changing.route("**/agreements/*", lambda route: route.abort())
    changing.get_by_role("button", name="Enregistrer").click()
    expect(changing.get_by_role("alert").filter(has_text="ils partiront dès son retour")).to_be_visible()
    back(changing)
    expect(changing.get_by_label("Ce que nous convenons")).to_have_count(0)
    assert items(changing) == ["Nous appeler mardi"]
    assert held(agreements) == [("Nous appeler mardi", 2)]


def test_a_change_that_passes_late_leaves_alone_what_is_written_since(changing: Page, agreements: Agreements) -> None:
    changing.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (...asked) => {
            if (asked[1]?.method !== "PATCH") return real(...asked);
            window.fetch = real;
            const answer = await real(...asked);
            await new Promise((resolve) => (window.answerNow = resolve));
            return answer;
          };
        }"""
    )
    changing.get_by_role("button", name="Enregistrer").click()
    changing.wait_for_function("Boolean(window.answerNow)")
    changing.get_by_role("button", name="Annuler").click()
    changing.get_by_role("button", name="Changer").click()
    field = changing.get_by_label("Ce que nous convenons")
    field.fill("Nous écrire")
    changing.evaluate("answerNow()")
    expect(changing.locator("#pu-annonces")).to_have_text("C’est enregistré, le groupe le voit.")
    expect(field).to_have_value("Nous écrire")
    expect(field).to_be_focused()
    expect(changing.get_by_role("alert").filter(visible=True, has_text="\\S")).to_have_count(0)
    assert held(agreements) == [("Nous appeler mardi", 2)]


def test_a_change_that_leaves_by_itself_takes_nobody_from_where_they_are_writing(
    changing: Page, agreements: Agreements
) -> None:
    late: list[Route] = []

    def wait(route: Route) -> None:
        late.append(route)

    changing.route("**/agreements/*", wait)
    with changing.expect_request("**/agreements/*"):
        changing.get_by_role("button", name="Enregistrer").click()
    elsewhere = changing.get_by_label("Convenir d’une chose")
    elsewhere.focus()
    late[0].abort()
    expect(changing.get_by_role("alert").filter(has_text="ils partiront dès son retour")).to_be_visible()
    expect(elsewhere).to_be_focused()
    back(changing)
    expect(changing.get_by_label("Ce que nous convenons")).to_have_count(0)
    expect(elsewhere).to_be_focused()


def test_a_change_that_waits_says_so_once_and_no_more_when_it_is_given_up(
    changing: Page, agreements: Agreements
) -> None:
    changing.route("**/agreements/*", lambda route: route.abort())
    changing.get_by_role("button", name="Enregistrer").click()
    told = changing.get_by_role("alert").filter(has_text="ils partiront dès son retour")
    expect(told).to_be_visible()
    told.evaluate(
        "(alert) => { window.again = 0; new MutationObserver(() => again++).observe(alert, { childList: true }); }"
    )
    with changing.expect_event("requestfailed"):
        changing.evaluate(LINE_BACK)
    changing.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert changing.evaluate("again") == 0
    changing.get_by_role("button", name="Annuler").click()
    expect(told).to_have_count(0)
    assert held(agreements) == [("Nous appeler", 1)]


def test_words_of_a_group_that_ended_are_to_be_copied_not_added(
    changing: Page, agreements: Agreements, place: Together
) -> None:
    place.cohort.ends("p1")
    place.cut_lines()
    expect(changing.get_by_role("alert").filter(has_text="Ce groupe est fini, ou vous n’en êtes plus")).to_be_visible()
    expect(changing.get_by_label("Ce que nous convenons")).to_have_value("Nous appeler mardi")
    expect(changing.get_by_role("button", name="Ajouter")).to_have_count(0)
    changing.get_by_role("button", name="Oublier ces mots").click()
    expect(changing.locator(".pu-agreed")).to_be_hidden()
    assert changing.evaluate("document.activeElement.matches('.pu-shared-page')")


def test_who_was_about_to_agree_in_a_group_that_ended_is_taken_to_what_is_left(changing: Page, place: Together) -> None:
    changing.get_by_label("Convenir d’une chose").focus()
    place.cohort.ends("p1")
    place.cut_lines()
    expect(changing.get_by_label("Convenir d’une chose")).to_be_hidden()
    expect(changing.get_by_role("heading", name="Ce que nous avons convenu")).to_be_focused()


def test_new_words_for_a_group_that_ended_are_to_be_copied_too(opened: Callable[..., Page], place: Together) -> None:
    page = opened("bo", "group?kind=pair")
    field = page.get_by_label("Convenir d’une chose")
    field.fill("Nous voir")
    place.cohort.ends("p1")
    place.cut_lines()
    gone = page.get_by_role("alert").filter(has_text="Ce groupe est fini, ou vous n’en êtes plus")
    expect(gone).to_be_visible()
    expect(page.get_by_role("button", name="Ajouter")).to_have_count(0)
    expect(page.get_by_text("Votre binôme le voit")).to_be_hidden()
    field.press_sequentially(" jeudi")
    field.press("Enter")
    expect(gone).to_be_visible()
    expect(field).to_have_value("Nous voir jeudi")
    expect(field).to_be_focused()


def test_a_change_that_had_arrived_all_the_same_is_not_sent_twice(changing: Page, agreements: Agreements) -> None:
    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    changing.route("**/agreements/*", lost)
    changing.get_by_role("button", name="Enregistrer").click()
    expect(changing.get_by_role("alert").filter(has_text="ils partiront dès son retour")).to_be_visible()
    back(changing)
    expect(changing.get_by_label("Ce que nous convenons")).to_have_count(0)
    assert held(agreements) == [("Nous appeler mardi", 2)]


def test_a_change_that_waits_is_shown_beside_what_somebody_else_made_of_it(
    changing: Page, agreements: Agreements
) -> None:
    changing.route("**/agreements/*", lambda route: route.abort())
    changing.get_by_role("button", name="Enregistrer").click()
    expect(changing.get_by_role("alert").filter(has_text="ils partiront dès son retour")).to_be_visible()
    (one,) = agreements.look().agreements
    agreements.change(one.id, one.version, text="Nous écrire")
    back(changing)
    expect(changing.get_by_role("status").filter(has_text="a changé ce point")).to_be_visible()
    expect(changing.get_by_label("Ce que nous convenons")).to_have_value("Nous appeler mardi")
    changing.get_by_role("button", name="Enregistrer").click()
    expect(changing.get_by_label("Ce que nous convenons")).to_have_count(0)
    assert held(agreements) == [("Nous appeler mardi", 3)]


def test_a_group_that_is_formed_meanwhile_takes_no_words_away(place: Together, opened: Callable[..., Page]) -> None:
    place.cohort.group("n1", GroupKind.CORE_GROUP, "ada", "cy")
    Agreements(place.cohort.database, "cy").write([CORE], "Voir la cantine", "")
    page = opened("ada", "group?kind=core_group")
    page.get_by_role("button", name="Changer").click()
    page.get_by_label("Ce que nous convenons").fill("Voir la cantine mardi")
    place.cohort.group("n2", GroupKind.CORE_GROUP, "ada", "di")
    place.cohort.joins("bo", "n1")
    place.cut_lines()
    expect(page.get_by_text("Pour quels noyaux")).to_be_visible()
    expect(page.get_by_label("Ce que nous convenons")).to_have_value("Voir la cantine mardi")
