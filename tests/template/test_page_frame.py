"""Every page says where one is, can be walked by keyboard and landmarks, and draws nothing meant for trainers."""

import re

import pytest
from notebooks_for_template import NBGRADER_TEXT
from playwright.sync_api import expect
from served_pages import wait_until_ready

MODULE = "source/co-initier/co-initier"


@pytest.fixture
def module(opened):
    return opened(MODULE)


def test_a_page_is_in_french_and_its_title_says_where_one_is(module):
    expect(module.locator("html")).to_have_attribute("lang", "fr")
    expect(module).to_have_title("Co-initier – Étape 2 sur 7 – Un parcours inspiré de la Théorie\u00a0U")
    expect(module.locator('meta[name="viewport"]')).to_have_attribute("content", "width=device-width, initial-scale=1")


def test_a_page_has_one_banner_one_main_one_footer_and_named_navigations(module):
    for role in ("banner", "main", "contentinfo"):
        expect(module.get_by_role(role)).to_have_count(1)
    names = module.get_by_role("navigation").evaluate_all("navs => navs.map((nav) => nav.getAttribute('aria-label'))")
    assert names == ["Navigation principale", "Fil d’Ariane", "Page précédente et page suivante"]


def test_the_first_tab_stop_leads_to_the_content(module):
    module.keyboard.press("Tab")
    skip = module.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    module.keyboard.press("Enter")
    expect(module.locator("main")).to_be_focused()


def test_the_trail_tells_the_position_on_the_u(module):
    trail = module.get_by_role("navigation", name="Fil d’Ariane")
    expect(trail.locator('[aria-current="page"]')).to_have_text(re.compile("Étape 2 sur 7 – Co-initier"))
    expect(trail.locator("circle.pu-ici")).to_have_count(1)
    expect(trail.get_by_role("link", name="Accueil")).to_have_attribute("href", "../../accueil.ipynb")


def test_the_end_of_a_page_leads_to_the_ones_before_and_after(module):
    around = module.get_by_role("navigation", name="Page précédente et page suivante")
    expect(around.get_by_role("link", name=re.compile("Question de départ"))).to_have_attribute("rel", "prev")
    expect(around.get_by_role("link", name=re.compile("Co-percevoir"))).to_have_attribute("rel", "next")


def test_the_footer_gives_rights_licences_and_inspiration(module):
    foot = module.get_by_role("contentinfo")
    expect(foot.get_by_role("link", name="Accessibilité : non conforme")).to_have_attribute(
        "href", "../../accessibilite.ipynb"
    )
    expect(foot.get_by_role("link", name="Vos données")).to_have_attribute("href", "../../donnees.ipynb")
    for words in ("inspiré de la Théorie", "CC BY-SA 4.0", "BSD-3-Clause", "ni validé, ni soutenu"):
        expect(foot).to_contain_text(words)


def test_the_seven_steps_are_in_the_menu_and_the_present_one_is_marked(module):
    menu = module.get_by_role("navigation", name="Navigation principale")
    menu.get_by_text("Les sept étapes").click()
    steps = menu.locator("ol a")
    expect(steps).to_have_count(7)
    expect(menu.locator('ol a[aria-current="page"]')).to_have_text("Co-initier")


def test_on_a_phone_what_has_no_room_in_the_row_is_in_the_menu(opened):
    page = opened(MODULE, viewport={"width": 360, "height": 740})
    banner = page.get_by_role("navigation", name="Navigation principale")
    assert banner.bounding_box()["height"] <= 2 * 44 + 24 + 1
    expect(banner.get_by_role("link", name="Exercices")).to_be_hidden()
    banner.get_by_text("Menu").click()
    expect(banner.get_by_role("link", name="Exercices")).to_be_visible()
    page.keyboard.press("Escape")
    expect(banner.get_by_role("link", name="Exercices")).to_be_hidden()


def test_headings_come_in_order_under_one_h1(module):
    levels = module.locator("h1, h2, h3, h4").evaluate_all("all => all.map((heading) => Number(heading.tagName[1]))")
    assert levels == [1, 2, 3, 2]


def test_only_the_main_content_takes_focus_by_program(module):
    assert module.locator("[tabindex]").evaluate_all("all => all.map((node) => node.tagName + node.tabIndex)") == [
        "MAIN-1"
    ]


def test_nbgrader_cells_are_not_in_the_page(module):
    assert NBGRADER_TEXT not in module.content()


def test_dollars_in_prose_stay_dollars(module):
    expect(module.get_by_text("10 $ et 20 $ restent des dollars, et où $x^2$ reste")).to_be_visible()


def test_html_made_by_a_cell_shows_in_its_place(module):
    texts = module.locator("#statique, main h2").evaluate_all("all => all.map((node) => node.firstChild.textContent)")
    assert texts == ["Pourquoi ce mouvement", "Un texte venu d’une cellule.", "Et après"]


def test_the_live_region_is_in_the_page_from_the_start(page, pages):
    page.route("**/front/*.js*", lambda route: route.abort())
    page.goto(pages.url(MODULE), wait_until="commit")
    expect(page.locator("#pu-annonces[role=status][aria-live=polite]")).to_have_count(1)


def test_the_private_link_s_token_leaves_the_address(page, pages):
    page.goto(pages.url(MODULE) + "?token=secret&autre=1#invite-x", wait_until="commit")
    wait_until_ready(page)
    assert page.url == pages.url(MODULE) + "?autre=1#invite-x"


def test_the_page_weighs_little_and_inlines_no_style_sheet(page, pages):
    html = page.request.get(pages.url(MODULE)).text()
    assert len(html.encode()) < 20_000
    assert "<style" not in html
    assert "jsdelivr" not in html


def test_a_notebook_from_elsewhere_still_has_its_frame(opened):
    page = opened("etranger")
    expect(page).to_have_title("etranger – Un parcours inspiré de la Théorie\u00a0U")
    expect(page.get_by_role("contentinfo").get_by_role("link", name="Vos données")).to_have_attribute(
        "href", "/voila/render/course/donnees.ipynb"
    )


def test_the_printed_page_keeps_the_text_and_leaves_the_menus(module):
    module.emulate_media(media="print")
    expect(module.get_by_role("heading", level=1)).to_be_visible()
    for hidden in (".pu-principal > ul", ".pu-suite", ".pu-evitement"):
        expect(module.locator(hidden)).to_be_hidden()
