"""Coming in: an invitation is consumed by its button alone, once, by whoever holds it."""

import re

import pytest

from people_here import HOME, Browser, Cohort, words_of


def test_opening_the_link_says_the_first_name_only_and_consumes_nothing(cohort: Cohort) -> None:
    person = cohort.add("Zélie")
    token = cohort.invite(person.id).token
    for _ in range(3):  # link scanners open links, some twice
        answer = cohort.browser().get(f"rejoindre/{token}")
        assert answer.status == 200
        assert "Bonjour Zélie" in answer.text
        assert "du groupe" not in answer.text
    assert cohort.browser().join(token).status == 303


def test_what_looks_at_a_link_without_reading_it_is_answered_as_who_reads_it(cohort: Cohort, ada: Browser) -> None:
    token, looks = cohort.invite(cohort.add("Yvan").id).token, cohort.browser()
    for path in (f"rejoindre/{token}", f"rejoindre/{'A' * 43}", "rejoindre", "connexion", "appareil/x", "visite/x"):
        read, seen = looks.get(path), looks.ask("HEAD", path)
        assert (seen.status, seen.body, seen.location) == (read.status, b"", ""), path
    assert ada.ask("HEAD", "mes-appareils").status == 200
    closed = looks.ask("HEAD", "mes-appareils")
    assert (closed.status, closed.location) == (302, "/connexion?next=%2Fmes-appareils")
    assert looks.ask("HEAD", "mes-appareils/lien").status == 405
    assert cohort.browser().join(token).status == 303  # nothing was consumed


def test_the_button_opens_the_person_s_own_access_and_shows_their_phrase(cohort: Cohort) -> None:
    browser = cohort.newcomer("Yves")
    assert len(browser.phrase.split()) == 8
    assert browser.get(HOME).status == 200


def test_the_phrase_is_shown_until_it_is_noted_and_never_again(cohort: Cohort) -> None:
    browser = cohort.newcomer("Xavier")
    card = browser.get("phrase/carte.txt")
    assert card.headers["content-disposition"] == 'attachment; filename="carte-parcours.txt"'
    assert all(word in card.text for word in browser.phrase.split())
    assert browser.send("phrase").location == "/phrase"  # the box was not ticked
    assert browser.send("phrase", noted="1").location.endswith(HOME)
    again = browser.get("phrase").text  # its own words may be among those of a phrase
    assert re.findall(r"<li>(\w+)</li>", again) == []
    assert browser.phrase not in words_of(again)
    assert browser.get("phrase/carte.html").status == 404


def test_a_short_code_shows_who_it_is_for_before_it_opens_anything(cohort: Cohort, stranger: Browser) -> None:
    invitation = cohort.invite(cohort.add("Wanda").id)
    shown = stranger.send("rejoindre", code=invitation.code.lower())
    assert shown.status == 200
    assert "Bonjour Wanda" in shown.text
    assert stranger.get(HOME).status == 302
    assert stranger.send("rejoindre", code=invitation.code, confirm="1").location == "/phrase"
    assert stranger.get(HOME).status == 200


def test_an_invitation_that_has_served_says_what_to_do_and_opens_nothing(cohort: Cohort, stranger: Browser) -> None:
    invitation = cohort.invite(cohort.add("Victor").id)
    assert cohort.browser().join(invitation.token).status == 303
    for answer in (
        stranger.get(f"rejoindre/{invitation.token}"),
        stranger.join(invitation.token),
        stranger.send("rejoindre", code=invitation.code, confirm="1"),
    ):
        assert answer.status == 410
        assert "a déjà servi" in answer.text
        assert "phrase de récupération" in answer.text
    assert stranger.get(HOME).status == 302


def test_an_invitation_past_its_time_opens_nothing(cohort: Cohort, stranger: Browser) -> None:
    invitation = cohort.invite(cohort.add("Ursule").id, hours=1e-9)
    answer = stranger.join(invitation.token)
    assert answer.status == 410
    assert "arrivée à son terme" in answer.text
    assert stranger.get(HOME).status == 302


