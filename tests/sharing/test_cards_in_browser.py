"""Cards of what is shared: which room one answers in, what is folded, who is of a group and who is beside it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from shared_pages import card, share
from together import QUESTION, Together

from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind, Role

LONG = "Le lundi, la file commence avant huit heures. " * 100


def test_each_way_to_answer_names_its_room_when_there_are_several(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "un accueil", Reader.PAIR, Reader.CIRCLE)
    page = opened("bo")
    expect(card(page, "Ada").get_by_role("button")).to_have_text(
        ["Répondre à Ada, entre vous deux", "Répondre à Ada, dans le cercle"]
    )
    page.get_by_role("button", name="dans le cercle").click()
    expect(page.get_by_label("Votre réponse à Ada, dans le cercle")).to_be_focused()
    share(place, "ada", "un accueil", Reader.CIRCLE)
    expect(page.get_by_role("button", name="Répondre à Ada", exact=True)).to_have_count(1)


def test_under_one_s_own_answer_only_a_room_where_somebody_answered_is_named(
    place: Together, opened: Callable[..., Page]
) -> None:
    place.cohort.group("n1", GroupKind.CORE_GROUP, "ada", "cy")
    share(place, "ada", "un accueil", Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP)
    page = opened("ada")
    own = card(page, "Vous")
    expect(own).to_contain_text("Partagée avec votre binôme, votre cercle et votre noyau.")
    expect(own.get_by_text("Entre vous deux", exact=True)).to_be_hidden()
    expect(own.get_by_text("Dans le cercle", exact=True)).to_be_hidden()
    page = opened("ada", f"beneath?prompt={QUESTION}")
    (room,) = (one.room for one in place.cohort.space("cy").look().rooms if one.room.kind is Reader.CIRCLE)
    place.cohort.space("cy").reply(room, "ada", QUESTION, "Merci")
    page.get_by_text("1 mot reçu sur la vôtre").click()
    for shown in (own, card(page, "Ce que l’on vous a répondu")):
        expect(shown.get_by_text("Dans le cercle", exact=True)).to_be_visible()
        expect(shown.get_by_text("Entre vous deux", exact=True)).to_be_hidden()
        expect(shown.get_by_role("button", name="Répondre, dans le cercle")).to_be_visible()


def test_long_words_wait_folded_stay_as_one_left_them_and_are_whole_on_paper(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", LONG, Reader.CIRCLE)
    share(place, "cy", "court", Reader.CIRCLE)
    page = opened("bo", viewport={"width": 360, "height": 740})
    words = card(page, "Ada").locator(".pu-shared-words")
    folded = words.bounding_box()["height"]
    assert folded < 400
    expect(page.get_by_role("button", name="Lire la suite")).to_have_count(1)
    page.emulate_media(media="print")
    assert words.bounding_box()["height"] > 3 * folded
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Lire la suite").press("Enter")
    assert words.bounding_box()["height"] > 3 * folded
    share(place, "ada", LONG + "Fin", Reader.CIRCLE)
    expect(words).to_contain_text("Fin")
    page.get_by_role("button", name="Replier").press("Enter")
    assert words.bounding_box()["height"] == folded
    expect(page.get_by_role("button", name="Lire la suite")).to_be_in_viewport()
    expect(card(opened("ada"), "Vous").get_by_role("button", name="Lire la suite")).to_be_visible()


def test_who_accompanies_a_group_is_told_apart_from_those_who_are_of_it(
    place: Together, opened: Callable[..., Page]
) -> None:
    place.cohort.person("guide", Role.ACCOMPANIST)
    place.cohort.group("n1", GroupKind.CORE_GROUP, "ada", "cy", "guide")
    people = opened("ada").locator(".pu-shared-people")
    expect(people).to_contain_text("Cy et vousAvec l’accompagnement de Guide.")
    expect(people).to_contain_text("Bo, Cy, Di et vousAvec l’équipe de formation\u00a0: Trainer.")
    expect(opened("guide").locator(".pu-shared-people")).to_contain_text("Ada et CyVous accompagnez ce noyau.")
    expect(opened("trainer").locator(".pu-shared-people")).to_contain_text("Ada, Bo, Cy et DiVous animez ce groupe.")
