"""The home page: the U is a list of links with their states, then the next step, then who keeps the words."""

import re

import pytest
from fake_client import COURSE, TITLES, FakeClient, written_journal

from parcours_u.domain.journal import Deposit
from parcours_u.offline_client import OfflineClient
from parcours_u.views.home import home_html


def stations(html: str) -> list[tuple[str, str]]:
    """Return where the links of the U lead, and what they say."""
    u = html[html.index("<ol>") : html.index("</ol>")]
    return [
        (href, " ".join(re.sub(r"<[^>]+>", " ", inside).split()))
        for href, inside in re.findall(r'<a href="([^"]+)">(.*?)</a>', u, re.DOTALL)
    ]


def test_the_seven_steps_are_links_in_order_each_with_its_state_in_words():
    found = stations(home_html(written_journal(base_url="/base/")))
    assert [href for href, _ in found] == [f"/base/voila/render/course/source/{key}/{key}.ipynb" for key in TITLES]
    assert [text for _, text in found] == [
        "1 Question de départ commenté, 1 sur 3",
        "2 Co-initier commencé, 2 sur 3",
        "3 Co-percevoir déposé, 1 sur 3",
        "4 Presencing pas encore commencé",
        "5 Co-créer pas encore commencé",
        "6 Co-évoluer pas encore commencé",
        "7 Récolte pas encore commencé",
    ]


def test_each_state_has_a_shape_of_its_own():
    html = home_html(written_journal())
    signs = {
        state: re.search(rf'pu-borne-{state}".*?</svg>', html)[0]
        for state in ("not_begun", "begun", "deposited", "commented")
    }
    shapes = {re.sub(r"[\d.]+", "", sign.split(">", 1)[1]) for sign in signs.values()}
    assert len(shapes) == 4


def test_a_newcomer_is_invited_to_begin_with_the_first_step():
    html = home_html(FakeClient())
    assert (
        '<a class="pu-bouton pu-bouton-grand" href="/voila/render/course/source/question-de-depart/question-de-depart.ipynb">Commencer</a>'
        in html
    )
    assert "Continuer" not in html


def test_going_on_leads_to_the_very_question_where_one_left():
    client = written_journal()
    assert (
        'href="/voila/render/course/source/co-initier/co-initier.ipynb#invite-co-initier-liste">Continuer</a>'
        in home_html(client)
    )


def test_going_on_leads_to_a_page_when_no_question_was_begun_on_it():
    client = written_journal()
    client.where = ("presencing", "")
    assert 'href="/voila/render/course/source/presencing/presencing.ipynb">Continuer</a>' in home_html(client)


def test_a_place_that_the_course_no_longer_has_is_a_fresh_beginning():
    client = FakeClient()
    client.where = ("disparu", "disparu-texte")
    assert "Commencer" in home_html(client)


@pytest.mark.parametrize(
    ("where", "begun", "words"),
    [
        ("question-de-depart", False, "Prochaine étape"),
        ("co-percevoir", False, "Si vous voulez aussi y passer"),
        ("co-percevoir", True, "Si vous voulez y revenir"),
    ],
)
def test_the_next_step_is_told_when_it_is_elsewhere(where, begun, words):
    client = FakeClient()
    if begun:
        client.write("co-initier-texte", {"text": "x"})
    for prompt in COURSE.part("question-de-depart").prompts:
        client.write(
            prompt.id,
            {"level": 1, "note": ""}
            if prompt.id.endswith("echelle")
            else {"text": "x"}
            if prompt.id.endswith("texte")
            else {"items": ["x"]},
        )
    client.where = (where, "")
    html = home_html(client)
    assert f'{words}\u00a0: <a href="/voila/render/course/source/co-initier/co-initier.ipynb">Co-initier</a>' in html


@pytest.mark.parametrize(
    ("part", "told", "page"),
    [
        ({"role": "host", "charge": "La <Vallée>"}, "Vous accueillez un territoire", "guide"),
        ({"role": "accompanist", "charge": "La <Vallée>"}, "Vous accompagnez des noyaux", "noyau"),
    ],
)
def test_a_host_and_an_accompanist_read_first_what_they_are_there_as_and_where_to_go(part, told, page):
    client = FakeClient(host="cohort")
    client.part = part
    html = home_html(client)
    assert html.index(f'{told}\u00a0: <strong dir="auto">La &lt;Vallée&gt;</strong>') < html.index(
        'class="pu-continuer"'
    )
    assert f'<a href="/voila/render/course/{page}.ipynb">' in html


def test_whoever_answered_everywhere_is_told_so():
    client = FakeClient()
    bodies = {"texte": {"text": "x"}, "liste": {"items": ["x"]}, "echelle": {"level": 1, "note": ""}}
    for module in COURSE.modules:
        for prompt in module.prompts:
            client.write(prompt.id, bodies[prompt.id.rsplit("-", 1)[1]])
    client.where = ("recolte", "")
    assert "Vous avez répondu partout" in home_html(client)


def test_on_one_s_own_computer_the_words_stay_there_and_no_path_is_shown():
    html = home_html(written_journal(host="local"))
    assert "Vos mots sont gardés sur cet ordinateur" in html
    assert "data-pu-emporter" not in html
    assert "/home" not in html


def test_on_binder_the_page_says_who_keeps_the_words_and_offers_the_file():
    html = home_html(written_journal(host="binder"))
    for words in (
        "mybinder.org",
        "une fédération d’universités et d’entreprises",
        "en dehors de votre organisme",
        "la session est effacée",
    ):
        assert words in html
    assert '<a class="pu-bouton" href="/parcours-u/carnet.json" download>' in html
    assert 'data-pu-emporter="/parcours-u/carnet.json"' in html


@pytest.mark.parametrize(("host", "name"), [("hub", ""), ("formation.exemple.invalid", " (formation.exemple.invalid)")])
def test_on_another_server_the_page_says_that_its_keepers_could_read(host, name):
    html = home_html(written_journal(host=host))
    assert f"Cette page fonctionne sur un serveur{name}, et non sur votre ordinateur" in html
    assert "peuvent techniquement y accéder" in html


def test_a_journal_that_does_not_answer_leaves_the_way_open():
    client = written_journal()
    client.failure = "Le serveur du parcours ne répond pas <b>: réessayez."
    html = home_html(client)
    assert (
        '<p class="pu-avertissement" role="alert">Le serveur du parcours ne répond pas &lt;b&gt;: réessayez.</p>'
        in html
    )
    assert len(stations(html)) == 7


def test_without_a_server_the_u_is_drawn_and_promises_nothing():
    html = home_html(OfflineClient(COURSE))
    assert len(stations(html)) == 7
    assert "Vos mots sont gardés" not in html


def test_nothing_that_was_written_is_on_the_home_page():
    client = written_journal()
    client.write("co-initier-texte", {"text": "mot-très-privé"})
    client.made.append(Deposit("d", "co-initier", "2027-03-02T08:00:00Z", "zip", "BCDF-HJK23", ()))
    assert "mot-très-privé" not in home_html(client)


def test_those_who_animate_are_led_to_their_own_page_and_nobody_else_is():
    client = FakeClient(base_url="/base/")
    assert "espace-formateur" not in home_html(client)
    client.animates = True
    assert 'href="/base/voila/render/course/espace-formateur.ipynb"' in home_html(client)
