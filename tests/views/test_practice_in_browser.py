"""A practice and its timer, which only ever indicates."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from samples import PRACTICE
from widget_bench import Bench

from parcours_u.views.practice import PracticeTimer

START = datetime.fromisoformat("2026-03-03T13:03:00+00:00")
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def practice(at_bench: Bench, new_context: Contexts) -> Page:
    """Open the practice on a page whose time only passes when the test says so."""
    page = at_bench.open(new_context(), [PracticeTimer(PRACTICE)], prepare=lambda page: page.clock.install(time=START))
    page.clock.pause_at(datetime.fromisoformat("2026-03-03T13:10:00+00:00"))
    return page


def timer(page: Page, words: str) -> None:
    expect(page.get_by_role("timer")).to_have_text(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


def heard(page: Page, words: str) -> None:
    page.clock.run_for(100)
    expect(page.locator("#pu-annonces")).to_have_text(words)


def test_the_steps_are_a_numbered_list_with_their_lengths(practice: Page) -> None:
    steps = practice.locator("ol.pu-steps > li")
    expect(steps).to_have_count(3)
    expect(steps.nth(1)).to_contain_text("Premier récit 5\u00a0min")
    expect(steps.nth(2)).to_contain_text("Petite pause 30\u00a0s")
    expect(practice.get_by_role("heading", level=3, name=PRACTICE.title)).to_be_visible()


def test_under_a_text_that_tells_them_only_the_step_under_way_is_told_again(
    at_bench: Bench, new_context: Contexts
) -> None:
    page = at_bench.open(new_context(), [PracticeTimer(PRACTICE, brief=True)])
    first, second = (page.get_by_text(step.text, exact=True) for step in PRACTICE.steps[:2])
    expect(first).to_have_count(1)
    expect(second).to_have_count(0)
    press(page, "Étape suivante")
    expect(first).to_have_count(0)
    expect(second).to_have_count(1)
    expect(page.locator("ol.pu-steps > li")).to_have_count(3)


def test_nothing_runs_until_somebody_starts_it(practice: Page) -> None:
    practice.clock.run_for(60_000)
    timer(practice, "Reste 3\u00a0min")


def test_it_starts_pauses_and_starts_again(practice: Page) -> None:
    press(practice, "Démarrer")
    practice.clock.run_for(65_000)
    timer(practice, "Reste 1\u00a0min\u00a055\u00a0s")
    press(practice, "Mettre en pause")
    practice.clock.run_for(60_000)
    timer(practice, "Reste 1\u00a0min\u00a055\u00a0s")
    press(practice, "Démarrer")
    practice.clock.run_for(5_000)
    timer(practice, "Reste 1\u00a0min\u00a050\u00a0s")


def test_half_one_minute_and_the_end_are_said_and_nothing_else(practice: Page) -> None:
    practice.evaluate(
        """() => {
          const region = Object.assign(document.createElement("div"), {id: "pu-annonces"});
          document.body.append(region);
          window.heard = [];
          new MutationObserver(() => region.textContent && window.heard.push(region.textContent)).observe(region, {childList: true});
        }"""
    )
    press(practice, "Démarrer")
    practice.clock.run_for(185_000)
    timer(practice, "Temps écoulé")
    assert practice.evaluate("heard") == [
        "La moitié du temps est passée",
        "Il reste une minute",
        "Le temps indiqué est passé, prenez celui qu’il vous faut. Ensuite\u00a0: Premier récit.",
    ]


def test_the_timer_itself_is_silent_for_screen_readers(practice: Page) -> None:
    expect(practice.get_by_role("timer")).to_have_attribute("aria-live", "off")


def test_the_end_turns_no_page_and_moves_no_focus(practice: Page) -> None:
    press(practice, "Démarrer")
    practice.clock.run_for(200_000)
    expect(practice.get_by_role("button", name="Démarrer")).to_be_focused()
    expect(practice.locator("[aria-current=step]")).to_contain_text("Se mettre d’accord")


def test_the_next_step_is_chosen_by_hand_and_runs_on_if_the_timer_ran(practice: Page) -> None:
    press(practice, "Démarrer")
    practice.clock.run_for(10_000)
    press(practice, "Étape suivante")
    expect(practice.locator("[aria-current=step]")).to_contain_text("Premier récit")
    practice.clock.run_for(10_000)
    timer(practice, "Reste 4\u00a0min\u00a050\u00a0s")


def test_the_last_step_has_no_next_one(practice: Page) -> None:
    for _ in range(4):
        press(practice, "Étape suivante")
    expect(practice.locator(".pu-timer-step")).to_have_text("Étape 3 sur 3\u00a0: Petite pause")
    expect(practice.get_by_role("button", name="Étape suivante")).to_have_attribute("aria-disabled", "true")
    press(practice, "Démarrer")
    practice.clock.run_for(31_000)
    heard(
        practice,
        "Le temps indiqué est passé, prenez celui qu’il vous faut. C’était la dernière étape.",
    )


def test_a_step_can_be_begun_again(practice: Page) -> None:
    press(practice, "Démarrer")
    practice.clock.run_for(100_000)
    press(practice, "Recommencer l’étape")
    timer(practice, "Reste 3\u00a0min")
    practice.clock.run_for(10_000)
    timer(practice, "Reste 3\u00a0min")


def test_a_tab_that_slept_shows_the_time_that_really_passed(practice: Page) -> None:
    press(practice, "Démarrer")
    practice.clock.fast_forward(150_000)  # the clock went on, no timer ran
    timer(practice, "Reste 30\u00a0s")


def test_a_sound_is_only_made_for_whoever_asked_for_it(practice: Page) -> None:
    practice.evaluate(
        "() => { window.made = 0; const A = window.AudioContext;"
        " window.AudioContext = class extends A { constructor() { super(); window.made += 1; } }; }"
    )
    press(practice, "Démarrer")
    practice.clock.run_for(181_000)
    assert practice.evaluate("made") == 0
    practice.get_by_label("Un son doux à la fin de l’étape").press("Space")
    press(practice, "Recommencer l’étape")
    press(practice, "Démarrer")
    practice.clock.run_for(181_000)
    assert practice.evaluate("made") == 1
