"""The journal, deposit and file panels in a browser: by keyboard, with real labels, hostile words inert."""

import json
import re

import pytest
from fake_client import HOSTILE
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def journal(opened) -> Page:
    page = opened("carnet")
    expect(page.get_by_role("heading", name="Emporter mon carnet")).to_be_visible()
    return page


@pytest.fixture
def module(opened) -> Page:
    page = opened("source/co-initier/fichier")
    expect(page.get_by_role("button", name="Voir ce qui partirait")).to_be_visible()
    return page


def in_main(page: Page, words: str) -> Locator:
    """Return where these words are shown; the same words may also be in the hidden live region that speaks them."""
    return page.get_by_role("main").get_by_text(words)


def as_file(content: str) -> dict[str, object]:
    return {"name": "carnet.json", "mimeType": "application/json", "buffer": content.encode()}


def test_what_was_written_is_shown_exactly_and_does_nothing(journal):
    shown = journal.locator("article .pu-ecrit").filter(has_text="window.hacked").last
    assert shown.text_content() == HOSTILE
    assert shown.evaluate("node => getComputedStyle(node).whiteSpace") == "pre-wrap"
    expect(shown).to_have_attribute("dir", "auto")
    assert journal.evaluate("window.hacked") is None


def test_the_journal_is_filtered_by_step_and_by_scale_and_the_count_is_told(journal):
    count = journal.locator(".pu-carnet [role=status]")
    expect(count).to_have_text("4 réponses affichées.")
    journal.get_by_label("Étape").select_option("Co-initier")
    expect(count).to_have_text("2 réponses affichées.")
    journal.get_by_label("Échelle").select_option("Mon organisation")
    expect(count).to_have_text("1 réponse affichée.")
    expect(journal.locator("article:visible h3")).to_have_text("Avec qui en parler\u202f?")
    journal.get_by_label("Échelle").select_option("La société")
    expect(count).to_have_text("Aucune réponse pour ce choix.")
    expect(journal.locator(".pu-groupe:visible")).to_have_count(0)


def test_each_answer_leads_back_to_its_question(journal):
    link = journal.get_by_role("link", name="Revenir à cette question : Avec qui en parler")
    expect(link).to_have_attribute("href", re.compile(r"co-initier\.ipynb#invite-co-initier-liste$"))


def test_comments_are_beside_the_answer_they_are_about(journal):
    entry = journal.locator("article").filter(has_text="Une question.")
    expect(entry.get_by_text("Retour sur cette réponse")).to_be_visible()
    entry.get_by_text("Relire la réponse telle qu’elle était partie").click()
    expect(entry.get_by_text("ancienne réponse")).to_be_visible()


def test_times_are_told_in_the_reader_s_own_zone(new_context, pages):
    page = new_context(timezone_id="Pacific/Noumea").new_page()
    page.goto(pages.url("carnet"), wait_until="commit")
    expect(page.get_by_text("enregistré le 4 mars 2027 à 0 h 03").first).to_be_visible()


def test_an_empty_journal_is_warm_and_leads_to_the_course(opened):
    page = opened("vide")
    expect(page.get_by_role("heading", name="Votre carnet vous attend")).to_be_visible()
    expect(page.get_by_role("link", name="Aller au parcours")).to_have_attribute(
        "href", "/voila/render/course/accueil.ipynb"
    )


def test_a_journal_file_is_taken_up_and_what_it_holds_is_shown(journal):
    journal.get_by_label("Reprendre mon carnet").set_input_files(
        as_file(json.dumps({"format": "parcours-u", "x": "é" * 700_000}))
    )
    journal.get_by_role("button", name="Reprendre ce fichier").click()
    expect(journal.locator(".pu-issue").filter(has_text="1 réponse reprise.")).to_be_visible()
    expect(in_main(journal, "repris d’hier")).to_be_visible()
    expect(journal.locator("#pu-annonces")).to_contain_text("1 réponse reprise.")


def test_a_file_that_is_not_ours_is_refused_beside_its_field(journal):
    field = journal.get_by_label("Reprendre mon carnet")
    field.set_input_files(as_file("{}"))
    journal.get_by_role("button", name="Reprendre ce fichier").click()
    expect(in_main(journal, "Ce fichier n’est pas un carnet")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("n’est pas un carnet"))
    expect(field).to_be_focused()


