"""What somebody wrote is theirs: whatever another one claims, in an address, a form, a header, a token or a cookie."""

import os
from base64 import b64decode

import pytest
from tornado.web import create_signed_value

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Deposit
from parcours_u.grading.cohort import cohort_database
from parcours_u.server.application import derive
from parcours_u.server.cohort_app import cohort_secret
from parcours_u.store.sql_journal import SqlJournal
from people_here import FREE_TEXT, HOME, MODULE, Browser, Cohort

SECRET = "MOTS-QUE-PERSONNE-D-AUTRE-NE-LIT"


def test_each_reads_only_what_they_wrote(cohort: Cohort) -> None:
    ada, bo = cohort.newcomer("Anouk"), cohort.newcomer("Basile")
    assert ada.write("ce qu’Anouk écrit").status == 200
    assert bo.write("ce que Basile écrit").status == 200
    assert ada.texts() == ["ce qu’Anouk écrit"]
    assert bo.texts() == ["ce que Basile écrit"]
    for path in ("parcours-u/carnet.json", "parcours-u/carnet.html", f"parcours-u/entries/{FREE_TEXT}/history"):
        assert "Anouk écrit".encode() not in bo.get(path).body


def test_nobody_becomes_somebody_else_by_saying_so(cohort: Cohort, bo: Browser) -> None:
    ada = cohort.newcomer("Camille")
    assert ada.write(SECRET).status == 200
    claims = {
        "X-User": ada.person,
        "X-Forwarded-User": ada.person,
        "Authorization": f"token {ada.person}",
        "X-Parcours-U-Token": ada.person,
    }
    for path in (
        f"parcours-u/entries?person={ada.person}&username={ada.person}&token={ada.person}",
        "parcours-u/carnet.json",
    ):
        assert SECRET.encode() not in bo.ask("GET", path, headers=claims).body
    body = {"body": {"text": "usurpé"}, "base": 0, "person": ada.person, "username": ada.person}
    bo.ask("PUT", f"parcours-u/entries/{FREE_TEXT}", body, claims)
    assert ada.texts() == [SECRET]


def test_a_page_s_kernel_speaks_for_whoever_asked_for_the_page(cohort: Cohort) -> None:
    """Kernels are forked from a process that was there before anybody: where each person left tells whose they are."""
    ada, bo = cohort.newcomer("Delphine"), cohort.newcomer("Edgar")
    other = next(
        prompt for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT and prompt.id != FREE_TEXT
    )
    ada.write("là où Delphine en est")
    bo.write("là où Edgar en est", prompt=other.id)
    for browser, prompt in ((ada, FREE_TEXT), (bo, other.id), (ada, FREE_TEXT)):
        page = browser.get(HOME).text
        assert [f"#invite-{one}" in page for one in (FREE_TEXT, other.id)] == [prompt == FREE_TEXT, prompt == other.id]


def test_another_person_s_kernel_is_not_taken_over_by_a_page(ada: Browser, bo: Browser) -> None:
    kernel = ada.kernel()
    assert bo.ask("POST", MODULE, {"kernel": kernel, "check": True}).status == 404
    fresh = bo.ask("POST", MODULE, {"kernel": kernel})
    assert fresh.status == 200
    assert kernel.encode() not in fresh.body
    assert ada.ask("POST", MODULE, {"kernel": kernel, "check": True}).status == 204


def test_another_person_s_deposit_is_not_there(cohort: Cohort, ada: Browser, bo: Browser) -> None:
    made = Deposit("11111111-2222-3333-4444-555555555555", "co-initier", "2027-01-01T00:00:00Z", "zip", "ADA-CODE", ())
    with cohort_database(cohort.folder) as database:
        SqlJournal(database, ada.person).add_deposit(made, b"PK son depot")
    assert ada.get(f"parcours-u/depots/{made.id}.zip").body == b"PK son depot"
    answer = bo.get(f"parcours-u/depots/{made.id}.zip")
    assert answer.status == 409
    assert b"PK" not in answer.body
    assert made.id not in bo.get("parcours-u/carnet.json").text


