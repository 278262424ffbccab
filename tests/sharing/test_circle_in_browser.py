"""What is shared, in real browsers: it comes by itself, is answered and taken back, and disturbs nobody."""

from collections.abc import Callable

import pytest
from gathered import circle
from playwright.sync_api import Page, Route, expect
from shared_pages import card, heard, share
from together import OTHER_QUESTION, QUESTION, Together

from axe import in_light_and_dark
from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind

HOSTILE = "<img src=x onerror='window.hacked = true'><script>window.hacked = true</script> שלום " + "x" * 200


def test_what_the_circle_shares_comes_by_itself_and_the_focus_stays_where_one_writes(
    place: Together, opened: Callable[..., Page]
) -> None:
    page = opened("bo")
    expect(page.get_by_text("Rien n’est encore partagé ici.")).to_be_visible()
    expect(page.get_by_text("Ada, Cy et vous")).to_be_visible()
    own = page.get_by_label("Mes mots")
    own.click()
    page.keyboard.type("je réfléchis ")
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("Accueillir sans guichet")
    heard(page, "Ada vient de partager une réponse.")
    share(place, "ada", "Accueillir sans guichet ni ticket", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("ni ticket")
    page.keyboard.type("encore")
    expect(own).to_have_value("je réfléchis encore")
    expect(page.get_by_text("Rien n’est encore partagé ici.")).to_be_hidden()
    link = page.get_by_role("link", name="Aller à cette question")
    expect(link).to_have_attribute("href", f"/voila/render/course/source/co-initier/co-initier.ipynb#invite-{QUESTION}")


def test_two_people_answer_each_other_by_keyboard_and_take_back(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    bo, ada = opened("bo"), opened("ada")
    bo.get_by_role("button", name="Répondre à Ada").focus()
    bo.keyboard.press("Enter")
    bo.keyboard.type("Cela me touche.")
    bo.get_by_role("button", name="Envoyer").press("Enter")
    heard(bo, "Votre réponse est envoyée.")
    expect(bo.get_by_role("button", name="Répondre à Ada")).to_be_focused()
    expect(bo.get_by_role("listitem").filter(has_text="Cela me touche.")).to_have_count(1)
    expect(card(ada, "Vous")).to_contain_text("Cela me touche.")
    heard(ada, "Bo a répondu.")
    bo.get_by_role("button", name="Reprendre ma réponse").press("Enter")
    expect(card(ada, "Vous")).not_to_contain_text("Cela me touche.")
    expect(bo.get_by_label("Votre réponse à Ada")).to_be_focused()
    ada.get_by_role("button", name="Ne plus partager avec votre cercle").press("Enter")
    expect(ada.get_by_role("button", name="Oui, la reprendre")).to_be_focused()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("button", name="Ne plus partager avec votre cercle")).to_be_focused()
    ada.keyboard.press("Enter")
    ada.keyboard.press("Enter")
    expect(card(bo, "Ada")).not_to_contain_text("Accueillir sans guichet")
    bo.get_by_role("button", name="Oublier ces mots").press("Enter")
    expect(card(bo, "Ada")).to_have_count(0)
    expect(bo.get_by_text("Rien n’est encore partagé ici.")).to_be_visible()
    assert place.cohort.journal("ada").entries()[QUESTION].audience == frozenset()


def test_what_somebody_writes_in_a_reply_survives_what_comes_meanwhile(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "une", Reader.CIRCLE)
    page = opened("bo")
    page.get_by_role("button", name="Répondre à Ada").click()
    field = page.get_by_label("Votre réponse à Ada")
    field.press_sequentially("Je com")
    share(place, "ada", "une, puis une autre", Reader.CIRCLE)
    share(place, "cy", "deux", Reader.CIRCLE, prompt=OTHER_QUESTION)
    expect(card(page, "Cy")).to_contain_text("deux")
    expect(card(page, "Ada")).to_contain_text("puis une autre")
    expect(field).to_be_focused()
    page.keyboard.type("prends")
    expect(field).to_have_value("Je comprends")


def test_a_reply_that_is_refused_stays_on_the_page(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "une", Reader.CIRCLE)
    page = opened("bo")
    page.get_by_role("button", name="Répondre à Ada").click()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert").filter(has_text="Votre réponse est vide")).to_be_visible()
    field = page.get_by_label("Votre réponse à Ada")
    field.fill("Merci.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert").filter(has_text="ne répond pas")).to_be_visible()
    expect(field).to_have_value("Merci.")


