"""A ceiling on pages that live: never one more, text for everybody, and the next in line as soon as a place is free."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from living_pages import MODULE, health, kernel_in, number_in, until

from running import Running, running


@pytest.fixture
def full(tmp_path: Path):
    """A course with one place, which a page has taken; and that page's kernel."""
    with running(tmp_path / "carnet", "--pages-vivantes", "1") as course:
        yield course, kernel_in(course.ask("GET", MODULE)[1])


def ask_again(course: Running, number: str = "", kernel: str = ""):
    status, body, headers = course.ask("POST", MODULE, {"kernel": kernel, "number": number})
    return status, body, headers


def loading(course: Running, cookie: str) -> HTTPConnection:
    """Ask for the page from a browser that is known by its cookie."""
    connection = HTTPConnection(urlsplit(course.base).netloc, timeout=60)
    connection.request("GET", MODULE, headers={"Cookie": cookie})
    return connection


def leave(course: Running, kernel: str) -> None:
    assert course.ask("POST", f"/voila/api/shutdown/{kernel}", {})[0] == 204


def test_as_many_pages_live_as_there_are_places_and_the_others_can_be_read(tmp_path: Path) -> None:
    with running(tmp_path / "carnet", "--pages-vivantes", "2") as course:
        with ThreadPoolExecutor(6) as browsers:
            pages = [body for _, body, _ in browsers.map(lambda _: course.ask("GET", MODULE), range(6))]
        assert sum(bool(kernel_in(page)) for page in pages) == 2
        assert sum(bool(number_in(page)) for page in pages) == 4
        assert all(b'<main id="contenu"' in page and page.rstrip().endswith(b"</html>") for page in pages)
        assert health(course)["kernels"] == 2
        assert {name: health(course)["places"][name] for name in ("taken", "free", "waiting")} == {
            "taken": 2,
            "free": 0,
            "waiting": 4,
        }


def test_a_page_that_must_wait_is_told_when_to_ask_again_and_keeps_its_turn(full) -> None:
    course, kernel = full
    first = number_in(course.ask("GET", MODULE)[1])
    status, told, headers = ask_again(course)
    assert status == 503
    assert told["ahead"] == 1
    assert headers["retry-after"] == str(told["seconds"])
    leave(course, kernel)
    assert ask_again(course, told["number"])[0] == 503
    status, page, _ = ask_again(course, first)
    assert status == 200
    assert kernel_in(page)


def test_who_goes_from_one_page_to_the_next_keeps_their_place(full) -> None:
    course, kernel = full
    with ThreadPoolExecutor(1) as browser:
        following = browser.submit(course.ask, "GET", MODULE)
        until(lambda: health(course)["places"]["waiting"])
        leave(course, kernel)
        assert kernel_in(following.result()[1])


def test_a_page_that_is_loaded_again_before_it_heard_of_its_turn_keeps_it(full) -> None:
    course, _ = full
    cookie = course.ask("GET", "/parcours-u/page")[2]["set-cookie"].split(";")[0]
    left = loading(course, cookie)
    left.getresponse().read(1)
    assert ask_again(course)[1]["ahead"] == 1
    left.close()
    assert b'data-ahead="0"' in loading(course, cookie).getresponse().read()


def test_a_page_whose_kernel_is_replaced_keeps_its_place(full) -> None:
    course, kernel = full
    number_in(course.ask("GET", MODULE)[1])
    status, page, _ = ask_again(course, kernel=kernel)
    assert status == 200
    assert kernel_in(page) not in {"", kernel}


def test_a_kernel_that_cannot_start_gives_its_place_back(tmp_path: Path) -> None:
    # A socket's path is short: this is no place for pytest's own folders.
    with (
        TemporaryDirectory() as place,
        running(tmp_path / "carnet", "--pages-vivantes", "1", environment={"TMPDIR": place}) as course,
    ):
        [sockets] = Path(place).glob("voila_*")
        away = sockets.rename(sockets.with_name("parti"))
        sockets.touch()  # no kernel can be started from there
        assert not kernel_in(course.ask("GET", MODULE)[1])
        assert health(course)["places"]["taken"] == 0
        sockets.unlink()
        away.rename(sockets)
        assert kernel_in(course.ask("GET", MODULE)[1])
