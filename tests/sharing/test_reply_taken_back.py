"""A reply that its author takes back: its words are theirs, in the field again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from shared_pages import card, heard, share
from together import Together

from parcours_u.domain.audience import Reader


@pytest.fixture
def replied(place: Together, opened: Callable[..., Page]) -> Page:
    """A page whose author replied to Ada, and is writing another reply."""
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    page = opened("bo")
    page.get_by_role("button", name="Répondre à Ada").click()
    field = page.get_by_label("Votre réponse à Ada")
    field.fill("Cela me touche.")
    page.get_by_role("button", name="Envoyer").click()
    heard(page, "Votre réponse est envoyée.")
    page.get_by_role("button", name="Répondre à Ada").click()
    field.fill("Et aussi ceci.")
    return page


def test_a_reply_that_is_taken_back_gives_its_words_back_to_be_changed_and_sent_again(replied: Page) -> None:
    page, field = replied, replied.get_by_label("Votre réponse à Ada")
    page.get_by_role("button", name="Reprendre ma réponse").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("Et aussi ceci.\n\nCela me touche.")
    heard(page, "Vos mots sont dans le champ")
    field.press("End")
    page.keyboard.type(" Beaucoup.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("listitem").filter(has_text="Cela me touche. Beaucoup.")).to_have_count(1)


def test_whoever_takes_back_their_only_reply_under_their_own_answer_has_its_words_there(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    bo, ada = opened("bo"), opened("ada")
    bo.get_by_role("button", name="Répondre à Ada").click()
    bo.get_by_label("Votre réponse à Ada").fill("Comment ?")
    bo.get_by_role("button", name="Envoyer").click()
    ada.get_by_role("button", name="Répondre", exact=True).click()
    ada.get_by_label("Votre réponse").fill("Avec un banc.")
    ada.get_by_role("button", name="Envoyer").click()
    bo.get_by_role("button", name="Reprendre ma réponse").click()
    expect(card(ada, "Vous")).not_to_contain_text("Comment ?")
    ada.get_by_role("button", name="Reprendre ma réponse").click()
    expect(ada.get_by_label("Votre réponse")).to_have_value("Avec un banc.")
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("button", name="Répondre", exact=True)).to_be_focused()


def lost(route: Route) -> None:
    """Let a request arrive, and lose its answer."""
    route.fetch()
    route.abort()


def test_the_words_are_there_again_when_the_answer_that_said_so_was_lost(replied: Page) -> None:
    replied.route("**/shared/replies/*", lost)
    replied.get_by_role("button", name="Reprendre ma réponse").click()
    expect(replied.get_by_label("Votre réponse à Ada")).to_have_value("Et aussi ceci.\n\nCela me touche.")
    heard(replied, "Vos mots sont dans le champ")
    expect(replied.get_by_role("listitem").filter(has_text="Cela me touche.")).to_have_count(0)


def test_a_reply_that_stays_because_nothing_arrived_stays_alone(replied: Page) -> None:
    replied.route("**/shared/replies/*", lambda route: route.abort())
    replied.get_by_role("button", name="Reprendre ma réponse").click()
    expect(replied.get_by_role("alert").filter(has_text="ne répond pas")).to_be_visible()
    expect(replied.get_by_label("Votre réponse à Ada")).to_have_value("Et aussi ceci.")
    replied.unroute("**/shared/replies/*")
    replied.get_by_role("button", name="Reprendre ma réponse").click()
    expect(replied.get_by_label("Votre réponse à Ada")).to_have_value("Et aussi ceci.\n\nCela me touche.")


def test_words_taken_back_as_the_answer_above_them_goes_keep_a_place(replied: Page, place: Together) -> None:
    replied.route("**/shared/replies/*", lambda route: route.abort())
    replied.get_by_role("button", name="Reprendre ma réponse").click()
    expect(replied.get_by_role("alert").filter(has_text="ne répond pas")).to_be_visible()
    share(place, "ada", "Accueillir sans guichet")
    expect(replied.locator("#pu-annonces")).to_have_text("Votre réponse est reprise. Vos mots sont dans le champ.")
    expect(replied.get_by_label("Votre réponse à Ada")).to_have_value("Et aussi ceci.\n\nCela me touche.")
    expect(replied.get_by_role("alert").filter(has_text="vos mots ne peuvent plus partir")).to_be_visible()
