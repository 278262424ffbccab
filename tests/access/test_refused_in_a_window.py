"""Whoever opens a window on what is refused reads a page in French, and is led where they may go."""

import re

import pytest

from parcours_u.domain.people import Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.visitors import Visitors
from people_here import MODULE, Browser, Cohort, words_of

WINDOW = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Content-Type": "application/x-www-form-urlencoded"}
NOWHERE = "L’adresse est peut-être incomplète, ou la page a changé de place : rien n’a changé"


@pytest.fixture(scope="module")
def visitor(cohort: Cohort) -> Browser:
    with cohort_database(cohort.folder) as database:
        token = Visitors(database).open_link("exercises/clinique-de-cas.ipynb").token
    browser = cohort.browser()
    assert browser.send(f"visite/{token}", pseudonym="Une passante").status == 303
    return browser


def cards(browser: Browser, origin: str, **headers: str) -> "tuple[int, str, str]":
    browser.get("vos-mots")
    body = f"days=7&_xsrf={browser.cookies['_xsrf'].replace('|', '%7C')}".encode()
    sent = {**WINDOW, "Origin": origin, **headers}
    answer = browser.ask("POST", "parcours-u/cohorte/cartes", body, sent, xsrf=False)
    return answer.status, answer.headers["content-type"], answer.text


def test_a_form_of_a_page_is_taken_and_another_site_s_or_a_sandbox_s_is_not(place: Cohort, trainer: Browser) -> None:
    place.add("Zoé")
    for origin, expected in ((place.base, 200), ("null", 404), ("https://ailleurs.exemple", 404)):
        status, kind, page = cards(trainer, origin)
        assert (status, kind) == (expected, "text/html; charset=utf-8"), origin
        assert ("Zoé" in page) == (expected == 200)
        assert ("recommencez" in words_of(page)) == (expected != 200)
    assert cards(trainer, "null", Accept="*/*")[1] == "application/json"


def test_a_window_on_what_somebody_may_not_do_says_why_in_the_frame_of_the_course(
    cohort: Cohort, ada: Browser, stranger: Browser, visitor: Browser
) -> None:
    for browser, sentence, link in (
        (ada, "Cet espace est celui des personnes qui animent une cohorte", "carnet.ipynb"),
        (stranger, "Cette page n’est pas ouverte par votre lien", ""),
        (visitor, "Cet espace est celui des personnes qui animent une cohorte", "exercises/clinique-de-cas.ipynb"),
    ):
        answer = browser.ask("GET", "parcours-u/cohorte/personnes", headers=WINDOW)
        assert answer.status == 403
        assert '<html lang="fr">' in answer.text
        assert sentence in words_of(answer.text)
        assert link in answer.text
        assert "style-src 'self'" in answer.headers["content-security-policy"]
        assert ("Mon carnet" in answer.text) == (browser is ada)


@pytest.mark.parametrize("path", ["nulle-part", "rejoindre/x/y", "voila/nulle-part"])
def test_a_stranger_where_nothing_is_has_no_way_to_pages_that_are_not_theirs(stranger: Browser, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status == 404
    told = words_of(answer.text)
    assert NOWHERE in told
    for of_others in ("Mon carnet", "Menu", "Mes appareils", "avez écrit"):
        assert of_others not in told, of_others


def test_nothing_is_said_in_one_way_wherever_it_is(cohort: Cohort, ada: Browser, stranger: Browser) -> None:
    noted = cohort.newcomer("Léo")
    noted.send("phrase", noted="1")
    for browser, path in (
        (ada, "nulle-part"),
        (ada, "voila/render/course/nulle-part.ipynb"),
        (ada, "voila/render/exercises/papier/nulle-part.html"),
        (noted, "phrase/carte.html"),
        (stranger, "nulle-part"),
    ):
        answer = browser.get(path)
        assert answer.status == 404, path
        assert "<h1>Cette page n’existe pas</h1>" in answer.text, path
        assert NOWHERE in words_of(answer.text), path


def test_a_visitor_s_ways_are_those_of_a_visit(visitor: Browser) -> None:
    for path, status in (("mes-appareils", 200), ("nulle-part", 404), (MODULE, 404), ("phrase", 403)):
        answer = visitor.get(path)
        assert answer.status == status, path
        links = re.findall(r'<a[^>]* href="([^"]+)"', answer.text[answer.text.index("<header") :])
        assert "Mes appareils" not in answer.text
        assert "Ma visite" in answer.text
        assert not [one for one in links if one.endswith(("carnet.ipynb", "accueil.ipynb"))], path


def test_a_mistyped_code_is_asked_for_again_and_kept(cohort: Cohort, stranger: Browser) -> None:
    invitation = cohort.invite(cohort.add("Yves", Role.PARTICIPANT).id)
    wrong = f"{invitation.code[:-1]}{'2' if invitation.code[-1] != '2' else '3'}"
    for typed in (wrong, '"><b>', " "):
        answer = stranger.send("rejoindre", code=typed)
        assert answer.status in {400, 404}
        assert "<title>Erreur&nbsp;: Entrer avec un code" in answer.text
        assert 'aria-describedby="aide probleme" aria-invalid="true"' in answer.text
        assert "<b>" not in answer.text
    assert f'value="{wrong}"' in stranger.send("rejoindre", code=wrong).text
    assert "Ce code n’est pas reconnu" in stranger.send("rejoindre", code=wrong).text
    assert "Bonjour Yves" in stranger.send("rejoindre", code=invitation.code).text
