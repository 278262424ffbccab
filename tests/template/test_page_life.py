"""From the first byte to the last word: reading before writing is ready, and being told when it can't be."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from served_pages import Served, bare_voila, wait_until_ready

from gone import wait_until_gone

MODULE = "source/co-initier/co-initier"


@pytest.fixture
def own_server(course_folder: Path) -> Iterator[Served]:
    """Serve the pages from a server that the test may end."""
    with bare_voila(course_folder) as found:
        yield found


def test_the_text_can_be_read_while_the_kernel_still_works(page, pages, course_folder):
    go = course_folder / "course" / "source" / "co-initier" / "allez"
    page.goto(pages.url("source/co-initier/lent"), wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Une phrase à garder.")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    expect(page.locator("#pu-preparation [role=status]")).to_have_text("Préparation de votre page…")
    expect(page.locator("#pu-preparation")).to_be_visible()
    assert page.locator(".pu-atelier[aria-busy]").last.bounding_box()["height"] >= 200
    go.touch()
    try:
        wait_until_ready(page)
    finally:
        go.unlink()
    expect(page.locator("#pu-preparation")).to_have_count(0)


def test_the_text_can_be_read_without_any_script(new_context, pages):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(pages.url(MODULE))
    expect(page.get_by_text("Une phrase à garder.")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("Autorisez JavaScript pour cette adresse")
    expect(page.locator("#pu-preparation")).to_be_hidden()


def test_a_ready_page_says_so_once_and_clears_away_its_progress(opened):
    page = opened(MODULE)
    expect(page.locator("#pu-annonces")).to_have_text("Votre page est prête.")
    expect(page.locator("#pu-preparation")).to_have_count(0)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.get_by_label("Notez")).to_be_editable()


def test_a_page_does_not_say_that_it_is_ready_over_what_an_answer_is_about_to_say(new_context, pages):
    page = new_context().new_page()
    page.add_init_script(  # as announce.js does, which empties the region a moment before it speaks
        """new MutationObserver((_, seen) => {
          const region = document.getElementById("pu-annonces");
          if (!region) return;
          region.append(document.createTextNode(""));
          seen.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(pages.url(MODULE), wait_until="commit")
    wait_until_ready(page)
    assert page.locator("#pu-annonces").text_content() == ""


def test_a_page_that_asks_for_its_kernel_shows_the_token_that_a_hub_wants(new_context, pages):
    context = new_context()
    context.add_cookies([{"name": "_xsrf", "value": "jeton", "url": pages.url(MODULE)}])
    page = context.new_page()
    page.goto(pages.url(MODULE), wait_until="commit")
    wait_until_ready(page)
    with page.expect_request("**/api/kernels/*") as asked:
        page.evaluate("parcoursU.kernel.check()")
    assert asked.value.headers["x-xsrftoken"] == "jeton"


def test_a_cell_that_fails_is_told_in_french_and_the_rest_can_be_read(opened):
    page = opened("source/co-initier/panne")
    expect(page.locator("main .pu-erreur")).to_have_text(re.compile("Cet espace n’a pas pu s’ouvrir"))
    expect(page.get_by_text("Une phrase à garder.")).to_be_visible()
    expect(page.locator("#pu-annonces")).to_be_empty()
    assert "ZeroDivisionError" not in page.content()
    assert "There was an error when executing cell" in page.content()


def test_a_front_end_that_does_not_load_is_told_and_the_page_can_be_loaded_again(page, pages):
    script = re.compile(r"/front/page-\w+\.js")
    page.route(script, lambda route: route.abort())
    page.goto(pages.url(MODULE), wait_until="commit")
    told = page.locator("#pu-liaison")
    expect(told).to_contain_text("Les espaces pour écrire n’ont pas pu s’ouvrir")
    expect(page.locator("#pu-preparation")).to_have_count(0)
    page.unroute(script)
    told.get_by_role("button", name="Recharger la page").click()
    wait_until_ready(page)


def test_a_kernel_that_dies_while_the_page_is_made_is_told(page, pages):
    page.goto(pages.url("source/co-initier/arret"), wait_until="commit")
    expect(page.get_by_text("Une phrase à garder.")).to_be_visible()
    expect(page.locator("main .pu-erreur")).to_have_text(re.compile("Cet espace n’a pas pu s’ouvrir"))
    assert "An exception occurred" not in page.locator("main").inner_text()


def test_a_server_that_goes_away_is_told_calmly(page, own_server):
    page.goto(own_server.url(MODULE), wait_until="commit")
    wait_until_ready(page)
    page.get_by_label("Notez").fill("des mots à ne pas perdre")
    own_server.process.terminate()
    own_server.process.wait()
    expect(page.locator("#pu-liaison")).to_contain_text("vos mots restent dans cette page")
    expect(page.get_by_label("Notez")).to_have_value("des mots à ne pas perdre")


def test_a_kernel_ended_by_its_server_is_told_when_one_comes_back_to_write(page, pages):
    page.goto(pages.url(MODULE), wait_until="commit")
    wait_until_ready(page)
    kernel = page.evaluate("window.parcoursU.kernel.id")
    assert page.request.post(f"{pages.base}voila/api/shutdown/{kernel}").status == 204
    page.get_by_label("Notez").focus()
    told = page.locator("#pu-liaison")
    expect(told.get_by_role("button", name="Recharger la page")).to_be_visible()


def test_a_link_to_a_question_waits_for_that_question(page, pages):
    page.goto(pages.url("source/co-initier/question") + "#invite-co-initier-texte", wait_until="commit")
    wait_until_ready(page)
    place = page.locator('[data-pu-prompt="co-initier-texte"]')
    expect(place).to_be_in_viewport()
    expect(place).to_be_focused()


def test_considering_to_leave_does_not_end_the_page_s_kernel(opened):
    page = opened("source/co-initier/fichier")
    page.evaluate("window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(page.get_by_role("heading", name="Ce qui partirait")).to_be_visible()


def test_leaving_for_good_ends_the_page_s_kernel(opened, pages):
    page = opened(MODULE)
    kernel = page.evaluate("window.parcoursU.kernel.id")
    address = f"{pages.base}api/kernels/{kernel}"
    assert page.request.get(address).status == 200
    page.goto(pages.url("etranger"))
    wait_until_gone(page, address)


def test_reduced_motion_moves_nothing(opened):
    page = opened(MODULE, reduced_motion="reduce")
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
