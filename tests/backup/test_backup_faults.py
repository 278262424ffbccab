"""What may happen to a machine while it backs up or restores: a kill at any moment, a full disk, a disk that only reads."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kept import VERSION, command, rows, texts, write

from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import restore_journal, save_journal

_KILLED = """
import os, signal, sys
from pathlib import Path
from parcours_u.store.backup import journal
done, last = 0, int(sys.argv[1])
watched = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect",
           "os.chmod", "shutil.copyfile"}

def killed(event, arguments):
    global done
    if event in watched:
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

action, folder, file = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
sys.addaudithook(killed)
if action == "restaurer":
    journal.restore_journal(file, folder, "0.1.0")
else:
    journal.save_journal(folder, file, "0.1.0")
print(done)
"""


def run(last: int, action: str, folder: Path, file: Path) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-c", _KILLED, str(last), action, str(folder), str(file)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("damaged", [False, True], ids=["un carnet sain", "un carnet abîmé"])
def test_a_restoration_killed_at_any_moment_leaves_the_old_journal_or_the_new_one(tmp_path, damaged):
    """Each run is killed at another of the operations on files that a whole restoration makes."""
    save_journal(write(tmp_path / "autre", "nouveau", "plus nouveau"), tmp_path / "s.zip", VERSION)
    original = write(tmp_path / "original", "ancien")
    if damaged:
        (original / "carnet.sqlite3").write_bytes(b"abime " * 1000)
    old = None if damaged else rows(original)
    new = rows(tmp_path / "autre")

    shutil.copytree(original, tmp_path / "temoin")
    whole = run(-1, "restaurer", tmp_path / "temoin", tmp_path / "s.zip")
    operations = int(whole.stdout)
    assert operations > 60
    seen = set()
    for moment in range(1, operations, max(1, operations // 24)):
        folder = tmp_path / f"carnet-{moment}"
        shutil.copytree(original, folder)
        done = run(moment, "restaurer", folder, tmp_path / "s.zip")
        assert done.returncode == -signal.SIGKILL, done.stderr
        try:
            texts(folder)  # opening it, as the course does, ends what was under way
            found = rows(folder)
        except Exception:
            assert damaged
            assert (folder / "carnet.sqlite3").read_bytes() == b"abime " * 1000
            found = None
        assert found in (old, new)
        seen.add("new" if found == new else "old")
        restore_journal(tmp_path / "s.zip", folder, VERSION)
        assert rows(folder) == new
        assert [path.name for path in folder.glob(".*")] == [".verrou"]
    assert seen == {"old", "new"}


def test_a_backup_killed_at_any_moment_leaves_a_whole_file_or_none_under_its_name(tmp_path):
    folder = write(tmp_path / "carnet", "un", "deux")
    before = rows(folder)
    operations = int(run(-1, "sauvegarder", folder, tmp_path / "temoin.zip").stdout)
    for moment in range(1, operations, max(1, operations // 8)):
        target = tmp_path / f"{moment}.zip"
        assert run(moment, "sauvegarder", folder, target).returncode == -signal.SIGKILL
        if target.exists():
            restore_journal(target, tmp_path / f"retour-{moment}", VERSION)
        assert rows(folder) == before
    restore_journal(tmp_path / "temoin.zip", folder, VERSION)
    assert not list(folder.glob(".travail-*"))


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
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
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
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
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
