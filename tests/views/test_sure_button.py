"""A button that asks before it does: a yes holds for what it was said to, and no longer once it was taken back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from parcours_u.views.front_end import script

pytestmark = pytest.mark.browser


@pytest.fixture
def pressing(page: Page) -> Any:
    """Press, in turn, the buttons of a « Finir » whose server asks again; return the yes that it was given each time."""
    page.set_content("<main></main>")
    page.add_script_tag(content=script("dom", "announce", "sure"))
    return lambda *names: page.evaluate(
        """async (names) => {
          const given = [];
          const action = async (agreed) => {
            given.push(agreed ?? "");
            return { question: "Cela finit aussi un binôme\\u202f?", yes: "binome" };
          };
          const place = createSureButton("Finir", "Finir\\u202f?", "Oui", action);
          document.querySelector("main").replaceChildren(place);
          for (const name of names) {
            Array.from(place.querySelectorAll("button")).find((one) => one.textContent === name).click();
            await new Promise(requestAnimationFrame);
          }
          return given;
        }""",
        list(names),
    )


def test_a_yes_goes_with_what_was_asked_last(pressing: Any) -> None:
    assert pressing("Finir", "Oui", "Oui") == ["", "binome"]


def test_a_yes_that_was_taken_back_is_not_used_later(pressing: Any) -> None:
    assert pressing("Finir", "Oui", "Annuler", "Finir", "Oui") == ["", ""]


@pytest.mark.parametrize("late", ["answer({ question: 'Vraiment\u202f?', yes: 'binome' })", "fail(Error('Refusé.'))"])
def test_what_is_answered_after_somebody_went_back_takes_them_nowhere(page: Page, late: str) -> None:
    page.set_content("<main></main><input>")
    page.add_script_tag(content=script("dom", "announce", "sure"))
    page.evaluate(
        """() => {
          const action = () => new Promise((answer, fail) => Object.assign(window, { answer, fail }));
          document.querySelector("main").append(createSureButton("Finir", "Finir\u202f?", "Oui", action));
        }"""
    )
    for name in ("Finir", "Oui", "Annuler"):
        page.get_by_role("button", name=name).click()
    page.get_by_role("textbox").focus()
    page.evaluate(late)
    expect(page.get_by_role("group")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()
