"""Whatever is answered, a browser is told what it may do with it."""

import re

import pytest

from people_here import FREE_TEXT, HOME, MODULE, Answer, Browser, Cohort

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
POLICY = "content-security-policy"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", ""),
        ("GET", "parcours-u/"),
        ("PUT", "parcours-u/"),
        ("GET", "parcours-u/entries"),
        ("GET", "parcours-u/entries/../x"),
        ("PUT", f"parcours-u/entries/{FREE_TEXT}"),
        ("GET", "parcours-u/carnet.html"),
        ("GET", "sante"),
        ("GET", "parcours-u/pieces/x.js"),
        ("GET", "parcours-u/widgets/x.js"),
    ],
)
def test_what_is_no_page_may_do_nothing_by_itself(ada: Browser, method: str, path: str) -> None:
    answer = ada.ask(method, path, b"{}" if method != "GET" else None)
    policy = answer.headers[POLICY]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy  # the page that says that nothing is there
    assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy
    if answer.headers.get("content-type", "").startswith("application/json"):
        assert policy == NOTHING


def test_pieces_may_do_nothing_by_themselves_new_or_known(ada: Browser) -> None:
    pieces = sorted(set(re.findall(r'(?:href|src)="(/parcours-u/(?:pieces|widgets)/[^"]+)"', ada.get(HOME).text)))
    assert {one.rsplit(".", 1)[1] for one in pieces} >= {"css", "js", "svg"}
    for piece in pieces:
        first = ada.get(piece)
        again = ada.ask("GET", piece, headers={"If-None-Match": first.headers["etag"]})
        assert [(one.status, one.headers[POLICY]) for one in (first, again)] == [(200, NOTHING), (304, NOTHING)], piece


def test_pages_keep_what_they_need(ada: Browser) -> None:
    for path, needed in (
        (MODULE, "script-src 'self' blob:"),
        (MODULE, "media-src 'self' data: blob:"),
        ("voila/render/exercises/papier/cercle.html", "style-src 'self' 'unsafe-inline'"),
        ("nulle-part", "style-src 'self' 'unsafe-inline'"),  # styled as the others
        ("connexion", "form-action 'self'"),
    ):
        assert needed in ada.get(path).headers[POLICY], path
    assert ada.get("nulle-part").headers[POLICY] == ada.get(MODULE).headers[POLICY]


def test_a_line_that_is_refused_says_it_too(ada: Browser, stranger: Browser) -> None:
    wanted = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    kernel = ada.kernel()
    for path in ("parcours-u/channel", f"parcours-u/kernels/{kernel}/channels"):
        refused: list[Answer] = [
            stranger.ask("GET", path, headers=wanted),
            ada.ask("GET", path, headers={**wanted, "Origin": "https://ailleurs.exemple"}),
            ada.get(path),
            ada.ask("POST", path, b"{}"),
        ]
        for answer in refused:
            assert answer.status >= 400
            assert "default-src 'none'" in answer.headers[POLICY], (path, answer.status)


def test_what_is_too_large_to_be_looked_at_is_refused_with_the_same_headers(cohort: Cohort) -> None:
    stranger = cohort.browser()
    known = stranger.get("parcours-u/entries").headers
    told = stranger.ask("POST", "connexion", b"x" * 70_000)
    assert told.status == 413
    for name in (
        POLICY,
        "x-content-type-options",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "x-robots-tag",
        "cache-control",
        "referrer-policy",
    ):
        assert told.headers[name] == known[name], name
