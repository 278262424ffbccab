"""A trainer's folder kept in one file: the gradebook as it is at one moment, every deposit, put back in a new folder."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from kept import VERSION, command, write

from parcours_u.grading import keeping
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import open_folder
from parcours_u.grading.keeping import restore_group, save_group
from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import save_journal

DEPOSIT = "submitted/ABC-DEF-GHJ/co-initier/co-initier.ipynb"
COLONS = "echange/parcours-u/inbound/une+co-initier+2026-11-23 21:14:17.123456 UTC+abc/depot.json"


@pytest.fixture
def group(tmp_path: Path) -> Path:
    folder = open_folder(tmp_path / "mon-groupe").path
    for name in (DEPOSIT, COLONS):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(f"ce qui fut déposé dans {name}", encoding="utf-8")
    (folder / "echange/parcours-u/vide").mkdir()
    with closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
        gradebook.execute("CREATE TABLE comment (texte)")
        gradebook.execute("INSERT INTO comment VALUES ('un commentaire')")
        gradebook.commit()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
        if path.name not in {".verrou", "gradebook.db"}
    }


def comments(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
        return [text for (text,) in gradebook.execute("SELECT texte FROM comment")]


def test_every_file_and_every_comment_comes_back_private(group, tmp_path):
    save_group(group, tmp_path / "g.zip", VERSION)
    done = restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert files(tmp_path / "retour") == files(group)
    assert comments(tmp_path / "retour") == ["un commentaire"]
    assert done.to_read == ()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "retour", *(tmp_path / "retour").rglob("*")]}
    assert modes == {0o700, 0o600}
    assert stat.S_IMODE((tmp_path / "g.zip").stat().st_mode) == 0o600
    open_folder(tmp_path / "retour")


def test_a_comment_under_way_is_in_or_out_and_the_gradebook_is_whole(group, tmp_path):
    with closing(sqlite3.connect(group / "gradebook.db")) as gradebook:
        gradebook.execute("INSERT INTO comment VALUES ('pas encore')")
        save_group(group, tmp_path / "g.zip", VERSION)
        gradebook.commit()
    restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert comments(tmp_path / "retour") == ["un commentaire"]
    assert comments(group) == ["un commentaire", "pas encore"]


def test_a_collection_going_on_is_waited_for(group, tmp_path, monkeypatch):
    wrote = []

    def begun_again(*words: object) -> object:
        if not wrote:
            wrote.append((group / "submitted/nouveau.ipynb").write_text("un dépôt arrive"))
        return real(*words)

    real = keeping.write_archive
    monkeypatch.setattr(keeping, "write_archive", begun_again)
    save_group(group, tmp_path / "g.zip", VERSION)
    restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert (tmp_path / "retour/submitted/nouveau.ipynb").read_text() == "un dépôt arrive"


def test_a_folder_that_never_stops_changing_is_said_and_no_file_is_left(group, tmp_path, monkeypatch):
    real, ticks = keeping.write_archive, iter(range(1000))
    monkeypatch.setattr(keeping, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(
        keeping, "write_archive", lambda *words: ((group / f"{next(ticks)}.txt").write_text("x"), real(*words))[1]
    )
    with pytest.raises(GradingError, match="change en ce moment"):
        save_group(group, tmp_path / "g.zip", VERSION)
    assert [path.name for path in tmp_path.iterdir()] == ["mon-groupe"]
    assert not list(group.glob(".travail-*"))


def test_nothing_is_ever_replaced(group, tmp_path):
    save_group(group, tmp_path / "g.zip", VERSION)
    before = files(group)
    with pytest.raises(GradingError, match="contient déjà quelque chose"):
        restore_group(tmp_path / "g.zip", group)
    assert files(group) == before


def test_what_opening_the_folder_would_run_comes_back_as_text_to_read(group, tmp_path):
    ours = (group / "nbgrader_config.py").read_text()
    (group / "nbgrader_config.py").write_text(ours + "print('ajouté')\n")
    (group / "jupyter_server_config.py").write_text("print('exécuté')\n")
    save_group(group, tmp_path / "g.zip", VERSION)
    done = restore_group(tmp_path / "g.zip", tmp_path / "retour")
    assert done.to_read == ("jupyter_server_config.py", "nbgrader_config.py")
    assert (tmp_path / "retour/nbgrader_config.py").read_text() == ours
    assert "ajouté" in (tmp_path / "retour/a-relire/nbgrader_config.py.txt").read_text()
    assert not list((tmp_path / "retour").rglob("jupyter_server_config.py"))


def test_a_link_to_elsewhere_is_said_and_never_followed(group, tmp_path):
    (tmp_path / "ailleurs.txt").write_text("à quelqu’un d’autre")
    (group / "raccourci").symlink_to(tmp_path / "ailleurs.txt")
    with pytest.raises(GradingError, match="«\u00a0raccourci\u00a0»"):
        save_group(group, tmp_path / "g.zip", VERSION)
    assert not (tmp_path / "g.zip").exists()


def test_a_damaged_gradebook_is_not_taken_for_a_backup(group, tmp_path):
    (group / "gradebook.db").write_bytes(b"abime " * 1000)
    done = command("sauvegarder", "g.zip", "--dossier", "mon-groupe", cwd=tmp_path)
    assert done.returncode == 1
    assert "illisible ou abîmé" in done.stderr
    assert not (tmp_path / "g.zip").exists()


def test_a_truncated_backup_leaves_no_folder(group, tmp_path):
    content = save_group(group, tmp_path / "g.zip", VERSION).file.read_bytes()
    changed = content.replace(b"ce qui fut", b"CE QUI FUT", 1)
    for number, damaged in enumerate((content[: len(content) // 2], changed)):
        (tmp_path / f"{number}.zip").write_bytes(damaged)
        with pytest.raises(BackupError, match="tronquée ou abîmée"):
            restore_group(tmp_path / f"{number}.zip", tmp_path / "retour")
    assert not (tmp_path / "retour").exists()
    assert not list(tmp_path.glob(".travail-*"))


def test_a_journal_is_not_restored_in_a_trainers_folder(group, tmp_path):
    save_journal(write(tmp_path / "carnet", "hier"), tmp_path / "s.zip", VERSION)
    done = command("restaurer", "s.zip", "--dossier", "mon-groupe", cwd=tmp_path)
    assert done.returncode == 1
    assert "ce dossier est un dossier d’animation" in done.stderr
    assert not (group / "carnet.sqlite3").exists()


def test_a_trainers_folder_comes_back_only_where_somebody_says(group, tmp_path):
    save_group(group, tmp_path / "g.zip", VERSION)
    own = {**os.environ, "HOME": str(tmp_path / "maison"), "XDG_DATA_HOME": str(tmp_path / "maison/donnees")}
    refused = command("restaurer", "g.zip", cwd=tmp_path, env=own)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "dites lequel avec --dossier" in refused.stderr
    assert not (tmp_path / "maison").exists()


def test_the_commands_know_a_trainers_folder_by_themselves(group, tmp_path):
    saved = command("sauvegarder", "--dossier", "mon-groupe", "--json", cwd=tmp_path)
    assert saved.returncode == 0, saved.stderr
    result = json.loads(saved.stdout)
    assert result["sorte"] == "groupe"
    restored = command("restaurer", result["fichier"], "--dossier", "retour", cwd=tmp_path)
    assert (restored.returncode, restored.stdout) == (0, "retour\n"), restored.stderr
    assert files(tmp_path / "retour") == files(group)