def test_a_newer_invitation_replaces_the_former_one(cohort: Cohort, stranger: Browser) -> None:
    person = cohort.add("Théo")
    former, newer = cohort.invite(person.id), cohort.invite(person.id)
    assert "remplacée" in stranger.join(former.token).text
    assert stranger.join(newer.token).status == 303


@pytest.mark.parametrize("token", ["A" * 43, "0", "-" * 128])
def test_a_forged_invitation_opens_nothing(stranger: Browser, token: str) -> None:
    answer = stranger.join(token)
    assert answer.status == 404
    assert "n’est pas reconnue" in answer.text
    assert not [name for name in stranger.cookies if name != "_xsrf"]


def test_a_page_of_another_site_can_t_press_the_button(cohort: Cohort, stranger: Browser) -> None:
    token = cohort.invite(cohort.add("Sara").id).token
    stranger.get(f"rejoindre/{token}")
    assert stranger.ask("POST", f"rejoindre/{token}", b"", xsrf=False).status == 403
    forged = {"Origin": "https://ailleurs.exemple", "Content-Type": "application/x-www-form-urlencoded"}
    body = f"_xsrf={stranger.cookies['_xsrf']}".encode()
    assert stranger.ask("POST", f"rejoindre/{token}", body, forged).status in {403, 404}
    assert stranger.join(token).status == 303


def test_a_name_is_text_whatever_it_holds(cohort: Cohort, stranger: Browser) -> None:
    name = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    person = cohort.add(name)
    page = stranger.get(f"rejoindre/{cohort.invite(person.id).token}").text
    assert "<script" not in page
    assert "<img" not in page
    assert name in words_of(page.replace("&lt;", "\0").replace("&gt;", "\1")).replace("\0", "<").replace("\1", ">")
    browser = cohort.browser()
    browser.join(cohort.invite(person.id).token)
    assert "<script" not in browser.get("mes-appareils").text + browser.get("phrase/carte.html").text


def test_somebody_who_lost_everything_comes_back_without_what_only_they_could_open(cohort: Cohort) -> None:
    browser = cohort.newcomer("Rose")
    assert browser.write("ce que moi seule pouvais lire").status == 200
    kernel, again = browser.kernel(), cohort.browser()
    token = cohort.invite(browser.person, renew=True).token
    assert "sera effacé" in again.get(f"rejoindre/{token}").text
    assert browser.texts() == ["ce que moi seule pouvais lire"]  # nothing is lost before they accept
    assert again.join(token).status == 303
    assert "Une réponse que vous gardiez pour vous a été effacée" in again.get("phrase").text
    assert again.texts() == []
    assert browser.get(HOME).status == 302
    assert again.get(f"api/kernels/{kernel}").status in {403, 404}  # a page left open on a device that is lost
    assert again.write("je recommence").status == 200
    assert again.texts() == ["je recommence"]


def test_those_who_share_with_somebody_are_told_that_their_access_was_made_anew(cohort: Cohort, bo: Browser) -> None:
    browser = cohort.newcomer("Rosa")

    def renewed(seen_by: Browser) -> list[str]:
        rooms = seen_by.get("parcours-u/shared").json["rooms"]
        return [one["day"] for room in rooms for one in room["renewed"] if one["id"] == browser.person]

    token = cohort.invite(browser.person, renew=True).token
    assert renewed(bo) == []
    again = cohort.browser()
    again.join(token)
    assert len(renewed(bo)) == 1
    assert renewed(again) == []


def test_every_door_is_small_and_needs_no_script(cohort: Cohort, ada: Browser) -> None:
    for path in ("rejoindre", "connexion", "vos-mots", "mes-appareils", "phrase", "deconnexion"):
        answer = (ada if path in {"mes-appareils", "phrase"} else cohort.browser()).get(path)
        assert answer.status == 200, path
        assert len(answer.body) < 6000, path
        assert not re.search(rb"<script|\son\w+=|style=", answer.body), path
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