def test_nobody_deposits_under_another_person_s_code(cohort: Cohort) -> None:
    browser = cohort.newcomer("Flore", code="FLORE-CODE")
    browser.ask("POST", "parcours-u/deposits/co-initier", {"code": "BO-CODE"})
    assert browser.get("parcours-u/deposits/co-initier").json["preview"]["sender"] == "FLORE-CODE"
    visitor = cohort.newcomer("Gaston")
    answer = visitor.ask("POST", "parcours-u/deposits/co-initier", {"code": "BO-CODE"})
    assert answer.status == 409
    assert "code de dépôt" in answer.json["message"]


def _signed(cohort: Cohort, name: str, value: str, secret: bytes | None = None) -> str:
    key = secret or bytes.fromhex(derive(cohort_secret(cohort.folder), "cookie"))
    return create_signed_value(key, name, value).decode()


def test_a_forged_cookie_opens_nothing_not_even_signed_by_whoever_has_every_file(cohort: Cohort, ada: Browser) -> None:
    name, cookie = ada.device_cookie
    device = b64decode(cookie.split("|")[4].split(":", 1)[1]).decode().split(":")[0]
    forged = [
        f"{ada.person}:x",
        cookie[:-1] + ("0" if cookie[-1] != "0" else "1"),
        _signed(cohort, name, f"{device}:secret", os.urandom(32)),
        _signed(cohort, name, f"{device}:secret"),
        _signed(cohort, name, f"{device}:"),
        _signed(cohort, name, ada.person),
        _signed(cohort, name, "é\n\x00:"),
    ]
    for value in forged:
        browser = cohort.browser()
        browser.cookies[name] = value
        assert browser.get(HOME).status == 302
        assert browser.get("parcours-u/entries").status == 403
    assert ada.get(HOME).status == 200


def test_a_cookie_planted_before_somebody_comes_in_is_worth_nothing_afterwards(cohort: Cohort, bo: Browser) -> None:
    """Session fixation: the victim comes in on a browser where somebody else had left their own cookie."""
    attacker = cohort.newcomer("Hector")
    name, planted = attacker.device_cookie
    victim = cohort.browser()
    victim.cookies = dict(attacker.cookies)
    victim.join(cohort.invite(cohort.add("Ines").id).token)
    assert victim.device_cookie[1] != planted
    assert victim.cookies["_xsrf"] != attacker.cookies["_xsrf"]
    victim.write(SECRET)
    watching = cohort.browser()
    watching.cookies[name] = planted
    assert watching.get("parcours-u/entries").status == 403


def test_nothing_private_is_in_clear_in_any_file_after_people_wrote(cohort: Cohort) -> None:
    writers = [cohort.newcomer(name) for name in ("Jules", "Kim", "Lou")]
    for rank, browser in enumerate(writers):
        first = browser.write(f"{SECRET} {rank}").json["saved"]["revision"]
        browser.write(f"{SECRET} {rank}, et encore", base=first)
        assert SECRET in browser.get("parcours-u/carnet.html").text
        browser.kernel()  # it has read it too
    found = {
        path.relative_to(cohort.folder.path)
        for path in cohort.folder.path.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    }
    assert found == set()
    phrases = [browser.phrase.encode() for browser in writers]
    everything = b"".join(path.read_bytes() for path in cohort.folder.path.rglob("*") if path.is_file())
    assert not any(phrase in everything for phrase in phrases)
    assert not any(browser.device_cookie[1].encode() in everything for browser in writers)


@pytest.mark.parametrize("person", ["../../x", "'; DROP TABLE person; --"])
def test_a_hostile_device_id_is_nobody_s(cohort: Cohort, person: str) -> None:
    browser = cohort.browser()
    name = f"parcours-u-{derive(cohort_secret(cohort.folder), 'label')[:8]}"
    browser.cookies[name] = _signed(cohort, name, f"{person}:x")
    assert browser.get(HOME).status == 302
