"""The journal as one page: its source, before any browser."""

import re
from datetime import UTC
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from journal_samples import COURSE, EXPORTED_AT, FREE, HOSTILE, LIST, entries, entry, texts, written

from parcours_u.domain.journal import Comment, Entry
from parcours_u.server.exports.html import journal_html


def made(found: dict[str, Entry], title: str = "Mon carnet") -> str:
    return journal_html(COURSE, found, title, EXPORTED_AT, UTC)


def soup(found: dict[str, Entry]) -> BeautifulSoup:
    return BeautifulSoup(made(found), "html.parser")


def words(page: BeautifulSoup) -> str:
    return "\n\n".join(item.get_text() for item in page.select("article > .words"))


EMPTY_TAGS = {tag.name for tag in soup(entries()).find_all(True)}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_is_there_exactly_and_brings_no_element(text: str) -> None:
    page = soup(written(text, comments=(Comment(FREE, text, EXPORTED_AT, text),)))
    assert words(page) == text
    assert {tag.name for tag in page.find_all(True)} <= EMPTY_TAGS | {"div"}


@given(texts)
def test_any_text_stays_text(text: str) -> None:
    page = soup({**written(text), LIST: entry(LIST, {"items": [text]})})
    shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert words(page) == (shown if text.strip() else "")
    assert {tag.name for tag in page.find_all(True)} <= EMPTY_TAGS


def test_a_hostile_title_stays_text() -> None:
    page = BeautifulSoup(made({}, HOSTILE["closing"] + HOSTILE["script"]), "html.parser")
    assert page.script is None
    assert page.h1.get_text() == HOSTILE["closing"] + HOSTILE["script"]


def test_the_page_is_french_and_titled() -> None:
    page = soup(entries())
    assert page.html["lang"] == "fr"
    assert page.title.get_text() == "Mon carnet"


def test_nothing_may_run_and_nothing_may_load() -> None:
    page = soup(entries())
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.split("; ")[:2] == ["default-src 'none'", "style-src 'unsafe-inline'"]
    assert not page.select("script, link, img, iframe, object, embed, form, base, [src], [style], [onclick]")
    style = page.style.get_text()
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_comes_before_anything_that_was_written() -> None:
    html = made(written("mes mots"))
    assert html.index("Content-Security-Policy") < html.index("<title>") < html.index("mes mots")


def test_headings_skip_no_level_and_ids_are_unique() -> None:
    page = soup({**entries(), **written("un", comments=(Comment(FREE, "Merci", EXPORTED_AT, "un"),))})
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_every_inner_link_and_label_leads_somewhere() -> None:
    page = soup(entries())
    ids = {tag["id"] for tag in page.select("[id]")}
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= ids
    assert {tag["aria-labelledby"] for tag in page.select("[aria-labelledby]")} <= ids
    assert [link.get_text() for link in page.select("nav a")] == ["Co-initier", "Co-créer", "Clinique de cas"]


def test_lists_are_real_and_people_are_named() -> None:
    page = soup(entries())
    assert [item.get_text() for item in page.select("ol.items li")] == ["Une élue de quartier", "Un agent d’accueil"]
    assert page.select_one("ul.items li").get_text() == "Les familles\u00a0: elles attendent (influence faible, loin)"


def test_an_answer_comes_with_its_scale_its_readers_and_its_moment() -> None:
    assert soup(written("un mot")).select_one("article .about").get_text() == (
        "Échelle\u00a0: Moi. Pour qui\u00a0: moi seulement. Enregistré le 3\u00a0mars 2027 à 13\u00a0h\u00a003."
    )


def test_comments_are_beside_the_answer_that_they_are_about() -> None:
    page = soup(written("un mot", comments=(Comment(FREE, "Merci", "2027-03-04T09:05:00Z", "autre"),)))
    comment = page.select_one(f"[aria-labelledby=question-{FREE}] .comment")
    assert comment.h4.get_text() == "Commentaire reçu le 4\u00a0mars 2027 à 9\u00a0h\u00a005"
    assert [item.get_text() for item in comment.select("p")] == [
        "Il porte sur une version plus ancienne de votre réponse.",
        "Merci",
    ]


def test_it_says_whose_words_these_are_and_under_which_licence_the_questions_come() -> None:
    page = soup(entries())
    assert "Vos réponses vous appartiennent." in page.footer.get_text()
    assert page.select_one("footer a[rel~=license]")["href"] == "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"
    assert "Adapté de « Case Clinic », Presencing Institute" in page.select_one(".credit").get_text()


def test_an_empty_journal_says_so() -> None:
    page = soup({})
    assert "Ce carnet ne contient encore aucune réponse." in page.main.get_text()
    assert page.nav is None


def test_two_hundred_thousand_characters_are_there_exactly() -> None:
    text = "Réflexion 😀 {{ }}\n" * 12_000
    assert len(text) > 200_000
    assert words(soup(written(text))) == text
