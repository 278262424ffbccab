"""The journal's page in a real browser: inert, silent, readable."""

import json
from collections.abc import Callable
from datetime import UTC

import pytest
from journal_samples import COURSE, EXPORTED_AT, FREE, HOSTILE, LIST, entries, entry
from playwright.sync_api import BrowserContext, Page, Route

from axe import in_light_and_dark
from parcours_u.domain.journal import Comment
from parcours_u.server.exports.html import journal_html

ADDRESS = "http://localhost/carnet.html"
HOSTILE_JOURNAL = {
    **entries(),
    FREE: entry(
        FREE,
        {"text": "\n\n".join(HOSTILE.values())},
        comments=(Comment(FREE, HOSTILE["image"] + HOSTILE["script"], EXPORTED_AT, ""),),
    ),
    LIST: entry(LIST, {"items": list(HOSTILE.values())}),
}


@pytest.fixture
def show(new_context: Callable[..., BrowserContext]) -> Callable[..., tuple[Page, list[str]]]:
    """Show a page's source; also return the requests that left it, the first of which is the page itself."""

    def open_page(html: str, **options: object) -> tuple[Page, list[str]]:
        asked: list[str] = []
        context = new_context(**options)

        def answer(route: Route) -> None:
            asked.append(route.request.url)
            if route.request.url == ADDRESS:
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                route.abort()

        context.route("**/*", answer)
        page = context.new_page()
        page.goto(ADDRESS, wait_until="networkidle")
        return page, asked

    return open_page


def html(journal: dict[str, object]) -> str:
    return journal_html(COURSE, journal, "Mon carnet", EXPORTED_AT, UTC)


def test_hostile_words_are_shown_and_nothing_of_them_runs_or_asks(
    show: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, asked = show(html(HOSTILE_JOURNAL))
    article = page.get_by_role("article", name="Quelle est ma question\u202f?")
    shown = "\n\n".join(article.locator("> .words").all_text_contents())
    assert shown == "\n\n".join(HOSTILE.values())
    assert page.locator("ol.items li").all_text_contents() == list(HOSTILE.values())
    assert page.evaluate("window.ran") is None
    assert page.locator("script, img").count() == 0
    assert asked == [ADDRESS]


def test_line_breaks_and_spaces_are_seen_as_they_were_typed(show: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = show(html({FREE: entry(FREE, {"text": "un\ndeux\n\n\n    trois\tquatre"})}))
    assert page.locator("article > .words").inner_text() == "un\ndeux\n\n\n    trois\tquatre"


def test_even_markup_that_were_let_through_could_not_run_or_ask(
    show: Callable[..., tuple[Page, list[str]]],
) -> None:
    let_through = HOSTILE["script"] + HOSTILE["image"] + '<link rel="stylesheet" href="http://localhost/style.css">'
    source = html(entries()).replace("</main>", f"{let_through}<form action='http://localhost/'></form></main>")
    page, asked = show(source)
    assert page.locator("main script, main img").count() == 2
    assert page.evaluate("window.ran") is None
    assert asked == [ADDRESS]


def test_axe_finds_nothing_to_say(show: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = show(html(HOSTILE_JOURNAL))
    for found in in_light_and_dark(page):
        assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []


def test_light_and_dark_follow_the_preference(show: Callable[..., tuple[Page, list[str]]]) -> None:
    light, dark = (
        show(html(entries()), color_scheme=scheme)[0].evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert (light, dark) == ("rgb(251, 247, 240)", "rgb(29, 26, 23)")


def test_nothing_is_cut_at_the_width_of_a_small_phone(show: Callable[..., tuple[Page, list[str]]]) -> None:
    long_word = {FREE: entry(FREE, {"text": "anticonstitutionnellement" * 20})}
    page, _ = show(html({**HOSTILE_JOURNAL, **long_word}), viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_tab_stop_leads_to_the_content_and_is_seen(show: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = show(html(entries()))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert skip.bounding_box()["x"] >= 0
    assert skip.evaluate("link => getComputedStyle(link).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_paper_gets_the_answers_without_the_menus(show: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = show(html(entries()), color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
    assert page.get_by_role("article").first.is_visible()
    colours = json.loads(
        page.evaluate(
            "JSON.stringify([getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor])"
        )
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
