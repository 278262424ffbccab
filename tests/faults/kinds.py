"""What happens to a course, one function a kind: each hurts it under load, and leaves it mended and running."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress

from ledger import Ledger
from scene import Refused, Scene
from writers import DirectWriter, Load

from parcours_u.server.watch.announced import ANNOUNCEMENTS

__all__ = ["KINDS", "Fault", "kind"]

Fault = Callable[[Scene, Ledger, random.Random], Awaitable[None]]
KINDS: dict[str, Fault] = {}
"""The faults by the name that the table gives them."""

_DATABASE = "carnet.sqlite3"
_WAL = f"{_DATABASE}-wal"
# Writes as the course does, and never commits.
_INTRUDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
connection.execute("PRAGMA synchronous = FULL")
connection.execute("PRAGMA cache_size = 2")
connection.execute("BEGIN IMMEDIATE")
for rank in range(200):
    connection.execute("INSERT INTO revision VALUES ('solo', 'intrus', ?, '', 0, '', ?)", (rank, '{"text": "intrus"}' + " " * 5000))
print("written", flush=True)
time.sleep(60)
"""


def kind(name: str) -> Callable[[Fault], Fault]:
    """Give a fault its name."""

    def keep(fault: Fault) -> Fault:
        KINDS[name] = fault
        return fault

    return keep


