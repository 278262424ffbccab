"""A journal erased in one place while a page elsewhere shows its words: the choice is made there, and nothing comes back before it is."""

import re
from collections.abc import Callable

from acting import Answer, ready
from playwright.sync_api import BrowserContext, Page, expect
from vault import kept

from axe import in_light_and_dark
from running import Running

MODULE = "co-initier"
PROMPT = "co-initier-invitation"


def erase(course: Running, page: Page) -> None:
    """Erase the whole journal from its page."""
    page.goto(course.door)
    page.goto(course.page("course/carnet.ipynb"))
    page.get_by_text("Effacer tout mon carnet").first.click()
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name=re.compile("^Effacer")).last.click()
    expect(page.get_by_role("main")).to_contain_text("il ne reste aucun mot de votre carnet")


def entries(course: Running) -> list[str]:
    found = course.ask("GET", f"/parcours-u/entries?prompt={PROMPT}")[1]["entries"]
    return [entry["body"]["text"] for entry in found]


def test_a_page_side_by_side_shows_nothing_any_more_of_a_journal_that_is_erased(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    page, other = context.new_page(), context.new_page()
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    Answer(page, PROMPT).write("Un mot intime.")
    erase(course, other)
    expect(Answer(page, PROMPT).field).to_have_value("")
    assert entries(course) == []


def test_words_erased_on_another_device_come_back_only_when_they_are_kept(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    page, other = new_context(viewport={"width": 360, "height": 740}).new_page(), new_context().new_page()
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    answer = Answer(page, PROMPT)
    answer.write("Un mot intime.")
    erase(course, other)
    answer.field.press("End")
    page.keyboard.type(" Encore")
    answer.wait("erased")
    expect(answer.root).to_contain_text("Votre carnet a été effacé, dans un autre onglet ou sur un autre appareil.")
    assert [item["id"] for one in in_light_and_dark(page) for item in one["violations"]] == []
    assert entries(course) == []
    answer.root.get_by_role("button", name="Garder mon texte").click()
    answer.wait("saved")
    assert entries(course) == ["Un mot intime. Encore"]


UNSENT = """([view, text]) => document.dispatchEvent(new CustomEvent("parcours-u:non-envoye", {
  detail: { prompt: "co-initier-invitation", view, kept: () => ({ base: 1, value: { text }, before: [] }) },
}))"""
ERASED = "document.dispatchEvent(new CustomEvent('parcours-u:carnet-efface'))"


def test_unsent_words_of_a_journal_that_another_tab_erased_do_not_come_back_unless_they_are_typed_again(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    page, other = context.new_page(), context.new_page()
    for tab in (page, other):
        tab.goto(course.door)
        tab.goto(course.module(MODULE))
        ready(tab)
    page.evaluate(UNSENT, ["first", "intime"])
    kept(page, 1)
    other.evaluate(ERASED)
    kept(page, 0)
    for view in ("first", "second"):  # the words of the first are only tried again
        page.evaluate(UNSENT, [view, "intime"])
    kept(page, 1)
    page.evaluate(UNSENT, ["first", "intime, et plus"])
    kept(page, 2)


def test_words_that_are_being_sealed_when_their_key_is_erased_are_not_kept(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    page, other = context.new_page(), context.new_page()
    for tab in (page, other):
        tab.goto(course.door)
        tab.goto(course.module(MODULE))
        ready(tab)
    page.evaluate(
        """() => {
          const real = crypto.subtle.encrypt.bind(crypto.subtle);
          window.sealing = new Promise((begun) => {
            crypto.subtle.encrypt = async (...given) => {
              await new Promise((resolve) => { window.seal = resolve; begun(); });
              return real(...given);
            };
          });
        }"""
    )
    page.evaluate(UNSENT, ["first", "intime"])
    page.evaluate("sealing")
    other.evaluate(ERASED)
    other.evaluate(UNSENT, ["other", "écrit depuis"])
    kept(other, 1)
    page.evaluate("() => seal()")
    kept(other, 1)
