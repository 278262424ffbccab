"""The light path: one page by a link, a pseudonym, nothing else; and then nothing at all."""

import json
import re
import subprocess
import sys

import pytest

from parcours_u.grading.cohort import cohort_database
from parcours_u.store.visitors import Visitors
from people_here import HOME, MODULE, Browser, Cohort

EXERCISE = "exercises/clinique-de-cas.ipynb"


@pytest.fixture(scope="module")
def token(cohort: Cohort) -> str:
    """The token of a visit's link, as the command prints it."""
    folder = ["--dossier", str(cohort.folder.path)]
    command = [sys.executable, "-m", "parcours_u.cli", "cohorte", "visite", "clinique-de-cas", *folder, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    link = json.loads(done.stdout)["lien"]
    assert link.startswith(f"{cohort.base}/visite/")
    return str(link.rsplit("/", 1)[1])


def come(cohort: Cohort, token: str, pseudonym: str) -> Browser:
    browser = cohort.browser()
    assert browser.send(f"visite/{token}", pseudonym=pseudonym).location == f"/voila/render/{EXERCISE}"
    return browser


def test_a_visitor_opens_that_page_and_no_other(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Une passante")
    assert browser.get(f"voila/render/{EXERCISE}").status == 200
    for path in (HOME, MODULE, "voila/render/course/carnet.ipynb", "voila/render/course/espace-formateur.ipynb"):
        assert browser.get(path).status == 404, path
    assert browser.write("de passage").status == 200
    assert browser.texts() == ["de passage"]
    assert browser.get("parcours-u/page").json["audiences"] == [[]]
    assert browser.get("parcours-u/metrics").status == 403


def test_a_visitor_prints_the_sheet_of_that_page_and_no_other(cohort: Cohort, token: str, ada: Browser) -> None:
    browser, sheets = come(cohort, token, "Une curieuse"), "voila/render/exercises/papier"
    assert browser.get(f"{sheets}/clinique-de-cas.html").status == 200
    for name in ("carte-3d", "cercle", "grille-d-observation"):
        assert ada.get(f"{sheets}/{name}.html").status == 200, name
        assert browser.get(f"{sheets}/{name}.html").status == 404, name


def test_no_link_of_a_visitor_s_frame_leads_to_a_closed_page(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Un promeneur")
    page = browser.get(f"voila/render/{EXERCISE}").text
    frame = page[page.index("<header") : page.index("</header>")] + page[page.index('<footer class="pu-pied"') :]
    links = [link for link in re.findall(r'href="([^"]+)"', frame) if not link.startswith("https://")]
    assert links == ["/mes-appareils"]
    assert browser.get("mes-appareils").status == 200


@pytest.mark.parametrize("page", [EXERCISE, "course/source/co-percevoir/co-percevoir.ipynb"])
def test_nothing_in_the_page_of_a_visit_invites_to_a_page_that_would_refuse_its_visitor(
    cohort: Cohort, page: str
) -> None:
    with cohort_database(cohort.folder) as database:
        token = Visitors(database).open_link(page).token
    browser = cohort.browser()
    browser.send(f"visite/{token}", pseudonym=f"Sur {page}"[:40])
    text = browser.get(f"voila/render/{page}").text
    main = text[text.index("<main") : text.index("</main>")]
    assert not re.findall(r'href="[^"]*\.ipynb[^"]*"', main)
    assert "Tous les mots expliqués" not in main
    assert "Vous l’animez pour d’autres" not in main
    assert 'class="pu-definition"' in main


def test_somebody_of_the_cohort_keeps_every_way_to_the_other_pages(ada: Browser) -> None:
    main = ada.get(f"voila/render/{EXERCISE}").text
    assert "Tous les mots expliqués" in main
    assert "Tenir cet exercice, côté hôte" in main


def test_a_closed_page_says_kindly_that_it_is_not_in_the_visit_and_leads_back(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Une flâneuse")
    answer = browser.get(HOME)
    assert answer.status == 404
    assert "n’est pas dans votre visite" in answer.text
    main = answer.text[answer.text.index("<main") :]
    back = re.findall(r'class="pu-bouton" href="([^"]+)"', main)
    assert back == [f"/voila/render/{EXERCISE}"]
    assert browser.get(back[0]).status == 200
    assert "Mon carnet" not in answer.text


def test_a_visitor_has_neither_phrase_nor_other_device(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Un passant")
    for path in ("phrase/nouvelle", "mes-appareils/lien"):
        assert browser.send(path).status == 403
    assert browser.get("phrase").status == 403
    assert "tout effacer" in browser.get("mes-appareils").text


def present(cohort: Cohort, pseudonym: str) -> bool:
    with cohort_database(cohort.folder) as database, database.reading() as connection:
        return pseudonym in connection.exec_driver_sql("SELECT first_name FROM person").scalars().all()


def test_leaving_erases_it_all(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Éphémère")
    browser.get(f"voila/render/{EXERCISE}")
    assert browser.write("ce qui ne reste pas").status == 200
    assert browser.send("visite/quitter").status == 303
    assert browser.get(f"voila/render/{EXERCISE}").status == 302
    assert not present(cohort, "Éphémère")


def test_whoever_leaves_a_visit_is_thanked_and_told_that_all_is_erased_with_no_way_back_in(
    cohort: Cohort, token: str
) -> None:
    browser = come(cohort, token, "Une voyageuse")
    told = browser.get(browser.send("visite/quitter").location.removeprefix("/")).text
    assert "Votre visite est finie&nbsp;: tout ce que vous aviez écrit est effacé." in told
    assert "est gardé" not in told
    body = told[told.index("<body") :]
    assert re.findall(r'href="([^"]+)"', body) == ["#contenu", "/vos-mots"]


def test_a_visitor_still_here_is_not_told_that_the_visit_is_over(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Un rêveur")
    assert browser.get("visite/quitter").location == "/mes-appareils"
    assert browser.get(f"voila/render/{EXERCISE}").status == 200


def test_a_visitor_who_signs_out_leaves_nothing_behind_and_is_told_so(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Un passager")
    assert browser.send("deconnexion").location == "/visite/quitter"
    assert not present(cohort, "Un passager")


@pytest.mark.parametrize("way", ["another visit", "an invitation", "a phrase", "a device's link"])
def test_a_visitor_who_comes_in_elsewhere_in_the_same_browser_is_warned_then_erased_at_once(
    cohort: Cohort, token: str, ada: Browser, way: str
) -> None:
    pseudonym = f"Sur le départ, {way}"
    browser = come(cohort, token, pseudonym)
    browser.get(f"voila/render/{EXERCISE}")
    assert browser.write("ce qui ne reste pas").status == 200
    match way:
        case "another visit":
            with cohort_database(cohort.folder) as database:
                path = f"visite/{Visitors(database).open_link(EXERCISE).token}"
            fields = {"pseudonym": "À l’arrivée"}
        case "an invitation":
            path, fields = f"rejoindre/{cohort.invite(cohort.add('Cyr').id).token}", {}
        case "a phrase":
            path, fields = "connexion", {"phrase": ada.phrase}
        case _:
            link = ada.send("mes-appareils/lien").text
            path, fields = re.findall(r"appareil/[A-Za-z0-9_-]{43}", link)[0], {}
    page = browser.get(path).text
    assert f"au nom de {pseudonym}".replace("'", "&#39;") in page
    assert "cette visite finit, et tout ce qui y est écrit s’efface" in page
    assert present(cohort, pseudonym)
    assert browser.send(path, **fields).status == 303
    assert not present(cohort, pseudonym)
    assert come(cohort, token, pseudonym).get(f"voila/render/{EXERCISE}").status == 200


def test_a_visitor_who_is_refused_elsewhere_stays(cohort: Cohort, token: str) -> None:
    browser = come(cohort, token, "Une hésitante")
    browser.get(f"voila/render/{EXERCISE}")
    assert browser.write("ce qui reste").status == 200
    assert browser.send("connexion", phrase="ces mots ne sont la phrase de personne ici").status == 403
    assert browser.send(f"visite/{token}", pseudonym=" ").status == 400
    assert browser.texts() == ["ce qui reste"]


def test_whoever_comes_back_after_the_days_of_a_visit_is_told_what_became_of_it(
    cohort: Cohort, stranger: Browser
) -> None:
    with cohort_database(cohort.folder) as database:
        token = Visitors(database).open_link(EXERCISE).token
    browser = come(cohort, token, "Une revenante")
    with cohort_database(cohort.folder) as database:
        with database.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE visitor SET erased_at = '2020-01-01T00:00:00Z' WHERE page = ?", (EXERCISE,)
            )
        Visitors(database).purge()
    asked = browser.get(f"voila/render/{EXERCISE}")
    assert asked.location.startswith("/connexion?")
    assert "Vous étiez en visite&nbsp;: elle est finie" in browser.get(asked.location.removeprefix("/")).text


def test_a_pseudonym_that_can_t_serve_is_said_and_the_page_asks_again(
    cohort: Cohort, token: str, stranger: Browser
) -> None:
    come(cohort, token, "Déjà là")
    for pseudonym in ("Déjà là", "x" * 41, " "):
        answer = stranger.send(f"visite/{token}", pseudonym=pseudonym)
        assert answer.status == 400
        assert 'role="alert"' in answer.text
    assert not [name for name in stranger.cookies if name != "_xsrf"]


def test_a_closed_or_forged_link_opens_nothing(cohort: Cohort, stranger: Browser) -> None:
    with cohort_database(cohort.folder) as database:
        closed = Visitors(database).open_link("exercises/dialogue-de-cercle.ipynb").token
        Visitors(database).close_link("exercises/dialogue-de-cercle.ipynb")
    for token in (closed, "A" * 43):
        assert stranger.get(f"visite/{token}").status == 410
        assert stranger.send(f"visite/{token}", pseudonym="Quelqu’un").status == 410


def test_somebody_of_the_cohort_is_not_erased_as_a_visitor(ada: Browser) -> None:
    assert ada.send("visite/quitter").status == 403
    assert ada.get(HOME).status == 200
