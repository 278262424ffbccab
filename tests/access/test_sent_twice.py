"""A form sent twice by the same browser: a double click, or an answer that was lost on the way. It opens once, and is answered."""

import asyncio
import re
from collections.abc import Callable

import pytest

from parcours_u.domain.access import Opened
from parcours_u.grading.cohort import cohort_database
from parcours_u.server.cohort.once import Once
from parcours_u.store.access import Access
from parcours_u.store.errors import AccessRefused
from parcours_u.store.visitors import Visitors
from people_here import HOME, Answer, Browser, Cohort


def devices_of(cohort: Cohort, person: str) -> int:
    with cohort_database(cohort.folder) as database:
        return len(Access(database).devices(person))


def link_to_another_device(browser: Browser) -> str:
    found = re.search(r"/(appareil/[\w-]{43})<", browser.send("mes-appareils/lien").text)
    assert found
    return found[1]


def twice(browser: Browser, path: str, **fields: str) -> tuple[Answer, Answer]:
    """Send a form, lose its answer, send it again; the browser stays in by the second answer."""
    browser.get("vos-mots")
    before = dict(browser.cookies)
    first = browser.send(path, **fields)
    browser.cookies = before
    return first, browser.send(path, **fields)


@pytest.mark.parametrize("way", ["link", "code"])
def test_whoever_saw_no_answer_presses_the_button_again_and_is_in_with_their_phrase(cohort: Cohort, way: str) -> None:
    person, browser = cohort.add("Aline"), cohort.browser()
    invitation = cohort.invite(person.id)
    path, fields = (f"rejoindre/{invitation.token}", {})
    if way == "code":
        path, fields = "rejoindre", {"code": invitation.code, "confirm": "1"}
    first, second = twice(browser, path, **fields)
    assert [(one.status, one.location) for one in (first, second)] == 2 * [(303, "/phrase")]
    assert len(re.findall(r"<li>(\w+)</li>", browser.get("phrase").text)) == 8
    assert browser.get(HOME).status == 200
    assert devices_of(cohort, person.id) == 1


@pytest.mark.parametrize("way", ["link", "code"])
def test_whoever_saw_no_answer_opens_the_invitation_again_and_finds_its_button(cohort: Cohort, way: str) -> None:
    person, browser = cohort.add("Basile"), cohort.browser()
    invitation = cohort.invite(person.id)
    browser.get("vos-mots")
    before = dict(browser.cookies)
    confirmed = {"code": invitation.code, "confirm": "1"} if way == "code" else {}
    path = "rejoindre" if way == "code" else f"rejoindre/{invitation.token}"
    browser.send(path, **confirmed)
    browser.cookies = before
    page = browser.send(path, code=invitation.code) if way == "code" else browser.get(path)
    assert page.status == 200
    assert "Bonjour Basile" in page.text
    assert browser.send(path, **confirmed).location == "/phrase"


def test_the_second_of_two_clicks_leads_where_the_first_one_led(cohort: Cohort, stranger: Browser) -> None:
    """The first answer has come: the browser is in, and has another anti-forgery token, or none yet."""
    person = cohort.add("Carole")
    token = cohort.invite(person.id).token
    stranger.get("vos-mots")
    old = stranger.cookies["_xsrf"]
    stranger.send(f"rejoindre/{token}")
    body, headers = f"_xsrf={old}".encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    again = stranger.ask("POST", f"rejoindre/{token}", body, headers, xsrf=False)
    assert (again.status, again.location, again.cookies) == (303, "/phrase", [])
    stranger.get("phrase")
    again = stranger.ask("POST", f"rejoindre/{token}", body, headers, xsrf=False)
    assert (again.status, again.location, again.cookies) == (303, "/phrase", [])
    assert devices_of(cohort, person.id) == 1


def test_a_phrase_and_a_link_to_a_device_sent_twice_open_one_device(cohort: Cohort) -> None:
    ada = cohort.newcomer("Denise")
    for path, fields in (("connexion", {"phrase": ada.phrase}), (link_to_another_device(ada), {})):
        count, browser = devices_of(cohort, ada.person), cohort.browser()
        first, second = twice(browser, path, **fields)
        assert (first.status, second.status) == (303, 303), path
        assert browser.get(HOME).status == 200
        assert devices_of(cohort, ada.person) == count + 1


