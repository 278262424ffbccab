"""What a pair and a core group agree on, in real browsers: written by keyboard, seen by the others within two seconds."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from test_circle_in_browser import share
from together import Together

from axe import in_light_and_dark
from parcours_u.domain.agreements import LONGEST_AGREEMENT
from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.rooms import Room
from parcours_u.store.agreements import Agreements

pytestmark = pytest.mark.browser

PAIR, CORE, OTHER_CORE = Room(Reader.PAIR, "p1"), Room(Reader.CORE_GROUP, "n1"), Room(Reader.CORE_GROUP, "n2")
HOSTILE = "<img src=x onerror='window.hacked = true'> שלום " + "x" * 200
SOON, LATE = (date.today() + timedelta(days=days) for days in (3, -2))
QUICK = 2_000  # milliseconds: what is agreed is seen within two seconds


@pytest.fixture
def place(place: Together) -> Together:
    place.cohort.person("guide", Role.ACCOMPANIST)
    place.cohort.group("n1", GroupKind.CORE_GROUP, "ada", "cy", "guide")
    place.cohort.group("n2", GroupKind.CORE_GROUP, "di", "guide")
    return place


def items(page: Page) -> object:
    return page.locator(".pu-agreed-item")


def test_two_people_agree_by_keyboard_and_each_sees_it_at_once(place: Together, opened: Callable[..., Page]) -> None:
    ada, bo = opened("ada", "group?kind=pair"), opened("bo", "group?kind=pair")
    expect(bo.get_by_text("Rien n’est encore convenu")).to_be_visible()
    ada.get_by_label("Convenir d’une chose").fill("Nous appeler jeudi")
    ada.get_by_label("D’ici quel jour").fill(SOON.isoformat())
    ada.get_by_role("button", name="Ajouter").press("Enter")
    expect(items(bo)).to_contain_text("Nous appeler jeudi", timeout=QUICK)
    expect(items(bo)).to_contain_text("À tenir d’ici le")
    bo.get_by_role("checkbox").press("Space")
    expect(items(ada)).to_contain_text("Fait", timeout=QUICK)
    ada.get_by_role("button", name="Retirer").press("Enter")
    ada.keyboard.press("Enter")
    expect(items(bo)).to_have_count(0, timeout=QUICK)


def test_of_two_who_change_one_thing_at_once_the_second_sees_both_and_chooses(
    place: Together, opened: Callable[..., Page]
) -> None:
    Agreements(place.cohort.database, "ada").write([PAIR], "Nous appeler", "")
    ada, bo = opened("ada", "group?kind=pair"), opened("bo", "group?kind=pair")
    for page, text in ((ada, "Nous écrire"), (bo, "Nous appeler mardi")):
        page.get_by_role("button", name="Changer").click()
        page.get_by_label("Ce que nous convenons").fill(text)
    bo.get_by_role("button", name="Enregistrer").click()
    expect(items(ada).locator(".pu-agreed-text").first).to_have_text("Nous appeler mardi", timeout=QUICK)
    field = ada.get_by_label("Ce que nous convenons")
    expect(field).to_have_value("Nous écrire")  # what somebody is writing stays
    ada.get_by_role("button", name="Enregistrer").click()
    expect(ada.get_by_role("status").filter(has_text="a changé ce point")).to_be_visible()
    expect(field).to_have_value("Nous écrire")
    ada.get_by_role("button", name="Enregistrer").click()
    expect(items(bo)).to_contain_text("Nous écrire", timeout=QUICK)


def test_an_accompanist_writes_a_session_for_all_their_core_groups_in_one_gesture(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CORE_GROUP)
    guide, di = opened("guide", "group?kind=core_group"), opened("di", "group?kind=core_group")
    expect(guide.get_by_role("article")).to_contain_text("Accueillir sans guichet")
    guide.get_by_label("Convenir d’une chose").fill("Séance de supervision")
    guide.get_by_label("D’ici quel jour").fill(SOON.isoformat())
    guide.keyboard.press("Tab")
    guide.get_by_role("button", name="Ajouter").click()
    expect(items(guide)).to_have_count(2)
    expect(items(di)).to_contain_text("Séance de supervision", timeout=QUICK)
    expect(di.get_by_role("article")).to_have_count(0)


def test_home_reminds_kindly_of_what_is_near_or_late(place: Together, opened: Callable[..., Page]) -> None:
    writer = Agreements(place.cohort.database, "ada")
    writer.write([PAIR], "Nous appeler", SOON.isoformat())
    writer.write([CORE], "Voir la cantine", LATE.isoformat())
    writer.write([CORE], "Sans date", "")
    page = opened("ada", "home")
    expect(items(page)).to_have_count(2)
    expect(items(page).filter(has_text="Nous appeler")).to_contain_text("À tenir d’ici le")
    expect(items(page).filter(has_text="Voir la cantine")).to_contain_text("Est-ce fait, ou faut-il une autre date")
    expect(opened("di", "home").locator(".pu-home-group, [data-widget]").first).to_be_hidden()


@pytest.mark.parametrize("address", ["group?kind=pair", "group?kind=core_group", "home"])
def test_it_is_text_and_nothing_else_fits_a_phone_and_is_accessible(
    place: Together, opened: Callable[..., Page], address: str
) -> None:
    writer = Agreements(place.cohort.database, "ada")
    for room in (PAIR, CORE):
        writer.write([room], HOSTILE, SOON.isoformat())
    page = opened("ada", address, viewport={"width": 360, "height": 740})
    expect(items(page).first).to_contain_text("<img src=x")
    if address != "home":
        page.get_by_role("button", name="Changer").click()
        page.get_by_label("Convenir d’une chose").fill("x" * LONGEST_AGREEMENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    assert page.evaluate("window.hacked") is None


def test_without_a_pair_the_page_says_so_kindly(place: Together, opened: Callable[..., Page]) -> None:
    page = opened("cy", "group?kind=pair")
    expect(page.get_by_text("tout se vit aussi sans")).to_be_visible()
    expect(page.get_by_label("Convenir d’une chose")).to_be_hidden()
