"""The README's lines for nginx: what a server gets through them is enough to come in, to write, and to send one's largest file."""

import re
from collections.abc import Iterator

import pytest

from parcours_u.server.cohort.server import LARGEST_FILE
from parcours_u.server.watch.announced import USUAL_PORT
from people_here import HOME, MODULE, Browser, Cohort, running_cohort
from readme import blocks

PUBLIC = "parcours.exemple.invalid"
ADDRESS = "203.0.113.7"
(BLOCK,) = [one for one in blocks() if one.language == "nginx"]
SETTINGS = [line.strip().rstrip(";").split(maxsplit=1) for line in BLOCK.lines[1:-1]]
HEADERS = dict(words.split(maxsplit=1) for name, words in SETTINGS if name == "proxy_set_header")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    options = ("--derriere-un-mandataire", "--adresse-publique", f"https://{PUBLIC}/")
    with running_cohort(tmp_path_factory.mktemp("nginx") / "groupe", *options) as found:
        yield found


def sent(**variables: str) -> dict[str, str]:
    """The headers that nginx sends, with what it knows of one request; it leaves out those that are empty."""
    found = {
        "http_host": PUBLIC,
        "scheme": "https",
        "proxy_add_x_forwarded_for": ADDRESS,
        "http_upgrade": "",
        **variables,
    }
    told = {name: re.sub(r"\$(\w+)", lambda word: found[word[1]], words).strip('"') for name, words in HEADERS.items()}
    return {name: words for name, words in told.items() if words and (name != "Connection" or told["Upgrade"])}


def test_somebody_comes_in_and_their_page_lives(proxied: Cohort) -> None:
    browser, told, own = Browser(proxied.local), sent(), f"https://{PUBLIC}"
    token = proxied.invite(proxied.add("Ada").id).token
    assert "Bonjour Ada" in browser.ask("GET", f"rejoindre/{token}", headers=told).text
    form = {**told, "Content-Type": "application/x-www-form-urlencoded", "Origin": own}
    body = f"_xsrf={browser.cookies['_xsrf']}".encode()
    assert browser.ask("POST", f"rejoindre/{token}", body, form, xsrf=False).location == "/phrase"
    assert browser.ask("GET", HOME, headers=told).status == 200
    kernel = re.search(r'data-noyau="([0-9a-f-]{36})"', browser.ask("GET", MODULE, headers=told).text)
    assert kernel is not None
    lines = sent(http_upgrade="websocket")
    for path in ("parcours-u/channel", f"parcours-u/kernels/{kernel[1]}/channels"):
        assert browser.socket(path, Origin=own, **lines) == 101, path
        assert browser.socket(path, Origin="https://exemple.invalid", **lines) == 403, path


def test_it_asks_where_the_course_is_and_lets_news_and_files_through() -> None:
    told = {name: words for name, words in SETTINGS if name != "proxy_set_header"}
    assert told.pop("proxy_pass") == f"http://127.0.0.1:{USUAL_PORT}"
    assert told.pop("proxy_http_version") == "1.1"  # a line can't open in 1.0
    assert told.pop("proxy_buffering") == "off"  # a page's text goes before its scripts
    files = told.pop("client_max_body_size")
    assert told == {}
    assert int(files.removesuffix("m")) * 1024**2 > LARGEST_FILE
