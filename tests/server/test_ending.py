"""Ending: what is under way ends first, nothing is left behind; and after a kill, everything starts again by itself."""

import asyncio
import json
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from living_pages import MODULE, health, kernel_in, until
from tornado.websocket import WebSocketClientConnection, websocket_connect

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.server.ending import _LONGEST_SECONDS
from parcours_u.server.watch.announced import ANNOUNCEMENTS, announced, announcements
from parcours_u.store.folder import private_folder, secret_file
from running import Running, running, start

PROMPTS = [prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT]


def family(course: Running) -> list[psutil.Process]:
    own = psutil.Process(course.process.pid)
    return [own, *own.children(recursive=True)]


def gone(processes: list[psutil.Process], course: Running) -> bool:
    """Tell whether all of them ended; ours is reaped first, a process that nobody reaped would seem to be there."""
    course.process.wait(timeout=60)
    return psutil.wait_procs(processes, timeout=30)[1] == []


def closed(course: Running) -> bool:
    """Tell whether nobody comes in any more."""
    try:
        course.ask("GET", "/sante")
    except OSError:
        return True
    return False


def write_until_refused(course: Running, prompt: str) -> str:
    """Save phrase after phrase as a kernel does; return the last one that was acknowledged."""
    said, base = "", 0
    for rank in range(10_000):
        try:
            body = {"body": {"text": f"phrase {rank}"}, "base": base}
            status, answer, _ = course.ask("PUT", f"/parcours-u/entries/{prompt}", body)
        except (OSError, ValueError):
            return said
        assert status == 200
        said, base = f"phrase {rank}", answer["saved"]["revision"]
    raise AssertionError("it never ended")


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_while_five_pages_save_it_keeps_every_acknowledged_word_and_leaves_nothing(
    tmp_path: Path, number: int
) -> None:
    with TemporaryDirectory() as temporary:
        course = start(tmp_path / "carnet", environment={"TMPDIR": temporary})
        for _ in range(2):
            assert kernel_in(course.ask("GET", MODULE)[1])
        processes = family(course)
        with ThreadPoolExecutor(5) as pages:
            writers = [pages.submit(write_until_refused, course, prompt) for prompt in PROMPTS[:5]]
            until(lambda: len(course.ask("GET", "/parcours-u/entries")[1]["entries"]) == 5)
            course.process.send_signal(number)
            last = {prompt: writer.result() for prompt, writer in zip(PROMPTS, writers, strict=False)}
        assert course.process.wait(timeout=60) == 0
        assert gone(processes, course)
        assert list(Path(temporary).iterdir()) == []
    assert announced(tmp_path / "carnet") == []
    assert not list((tmp_path / "carnet").glob("carnet.sqlite3-*"))
    with running(tmp_path / "carnet") as again:
        kept = {
            entry["prompt"]: entry["body"]["text"] for entry in again.ask("GET", "/parcours-u/entries")[1]["entries"]
        }
    assert kept == last


def test_requests_that_were_refused_do_not_hold_the_end_back(tmp_path: Path) -> None:
    def seconds_to_end(folder: Path) -> float:
        course = start(folder)
        assert course.ask("GET", MODULE, token=False)[0] in {302, 403}
        assert course.ask("GET", "/parcours-u/entries", token=False)[0] == 403
        assert course.ask("PUT", f"/parcours-u/entries/{PROMPTS[0]}", b"{")[0] == 400
        asked = time.monotonic()
        course.process.send_signal(signal.SIGTERM)
        assert course.process.wait(timeout=60) == 0
        return time.monotonic() - asked

    # A machine that is busy elsewhere may make one end last; held back, each lasts at least as long.
    assert any(seconds_to_end(tmp_path / f"carnet-{turn}") < _LONGEST_SECONDS for turn in range(3))


