"""The U in a browser: one list of links, along the curve when there is room, below one another when there is not."""

import re

import pytest
from playwright.sync_api import Page, expect


def places(page: Page) -> list[dict[str, float]]:
    return page.locator(".pu-station .pu-borne").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().toJSON())"
    )


def test_the_seven_steps_go_down_then_up_when_there_is_room(opened):
    page = opened("accueil", viewport={"width": 1280, "height": 900})
    tops = [round(place["y"]) for place in places(page)]
    lefts = [place["x"] for place in places(page)]
    assert tops[:4] == sorted(tops[:4])
    assert tops[3:] == sorted(tops[3:], reverse=True)
    assert tops[0] == tops[6]
    assert lefts == sorted(lefts)
    expect(page.locator(".pu-courbe")).to_be_visible()


@pytest.mark.parametrize("width", [320, 640])
def test_the_same_links_are_a_list_on_a_narrow_screen(opened, width):
    page = opened("accueil", viewport={"width": width, "height": 900})
    tops = [place["y"] for place in places(page)]
    assert tops == sorted(tops)
    expect(page.locator(".pu-courbe")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Les sept étapes du parcours").get_by_role("link")).to_have_count(7)


@pytest.mark.parametrize("width", [320, 800, 1280, 1920])
def test_no_step_covers_another(opened, width):
    page = opened("accueil", viewport={"width": width, "height": 900})
    boxes = page.locator(".pu-station a").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    for rank, one in enumerate(boxes):
        for other in boxes[rank + 1 :]:
            apart = (
                one["right"] <= other["left"] or other["right"] <= one["left"]
                or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
            )  # fmt: skip
            assert apart, (one, other)


def test_a_step_is_heard_with_its_number_its_name_and_its_state(opened):
    page = opened("accueil")
    u = page.get_by_role("navigation", name="Les sept étapes du parcours")
    expect(u.get_by_role("link", name=re.compile(r"^Co-initier commencé, 2 sur 3$"))).to_have_count(1)
    expect(u.get_by_role("img", name=re.compile("a la forme d’un U"))).to_be_visible()


def test_the_home_page_is_whole_before_the_widgets_front_end_loads(page, pages):
    page.route(re.compile(r"\.voila\.js"), lambda route: route.abort())
    page.goto(pages.url("accueil"), wait_until="commit")
    expect(page.get_by_role("link", name="Continuer")).to_be_visible()
    expect(page.locator(".pu-station a")).to_have_count(7)
