"""Signing in by one's phrase, one's devices, leaving them: what a device opened ends with it."""

import re

import pytest

from parcours_u.grading.cohort import cohort_database
from parcours_u.store.access import Access
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.visitors import Visitors
from people_here import FREE_TEXT, HOME, MODULE, Browser, Cohort, words_of


def link_to_another_device(browser: Browser) -> str:
    """Make a link on a device that is open; return its path."""
    page = browser.send("mes-appareils/lien").text
    found = re.search(r'class="pu-lien">[^<]*/(appareil/[\w-]+)<', page)
    assert found
    assert "<svg" in page
    return found[1]


def other_devices(browser: Browser) -> list[str]:
    """Return the ids of one's other devices."""
    return re.findall(r'name="device" value="([^"]+)"', browser.get("mes-appareils").text)


def test_a_phrase_opens_another_device_however_it_is_typed(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Maud")
    browser.write("écrit sur le premier appareil")
    typed = browser.phrase.upper().replace(" ", ",  ")
    assert stranger.send("connexion", phrase=typed, next=f"/{MODULE}").location == f"/{MODULE}"
    assert stranger.texts() == ["écrit sur le premier appareil"]
    assert len(other_devices(browser)) == 1


def test_a_wrong_phrase_opens_nothing_and_is_not_repeated(stranger: Browser) -> None:
    answer = stranger.send("connexion", phrase="fleur fleur fleur fleur fleur fleur fleur zigzag")
    assert answer.status == 403
    assert 'role="alert"' in answer.text
    assert "zigzag" not in answer.text
    assert stranger.get(HOME).status == 302


def test_whoever_would_sign_in_where_somebody_is_signed_in_is_told_who_would_leave(
    cohort: Cohort, stranger: Browser
) -> None:
    browser = cohort.newcomer("Yves")
    for page in (browser.get("connexion").text, browser.send("connexion", phrase="autre").text):
        assert "Cet appareil est ouvert au nom de Yves. Si vous continuez, Yves n’y aura plus accès." in page
        assert "Bienvenue" not in page
        assert f'<a href="/{HOME}">Revenir au parcours</a>' in page
    assert "Bienvenue. Votre phrase ouvre votre carnet sur cet appareil." in stranger.get("connexion").text
    assert browser.get(HOME).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple",
        "/\\ailleurs.exemple",
        "/deconnexion",
        "javascript:x",
        "/voila/render/\r\nX: y",
    ],
)
def test_signing_in_leads_to_a_page_of_the_course_only(cohort: Cohort, stranger: Browser, asked: str) -> None:
    browser = cohort.newcomer("Nora")
    assert stranger.send("connexion", phrase=browser.phrase, next=asked).location == f"/{HOME}"