def test_pages_are_told_first_and_nobody_comes_in_any_more(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet")
    kernel = kernel_in(course.ask("GET", MODULE)[1])
    address = (
        f"{course.base.replace('http', 'ws')}/parcours-u/kernels/{kernel}/channels?session_id=a&token={course.token}"
    )

    async def told() -> WebSocketClientConnection:
        line = await websocket_connect(address)
        course.process.send_signal(signal.SIGTERM)
        while await line.read_message() is not None:
            continue
        return line

    assert asyncio.run(told()).close_code == 1001
    until(lambda: closed(course))
    assert course.process.wait(timeout=60) == 0


@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_while_it_ends_it_ends_at_once_with_its_kernels_and_leaves_nothing(
    tmp_path: Path, first: int
) -> None:
    with TemporaryDirectory() as temporary:
        course, processes = with_a_kernel_that_does_not_end(tmp_path / "carnet", temporary)
        course.process.send_signal(first)
        until(lambda: closed(course))
        course.process.send_signal(signal.SIGINT)
        assert course.process.wait(timeout=60) == 128 + signal.SIGINT  # what ends in its own time ends with 0
        assert gone(processes, course)
        assert left_by(course, temporary) == []


def test_interrupted_while_a_page_saves_it_still_withdraws_what_it_announced(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        course = start(tmp_path / "carnet", environment={"TMPDIR": temporary})
        with ThreadPoolExecutor(1) as pages:
            writer = pages.submit(write_until_refused, course, PROMPTS[0])
            until(lambda: course.ask("GET", "/parcours-u/entries")[1]["entries"])
            for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
                course.process.send_signal(number)
            assert course.process.wait(timeout=60) in {0, 128 + signal.SIGINT}
            said = writer.result()
        assert left_by(course, temporary) == []
    with running(tmp_path / "carnet") as again:
        [kept] = again.ask("GET", "/parcours-u/entries")[1]["entries"]
    assert int(kept["body"]["text"].split()[1]) >= int(said.split()[1])


@pytest.mark.usefixtures("usual_signals")
def test_its_terminal_gone_it_ends_as_well_though_nobody_can_be_told(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        course = start(tmp_path / "carnet", environment={"TMPDIR": temporary})
        assert kernel_in(course.ask("GET", MODULE)[1])
        course.process.stdout.close()
        course.process.stderr.close()
        course.process.send_signal(signal.SIGHUP)
        course.process.send_signal(signal.SIGHUP)
        assert course.process.wait(timeout=60) in {0, 120}  # Python's own code for what could not be printed
        assert left_by(course, temporary) == []


def test_under_nohup_the_end_of_the_terminal_ends_nothing(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a program inherits it
    try:
        course = start(tmp_path / "carnet")
    finally:
        signal.signal(signal.SIGHUP, before)
    course.process.send_signal(signal.SIGHUP)
    assert course.ask("GET", "/sante")[0] == 200
    assert course.stop() == 0


def test_a_kernel_that_does_not_end_when_asked_is_ended(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        course, processes = with_a_kernel_that_does_not_end(tmp_path / "carnet", temporary)
        course.process.send_signal(signal.SIGTERM)
        assert course.process.wait(timeout=60) == 0
        assert gone(processes, course)


def test_asked_again_to_end_it_ends_as_well_as_if_asked_once(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        course, processes = with_a_kernel_that_does_not_end(tmp_path / "carnet", temporary)
        course.process.send_signal(signal.SIGTERM)
        until(lambda: closed(course))
        course.process.send_signal(signal.SIGTERM)
        assert course.process.wait(timeout=60) == 0
        assert gone(processes, course)
        assert left_by(course, temporary) == []


def with_a_kernel_that_does_not_end(folder: Path, temporary: str) -> tuple[Running, list[psutil.Process]]:
    """Start a course with a page whose kernel will not end of itself when asked; return it, with its processes."""
    course = start(folder, environment={"TMPDIR": temporary})
    assert kernel_in(course.ask("GET", MODULE)[1])
    processes = family(course)
    [kernel] = [one for one in processes[1:] if one.ppid() != course.process.pid] or processes[1:]
    kernel.suspend()
    return course, processes


def left_by(course: Running, temporary: str) -> list[Path]:
    """Return what a course that ended left behind: its announcement, its journal's log, its sockets."""
    logs, told = course.folder.glob("carnet.sqlite3-*"), course.folder.glob(ANNOUNCEMENTS)
    return [*Path(temporary).iterdir(), *logs, *told]


def test_killed_it_starts_again_where_its_pages_look_for_it_without_what_it_left(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        course = start(tmp_path / "carnet", "--port", "0", environment={"TMPDIR": temporary})
        assert kernel_in(course.ask("GET", MODULE)[1])
        course.ask("PUT", f"/parcours-u/entries/{PROMPTS[0]}", {"body": {"text": "gardé"}, "base": 0})
        processes = family(course)
        course.kill()
        assert gone(processes, course)
        [left] = Path(temporary).iterdir()
        assert announcements(tmp_path / "carnet")
        again = restarted(tmp_path / "carnet", temporary)
        try:
            assert again.link == course.link
            assert not left.exists()
            assert again.ask("GET", "/parcours-u/entries")[1]["entries"][0]["body"] == {"text": "gardé"}
            assert kernel_in(again.ask("POST", MODULE, {"kernel": "celui-d-avant"})[1])
            assert health(again)["status"] in {"pass", "warn"}
        finally:
            assert again.stop() == 0
    with sqlite3.connect(tmp_path / "carnet" / "carnet.sqlite3") as journal:
        assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_course_on_the_same_folder_is_left_alone(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        first = start(tmp_path / "carnet", environment={"TMPDIR": temporary})
        [sockets] = Path(temporary).iterdir()
        second = restarted(tmp_path / "carnet", temporary)
        try:
            assert sockets.is_dir()
            assert second.base != first.base
            assert kernel_in(first.ask("GET", MODULE)[1])
        finally:
            assert [second.stop(), first.stop()] == [0, 0]


def test_two_courses_on_one_folder_are_each_found_until_they_end(tmp_path: Path) -> None:
    first = start(tmp_path / "carnet")
    second = start(tmp_path / "carnet")
    assert announced(tmp_path / "carnet") == [f"{second.base}/", f"{first.base}/"]
    second.stop()
    assert announced(tmp_path / "carnet") == [f"{first.base}/"]
    first.stop()
    assert announced(tmp_path / "carnet") == []


def test_two_courses_that_were_killed_each_start_again_where_their_pages_look_for_them(tmp_path: Path) -> None:
    with TemporaryDirectory() as temporary:
        killed = [start(tmp_path / "carnet", environment={"TMPDIR": temporary}) for _ in range(2)]
        for course in killed:
            course.kill()
        again = [restarted(tmp_path / "carnet", temporary) for _ in range(2)]
        try:
            assert {course.base for course in again} == {course.base for course in killed}
            assert len([*Path(temporary).iterdir()]) == 2
        finally:
            assert [course.stop() for course in again] == [0, 0]
        assert announced(tmp_path / "carnet") == []


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"[]",
        b'{"pid": 0}',
        b'{"address": 3, "pid": "x"}',
        json.dumps({"address": "http://127.0.0.1:99999999/", "pid": 2**22 + 1, "temporary": "/"}).encode(),
    ],
)
def test_a_broken_announcement_stops_nothing(tmp_path: Path, written: bytes) -> None:
    secret_file(private_folder(tmp_path / "carnet") / "secret")
    (tmp_path / "carnet" / "serveur.json").write_bytes(written)
    with running(tmp_path / "carnet") as course:
        assert announced(tmp_path / "carnet") == [f"{course.base}/"]


def restarted(folder: Path, temporary: str) -> Running:
    """Start a course as somebody does who names no port."""
    return start(folder, environment={"TMPDIR": temporary}, port=None)
