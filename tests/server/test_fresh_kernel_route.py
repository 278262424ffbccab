"""Another kernel for an open page: asked for by that page alone, and started only when the former one is no more."""

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from running import Running

PAGE = "/voila/render/course/source/co-initier/co-initier.ipynb"


@pytest.fixture
def kernel(course: Running) -> str:
    """The kernel of a page that is open."""
    return kernel_in(course.ask("GET", PAGE)[1])


def kernel_in(page: bytes) -> str:
    found = re.search(rb'data-noyau="([0-9a-f-]{36})"', page)
    assert found
    return found[1].decode()


def test_a_page_is_told_whether_its_kernel_lives_and_nothing_starts(course: Running, kernel: str) -> None:
    assert course.ask("POST", PAGE, {"kernel": kernel, "check": True})[0] == 204
    unknown = "00000000-0000-0000-0000-000000000000"
    status, body, _ = course.ask("POST", PAGE, {"kernel": unknown, "check": True})
    assert status == 404
    assert b"pu-noyau" not in body


def test_another_kernel_draws_the_same_cells_and_the_former_one_is_ended(course: Running, kernel: str) -> None:
    first = course.ask("GET", PAGE)[1]
    status, body, headers = course.ask("POST", PAGE, {"kernel": kernel})
    assert status == 200
    assert headers["cache-control"] == "no-store"
    cells = re.compile(rb'class="pu-sortie" data-pu-cell="(\d+)"')
    assert cells.findall(body) == cells.findall(first)
    assert b"<main" not in body
    assert kernel_in(body) != kernel
    assert course.ask("GET", f"/api/kernels/{kernel}")[0] == 404
    assert course.ask("POST", PAGE, {"kernel": kernel_in(body), "check": True})[0] == 204


def test_a_file_that_is_no_page_gets_no_kernel(course: Running) -> None:
    assert course.ask("POST", "/voila/render/README.md", {"kernel": ""})[0] == 404


def test_nobody_without_the_private_link_gets_a_kernel(course: Running) -> None:
    assert course.ask("POST", PAGE, {"kernel": ""}, token=False)[0] == 403


def test_another_site_cannot_ask_in_the_person_s_name(course: Running) -> None:
    _, _, headers = course.ask("GET", f"/parcours-u/page?token={course.token}", token=False)
    cookie = headers["set-cookie"].split(";")[0]
    assert cookie.startswith("username-")
    connection = HTTPConnection(urlsplit(course.base).netloc, timeout=60)
    try:
        connection.request("GET", "/parcours-u/page", headers={"Cookie": cookie})
        known = connection.getresponse()
        assert (known.status, bool(known.read())) == (200, True)
        connection.request("POST", PAGE, b'{"kernel": ""}', {"Cookie": cookie})
        answer = connection.getresponse()
        assert answer.status == 403
        assert b"pu-noyau" not in answer.read()
    finally:
        connection.close()