def test_a_page_asked_for_by_a_stranger_comes_after_signing_in(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Olga")
    asked = stranger.get(MODULE).location
    assert f'name="next" value="/{MODULE}"' in stranger.get(asked).text
    assert stranger.send("connexion", phrase=browser.phrase, next=f"/{MODULE}").location == f"/{MODULE}"


def test_a_link_opens_one_more_device_once(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Paul")
    browser.write("avec moi partout")
    link = link_to_another_device(browser)
    assert "Paul" in stranger.get(link).text  # whose it is, before anything is opened
    assert stranger.get(HOME).status == 302
    assert stranger.send(link).status == 303
    assert stranger.texts() == ["avec moi partout"]
    late = cohort.browser()
    assert late.send(link).status == 410
    assert late.get(HOME).status == 302


def test_a_new_link_and_the_end_of_its_device_both_end_a_link(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Quentin")
    former, newer = link_to_another_device(browser), link_to_another_device(browser)
    assert stranger.send(former).status == 410
    browser.send("deconnexion")
    assert stranger.send(newer).status == 410


def test_a_revoked_device_opens_nothing_and_its_pages_end(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Rémi")
    stranger.send(link_to_another_device(browser))
    kernel = stranger.kernel()
    (lost,) = other_devices(browser)
    assert browser.send("mes-appareils/fermer", device=lost).status == 303
    assert stranger.get(HOME).status == 302
    assert stranger.ask("PUT", f"parcours-u/entries/{FREE_TEXT}", {"body": {"text": "x"}, "base": 0}).status == 403
    assert browser.get(f"api/kernels/{kernel}").status in {403, 404}
    assert browser.write("toujours là").status == 200


def test_nobody_revokes_somebody_else_s_device(cohort: Cohort, bo: Browser) -> None:
    browser, second = cohort.newcomer("Simon"), cohort.browser()
    second.send("connexion", phrase=browser.phrase)
    (device,) = other_devices(browser)
    second.send("phrase/nouvelle")
    link = link_to_another_device(second)
    bo.send("mes-appareils/fermer", device=device)
    assert second.get(HOME).status == 200
    assert bo.get(HOME).status == 200
    assert (
        len(re.findall(r"<li>\w+</li>", second.get("phrase").text)) == 8
    )  # nor wipes the phrase that is not noted yet
    assert cohort.browser().send(link).status == 303


def test_the_days_of_devices_are_those_of_where_the_cohort_is(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Sophie")
    stranger.send(link_to_another_device(browser))
    (other,) = other_devices(browser)
    with cohort_database(cohort.folder) as database:
        CohortZone(database).choose("Pacific/Noumea")
        with database.writing() as connection:  # as it was kept when hours were told elsewhere
            connection.exec_driver_sql(
                "UPDATE device SET added_at = '2026-03-14T21:30:00Z', seen_on = '2026-03-14' WHERE id = ?", (other,)
            )
    assert "ajouté le 15 mars 2026, vu le 15 mars 2026" in words_of(browser.get("mes-appareils").text)


def test_signing_out_ends_the_cookie_also_where_it_was_copied(cohort: Cohort) -> None:
    browser = cohort.newcomer("Tom")
    copied = cohort.browser()
    copied.cookies = dict(browser.cookies)
    answer = browser.send("deconnexion")
    assert answer.location == "/deconnexion"
    assert '"storage"' in answer.headers["clear-site-data"]
    assert [name for name in browser.cookies if name.startswith("parcours-u-")] == []
    assert "fermé" in browser.get("deconnexion").text
    assert copied.get(HOME).status == 302


def test_a_device_that_is_revoked_keeps_nothing_of_its_person(cohort: Cohort, stranger: Browser) -> None:
    browser = cohort.newcomer("Théo")
    stranger.send(link_to_another_device(browser))
    (lost,) = other_devices(browser)
    browser.send("mes-appareils/fermer", device=lost)
    kept, cookies = "clear-site-data", dict(stranger.cookies)
    assert kept not in stranger.ask("GET", "parcours-u/page").headers  # somebody else may have come in there since
    stranger.cookies = cookies
    back = stranger.ask("GET", HOME, headers={"Sec-Fetch-Mode": "navigate"})
    assert (back.status, back.headers[kept]) == (302, '"cache", "storage"')
    assert kept not in stranger.ask("GET", "connexion", headers={"Sec-Fetch-Mode": "navigate"}).headers
    assert kept not in browser.ask("GET", HOME, headers={"Sec-Fetch-Mode": "navigate"}).headers
    with cohort_database(cohort.folder) as database:
        (own,) = Access(database).devices(browser.person)
    closed = browser.send("mes-appareils/fermer", device=own.id)
    assert (closed.location, closed.headers[kept]) == ("/deconnexion", '"cache", "storage"')


def test_an_address_alone_signs_nobody_out(ada: Browser) -> None:
    assert ada.get("deconnexion").location == "/mes-appareils"
    assert ada.ask("POST", "deconnexion", b"", xsrf=False).status == 403
    assert ada.get(HOME).status == 200


def test_a_new_phrase_replaces_the_former_one(cohort: Cohort) -> None:
    browser, former = cohort.newcomer("Ulla"), ""
    former, browser.phrase = browser.phrase, ""
    browser.send("phrase/nouvelle")
    words = " ".join(re.findall(r"<li>(\w+)</li>", browser.get("phrase").text))
    assert words != former
    assert cohort.browser().send("connexion", phrase=former).status == 403
    assert cohort.browser().send("connexion", phrase=words).status == 303


def test_a_device_revoked_beside_the_server_is_soon_nobody_s(cohort: Cohort) -> None:
    browser = cohort.newcomer("Vera")
    with cohort_database(cohort.folder) as database:
        (device,) = Access(database).devices(browser.person)
        Access(database).revoke(browser.person, device.id)
    assert browser.get(HOME).status == 302


def test_too_many_guesses_from_one_place_are_refused_there_only(cohort: Cohort) -> None:
    guesser, neighbour = cohort.browser(), cohort.browser()
    guesser.source, neighbour.source = "127.0.0.9", "127.0.0.10"
    answers = [guesser.send("rejoindre", code=f"{rank:05d}-22222").status for rank in range(61)]
    assert answers[-1] == 429
    refused = guesser.send("connexion", phrase="fleur " * 8)
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "attendez" in refused.text
    invitation = cohort.invite(cohort.add("Willy").id)
    assert guesser.send("rejoindre", code=invitation.code).status == 429  # a right one is not even looked at
    assert neighbour.send("rejoindre", code=invitation.code, confirm="1").location == "/phrase"


def test_a_right_link_opens_however_many_guesses_came_from_the_same_room(cohort: Cohort) -> None:
    guesser, ada = cohort.browser(), cohort.newcomer("Xénia")
    guesser.source = "127.0.0.11"
    for rank in range(61):
        guesser.send("rejoindre", code=f"{rank:05d}-33333")
    assert guesser.send("rejoindre", code="00000-44444").status == 429
    browsers = [cohort.browser() for _ in range(3)]
    for browser in browsers:
        browser.source = guesser.source
    assert browsers[0].join(cohort.invite(cohort.add("Yanis").id).token).status == 303
    assert browsers[1].send(link_to_another_device(ada)).status == 303
    with cohort_database(cohort.folder) as database:
        token = Visitors(database).open_link("exercises/dialogue-de-cercle.ipynb").token
    assert browsers[2].send(f"visite/{token}", pseudonym="De passage").status == 303


def test_links_that_open_nothing_are_not_counted_as_guesses(cohort: Cohort) -> None:
    stranger = cohort.browser()
    stranger.source = "127.0.0.12"
    for _ in range(25):
        for path in ("rejoindre/x", "rejoindre/ABCDE-FGHJK", "appareil/x", "visite/x"):
            assert stranger.get(path).status == 404, path
        assert stranger.get(f"rejoindre/{'A' * 43}").status == 404
    assert "n’est pas reconnue" in stranger.get("rejoindre/x").text
    invitation = cohort.invite(cohort.add("Zora").id)
    assert (
        stranger.get(f"rejoindre/{invitation.code}").status == 404
    )  # a code is typed: in an address nothing counts it
    assert stranger.send("rejoindre", code=invitation.code, confirm="1").location == "/phrase"
