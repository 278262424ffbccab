"""« Il est 15 h 10, que garde-t-on ? » on the page: by keyboard, aloud, on paper, and what is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from recording_comm import connected
from widget_bench import Bench

from formats_samples import DAYS, ServedClient
from parcours_u.domain.day_plan import replan
from parcours_u.domain.late_words import summary
from parcours_u.offline_client import OfflineClient
from parcours_u.views.late_day import LateDay

Contexts = Callable[..., BrowserContext]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (540, "Tout tient\u00a0: la journée finit à 11\u00a0h\u00a015."),
        (550, "La journée finit à 11\u00a0h\u00a015. Pour cela, une séquence est réduite."),
        (
            596,
            "La journée finit à 11\u00a0h\u00a015. Pour cela, une séquence est réduite et une séquence est supprimée.",
        ),
        (
            640,
            "Même ainsi (une séquence est réduite, une séquence est supprimée), la journée finira à 11\u00a0h\u00a045, "
            "avec 30\u00a0min de retard. Décidez avec le groupe\u00a0: finir plus tard, ou reporter une séquence.",
        ),
    ],
)
def test_what_becomes_of_the_day_is_said_in_a_sentence(now: int, words: str) -> None:
    assert summary(replan(DAYS.days[0], "duo", now)) == words


def test_when_nothing_can_give_it_is_said() -> None:
    found = summary(replan(DAYS.days[0], "table", 700, deadline=720, elapsed=0))
    assert found.startswith("Même ainsi (une séquence est supprimée), la journée finira à 12\u00a0h\u00a010")
    assert summary(replan(DAYS.days[0], "pause", 600, deadline=700)).endswith("avec 25\u00a0min d’avance.")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"slot": "ailleurs", "now": "10:00", "end": "11:00", "elapsed": "0"},
        {"slot": "duo", "now": "", "end": "11:00", "elapsed": "0"},
        {"slot": "duo", "now": "25:00", "end": "11:00", "elapsed": "0"},
        {"slot": "duo", "now": "10:00", "end": "11:00", "elapsed": "-5"},
        {"slot": "duo", "now": "10:00", "end": "11:00", "elapsed": "dix"},
        {"slot": ["duo"], "now": 10, "end": None, "elapsed": {}},
    ],
)
def test_an_incomplete_question_is_refused_in_one_sentence(asked: dict[str, object]) -> None:
    answers = connected(LateDay(ServedClient(), "jour")).ask(do="replan", id="1", **asked)
    assert [answer["content"]["failed"].startswith("Il manque une heure") for answer in answers] == [True]


def test_without_a_server_there_is_no_calendar_to_ask_for() -> None:
    assert LateDay(OfflineClient(ServedClient().course), "jour").plan["calendar"] == ""
    assert LateDay(ServedClient(), "jour").plan["calendar"] == "/parcours-u/formats/jour.ics"


def at(clock: str, at_bench: Bench, new_context: Contexts) -> Page:
    """Return the page as somebody opens it at a time of the day."""
    context = new_context(viewport={"width": 360, "height": 740})
    context.clock.set_fixed_time(datetime.fromisoformat(f"2027-03-15T{clock}:00"))
    return at_bench.open(context, [LateDay(ServedClient(), "jour")])


@pytest.fixture
def page(at_bench: Bench, new_context: Contexts) -> Page:
    return at("21:30", at_bench, new_context)


def test_while_the_day_lasts_the_time_asked_about_is_the_one_that_it_is(at_bench: Bench, new_context: Contexts) -> None:
    page = at("10:05", at_bench, new_context)
    expect(page.get_by_label("Il est")).to_have_value("10:05")
    page.get_by_label("Nous en sommes à").select_option("table")
    expect(page.get_by_label("Il est")).to_have_value("10:05")


def ask(page: Page, now: str, slot: str = "duo") -> None:
    page.get_by_label("Nous en sommes à").select_option(slot)
    page.get_by_label("Il est").fill(now)
    page.get_by_role("button", name="Refaire le plan").press("Enter")


def test_choosing_a_slot_proposes_its_time_and_the_end_of_its_day(page: Page) -> None:
    page.get_by_label("Nous en sommes à").select_option("table")
    expect(page.get_by_label("Il est")).to_have_value("10:15")
    expect(page.get_by_label("La journée doit finir à")).to_have_value("11:15")


def test_the_new_plan_is_shown_in_words_and_said_aloud(page: Page) -> None:
    ask(page, "09:56")
    rest = page.locator(".pu-reste")
    expect(rest).to_have_count(4)
    expect(rest.nth(0)).to_contain_text("9\u00a0h\u00a056\u00a0– 10\u00a0h\u00a030")
    expect(rest.nth(0)).to_contain_text("réduite à 34\u00a0min (1\u00a0h prévue)")
    expect(rest.nth(0)).to_contain_text("Version conseillée\u00a0: «\u00a0Par écrit\u00a0».")
    expect(rest.nth(1)).to_contain_text("gardée (15\u00a0min)")
    expect(rest.nth(2)).to_contain_text("prévenez de 30\u00a0min de retard")
    expect(rest.nth(3)).to_contain_text("supprimée (30\u00a0min prévues)")
    expect(rest.nth(3)).to_contain_text("Ce que l’on perd\u00a0: le rire.")
    expect(page.locator("#pu-annonces")).to_contain_text("une séquence est supprimée")


def test_a_missing_hour_is_said_and_the_plan_before_stays(page: Page) -> None:
    ask(page, "09:10")
    expect(page.locator(".pu-reste")).to_have_count(4)
    page.get_by_label("Il est").fill("")
    page.get_by_role("button", name="Refaire le plan").press("Enter")
    expect(page.locator(".pu-retard .pu-issue")).to_contain_text("Il manque une heure")
    expect(page.locator(".pu-reste")).to_have_count(4)


def test_the_calendar_asks_for_its_first_day_then_names_it(page: Page) -> None:
    link = page.get_by_role("link", name="Télécharger l’agenda")
    link.press("Enter")
    expect(page.locator(".pu-agenda .pu-issue")).to_contain_text("Choisissez d’abord le premier jour.")
    expect(page.get_by_label("Premier jour")).to_be_focused()
    page.get_by_label("Premier jour").fill("2027-03-15")
    link.press("Enter")
    expect(link).to_have_attribute("href", "/parcours-u/formats/jour.ics?debut=2027-03-15")
    expect(page.locator(".pu-agenda .pu-issue")).to_contain_text("L’agenda est téléchargé.")


def test_nothing_scrolls_sideways(page: Page) -> None:
    ask(page, "10:40")
    expect(page.locator(".pu-reste")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_folded_is_unfolded_on_paper_and_folded_again(page: Page) -> None:
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', "
        "'<div class=\"pu-format\"><details><summary>Préparer</summary>Le plan B</details></div>')"
    )
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pu-format details")).to_have_attribute("open", "")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".pu-format details")).not_to_have_attribute("open", "")