def test_a_visit_begun_twice_is_one_visitor(cohort: Cohort, stranger: Browser) -> None:
    with cohort_database(cohort.folder) as database:
        token = Visitors(database).open_link("exercises/dialogue-de-cercle.ipynb").token
    first, second = twice(stranger, f"visite/{token}", pseudonym="Deux clics")
    assert (first.status, second.status) == (303, 303)
    held = [one.split("|")[4] for answer in (first, second) for one in answer.cookies if one.startswith("parcours-u-")]
    assert len(held) == 2
    assert held[0] == held[1]  # the same device of the same visitor


def test_another_browser_that_knows_the_link_is_told_that_it_has_served(cohort: Cohort, stranger: Browser) -> None:
    token = cohort.invite(cohort.add("Émile").id).token
    other = cohort.browser()
    other.get("vos-mots")
    twice(stranger, f"rejoindre/{token}")
    assert other.get(f"rejoindre/{token}").status == 410
    assert other.send(f"rejoindre/{token}").status == 410
    assert [name for name in other.cookies if name != "_xsrf"] == []


def test_an_old_form_lets_nobody_in_who_is_not_in_by_it(cohort: Cohort, bo: Browser) -> None:
    token, victim = cohort.invite(cohort.add("Fanny").id).token, cohort.browser()
    victim.get("vos-mots")
    old = victim.cookies["_xsrf"]
    victim.send(f"rejoindre/{token}")
    body, headers = f"_xsrf={old}".encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    for browser in (cohort.browser(), bo):
        cookies = dict(browser.cookies)
        answer = browser.ask("POST", f"rejoindre/{token}", body, headers, xsrf=False)
        assert answer.status == 403
        assert {name for name in browser.cookies if name != "_xsrf"} == {name for name in cookies if name != "_xsrf"}


def test_a_device_that_was_closed_is_not_opened_again_by_its_old_form(cohort: Cohort, stranger: Browser) -> None:
    token = cohort.invite(cohort.add("Gilles").id).token
    stranger.get("vos-mots")
    before = dict(stranger.cookies)
    stranger.send(f"rejoindre/{token}")
    stranger.get("phrase")
    stranger.send("deconnexion")
    stranger.cookies = before
    assert stranger.send(f"rejoindre/{token}").status == 410
    assert stranger.get(HOME).status == 302


def opened(device: str = "phone") -> Opened:
    return Opened("ada", device, "secret", b"key", "huit mots")


def test_sent_again_while_it_is_looked_at_a_form_is_consumed_once() -> None:
    consumed: list[str] = []

    async def scene() -> list[Opened]:
        once, gate = Once(), asyncio.Event()

        async def opens() -> Opened:
            consumed.append("once")
            await gate.wait()
            return opened()

        first, second = (asyncio.ensure_future(once.open(b"form", opens)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()  # its browser has gone on to the second
        gate.set()
        return [await second, await once.open(b"form", opens)]

    assert [one.device_id for one in asyncio.run(scene())] == ["phone", "phone"]
    assert consumed == ["once"]


def test_what_was_refused_is_looked_at_anew() -> None:
    async def scene() -> str:
        once = Once()

        async def refused() -> Opened:
            raise AccessRefused("non")

        async def opens() -> Opened:
            return opened()

        for _ in range(2):
            with pytest.raises(AccessRefused):
                await once.open(b"form", refused)
        return (await once.open(b"form", opens)).device_id

    assert asyncio.run(scene()) == "phone"


def test_what_forms_have_opened_is_kept_for_two_minutes_without_phrase_or_key_and_is_bounded() -> None:
    waiting: list[tuple[float, Callable[[], None]]] = []

    async def scene() -> None:
        once = Once(lambda seconds, action: waiting.append((seconds, action)))

        async def opens() -> Opened:
            return opened()

        for rank in range(1100):
            await once.open(f"form {rank}".encode(), opens)
        assert repr(once) == "Once(1024)"
        assert once.found(b"form 0") is None
        found = once.found(b"form 1099")
        assert found is not None
        assert (found.phrase, found.key) == ("", b"")
        assert {seconds for seconds, _ in waiting} == {120.0}
        for _, wipe in waiting:
            wipe()
        assert repr(once) == "Once(0)"

    asyncio.run(scene())
