"""The trainer's day on a phone: what is under way, a module assigned in words, a message copied or printed alone."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from people_here import Browser
from trainer_space import SPACE, choose_part, shown_part

ASSIGNED, DAY = "parcours-u/cohorte/attributions", "parcours-u/cohorte/journee"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def today() -> date:
    """The day that each test begins on: midnight may have passed since these lines were read."""
    return datetime.now().astimezone().date()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], trainer: Browser) -> Page:
    page = trainer.opened(new_context(viewport={"width": 360, "height": 740}, timezone_id="Europe/Paris"), SPACE)
    expect(page.get_by_label("Premier jour")).to_be_attached()
    return page


@pytest.mark.browser
@pytest.mark.nbgrader
def test_a_module_is_assigned_on_a_phone_in_words_before_it_is(phone: Page, trainer: Browser) -> None:
    part = choose_part(phone, "Attribuer un module")
    part.get_by_label("Module", exact=True).select_option("co-percevoir")
    part.get_by_label("Quelques cercles ou profils").check()
    part.get_by_label("Tilleul (2)").check()
    part.get_by_label(HOSTILE).check()
    part.get_by_label("Date", exact=True).fill("2031-03-15")
    words = "Co-percevoir, pour les cercles <img src=x onerror=alert(1)> et Tilleul (4\u00a0personnes), pour le samedi 15\u00a0mars 2031 à 18\u00a0h\u00a000"
    expect(part.get_by_text(f"{words}.", exact=True)).to_be_visible()
    part.get_by_role("button", name="Attribuer", exact=True).click()
    expect(part.get_by_text(f"C’est attribué\u00a0: {words}.", exact=True)).to_be_visible()
    part = choose_part(phone, "Écrire au groupe")
    part.get_by_label("Quel message").select_option("rappel")
    expect(part.get_by_label("Objet")).to_have_value(
        "«\u00a0Co-percevoir\u00a0», pour le 15\u00a0mars 2031 à 18\u00a0h\u00a000"
    )
    assert [(one["module"], one["pour_le"]) for one in trainer.get(ASSIGNED).json["attributions"]] == [
        ("co-percevoir", "2031-03-15T17:00:00Z")
    ]  # winter time in Paris
    part = choose_part(phone, "Attribuer un module")
    part.get_by_role("button", name="Ne plus l’attendre").click()
    part.get_by_role("button", name="Oui, ne plus l’attendre").click()
    expect(part.get_by_text("Co-percevoir n’est plus attendu.")).to_be_visible()
    assert trainer.get(ASSIGNED).json["attributions"] == []


@pytest.mark.browser
def test_the_day_tells_what_is_under_way_and_how_it_goes_on_when_late(
    new_context: Callable[..., BrowserContext], trainer: Browser, today: date
) -> None:
    trainer.ask("PUT", DAY, {"format": "voyage-trois-jours", "premier_jour": today.isoformat()})
    context = new_context(viewport={"width": 360, "height": 740}, timezone_id="Europe/Paris")
    context.clock.set_fixed_time(datetime(today.year, today.month, today.day, 9, 40, tzinfo=ZoneInfo("Europe/Paris")))
    page = trainer.opened(context, SPACE)
    now = page.locator(".pu-journee-maintenant")
    expect(now).to_contain_text("Jusqu’à 10\u00a0h\u00a000, encore 20\u00a0min.")
    expect(now).to_contain_text("Ensuite\u00a0: Former les cercles, à 10\u00a0h\u00a000.")
    expect(now.get_by_role("link", name="Côté hôte")).to_have_attribute("href", re.compile("guide-exercices.ipynb#"))
    part = shown_part(page)
    part.get_by_label("Notre retard sur le plan (minutes)").fill("10")
    part.get_by_role("button", name="Refaire la suite du jour").click()
    expect(part.get_by_role("button", name="Revenir au plan prévu")).to_be_visible()
    expect(now).to_contain_text("Ouvrir le voyage")
    expect(now).to_contain_text("Jusqu’à 10\u00a0h\u00a010, encore 30\u00a0min.")
    part.get_by_text("Toute la journée").click()
    expect(part.locator(".pu-journee-liste [aria-current=time]").first).to_contain_text("Ouvrir le voyage")
    part.get_by_text("Demain\u00a0: Jour 2").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    trainer.ask("DELETE", DAY)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("days", "words"), [(-12, "dans 12\u00a0jours, à 9\u00a0h\u00a000"), (40, "Le dernier jour était")]
)
def test_outside_the_days_it_tells_when_the_next_one_is(
    new_context: Callable[..., BrowserContext], trainer: Browser, today: date, days: int, words: str
) -> None:
    trainer.ask("PUT", DAY, {"format": "voyage-trois-jours", "premier_jour": today.isoformat()})
    context = new_context()
    then = today + timedelta(days=days)
    context.clock.set_fixed_time(datetime(then.year, then.month, then.day, 12, 0))
    expect(shown_part(trainer.opened(context, SPACE)).get_by_text(words)).to_be_visible()
    trainer.ask("DELETE", DAY)


@pytest.mark.browser
def test_a_message_is_changed_copied_and_printed_alone(phone: Page) -> None:
    part = choose_part(phone, "Écrire au groupe")
    part.get_by_label("Quel message").select_option("premier-jour")
    text = part.get_by_label("Message", exact=True)
    expect(text).to_have_value(re.compile("Nous nous retrouvons"))
    expect(part.get_by_text("Complétez ce qui est entre crochets")).to_be_visible()
    text.fill(f"Bonjour {HOSTILE}")
    part.get_by_label("Objet").fill("À lundi")
    expect(part.get_by_text("Complétez ce qui est entre crochets")).to_be_hidden()
    phone.evaluate("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    part.get_by_role("button", name="Copier le message").click()
    expect(part.locator(".pu-issue")).to_contain_text("Le message est sélectionné")
    assert phone.evaluate("document.activeElement.selectionEnd") == len(f"Bonjour {HOSTILE}")
    phone.evaluate("navigator.clipboard.writeText = (text) => { window.copie = text; return Promise.resolve(); }")
    part.get_by_role("button", name="Copier le message").click()
    expect(part.locator(".pu-issue")).to_contain_text("Le message est copié")
    assert phone.evaluate("window.copie") == f"Bonjour {HOSTILE}"
    part.get_by_role("button", name="Copier les adresses").click()
    expect(part.locator(".pu-issue")).to_contain_text("Cci")
    assert "ana@exemple.invalid; bea@exemple.invalid" in phone.evaluate("window.copie")
    phone.evaluate("window.print = () => {}")
    part.get_by_role("button", name="Imprimer", exact=True).click()
    phone.emulate_media(media="print")
    visible = phone.evaluate("document.body.innerText")
    assert f"Bonjour {HOSTILE}" in visible
    assert "Attribuer" not in visible
    assert "@" not in visible
    phone.emulate_media(media="screen")
    phone.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(phone.get_by_role("navigation", name="Sur cette page")).to_be_visible()


@pytest.mark.browser
def test_the_panels_hold_on_a_phone_and_are_accessible(phone: Page) -> None:
    part = choose_part(phone, "Attribuer un module")
    part.get_by_label("Quelques cercles ou profils").check()
    _holds(phone)
    part = choose_part(phone, "Écrire au groupe")
    part.get_by_role("button", name="Copier les adresses").click()
    expect(part.get_by_label("Adresses")).to_be_visible()
    _holds(phone)


def _holds(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(phone):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
