"""The server's line to the trainer's desk: one process, started when needed, ended when unused, replaced when it dies."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from parcours_u.grading.folder import open_folder
from parcours_u.server.grading_line import GradingLine
from parcours_u.server.refusal import Refusal

pytestmark = pytest.mark.nbgrader

Lived = Callable[[GradingLine], Awaitable[None]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trainer's folder where nothing happened yet."""
    return open_folder(tmp_path_factory.mktemp("animation") / "groupe").path


def live(line: GradingLine, lived: Lived) -> None:
    """Run something with a line, then end it."""

    async def run() -> None:
        try:
            await lived(line)
        finally:
            await line.end()

    asyncio.run(run())


def ended(line: GradingLine) -> Awaitable[int]:
    """Return what waits until the process that lives now has ended, and gives its code."""
    assert line._process is not None
    return asyncio.wait_for(line._process.wait(), 30)


def test_one_process_answers_everybody_one_after_the_other(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        assert line.pid is None
        first = await line.ask("group")
        pid = line.pid
        answers = await asyncio.gather(*(line.ask("group") for _ in range(5)))
        assert [first, *answers] == 6 * [{"ok": True, "released": [], "deposits": []}]
        assert line.pid == pid

    live(GradingLine(folder), lived)


def test_a_refusal_is_a_sentence_and_the_process_goes_on(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        await line.ask("group")
        pid = line.pid
        with pytest.raises(Refusal, match="n’a pas été diffusé"):
            await line.ask("read", module="co-initier", code="x", text=5_000_000 * "é")
        with pytest.raises(Refusal, match="rien n’est perdu"):
            await line.ask("inconnu")
        assert line.pid == pid

    live(GradingLine(folder), lived)


def test_one_that_died_is_replaced(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        await line.ask("group")
        assert line.pid is not None
        former, waited = line.pid, ended(line)
        os.kill(former, signal.SIGKILL)
        await waited
        assert (await line.ask("group"))["ok"]
        assert line.pid != former

    live(GradingLine(folder), lived)


def test_one_that_dies_at_work_refuses_that_request_alone(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        await line.ask("group")
        assert line.pid is not None
        os.kill(line.pid, signal.SIGSTOP)
        asyncio.get_running_loop().call_later(0.2, os.kill, line.pid, signal.SIGKILL)
        with pytest.raises(Refusal, match="rien n’est perdu"):
            await line.ask("group")
        assert (await line.ask("group"))["ok"]

    live(GradingLine(folder), lived)


def test_one_that_answers_too_late_never_answers_the_next_request(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        with pytest.raises(Refusal, match="rien n’est perdu"):
            await line.ask("group")
        assert line.pid is None
        line._longest = 60.0
        assert (await line.ask("group"))["deposits"] == []

    live(GradingLine(folder, longest=0.01), lived)


def test_one_that_is_not_used_ends_and_another_begins_when_it_is_needed(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        await line.ask("group")
        assert await ended(line) == 0
        assert line.pid is None
        assert (await line.ask("group"))["ok"]

    live(GradingLine(folder, idle=0.05), lived)


def test_the_end_of_the_server_ends_it_and_nothing_starts_it_again(folder: Path) -> None:
    async def lived(line: GradingLine) -> None:
        await line.ask("group")
        waited = ended(line)
        await line.end()
        assert await waited == 0
        with pytest.raises(Refusal, match="rien n’est perdu"):
            await line.ask("group")

    live(GradingLine(folder), lived)
