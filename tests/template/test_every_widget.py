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


def test_what_a_program_prints_in_an_output_shows_there(controls):
    controls.get_by_role("button", name="Dire").click()
    expect(controls.locator("pre").filter(has_text="dit dans la sortie")).to_have_count(1)
    controls.get_by_role("button", name="Dire").click()
    expect(controls.locator("pre").filter(has_text="dit dans la sortie")).to_have_count(2)


def test_a_page_without_controls_never_fetches_ipywidgets_front_end(page, pages):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages.url("accueil"), wait_until="commit")
    wait_until_ready(page)
    assert any("/front/page-" in url for url in asked)
    assert not any("/front/ipywidgets-" in url for url in asked)
