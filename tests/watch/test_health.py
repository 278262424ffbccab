"""``/sante``: whether the course is well for anybody, how for who watches it, and a 503 when words could not be kept."""

import asyncio
import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from monitoring import ask

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.server.course_server import CourseServer
from parcours_u.server.watch.announced import ANNOUNCEMENTS, announced
from parcours_u.server.watch.health import Look
from running import Running, running

FREE_TEXT = next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)


def test_a_stranger_learns_that_the_course_is_well_and_nothing_more(course: Running) -> None:
    status, content = ask(course, "/sante")
    assert status == 200
    assert json.loads(content) in ({"status": "pass"}, {"status": "warn"})
    assert ask(course, "/sante", method="HEAD") == (200, b"")


def test_the_token_opens_the_details_without_a_path_or_a_word(course: Running, token: str) -> None:
    course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", {"body": {"text": "CONFIDENCE"}, "base": 0})
    status, content = ask(course, "/sante", token)
    found = json.loads(content)
    assert status == 200
    assert set(found) == {"status", "version", "uptime_seconds", "kernels", "places", "store", "disk"}
    assert found["places"].keys() == {"taken", "free", "waiting", "culled"}
    assert found["store"] == {"readable": True, "writable": True}
    assert 0 < found["disk"]["free_bytes"] < found["disk"]["total_bytes"]
    assert found["kernels"] == 0
    assert found["uptime_seconds"] > 0
    assert b"CONFIDENCE" not in content
    assert str(course.folder).encode() not in content


@pytest.mark.parametrize("wrong", ["faux", "é"])
def test_a_wrong_token_is_no_token(course: Running, wrong: str) -> None:
    assert set(json.loads(ask(course, "/sante", wrong)[1])) == {"status"}


def test_the_watching_token_opens_no_journal(course: Running, token: str) -> None:
    assert ask(course, "/parcours-u/entries", token)[0] == 403
    assert ask(course, "/voila/render/course/accueil.ipynb", token)[0] in {302, 403}


def test_a_token_chosen_in_the_environment_replaces_the_folders(tmp_path: Path) -> None:
    with running(tmp_path / "carnet", environment={"PARCOURS_U_JETON_SANTE": "choisi-ailleurs"}) as course:
        assert "kernels" in json.loads(ask(course, "/sante", "choisi-ailleurs")[1])


def test_a_token_with_accents_opens_whichever_way_they_are_sent(tmp_path: Path) -> None:
    with running(tmp_path / "carnet", environment={"PARCOURS_U_JETON_SANTE": "été, voilà"}) as course:
        for sent in ("été, voilà", "été, voilà".encode().decode("latin-1")):  # http.client sends Latin-1
            assert "kernels" in json.loads(ask(course, "/sante", sent)[1])


def replaced(file: Path) -> None:
    other = file.with_name("autre")
    other.write_bytes(b"")
    other.replace(file)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("fault", [replaced, emptied])
def test_a_journal_s_file_that_others_replaced_or_emptied_is_a_503_for_everybody(
    tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    with running(tmp_path / "carnet") as course:
        assert ask(course, "/sante")[0] == 200
        fault(tmp_path / "carnet" / "carnet.sqlite3")
        end = time.monotonic() + 20
        while ask(course, "/sante")[0] != 503:
            assert time.monotonic() < end
        assert json.loads(ask(course, "/sante")[1]) == {"status": "fail"}


@pytest.fixture
def server(tmp_path: Path):
    found = CourseServer(tmp_path / "carnet")
    yield found
    found.close()


def test_a_full_disk_is_a_failure_and_a_nearly_full_one_a_warning(server: CourseServer, monkeypatch) -> None:
    def seen(free: int) -> str:
        usage = shutil._ntuple_diskusage(10**12, 10**12 - free, free)  # type: ignore[attr-defined]
        monkeypatch.setattr("parcours_u.server.watch.health.shutil.disk_usage", lambda _: usage)
        monkeypatch.setattr(server.health, "_seen", None)
        return asyncio.run(server.health.look()).state

    assert [seen(10**10), seen(10**8), seen(10**6)] == ["pass", "warn", "fail"]


def test_a_store_that_no_longer_answers_is_a_failure_and_not_a_wait(server: CourseServer, monkeypatch) -> None:
    monkeypatch.setattr("parcours_u.server.watch.health._PATIENCE_SECONDS", 0.05)
    stuck = threading.Event()

    async def asked() -> Look:
        held = asyncio.ensure_future(server.in_store(stuck.wait))
        look = await server.health.look()
        stuck.set()
        await held
        return look

    assert asyncio.run(asked()).state == "fail"


def test_however_often_it_is_asked_the_disk_is_looked_at_once(server: CourseServer, monkeypatch) -> None:
    looks = []
    real = server.health._probe
    monkeypatch.setattr(server.health, "_probe", lambda: looks.append(1) or real())

    async def asked() -> None:
        await asyncio.gather(*(server.health.look() for _ in range(50)))

    asyncio.run(asked())
    assert looks == [1]


def test_where_the_course_answers_is_written_down_while_it_runs_without_a_token(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as course:
        assert announced(tmp_path / "carnet") == [f"{course.base}/"]
        [told] = (tmp_path / "carnet").glob(ANNOUNCEMENTS)
        assert course.token not in told.read_text()
    assert announced(tmp_path / "carnet") == []
