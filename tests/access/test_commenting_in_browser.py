"""« Lire et commenter » in a browser: the whole loop, two trainers at once, a server that goes away, a phone, axe."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from commented import MODULE, Commented, commented
from parcours_u.domain.people import Role
from people_here import FREE_TEXT, animate
from trainer_space import part_of_space

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader]

PAGE = f"voila/render/course/source/{MODULE}/{MODULE}.ipynb"
HOSTILE = "<img src=x onerror=alert(1)>\nsur deux lignes"
Opening = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    with commented(tmp_path_factory.mktemp("commentee") / "groupe") as found:
        for name in ("Ana", "Bea", "Chloé"):
            found.comes(name)
            found.writes(name, f"{HOSTILE} ({name})")
            found.deposits(name)
        for name in ("Awa", "Tom"):
            found.comes(name, Role.TRAINER)
        found.circles(Tilleul=("Ana", "Bea"), Erable=("Chloé",))
        yield found


def comes_in(context: BrowserContext, desk: Commented, name: str) -> Page:
    """Open a page with somebody's device."""
    desk.people[name].come_in(context)
    return context.new_page()


def panel_of(page: Page, desk: Commented) -> Locator:
    """Open the trainer's space; return « Lire et commenter », its deposits shown."""
    page.goto(f"{desk.cohort.base}/{part_of_space('Lire et commenter')}", wait_until="commit")
    panel = page.locator(".pu-lecture")
    expect(panel.locator(".pu-lecture-personne").first).to_be_visible()
    return panel


def opened(panel: Locator, name: str) -> tuple[Locator, Locator]:
    """Open somebody's deposit; return the answer, and the field of its comment."""
    panel.get_by_role("button", name=f"{name} du groupe").click()
    expect(panel.get_by_role("heading", name=f"{name} du groupe")).to_be_focused()
    answer = panel.locator(f'[data-question="{FREE_TEXT}"]')
    return answer, answer.get_by_role("textbox", name="Votre commentaire")


def test_the_whole_loop_from_the_learner_s_page_and_back(new_context: Opening, desk: Commented) -> None:
    words, comment = "Nous cherchons avec vous ce qui bloque.", "Qui d’autre vit cela ?"
    desk.comes("Dan")
    learner = comes_in(new_context(), desk, "Dan")
    learner.goto(f"{desk.cohort.base}/{PAGE}", wait_until="commit")
    own = learner.locator(f'[data-prompt="{FREE_TEXT}"]')
    own.locator("textarea").first.fill(words)
    learner.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
    own.get_by_label(re.compile("mon formateur ou ma formatrice", re.IGNORECASE)).check()
    learner.get_by_role("button", name="Voir ce qui partirait").click()
    learner.get_by_role("button", name="Déposer", exact=True).click()
    expect(learner.get_by_role("heading", name="Déposé")).to_be_visible()

    panel = panel_of(comes_in(new_context(), desk, "Awa"), desk)
    answer, field = opened(panel, "Dan")
    expect(answer).to_contain_text(words)
    field.fill(comment)
    expect(answer).to_contain_text("enregistré à")
    panel.get_by_role("button", name="Revenir à la liste").first.click()
    row = panel.get_by_role("button", name="Dan du groupe")
    expect(row).to_be_focused()
    expect(row).to_contain_text("1\u00a0commentée")
    panel.get_by_role("button", name=re.compile("^Renvoyer les commentaires")).click()
    leaving = panel.get_by_role("group", name="Ce qui partirait")
    expect(leaving).to_contain_text("Dan du groupe\u00a0: 1\u00a0commentaire")
    leaving.get_by_role("button", name=re.compile("^Renvoyer à")).click()
    expect(panel.get_by_text("Les commentaires sont partis, à 1\u00a0personne.")).to_be_visible()
    expect(row).to_contain_text("commentaires renvoyés")

    expect(own).to_contain_text(comment)


def test_two_trainers_on_one_answer_lose_nothing(new_context: Opening, desk: Commented) -> None:
    first, second = (panel_of(comes_in(new_context(), desk, name), desk) for name in ("Awa", "Tom"))
    (answer, mine), (other_answer, other) = opened(first, "Bea"), opened(second, "Bea")
    expect(answer).to_contain_text(HOSTILE.split("\n", maxsplit=1)[0])
    mine.fill("D’Awa")
    expect(answer).to_contain_text("enregistré à")
    other.fill("De Tom")
    both = other_answer.get_by_role("group", name="Deux commentaires sur cette réponse")
    expect(both).to_contain_text("D’Awa")
    expect(other).to_have_value("De Tom")
    assert desk.read("Awa", "Bea").json["answers"][0]["comment"] == "D’Awa"
    other.fill("De Tom, après D’Awa")
    both.get_by_role("button", name="Garder le mien").click()
    expect(other_answer).to_contain_text("enregistré à")
    expect(both).to_be_hidden()
    mine.fill("D’Awa, encore")
    again = answer.get_by_role("group", name="Deux commentaires sur cette réponse")
    expect(again).to_contain_text("De Tom, après D’Awa")
    again.get_by_role("button", name="Garder l’autre").click()
    expect(mine).to_have_value("De Tom, après D’Awa")
    assert desk.read("Awa", "Bea").json["answers"][0]["comment"] == "De Tom, après D’Awa"