def test_a_return_is_opened_in_the_journal(journal):
    journal.get_by_label("Ouvrir un retour").set_input_files(as_file("parcours-u"))
    journal.get_by_role("button", name="Ouvrir ce retour").click()
    expect(in_main(journal, "2 commentaires reçus pour « Co-initier »")).to_be_visible()


def test_the_whole_journal_is_erased_only_after_the_box_is_ticked(journal):
    journal.get_by_text("Effacer tout mon carnet").first.click()
    erase = journal.get_by_role("button", name="Effacer tout mon carnet")
    erase.click()
    expect(journal.get_by_role("checkbox")).to_be_focused()
    expect(in_main(journal, "cochez d’abord la case")).to_be_visible()
    journal.keyboard.press("Space")
    journal.keyboard.press("Tab")
    journal.keyboard.press("Enter")
    expect(in_main(journal, "4 réponses sont effacées")).to_be_visible()
    expect(journal.get_by_role("heading", name="Votre carnet vous attend")).to_be_visible()


def test_a_deposit_by_file_is_seen_then_made_by_keyboard_alone(module):
    module.get_by_role("button", name="Voir ce qui partirait").focus()
    module.keyboard.press("Enter")
    expect(module.get_by_role("heading", name="Ce qui partirait")).to_be_visible()
    assert module.locator(".pu-partant .pu-ecrit").all_text_contents() == [HOSTILE]
    expect(in_main(module, "À qui : la personne à qui vous enverrez le fichier")).to_be_visible()
    expect(module.locator(".pu-depot ul li").filter(has_text="Avec qui en parler")).to_be_visible()
    assert "élue de quartier" not in module.locator(".pu-depot").inner_text()
    field = module.get_by_label("Le code que l’on vous a donné (obligatoire)")
    expect(field).to_have_attribute("autocomplete", "off")
    expect(field).to_have_accessible_description(re.compile("Neuf lettres ou chiffres"))
    field.focus()
    module.keyboard.type("BCDF-HJK23")
    with module.expect_download() as download:
        module.keyboard.press("Enter")
    assert download.value.url.endswith("/parcours-u/depots/d1.zip")
    expect(module.get_by_role("heading", name="Déposé le 4 mars 2027")).to_be_focused()
    expect(in_main(module, "tant que vous ne l’envoyez pas, personne ne le lit")).to_be_visible()
    expect(module.locator(".pu-depots")).to_contain_text("par fichier, sous le nom « BCDF-HJK23 »")


def test_the_page_goes_on_working_after_its_download(module):
    module.get_by_role("button", name="Voir ce qui partirait").click()
    module.get_by_label("Le code").fill("BCDF-HJK23")
    with module.expect_download():
        module.get_by_role("button", name="Déposer", exact=True).click()
    module.get_by_role("button", name="Voir ce qui partirait").click()
    expect(module.get_by_role("button", name="Déposer à nouveau")).to_be_visible()
    expect(in_main(module, "Ce dépôt remplacera le précédent")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "words"), [("", "Il manque votre code"), ("non", "Ce code comporte une faute de frappe")]
)
def test_a_missing_or_wrong_code_is_told_beside_its_field(module, typed, words):
    module.get_by_role("button", name="Voir ce qui partirait").click()
    field = module.get_by_label("Le code")
    field.fill(typed)
    module.get_by_role("button", name="Déposer", exact=True).click()
    expect(module.locator(".pu-issue-erreur").filter(has_text=words)).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(words))
    expect(field).to_be_focused()
    expect(field).to_have_value(typed)


def test_nothing_shared_says_how_to_share(opened):
    page = opened("source/co-initier/prive")
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(page.get_by_role("heading", name="Rien ne partirait pour l’instant")).to_be_visible()
    expect(in_main(page, "juste en dessous, choisissez de la lui ouvrir")).to_be_visible()
    expect(page.get_by_role("button", name="Déposer", exact=True)).to_have_count(0)


def test_a_deposit_by_the_exchange_asks_for_no_code_and_offers_no_file(opened):
    page = opened("source/co-initier/echange")
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(in_main(page, "Votre dépôt partira sous le nom « alix »")).to_be_visible()
    expect(page.get_by_label("Le code")).to_have_count(0)
    page.get_by_role("button", name="Déposer", exact=True).click()
    expect(in_main(page, "Vos réponses sont arrivées.")).to_be_visible()
    expect(page.get_by_role("link", name="Télécharger mon dépôt (.zip)")).to_have_count(0)
    expect(page.get_by_label("Ouvrir un retour")).to_be_hidden()
