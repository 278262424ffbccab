"""One server a cohort: a second one is refused in a sentence, one that was killed leaves nothing in the way."""

import subprocess
import sys
from pathlib import Path

import pytest

from parcours_u.server.cohort.reach import Reach
from parcours_u.server.cohort.served_once import AlreadyServed, serve_alone
from parcours_u.server.watch.announced import announce, withdraw
from parcours_u.store.errors import StoreError
from parcours_u.store.in_use import FolderLock
from people_here import animate, running_cohort


def test_a_second_server_is_refused_and_the_trainer_s_invitation_still_serves(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as first:
        command = [sys.executable, "-m", "parcours_u.cli", "animer", "--dossier", str(first.folder.path), "--port", "0"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"déjà ouvert, à l’adresse {first.base}/ (processus {first.process.pid} " in done.stderr
        assert "rien n’a été démarré ni changé" in done.stderr
        assert Reach.read(first.folder.cohort) == Reach(f"{first.base}/", int(first.base.rsplit(":", 1)[1]))
        trainer = first.browser()
        assert trainer.join(first.link.rsplit("/", 1)[1]).status == 303
        assert trainer.get("parcours-u/metrics").status == 200


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "parcours_u.cli", "animer", "--dossier", str(tmp_path / "grouppe"), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "grouppe\u00a0»\u00a0: rien n’a été créé, commencez par «\u00a0parcours-u cohorte creer" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_one_that_was_killed_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    killed = animate(tmp_path / "groupe")
    killed.kill()
    with running_cohort(tmp_path / "groupe", port=None) as again:
        assert again.base == killed.base


def test_where_nothing_can_be_locked_what_was_announced_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> bool:
        raise StoreError("Ce dossier ne permet pas de savoir.")

    monkeypatch.setattr(FolderLock, "take", refused)
    announce(tmp_path, "http://127.0.0.1:8866/")
    with pytest.raises(AlreadyServed, match="déjà ouvert"):
        serve_alone(tmp_path)
    withdraw(tmp_path)
    serve_alone(tmp_path).release()


def test_a_copy_of_the_folder_of_a_server_that_runs_is_not_taken_for_its_own(tmp_path: Path) -> None:
    announce(
        tmp_path, "http://127.0.0.1:8866/"
    )  # the lock, which a copy has not, would tell of a server of this folder
    serve_alone(tmp_path).release()


def test_until_it_says_where_it_is_it_is_there_all_the_same(tmp_path: Path) -> None:
    held = serve_alone(tmp_path)
    with pytest.raises(AlreadyServed, match="est déjà ouvert\u00a0: rien"):
        serve_alone(tmp_path)
    held.release()
    serve_alone(tmp_path).release()
