"""« Le serveur » on a phone: what was found in plain words, a backup told but never handed out; and for nobody but who has it in charge."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from parcours_u.domain.people import Role
from people_here import Browser, Cohort
from trainer_space import SPACE, TITLES, choose_part, part_of_space, shown_part

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], trainer: Browser) -> Page:
    return trainer.opened(new_context(viewport=PHONE), part_of_space("Le serveur"))


def press(part: Locator, name: str) -> None:
    """Press a button by the keyboard."""
    part.get_by_role("button", name=name, exact=True).focus()
    part.page.keyboard.press("Enter")


def holds(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []


def test_what_is_wrong_comes_first_with_what_to_do(phone: Page, place: Cohort) -> None:
    place.folder.exchange.chmod(0o755)
    part = shown_part(phone)
    press(part, "Vérifier que tout va bien")
    told = part.get_by_text("1\u00a0point à surveiller.", exact=True)
    expect(told).to_be_focused(timeout=60_000)
    wrong = part.get_by_role("list", name="Ce qui ne va pas").get_by_role("listitem")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("L’espace d’échange est ouvert à d’autres comptes")
    expect(wrong).to_contain_text("À faire\u00a0:")
    holds(phone)
    place.folder.exchange.chmod(0o700)
    press(part, "Vérifier que tout va bien")
    expect(part.get_by_text("Tout va bien\u00a0:")).to_be_visible(timeout=60_000)
    part.get_by_text("Ce qui va bien").click()
    expect(part.get_by_text("La base de la cohorte est entière.")).to_be_visible()
    holds(phone)


def test_a_backup_is_told_and_is_no_link(phone: Page, place: Cohort) -> None:
    part = shown_part(phone)
    expect(part.get_by_text("un téléphone se perd")).to_be_visible()
    press(part, "Sauvegarder maintenant")
    done = part.get_by_text("La sauvegarde est faite et relue jusqu’au bout")
    expect(done).to_be_visible(timeout=60_000)
    (made,) = place.folder.path.parent.glob("sauvegarde-groupe-*.zip")
    expect(done).to_contain_text(str(made))
    expect(part.get_by_text("Dernière sauvegarde")).to_contain_text(made.name)
    assert part.get_by_role("link").count() == 0
    holds(phone)
    phone.reload()
    expect(shown_part(phone).get_by_text("Dernière sauvegarde")).to_contain_text(made.name)
    made.unlink()


def test_a_trainer_of_one_circle_is_offered_no_part_that_would_refuse_them(
    place: Cohort, new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    own = place.newcomer("Lou", Role.TRAINER)
    assert 'data-pu-kind="trainer_server"' in own.get(SPACE).text
    trainer.get("vos-mots")  # with an anti-forgery token
    given = {"role": "trainer", "circles": ["Tilleul"]}
    trainer.ask("POST", f"parcours-u/cohorte/personnes/{own.person}/role", given)
    assert own.get("parcours-u/cohorte/serveur").status == 403
    page = own.opened(new_context(viewport=PHONE), part_of_space("Le serveur"))
    expect(page.get_by_role("heading", level=2)).to_contain_text("Aujourd’hui")
    links = page.get_by_role("navigation", name="Sur cette page").get_by_role("link")
    expect(links).to_have_text(TITLES[:-1])
    for title in TITLES[1:-1]:
        part = choose_part(page, title)
        expect(part.get_by_text("Ce geste est à qui a toute la cohorte en charge")).to_have_count(0)
        assert part.get_by_role("alert").filter(has_text="en charge").count() == 0
    assert 'data-pu-kind="trainer_server"' in trainer.get(SPACE).text


@pytest.mark.nbgrader
def test_a_module_is_opened_without_a_date_in_words_before_it_is(phone: Page, trainer: Browser) -> None:
    part = choose_part(phone, "Attribuer un module")
    part.get_by_label("Module", exact=True).select_option("recolte")
    part.get_by_label("Sans date").check()
    expect(part.get_by_label("Date", exact=True)).to_be_hidden()
    expect(part.get_by_label("Toute la cohorte")).to_be_hidden()
    expect(part.get_by_text("s’ouvre aux dépôts pour tout le monde, sans date")).to_be_visible()
    holds(phone)
    press(part, "Ouvrir aux dépôts")
    expect(part.get_by_text("C’est ouvert\u00a0: on peut déposer")).to_be_visible(timeout=60_000)
    expect(part.get_by_text("est déjà ouvert aux dépôts")).to_be_visible()
    expect(part.get_by_text("Ouverts aux dépôts, sans date attendue\u00a0:")).to_be_visible()
    assert trainer.get("parcours-u/cohorte/attributions").json["attributions"] == []


def test_an_invitation_lasts_the_days_that_are_chosen_on_the_phone(place: Cohort, phone: Page) -> None:
    place.add("Rim", code="RIM-CODE")
    part = choose_part(phone, "Les personnes")
    phone.reload()
    part.get_by_label("Chercher un nom, une organisation").fill("Rim")
    card = part.locator(".pu-team-person", has_text="Rim")
    card.locator("summary").first.click()
    expect(card).to_contain_text("RIM-CODE")
    card.get_by_label("Combien de jours dure l’invitation").fill("61")
    press(card, "Inviter")
    days = card.get_by_label("Combien de jours dure l’invitation")
    expect(days).to_be_focused()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(card.get_by_text("Choisissez un nombre entier, de 1 à 60")).to_be_visible()
    card.get_by_label("Combien de jours dure l’invitation").fill("30")
    press(card, "Inviter")
    expect(card.get_by_text("Elle sert une fois, jusqu’au")).to_be_visible()
    holds(phone)
