"""What machines can check of accessibility: axe in light and dark, in each state; reflow; targets; spacing."""

from collections.abc import Callable
from typing import Any

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Page, expect
from samples import BODIES, LONG_SCALE, PRACTICE, PROMPTS
from widget_bench import Bench, answer, saved

from axe import in_light_and_dark
from parcours_u.domain.audience import Reader
from parcours_u.domain.course import Kind, Prompt
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.views.practice import PracticeTimer

Contexts = Callable[..., BrowserContext]
SHOWN: list[Any] = [*PROMPTS.values(), LONG_SCALE, PRACTICE]
NARROW = {"width": 320, "height": 700}


def violations(page: Page) -> list[str]:
    """Return what axe finds, and what it could not decide about colours; words on drawings are measured below."""
    return [
        f"{item['id']}: {node['html'][:160]} {[check['message'] for check in node['any']]}"
        for response in in_light_and_dark(page)
        for item in [*response["violations"], *(one for one in response["incomplete"] if one["id"] == "color-contrast")]
        for node in item["nodes"]
        if not node["html"].startswith("<text ")
    ]


def shown(at_bench: Bench, context: BrowserContext, what: Any, filled: bool = True) -> Page:
    if not isinstance(what, Prompt):
        return at_bench.open(context, [PracticeTimer(what)])
    journal = at_bench.journal
    if filled and what.id == PROMPTS[what.kind].id:
        journal.write(what.id, BODIES[what.kind], at="2026-03-01T08:00:00Z")
        journal.write(what.id, BODIES[what.kind])
    return at_bench.answers(context, what)


def name(what: Any) -> str:
    return str(what.id)


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_axe_finds_nothing_in_any_kind(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(), what)
    assert violations(page) == []


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_axe_finds_nothing_on_a_narrow_page(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(viewport=NARROW), what)
    assert violations(page) == []


def test_axe_finds_nothing_in_the_states_of_an_answer(
    at_bench: Bench, new_context: Contexts, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.FREE_TEXT]
    journal.write(prompt.id, {"text": "hier"}, at="2026-03-01T08:00:00Z")
    journal.write(prompt.id, {"text": "un"})
    journal.chosen[prompt.id] = frozenset({Reader.TRAINER})
    journal.made = [Deposit("d", "essai", "2026-03-02T12:00:00Z", "zip", "ABC", (prompt.id,))]
    journal.comments[prompt.id] = (Comment(prompt.id, "Bravo.", "2026-03-02T08:00:00Z", "un"),)
    page = at_bench.answers(new_context(), prompt)
    page.get_by_text("Moi seulement").click()
    page.get_by_text("Versions précédentes", exact=True).click()
    page.get_by_role("button", name="Relire").first.click()
    page.get_by_role("button", name="Restaurer").click()
    page.get_by_text("Ce que j’avais déposé").click()
    expect(page.locator(".pu-confirm:visible")).to_have_count(1)
    assert violations(page) == []
    journal.write(prompt.id, {"text": "ailleurs"})
    page.locator("textarea").press_sequentially("ici")
    expect(answer(page, prompt)).to_have_attribute("data-state", "conflict")
    page.get_by_text("Lire l’autre version").click()
    assert violations(page) == []
    journal.failure = "Rien ne répond."
    page.locator("textarea").press_sequentially("encore")
    expect(answer(page, prompt)).to_have_attribute("data-state", "unsaved")
    assert violations(page) == []