def test_a_new_deposit_meanwhile_is_read_before_it_is_commented(new_context: Opening, desk: Commented) -> None:
    panel = panel_of(comes_in(new_context(), desk, "Awa"), desk)
    answer, field = opened(panel, "Chloé")
    desk.writes("Chloé", "Une autre version", base=1)
    desk.deposits("Chloé")
    desk.collect("Tom")
    field.fill("Sur la première")
    answer.get_by_role("button", name="Lire le nouveau dépôt").click()
    expect(answer).to_contain_text("Une autre version")
    expect(field).to_have_value("Sur la première")
    answer.get_by_role("button", name="Garder mon commentaire pour cette réponse").click()
    expect(answer).to_contain_text("enregistré à")
    assert desk.read("Awa", "Chloé").json["answers"][0]["comment"] == "Sur la première"


def test_starters_begin_a_comment_and_one_s_own_are_kept(new_context: Opening, desk: Commented) -> None:
    page = comes_in(new_context(), desk, "Tom")
    panel = panel_of(page, desk)
    panel.get_by_text("Mes amorces").click()
    panel.get_by_label("Une amorce à moi").fill("Et si l’on commençait par")
    panel.get_by_role("button", name="Garder cette amorce").click()
    expect(panel.get_by_role("button", name="Retirer\u00a0: Et si l’on commençait par")).to_be_visible()
    answer, field = opened(panel, "Ana")
    answer.get_by_role("combobox", name="Amorces").select_option("Et si l’on commençait par")
    answer.get_by_role("button", name="Insérer").click()
    expect(field).to_be_focused()
    page.keyboard.type("écouter")
    expect(answer).to_contain_text("enregistré à")
    assert desk.read("Tom", "Ana").json["answers"][0]["comment"] == "Et si l’on commençait par écouter"


def test_circles_are_shared_out_and_one_s_own_come_first(new_context: Opening, desk: Commented) -> None:
    panel = panel_of(comes_in(new_context(), desk, "Awa"), desk)
    panel.get_by_text("Répartir les cercles", exact=True).click()
    panel.get_by_role("button", name="Proposer une répartition").click()
    expect(panel.get_by_text("Rien n’est gardé")).to_be_visible()
    panel.get_by_role("combobox", name="Tilleul").select_option(label="Awa du groupe")
    panel.get_by_role("combobox", name="Erable").select_option(label="Tom du groupe")
    panel.get_by_role("button", name="Garder cette répartition").click()
    expect(panel.get_by_label("Mon cercle")).to_be_checked()
    expect(panel.get_by_role("button", name="Chloé du groupe")).to_have_count(0)
    panel.get_by_label("Tout le monde").check()
    expect(panel.get_by_role("button", name="Chloé du groupe")).to_be_visible()
    expect(panel.get_by_role("heading", name=re.compile("Erable – lu par Tom"))).to_be_visible()


def test_it_is_accessible_and_fits_a_phone(new_context: Opening, desk: Commented) -> None:
    page = comes_in(new_context(viewport={"width": 360, "height": 740}), desk, "Tom")
    panel = panel_of(page, desk)
    if panel.get_by_label("Tout le monde").count():
        panel.get_by_label("Tout le monde").check()
    for summary in panel.locator("summary:visible").all():
        summary.click()
    _accessible(page)
    in_nbgrader_meanwhile = desk.read("Awa", "Bea").json["answers"][0]["comment"]
    answer, field = opened(panel, "Bea")
    desk.comment("Awa", "Bea", "Écrit entre-temps", base=in_nbgrader_meanwhile)
    field.fill("Le mien")
    expect(answer.get_by_role("group", name="Deux commentaires sur cette réponse")).to_be_visible()
    _accessible(page)
    panel.get_by_role("button", name=re.compile("Personne (suivante|précédente)")).first.click()
    expect(panel.get_by_role("heading", level=3)).to_be_focused()


def _accessible(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []


def test_words_stay_on_the_page_while_the_server_is_away(
    new_context: Opening, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("coupee") / "groupe"
    with commented(folder) as desk:
        desk.comes("Ana")
        desk.writes("Ana", "Une réponse")
        desk.deposits("Ana")
        desk.comes("Awa", Role.TRAINER)
        panel = panel_of(comes_in(new_context(), desk, "Awa"), desk)
        answer, field = opened(panel, "Ana")
        port = urlsplit(desk.cohort.base).port
        desk.cohort.kill()
        field.fill("Écrit pendant la coupure")
        expect(answer).to_contain_text("Vos mots restent ici")
        desk.cohort = animate(folder, port=port)
        try:
            expect(answer).to_contain_text("enregistré à")
            assert desk.read("Awa", "Ana").json["answers"][0]["comment"] == "Écrit pendant la coupure"
        finally:
            desk.cohort.stop()
