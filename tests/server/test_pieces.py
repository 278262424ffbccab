"""Files that pages are made of: named by their content, compressed, kept for good by browsers; widgets' scripts among them."""

import gzip
import json
import re
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parcours_u.server.pieces import TemplatePieces, WidgetPieces, json_in_page
from running import Running

MODULE = "/voila/render/course/source/co-initier/co-initier.ipynb"


def fetch(course: Running, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = HTTPConnection(urlsplit(course.base).netloc, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


@pytest.fixture(scope="module")
def page(course: Running) -> str:
    status, body, _ = course.ask("GET", MODULE)
    assert status == 200
    return str(body.decode())


def piece(page: str) -> str:
    """Return the address of one of the page's own files."""
    return re.findall(r'href="(/parcours-u/pieces/[^"]+css)"', page)[0]


def test_the_page_s_own_files_are_kept_for_good_and_sent_compressed(course: Running, page: str) -> None:
    addresses = re.findall(r'(?:href|src)="(/parcours-u/pieces/[^"]+)"', page)
    assert len(addresses) >= 4
    for address in addresses:
        status, plain, headers = fetch(course, address)
        assert status == 200
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in headers["vary"]
        assert "content-encoding" not in headers
        _, packed, headers = fetch(course, address, **{"Accept-Encoding": "gzip"})
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == plain


def test_what_an_answer_depends_on_is_named_once(course: Running, page: str) -> None:
    assert fetch(course, piece(page))[2]["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip;q=0", "*, gzip;q=0.0", "br", "gzip;q=beaucoup"])
def test_nothing_is_compressed_for_who_does_not_take_it(course: Running, page: str, accepted: str) -> None:
    token = {"Authorization": f"token {course.token}"}
    for address in (piece(page), MODULE):
        _, _, headers = fetch(course, address, **token, **{"Accept-Encoding": accepted})
        assert "content-encoding" not in headers


@pytest.mark.parametrize("accepted", ["deflate, gzip;q=0.1", "*", "GZIP; q=1"])
def test_all_is_compressed_for_who_takes_it_in_other_words(course: Running, page: str, accepted: str) -> None:
    token = {"Authorization": f"token {course.token}"}
    for address in (piece(page), MODULE):
        _, _, headers = fetch(course, address, **token, **{"Accept-Encoding": accepted})
        assert headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("known", ["{}", "W/{}", '"autre", {}', "*"])
def test_a_file_that_the_browser_has_is_not_sent_again_compressed_or_not(
    course: Running, page: str, known: str
) -> None:
    _, _, headers = fetch(course, piece(page), **{"Accept-Encoding": "gzip"})
    tag = headers["etag"].removeprefix("W/")
    for accepted in ("gzip", "identity"):
        status, body, _ = fetch(
            course, piece(page), **{"If-None-Match": known.format(tag), "Accept-Encoding": accepted}
        )
        assert (status, body) == (304, b"")
    assert fetch(course, piece(page), **{"If-None-Match": 'W/"autre"'})[0] == 200


def test_a_page_is_compressed_where_the_browser_takes_it_and_never_kept(course: Running) -> None:
    token = {"Authorization": f"token {course.token}"}
    _, packed, headers = fetch(course, MODULE, **token, **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert "no-store" in headers["cache-control"]
    assert "Accept-Encoding" in headers["vary"]
    assert b"</html>" in gzip.decompress(packed)


def states(page: str) -> dict[str, dict[str, object]]:
    found = re.findall(r'<script type="application/json" class="pu-etats">(.*?)</script>', page)
    return {key: told for text in found for key, told in json.loads(text).items()}


def test_widgets_scripts_are_files_that_a_stranger_cannot_fetch(course: Running, page: str) -> None:
    files = {name: address for told in states(page).values() for name, address in told["files"].items()}  # type: ignore[attr-defined]
    assert set(files) == {"_esm", "_css"}
    assert fetch(course, files["_esm"])[0] in {302, 403}
    status, body, headers = fetch(course, files["_esm"], Authorization=f"token {course.token}")
    assert status == 200
    assert b"export default" in body
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["cache-control"] == "private, max-age=31536000, immutable"


def test_no_script_travels_inside_a_page(page: str) -> None:
    told = states(page)
    assert len(told) > 10
    assert not any({"_esm", "_css"} & set(one["state"]) for one in told.values())  # type: ignore[call-overload]
    assert "export default" not in page


def test_the_second_page_names_ahead_what_the_first_one_needed(course: Running, page: str) -> None:
    needed = {address for told in states(page).values() for address in told["files"].values()}  # type: ignore[attr-defined]
    _, body, _ = course.ask("GET", MODULE)
    head = body.decode().split("</head>")[0]
    assert set(re.findall(r'href="(/parcours-u/widgets/[^"]+)"', head)) == needed


def test_an_unknown_file_is_not_there(course: Running) -> None:
    assert fetch(course, "/parcours-u/pieces/page-0.css")[0] == 404
    assert course.ask("GET", "/parcours-u/widgets/0.js")[0] == 404


def test_a_changed_file_changes_its_name(tmp_path: Path) -> None:
    for name in ("style", "frame", "banner", "access", "widgets", "messages", "words", "plan", "print"):
        (tmp_path / f"{name}.css").write_text(f"/* {name} */", encoding="utf-8")
    before = TemplatePieces(tmp_path, "/").url("page.css")
    (tmp_path / "words.css").write_text("/* autre */", encoding="utf-8")
    assert TemplatePieces(tmp_path, "/").url("page.css") != before


def test_few_widgets_files_are_kept_and_the_latest_stay() -> None:
    pieces = WidgetPieces("/")
    addresses = [pieces.hand_out({"_esm": f"export default {rank}"})[1]["_esm"] for rank in range(300)]
    assert pieces.find(addresses[0].rsplit("/", 1)[1]) is None
    kept = pieces.find(addresses[-1].rsplit("/", 1)[1])
    assert kept is not None
    assert kept.content == b"export default 299"


def test_a_widget_that_names_its_file_by_an_address_keeps_it() -> None:
    state = {"_esm": "https://exemple.invalid/widget.js", "_css": "", "count": 1}
    assert WidgetPieces("/").hand_out(state) == (state, {})


def test_json_in_a_page_cannot_end_its_element() -> None:
    hostile = {"text": "</script><script>alert(1)</script><!--"}
    told = json_in_page(hostile)
    assert "<" not in told
    assert json.loads(told) == hostile