def test_axe_finds_nothing_in_a_guided_journal_s_delicate_and_passed_questions(
    at_bench: Bench, new_context: Contexts
) -> None:
    page = shown(at_bench, new_context(), PROMPTS[Kind.GUIDED_JOURNAL])
    page.get_by_text("Toutes les questions").click()
    page.get_by_text("Minuteur indicatif").click()
    assert violations(page) == []
    page.get_by_role("button", name="Question précédente").click()
    expect(page.get_by_role("button", name="La reprendre")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_nothing_scrolls_sideways_at_320_pixels(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(viewport=NARROW), what)
    if isinstance(what, Prompt) and what.kind is not Kind.INTENTION:
        page.get_by_text("Versions précédentes", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_word_without_end_does_not_widen_a_narrow_page(
    at_bench: Bench, new_context: Contexts, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    journal.write(prompt.id, {"items": ["x" * 400]})
    journal.comments[prompt.id] = (Comment(prompt.id, "y" * 400, "2026-03-02T08:00:00Z", "z" * 400),)
    page = at_bench.answers(new_context(viewport=NARROW), prompt)
    page.get_by_text("Versions précédentes", exact=True).click()
    page.get_by_role("button", name="Retirer la ligne 1").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_wider_text_spacing_loses_nothing(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(viewport={"width": 640, "height": 900}), what)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
        " p { margin-bottom: 2em !important; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = page.evaluate(
        """[...document.querySelectorAll(".pu-button:not([hidden])")].filter(
          (button) => button.checkVisibility() && button.scrollWidth > button.clientWidth + 1).map((button) => button.textContent)"""
    )
    assert cut == []


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_everything_to_press_is_at_least_44_pixels_high(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(viewport=NARROW, has_touch=True), what)
    small = page.evaluate(
        """[...document.querySelectorAll("button, summary, select, input[type=date], label.pu-choice, label.pu-level")]
          .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 43.5)
          .map((node) => node.textContent)"""
    )
    assert small == []


@pytest.mark.parametrize("what", SHOWN, ids=name)
def test_each_control_shows_where_the_focus_is(at_bench: Bench, new_context: Contexts, what: Any) -> None:
    page = shown(at_bench, new_context(), what)
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const node = document.activeElement;
              if (node === document.body) return null;
              const style = getComputedStyle(node);
              return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if outline is None:
            break
        seen += 1
        assert outline[0] == "solid"
        assert outline[1] >= 2
    assert seen >= 3


RATIO = """
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number).slice(0, 3).map((v) => (colour.startsWith("color(") ? v : v / 255));
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const style = (selector) => getComputedStyle(document.querySelector(selector));
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_fields_and_the_focus_stand_out_three_to_one(
    at_bench: Bench, new_context: Contexts, scheme: str
) -> None:
    page = shown(at_bench, new_context(color_scheme=scheme), PROMPTS[Kind.FREE_TEXT])
    page.locator("textarea").focus()
    ratios = page.evaluate(
        f"""() => {{
          {RATIO}
          const field = style("textarea");
          const card = style(".pu-card").backgroundColor;
          return [ratio(field.borderTopColor, card), ratio(field.borderTopColor, field.backgroundColor),
                  ratio(field.outlineColor, card)];
        }}"""
    )
    assert min(ratios) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_marks_of_the_map_stand_out(at_bench: Bench, new_context: Contexts, scheme: str) -> None:
    page = shown(at_bench, new_context(color_scheme=scheme), PROMPTS[Kind.STAKEHOLDER_MAP])
    page.locator(".pu-person-name").first.wait_for()
    words, marks = page.evaluate(
        f"""() => {{
          {RATIO}
          const card = style(".pu-card").backgroundColor;
          const names = ratio(style(".pu-person-name").fill, style(".pu-person-name").stroke);
          const rings = ratio(style(".pu-ring-label").fill, style(".pu-ring-label").stroke);
          const me = ratio(style(".pu-me-label").fill, style(".pu-me").fill);
          const ranks = [1, 2, 3].map((level) => ratio(style(".pu-person-rank").fill, style(`.pu-influence-${{level}}`).fill));
          return [[names, rings, me, ...ranks],
                  [ratio(style(".pu-person").stroke, card), ratio(style(".pu-me").fill, card), ratio(style(".pu-ring").stroke, card)]];
        }}"""
    )
    assert min(words) >= 4.5
    assert min(marks) >= 3


def test_colours_that_the_system_forces_keep_every_word(at_bench: Bench, new_context: Contexts) -> None:
    page = shown(at_bench, new_context(forced_colors="active"), PROMPTS[Kind.SCALE])
    saved(page, PROMPTS[Kind.SCALE])
    expect(page.get_by_role("radio", name="Attention aux faits")).to_be_checked()
    assert violations(page) == []


def test_no_movement_is_drawn_for_those_who_asked_for_none(at_bench: Bench, new_context: Contexts) -> None:
    page = shown(at_bench, new_context(reduced_motion="reduce"), PRACTICE)
    moving = page.evaluate(
        """[...document.querySelectorAll(".pu-practice *")].filter(
          (node) => parseFloat(getComputedStyle(node).transitionDuration) > 0 || getComputedStyle(node).animationName !== "none").length"""
    )
    assert moving == 0