@kind("noyau tué (kill -9)")
async def kill_kernels(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Kill one kernel, several, or what they are forked from."""
    nursery = scene.nurseries()
    found = scene.kernels() or nursery
    for process in (
        [chance.choice(nursery or found)]
        if chance.random() < 0.2
        else chance.sample(found, chance.randint(1, len(found)))
    ):
        with suppress(Exception):
            process.kill()
    await asyncio.sleep(chance.uniform(0, 0.5))


@kind("serveur tué (kill -9)")
async def kill_server(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Kill the server, once or as soon as it is back."""
    for _ in range(chance.choice([1, 1, 2])):
        await scene.kill()
        await scene.begin()


@kind("serveur arrêté pendant l’écriture")
async def stop_server(scene: Scene, _ledger: Ledger, _chance: random.Random) -> None:
    """Ask for its end while everybody writes; its log must be folded, for whoever copies the file alone."""
    await scene.stop()
    if left := [path.name for path in scene.folder.glob(f"{_DATABASE}-*")]:
        raise AssertionError(f"the journal's log was not folded in: {left}")
    await scene.begin()


@kind("écriture tuée dans la base")
async def kill_writer(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Kill another program half way through a long write in the same database: nothing of it may stay."""
    command = [sys.executable, "-c", _INTRUDER, str(scene.folder / _DATABASE)]
    intruder = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert intruder.stdout is not None
    await intruder.stdout.readline()
    if chance.random() < 0.3:
        await scene.kill()
    intruder.kill()
    await intruder.wait()
    if not scene.runs:
        await scene.begin()


@kind("base supprimée")
async def delete_database(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    """Delete the file, its log, or both, while people write; the course must put back what it holds at the next write.

    Whoever deletes it and cuts the power before anybody writes again has deleted it.
    """
    names = chance.choice([[_DATABASE], [_WAL], [_DATABASE, _WAL, f"{_DATABASE}-shm"]])
    for name in names:
        (scene.folder / name).unlink(missing_ok=True)
    async with asyncio.timeout(60):
        await DirectWriter(lambda: scene.course, "co-evoluer-posture", ledger, chance).write_once()
    if chance.random() < 0.5:
        await scene.kill()
        await scene.begin()


@kind("base déplacée")
async def move_database(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    """Move the file away while people write, and kill the server before it could notice: put back, all is there."""
    away = scene.folder / "ailleurs.sqlite3"
    os.kill(scene.course.process.pid, signal.SIGSTOP)
    (scene.folder / _DATABASE).rename(away)
    await scene.kill()
    try:
        await scene.begin()
    except Refused as refusal:
        _sentence(refusal)
    else:
        await scene.stop()
        raise AssertionError("a journal whose log alone was there was taken for a new one")
    away.rename(scene.folder / _DATABASE)
    await scene.begin()


@kind("journal d’écriture coupé")
async def tear_log(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Kill the server, and leave at the log's end what a power cut leaves: a part of a frame that was never committed."""
    await scene.kill()
    log = scene.folder / _WAL
    if log.exists():
        with log.open("ab") as torn:
            torn.write(chance.randbytes(chance.randint(1, 9000)))
    await scene.begin()


@kind("disque plein")
async def fill_disk(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Leave no room for a while; sometimes the server is killed meanwhile."""
    await asyncio.to_thread(scene.disk.fill, scene.course)
    try:
        await asyncio.sleep(chance.uniform(0.3, 2))
        if chance.random() < 0.4:
            await scene.kill()
            try:
                await scene.begin()
            except Refused as refusal:
                _sentence(refusal)
    finally:
        scene.disk.free(scene.course)
    if not scene.runs:
        await scene.begin()


@kind("disque en lecture seule")
async def only_read(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Have the disk refuse all writes; the server is killed, refuses to start in a sentence, and starts once it is mended."""
    scene.disk.fail()
    await asyncio.sleep(chance.uniform(0.2, 1.5))
    await scene.kill()
    if chance.random() < 0.5:
        try:
            await scene.begin()
        except Refused as refusal:
            _sentence(refusal)
        else:
            await asyncio.sleep(chance.uniform(0, 0.5))
            await scene.kill()
    scene.disk.mend()
    await scene.begin()


@kind("saut d’horloge")
async def jump_clock(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    """Move the server's clock, forward or back, by minutes or by days."""
    assert scene.clock is not None
    scene.clock.jump(chance.choice([-1, 1]) * chance.choice([20, 600, 3 * 3600, 5 * 3600, 86_400, 9 * 86_400]))
    await asyncio.sleep(chance.uniform(1, 2))
    await _next_save(ledger)


@kind("disque lent")
async def slow_disk(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    """Have the store wait, on a lock that another program keeps or on the whole process, as long as a slow disk makes it."""
    seconds = chance.choice([0.3, 1, 3, 6])
    if chance.random() < 0.5:
        os.kill(scene.course.process.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(scene.course.process.pid, signal.SIGCONT)
    else:
        with closing(sqlite3.connect(scene.folder / _DATABASE, timeout=20, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)
            other.execute("ROLLBACK")
    await _next_save(ledger)


@kind("fichier à moitié écrit")
async def half_written(scene: Scene, _ledger: Ledger, chance: random.Random) -> None:
    """Leave half of a file where the course keeps one, or kill a backup half way."""
    folder, what = scene.folder, chance.choice(["secret", "announcement", "backup", "restoration", "drafts"])
    if what == "backup":
        target = folder.parent / f"sauvegarde-{chance.randrange(10**9)}.zip"
        command = [sys.executable, "-m", "parcours_u.cli", "sauvegarder", str(target), "--dossier", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as backup:
            await asyncio.sleep(chance.uniform(0.5, 3))
            backup.kill()
        target.unlink(missing_ok=True)
        return
    await scene.kill()
    if what in {"secret", "announcement"}:
        for file in [folder / "secret"] if what == "secret" else folder.glob(ANNOUNCEMENTS):
            content = file.read_bytes()
            file.write_bytes(content[: chance.randrange(len(content))])
    elif what == "restoration":
        (folder / ".restauration-prete").mkdir()
    else:
        work = folder / f".travail-{chance.randrange(10**9)}"  # another each time: it stays until a restoration
        work.mkdir()
        (work / _DATABASE).write_bytes(b"SQLite format 3\0" + bytes(100))
        (folder / ".secret.00000000").write_text("moiti")
    await scene.begin()
    if len((folder / "secret").read_text()) != 64:
        raise AssertionError("half a secret is kept: the private link could be guessed")


@kind("deux serveurs sur une base")
async def two_servers(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    """Start a second course on the folder, write through both, and kill one or both."""
    second = await scene.another()
    try:
        # The same answers as the first one's programs write in: versions meet, and none is lost.
        prompts = ["recolte-chemin", "recolte-recit"]
        writers = [DirectWriter(lambda: second, prompt, ledger, chance) for prompt in prompts]
        async with Load(writers):
            await asyncio.sleep(chance.uniform(0.5, 1.5))
            if chance.random() < 0.5:
                await scene.kill()
                await scene.begin()
    finally:
        await (scene.kill(second) if chance.random() < 0.5 else scene.stop(second))


async def _next_save(ledger: Ledger) -> None:
    """Wait until something more is acknowledged.

    Raises
    ------
    TimeoutError
        When nothing is for half a minute.
    """
    before = ledger.acknowledged
    async with asyncio.timeout(30):
        while ledger.acknowledged < before + 3:
            await asyncio.sleep(0.05)


def _sentence(refusal: Refused) -> None:
    """Check that a refusal to start is one sentence for a person."""
    said = str(refusal)
    if "Traceback" in said or not said.endswith("."):
        raise AssertionError(f"the course refused to start without a sentence: {said[-300:]}")
