"""The pages' own front end speaks ipywidgets' protocol: controls, boxes, outputs and anywidgets, binary values included."""

import re

import pytest
from playwright.sync_api import Page, expect
from served_pages import wait_until_ready


@pytest.fixture
def controls(opened) -> Page:
    return opened("commandes")


def test_an_anywidget_s_numbers_and_bytes_reach_the_kernel_and_come_back(controls):
    alone = controls.get_by_role("button", name="Seul")
    answer = controls.locator("output").first
    expect(answer).to_have_text("7")
    alone.click()
    expect(controls.get_by_role("button", name="Seul : 1")).to_be_visible()
    expect(answer).to_have_text("255 1 1 0")
    expect(answer).to_have_attribute("data-said", "reçu 255 1 1 0")


def test_clicks_quicker_than_the_kernel_are_all_counted(controls):
    alone = controls.get_by_role("button", name="Seul")
    for _ in range(12):
        alone.click()
    expect(controls.locator("output").first).to_have_text("255 12 1 0")
    expect(controls.get_by_role("button", name="Seul : 12")).to_be_visible()


def test_an_anywidget_lives_inside_ipywidgets_boxes(controls):
    controls.get_by_role("button", name="Dans une boîte").click()
    expect(controls.get_by_role("button", name="Dans une boîte : 1")).to_be_visible()
    expect(controls.locator("output").last).to_have_text("255 1 1 0")


def test_what_is_typed_in_a_control_reaches_the_kernel(controls):
    controls.get_by_label("Nom").fill("Alix")
    expect(controls.get_by_text("Bonjour Alix")).to_be_visible()


def test_linked_controls_follow_each_other(controls):
    sliders = controls.get_by_role("slider")
    expect(sliders.nth(1)).to_have_attribute("aria-valuenow", re.compile("^3"))
    sliders.nth(0).press("ArrowRight")
    expect(sliders.nth(1)).to_have_attribute("aria-valuenow", re.compile("^4"))


def test_controls_that_the_browser_links_follow_each_other(opened):
    page = opened("liens")
    sliders = page.get_by_role("slider")
    for rank in (1, 2):
        expect(sliders.nth(rank)).to_have_attribute("aria-valuenow", re.compile("^3"))
    sliders.nth(1).press("ArrowRight")
    for rank in (0, 2):
        expect(sliders.nth(rank)).to_have_attribute("aria-valuenow", re.compile("^4"))


def test_what_plays_moves_the_control_that_the_browser_links_to_it(opened):
    page = opened("liens")
    page.locator(".widget-play button").first.click()
    expect(page.get_by_role("slider").nth(3)).to_have_attribute("aria-valuenow", re.compile("^2"))


def test_widgets_that_are_no_control_are_linked_as_well(opened):
    page = opened("compteurs")
    page.get_by_role("button", name="Premier : 0").click()
    expect(page.get_by_role("button", name="Second : 1")).to_be_visible()


def test_a_widget_made_after_the_kernel_was_asked_for_its_widgets_is_asked_for_again(controls):
    found = controls.evaluate(
        """async () => {
          const { widgets } = parcoursU;
          const id = document.querySelector("main .pu-vue").dataset.puModele;
          widgets.asked = Promise.resolve().finally(() => (widgets.asked = null));
          widgets.models.delete(id);
          return (await widgets.get_model(id)).get("name");
        }"""
    )
    assert found == "Seul"


def test_what_a_program_prints_in_an_output_shows_there(controls):
    controls.get_by_role("button", name="Dire").click()
    expect(controls.locator("pre").filter(has_text="dit dans la sortie")).to_have_count(1)
    controls.get_by_role("button", name="Dire").click()
    expect(controls.get_by_text("dit dans la sortie\ndit dans la sortie")).to_have_count(1)


def test_a_page_without_controls_never_fetches_ipywidgets_front_end(page, pages):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages.url("accueil"), wait_until="commit")
    wait_until_ready(page)
    assert any("/front/page-" in url for url in asked)
    assert not any("/front/ipywidgets-" in url for url in asked)