def test_what_others_wrote_is_text_and_nothing_else(place: Together, opened: Callable[..., Page]) -> None:
    place.cohort.person("eve", last_name="<b onmouseover=alert(1)>gras</b>")
    place.cohort.joins("eve", "c1")
    share(place, "eve", HOSTILE, Reader.CIRCLE)
    place.cohort.space("ada")
    page = opened("bo", viewport={"width": 320, "height": 700})
    expect(page.get_by_role("article")).to_contain_text(HOSTILE)
    expect(page.get_by_role("article")).to_contain_text("<b onmouseover=alert(1)>gras</b>")
    page.get_by_role("button", name="Répondre à Eve").click()
    page.get_by_label("Votre réponse à Eve").fill(HOSTILE)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("listitem").filter(has_text=HOSTILE)).to_have_count(1)
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_one_looks_at_one_s_pair_alone_and_an_answer_open_to_both_is_read_once(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "à nous deux, et au cercle", Reader.PAIR, Reader.CIRCLE)
    share(place, "cy", "au cercle", Reader.CIRCLE)
    page = opened("bo")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(card(page, "Ada")).to_contain_text("Partagée avec votre binôme et votre cercle.")
    page.get_by_role("radio", name="Mon binôme").check()
    expect(page.get_by_role("article")).to_have_count(1)
    heard(page, "1\u00a0réponse affichée.")


def test_whoever_is_in_no_group_is_told_so_kindly(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "à tout le groupe", Reader.COHORT)
    page = opened("visitor")
    expect(page.get_by_text("Vous n’êtes dans aucun groupe pour l’instant")).to_be_visible()
    assert "à tout le groupe" not in page.content()


