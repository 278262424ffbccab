"""What a page's request is told when it can't be answered: a true sentence in French, never a library's words nor a failure of ours."""

from typing import Any

import pytest

from people_here import FREE_TEXT, Browser, Cohort

ENTRY = f"parcours-u/entries/{FREE_TEXT}"
DEEP = b'{"body": ' + b"[" * 50_000 + b'"profond"' + b"]" * 50_000 + b', "base": 0}'


@pytest.fixture
def someone(cohort: Cohort) -> Browser:
    found = cohort.newcomer("Gil")
    assert found.write("Avant.").status == 200
    return found


@pytest.mark.parametrize("shown", ["another", "spoilt", "none"])
def test_a_page_left_open_for_so_long_that_its_token_is_over_may_try_again_at_once(
    someone: Browser, shown: str
) -> None:
    del someone.cookies["_xsrf"]
    headers = {"another": {"X-XSRFToken": "abc"}, "spoilt": {"X-XSRFToken": "2|aaaa|bbbb|1"}, "none": {}}[shown]
    refused = someone.ask("PUT", ENTRY, {"body": {"text": "Après."}, "base": 1}, headers)
    assert refused.status == 403
    assert refused.json["message"].startswith("Cette page avait vieilli\u00a0: rien n’a été changé")
    assert someone.texts() == ["Avant."]
    assert someone.write("Après.", base=1).status == 200


def test_a_token_that_still_serves_is_left_as_it_is(someone: Browser) -> None:
    refused = someone.ask("PUT", ENTRY, {"body": {"text": "x"}, "base": 1}, {"X-XSRFToken": "abc"})
    assert (refused.status, refused.cookies) == (403, [])
    assert "avait vieilli" in refused.json["message"]


def test_whoever_is_not_in_is_given_no_token(stranger: Browser) -> None:
    refused = stranger.ask("PUT", ENTRY, {"body": {"text": "x"}, "base": 0})
    assert (refused.status, refused.cookies) == (403, [])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", ENTRY, 405), ("DELETE", "parcours-u/entries", 405), ("GET", "parcours-u/entries?prompt=%ff", 400)],
)
def test_what_the_server_does_not_know_is_not_said_to_be_a_failure_to_try_again(
    someone: Browser, method: str, path: str, status: int
) -> None:
    refused = someone.ask(method, path, {} if method != "GET" else None)
    assert refused.status == status
    assert refused.json["message"].startswith("Le serveur ne reconnaît pas cette demande\u00a0: rien n’a été changé")


@pytest.mark.parametrize(("method", "path"), [("PUT", ENTRY), ("PATCH", ENTRY), ("POST", "parcours-u/shared/replies")])
def test_what_is_nested_without_end_is_refused(someone: Browser, method: str, path: str) -> None:
    refused = someone.ask(method, path, DEEP)
    assert refused.status == 400
    assert refused.json["message"].startswith("La demande est incomplète")
    assert someone.texts() == ["Avant."]


@pytest.mark.parametrize("base", [2**53, 2**63, 10**23, -5, "1", 1.0, None, True])
def test_a_version_that_cannot_be_is_refused(someone: Browser, base: Any) -> None:
    refused = someone.ask("PUT", ENTRY, {"body": {"text": "Après."}, "base": base})
    assert refused.status == 400
    assert someone.texts() == ["Avant."]
