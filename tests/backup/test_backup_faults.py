"""What may happen to a machine while it backs up or restores: a kill at any moment, a full disk, a disk that only reads."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from kept import VERSION, command, rows, texts, write

from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import restore_journal, save_journal
from parcours_u.store.errors import StoreError

DAMAGED = b"abime " * 1000

WATCHED = {
    "open",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "shutil.copyfile",
    "shutil.rmtree",
    "sqlite3.connect",
}


def killed_at(moment: int, action: Callable[[], object]) -> int:
    """Do something in a process that is killed just before one of its operations on files.

    Returns
    -------
    int
        How many such operations it made; 0 when it was killed.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        done = 0

        def watch(event: str, _arguments: object) -> None:
            nonlocal done
            if event not in WATCHED:  # killing is itself an event
                return
            done += 1
            if done == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            action()
            os.write(tell, str(done).encode())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(told) as answer:
        operations = int(answer.read() or 0)
    _, status = os.waitpid(child, 0)
    assert operations or os.WTERMSIG(status) == signal.SIGKILL
    return operations


@pytest.mark.parametrize("damaged", [False, True], ids=["sain", "abime"])
def test_a_restoration_killed_at_any_moment_leaves_the_old_journal_or_the_new_one(tmp_path, damaged):
    save_journal(write(tmp_path / "autre", "nouveau", "plus nouveau"), tmp_path / "s.zip", VERSION)
    original = write(tmp_path / "original", "ancien")
    if damaged:
        (original / "carnet.sqlite3").write_bytes(DAMAGED)
    old = DAMAGED if damaged else rows(original)
    new = rows(tmp_path / "autre")
    seen = []
    moment = operations = 0
    while not operations:
        moment += 1
        folder = tmp_path / f"carnet-{moment}"
        shutil.copytree(original, folder)
        operations = killed_at(moment, lambda place=folder: restore_journal(tmp_path / "s.zip", place, VERSION))
        found = reopened(folder)
        assert found in (old, new)
        seen.append("new" if found == new else "old")
        restore_journal(tmp_path / "s.zip", folder, VERSION)
        assert rows(folder) == new
        assert [path.name for path in folder.glob(".*")] == [".verrou"]
    assert moment > 40
    assert seen == sorted(seen, reverse=True)  # old until one moment, new ever after
    assert seen.count("new") > 3


def reopened(folder: Path) -> object:
    """Open a journal as the course does, which ends what was under way; return what it holds then."""
    try:
        texts(folder)
    except StoreError:
        return (folder / "carnet.sqlite3").read_bytes()
    return rows(folder)


def test_a_backup_killed_at_any_moment_leaves_a_whole_file_or_none_under_its_name(tmp_path):
    folder = write(tmp_path / "carnet", "un", "deux")
    before = rows(folder)
    moment = operations = 0
    while not operations:
        moment += 1
        target = tmp_path / f"{moment}.zip"
        operations = killed_at(moment, lambda file=target: save_journal(folder, file, VERSION))
        assert rows(folder) == before
        if target.exists():
            restore_journal(target, tmp_path / f"retour-{moment}", VERSION)
            assert rows(tmp_path / f"retour-{moment}") == before
    assert moment > 20
    restore_journal(target, folder, VERSION)
    assert not list(folder.glob(".travail-*"))


def small_disk(limit: int) -> dict[str, object]:
    """Return the options of a process that can't write more than ``limit`` bytes in a file.

    Nor does it write bytecode, which Python would leave cut there for every other process to stumble upon, nor the lines
    that coverage.py counts, whose own complaint would be taken for the command's.
    """
    counted = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}
    return {
        "preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        "env": {**counted, "PYTHONDONTWRITEBYTECODE": "1"},
    }


_SIZES = [4_096, 65_536, 700_000]


@pytest.mark.parametrize("limit", _SIZES)
def test_a_disk_that_fills_up_leaves_no_file_and_an_intact_journal(tmp_path, limit):
    folder = write(tmp_path / "carnet", *(f"{rank} " + "mot " * 50_000 for rank in range(5)))
    before = rows(folder)
    done = command(
        "sauvegarder",
        tmp_path / "s.zip",
        "--dossier",
        folder,
        **small_disk(limit),
    )
    assert done.returncode == 1
    assert "La place manque sur le disque" in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["carnet"]
    assert not list(folder.glob(".travail-*"))
    assert rows(folder) == before


@pytest.mark.parametrize("limit", _SIZES)
def test_a_disk_that_fills_up_during_a_restoration_leaves_the_journal_that_was_there(tmp_path, limit):
    save_journal(
        write(tmp_path / "autre", *("mot " * 300_000 + str(rank) for rank in range(2))), tmp_path / "s.zip", "0"
    )
    folder = write(tmp_path / "carnet", "avant")
    done = command(
        "restaurer",
        tmp_path / "s.zip",
        "--dossier",
        folder,
        **small_disk(limit),
    )
    assert done.returncode == 1
    assert "La place manque sur le disque" in done.stderr
    assert texts(folder) == {"avant"}
    assert not list(folder.glob("avant-restauration-*"))


def test_a_folder_that_only_reads_is_backed_up_all_the_same(tmp_path):
    folder = write(tmp_path / "carnet", "un", "deux")
    before = rows(folder)
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        folder.chmod(0o500)
    try:
        save_journal(folder, tmp_path / "s.zip", VERSION)
        with pytest.raises(BackupError):
            restore_journal(tmp_path / "s.zip", folder, VERSION)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", folder], check=True)
        folder.chmod(0o700)
    restore_journal(tmp_path / "s.zip", tmp_path / "retour", VERSION)
    assert rows(tmp_path / "retour") == rows(folder) == before


def test_a_disk_that_refuses_the_very_last_step_is_said_and_the_next_opening_ends_the_work(tmp_path, monkeypatch):
    save_journal(write(tmp_path / "autre", "nouveau"), tmp_path / "s.zip", VERSION)
    folder = write(tmp_path / "carnet", "ancien")
    with monkeypatch.context() as patch:
        patch.setattr("parcours_u.store.backup.replacing.os.replace", refuse)
        with pytest.raises(BackupError, match="se finira d’elle-même"):
            restore_journal(tmp_path / "s.zip", folder, VERSION)
    assert texts(folder) == {"nouveau"}


def refuse(*_: object) -> None:
    raise OSError(5, "Input/output error")