def test_a_page_whose_line_was_cut_catches_up(place: Together, opened: Callable[..., Page]) -> None:
    page = opened("bo")
    share(place, "ada", "avant", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("avant")
    place.cut_lines()
    share(place, "ada", "avant, pendant", Reader.CIRCLE)
    share(place, "cy", "aussi", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("pendant")
    expect(card(page, "Cy")).to_contain_text("aussi")
    expect(page.get_by_role("article")).to_have_count(2)


def test_what_is_shared_while_the_page_reads_again_stays_there(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "avant", Reader.CIRCLE)
    page = opened("bo")
    expect(card(page, "Ada")).to_contain_text("avant")

    def on_a_slow_phone(route: Route) -> None:
        found = route.fetch().json()
        share(place, "cy", "pendant", Reader.CIRCLE)
        expect(card(page, "Cy")).to_contain_text("pendant")
        found["entries"][0]["texts"][0][1] = "relu"  # tells that this answer was taken
        route.fulfill(json=found)

    page.route("**/parcours-u/shared", on_a_slow_phone, times=1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(card(page, "Ada")).to_contain_text("relu")
    assert card(page, "Cy").count() == 1


@pytest.mark.parametrize("code", [1008, 4403])
def test_a_page_that_is_let_in_no_more_says_what_stays_and_how_to_go_on(
    place: Together, opened: Callable[..., Page], code: int
) -> None:
    page = opened("bo")
    share(place, "ada", "avant", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("avant")
    place.cut_lines(code)
    expect(page.locator(".pu-shared-cut")).to_contain_text("Rechargez la page pour la reprendre.")
    place.wait_for_lines(False)  # it does not insist
    share(place, "ada", "avant, après", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("avant")
    page.reload()
    expect(card(page, "Ada")).to_contain_text("avant, après")
    expect(page.locator(".pu-shared-cut")).to_be_empty()


def test_beneath_one_s_own_answer_what_others_shared_waits_folded(place: Together, opened: Callable[..., Page]) -> None:
    page = opened("bo", f"beneath?prompt={QUESTION}&prompt={OTHER_QUESTION}")
    fold = page.locator("details")
    expect(fold).to_have_count(2)
    expect(fold.first).to_be_hidden()
    share(place, "ada", "pour la première", Reader.CIRCLE)
    summary = page.get_by_text("Ce que quelqu’un a partagé sur cette question")
    expect(summary).to_be_visible()
    expect(page.get_by_text("pour la première")).to_be_hidden()
    share(place, "cy", "pour la première aussi", Reader.COHORT)
    expect(page.get_by_text("Ce que 2\u00a0personnes ont partagé sur cette question")).to_be_visible()
    page.get_by_text("Ce que 2\u00a0personnes").press("Enter")
    expect(page.get_by_text("pour la première", exact=True)).to_be_visible()
    expect(fold.last).to_be_hidden()
    share(place, "bo", "la mienne", Reader.CIRCLE)
    place.cohort.space("cy").reply(circle("c1"), "bo", QUESTION, "Je te rejoins.")
    received = card(page, "Ce que l’on vous a répondu")
    expect(received).to_contain_text("Je te rejoins.")
    expect(received.get_by_text("la mienne")).to_be_hidden()
    expect(page.get_by_text("et 1\u00a0mot reçu sur la vôtre")).to_be_visible()


def test_an_author_whose_circle_changed_is_told_that_nobody_reads_and_may_open_it_to_the_new_one(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "à mon cercle", Reader.CIRCLE)
    place.cohort.leaves("ada", "c1")
    place.cohort.joins("ada", "c2")
    page = opened("ada", f"beneath?prompt={QUESTION}")
    expect(page.get_by_text("votre cercle a changé")).to_be_visible()
    page.get_by_role("button", name="L’ouvrir à mon groupe d’aujourd’hui").click()
    expect(page.get_by_text("votre cercle a changé")).to_be_hidden()
    assert [one.body for one in place.cohort.space("di").look().entries] == [{"sentence": "à mon cercle"}]


def test_an_author_is_told_who_came_since_and_shares_again_with_them(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "à mon cercle", Reader.CIRCLE)
    page = opened("ada", f"beneath?prompt={QUESTION}")
    told = page.get_by_text(
        "Depuis ce partage, votre cercle a accueilli Di, qui ne lit pas cette réponse. Partagez-la de nouveau"
    )
    expect(page.locator(".pu-shared-closed", has_text="accueilli")).to_have_count(0)
    place.cohort.leaves("di", "c2")
    place.cohort.joins("di", "c1")
    expect(told).to_be_visible()
    expect(card(opened("ada"), "Vous")).to_contain_text("votre cercle a accueilli Di, qui ne lit pas cette réponse.")
    newcomer = opened("di")
    expect(newcomer.get_by_text("Rien n’est encore partagé ici.")).to_be_visible()
    page.get_by_role("button", name="Partager de nouveau").press("Enter")
    expect(told).to_be_hidden()
    heard(page, "Votre réponse est partagée de nouveau.")
    expect(card(newcomer, "Ada")).to_contain_text("à mon cercle")


def test_who_came_while_the_line_was_cut_is_told_once_it_is_back(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "à mon cercle", Reader.CIRCLE)
    page = opened("ada")
    page.wait_for_function("() => parcoursUCanal.state() === 'open'")
    place.cut_lines()
    place.cohort.leaves("di", "c2")
    place.cohort.joins("di", "c1")
    expect(card(page, "Vous")).to_contain_text("votre cercle a accueilli Di, qui ne lit pas cette réponse.")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    place: Together, opened: Callable[..., Page], width: int
) -> None:
    share(place, "ada", HOSTILE, Reader.PAIR, Reader.CIRCLE)
    share(place, "bo", "la mienne", Reader.CIRCLE)
    place.cohort.space("cy").reply(place.cohort.space("cy").look().rooms[0].room, "ada", QUESTION, HOSTILE[:500])
    page = opened("bo", viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.get_by_role("button", name="Répondre à Ada").first.click()
    page.get_by_role("button", name="Ne plus partager avec votre cercle").click()
    expect(page.get_by_role("article")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = [
        f"{item['id']}: {node['html'][:160]}"
        for response in in_light_and_dark(page)
        for item in response["violations"]
        for node in item["nodes"]
    ]
    assert found == []


def test_a_group_that_is_formed_meanwhile_is_told_where_one_chooses_one_s_readers(
    place: Together, opened: Callable[..., Page]
) -> None:
    page = opened("di", f"beneath?prompt={QUESTION}")
    page.wait_for_function("window.parcoursUPartage?.loaded()")
    told = page.get_by_text("Votre binôme vient d’être formé")
    expect(told).to_have_count(0)
    place.cohort.group("p2", GroupKind.PAIR, "cy", "di")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(told).to_be_visible()
    expect(page.get_by_role("button", name="Recharger la page")).to_be_visible()
