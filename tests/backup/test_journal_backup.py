"""A journal kept in one file and put back: exact, private, made while people write, the former one kept aside."""

import json
import os
import stat
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import VERSION, command, erased, rows, texts, write

from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import check_journal, restore_journal, save_journal
from parcours_u.store.database import Database
from parcours_u.store.erasure import erase_journal, traces_in
from parcours_u.store.errors import StoreError
from parcours_u.store.in_use import FolderLock
from parcours_u.store.sql_journal import SqlJournal
from running import running

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)


@given(versions=st.lists(WORDS, min_size=1, max_size=6, unique=True), other=st.lists(WORDS, max_size=3, unique=True))
@settings(max_examples=12)
def test_what_is_restored_is_what_was_saved_row_by_row(tmp_path_factory, versions, other):
    place = tmp_path_factory.mktemp("aller-retour")
    source = write(place / "carnet", *versions)
    saved = save_journal(source, place / "s.zip", VERSION)
    target = write(place / "ailleurs", *other)
    restored = restore_journal(saved.file, target, VERSION)
    assert rows(target) == rows(source)
    assert restored.contents == saved.contents == check_journal(source)
    assert saved.contents.revisions == len(rows(source)["revision"])


def test_the_backup_is_one_private_uncompressed_file_and_nothing_is_left_beside(tmp_path):
    write(tmp_path / "carnet", "des mots")
    before = {path.name for path in (tmp_path / "carnet").iterdir()}
    (tmp_path / "dehors").mkdir()
    saved = save_journal(tmp_path / "carnet", tmp_path / "dehors" / "s.zip", VERSION)
    assert [path.name for path in (tmp_path / "dehors").iterdir()] == ["s.zip"]
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600
    with zipfile.ZipFile(saved.file) as archive:
        assert [(entry.filename, entry.compress_type) for entry in archive.infolist()] == [
            ("carnet.sqlite3", zipfile.ZIP_STORED),
            ("manifeste.json", zipfile.ZIP_STORED),
        ]
    after = {path.name for path in (tmp_path / "carnet").iterdir()}
    assert after - before <= {"carnet.sqlite3-wal", "carnet.sqlite3-shm"}


def test_the_private_links_secret_is_not_in_the_backup(tmp_path):
    with running(tmp_path / "carnet") as course:
        save_journal(tmp_path / "carnet", tmp_path / "s.zip", VERSION)
        secret = (tmp_path / "carnet" / "secret").read_bytes()
    content = (tmp_path / "s.zip").read_bytes()
    assert secret not in content
    assert course.token.encode() not in content


_WRITER = """
import sys
from pathlib import Path
from parcours_u.store.database import Database
from parcours_u.store.sql_journal import SqlJournal
database = Database(Path(sys.argv[1]))
base = 0
for rank in range(100000):
    base = SqlJournal(database, "solo", str(rank)).save("question", {"text": f"version {rank}"}, base).revision
    print(base, flush=True)
"""


def test_a_backup_made_while_someone_types_holds_every_acknowledged_version_up_to_one_moment(tmp_path):
    folder = tmp_path / "carnet"
    folder.mkdir(mode=0o700)
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder / "carnet.sqlite3")], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    try:
        for rank in range(4):
            acknowledged = [int(writer.stdout.readline()) for _ in range(15)][-1]
            saved = save_journal(folder, tmp_path / f"{rank}.zip", VERSION)
            restore_journal(saved.file, tmp_path / str(rank), VERSION)
            found = texts(tmp_path / str(rank))
            assert found == {f"version {number}" for number in range(len(found))}
            assert len(found) >= acknowledged
    finally:
        writer.kill()
        writer.wait()


def test_the_journal_that_was_there_is_kept_aside_and_can_be_restored_in_its_turn(tmp_path):
    write(tmp_path / "carnet", "hier")
    save_journal(tmp_path / "carnet", tmp_path / "s.zip", VERSION)
    write(tmp_path / "ailleurs", "avant")
    done = restore_journal(tmp_path / "s.zip", tmp_path / "ailleurs", VERSION)
    assert texts(tmp_path / "ailleurs") == {"hier"}
    assert done.aside is not None
    assert done.aside.parent == tmp_path / "ailleurs"
    again = restore_journal(done.aside, tmp_path / "ailleurs", VERSION)
    assert texts(tmp_path / "ailleurs") == {"avant"}
    assert again.aside != done.aside


def test_an_empty_journal_is_replaced_without_a_copy(tmp_path):
    save_journal(write(tmp_path / "carnet", "hier"), tmp_path / "s.zip", VERSION)
    (tmp_path / "vide").mkdir(mode=0o700)
    Database(tmp_path / "vide" / "carnet.sqlite3").close()
    assert restore_journal(tmp_path / "s.zip", tmp_path / "vide", VERSION).aside is None


def test_a_damaged_journal_is_kept_aside_as_it_is_and_replaced(tmp_path):
    save_journal(write(tmp_path / "carnet", "hier"), tmp_path / "s.zip", VERSION)
    (tmp_path / "ailleurs").mkdir(mode=0o700)
    (tmp_path / "ailleurs" / "carnet.sqlite3").write_bytes(b"abime " * 1000)
    (tmp_path / "ailleurs" / "carnet.sqlite3-wal").write_bytes(b"journal " * 100)
    done = restore_journal(tmp_path / "s.zip", tmp_path / "ailleurs", VERSION)
    assert done.aside is not None
    assert (done.aside / "carnet.sqlite3").read_bytes() == b"abime " * 1000
    assert (done.aside / "carnet.sqlite3-wal").read_bytes() == b"journal " * 100
    assert texts(tmp_path / "ailleurs") == {"hier"}


def test_an_emptied_journal_is_not_backed_up(tmp_path):
    folder = write(tmp_path / "carnet", "hier")
    (folder / "carnet.sqlite3").write_bytes(b"")
    with pytest.raises(StoreError, match="est vide"):
        save_journal(folder, tmp_path / "s.zip", VERSION)
    assert not (tmp_path / "s.zip").exists()


def test_the_last_words_of_an_emptied_journal_are_neither_opened_nor_lost(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "s.zip", VERSION)
    folder = write(tmp_path / "carnet", "avant")
    (folder / "carnet.sqlite3").write_bytes(b"")
    (folder / "carnet.sqlite3-wal").write_bytes(b"journal " * 100)
    with pytest.raises(StoreError, match="derniers mots"):
        Database(folder / "carnet.sqlite3")
    done = restore_journal(tmp_path / "s.zip", folder, VERSION)
    assert done.aside is not None
    assert (done.aside / "carnet.sqlite3-wal").read_bytes() == b"journal " * 100


def test_a_folder_in_the_place_of_a_journal_is_neither_opened_nor_replaced(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "s.zip", VERSION)
    (tmp_path / "carnet" / "carnet.sqlite3").mkdir(parents=True)
    for action in (
        lambda: Database(tmp_path / "carnet" / "carnet.sqlite3"),
        lambda: restore_journal(tmp_path / "s.zip", tmp_path / "carnet", VERSION),
        lambda: save_journal(tmp_path / "carnet", tmp_path / "t.zip", VERSION),
    ):
        with pytest.raises(StoreError, match="un dossier ou autre chose"):
            action()
    assert not (tmp_path / "t.zip").exists()


def test_a_damaged_journal_is_not_backed_up(tmp_path):
    folder = write(tmp_path / "carnet", *(f"une longue phrase {rank} " * 200 for rank in range(30)))
    content = bytearray((folder / "carnet.sqlite3").read_bytes())
    content[8192:40960] = os.urandom(32768)
    (folder / "carnet.sqlite3").write_bytes(content)
    with pytest.raises(StoreError, match="illisible ou abîmé"):
        save_journal(folder, tmp_path / "s.zip", VERSION)
    assert not (tmp_path / "s.zip").exists()


def test_a_restoration_is_refused_while_a_course_is_open_and_the_journal_stays(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "s.zip", VERSION)
    write(tmp_path / "carnet", "avant")
    with running(tmp_path / "carnet"):
        done = command("restaurer", tmp_path / "s.zip", "--dossier", tmp_path / "carnet")
    assert done.returncode == 1
    assert "Un parcours est ouvert sur ce dossier" in done.stderr
    assert texts(tmp_path / "carnet") == {"avant"}


def test_a_course_waits_for_a_restoration_then_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("parcours_u.store.in_use._PATIENCE_SECONDS", 0.1)
    folder = write(tmp_path / "carnet", "avant")
    lock = FolderLock(folder)
    assert lock.take()
    with pytest.raises(StoreError, match="restauration est en cours"):
        Database(folder / "carnet.sqlite3")
    lock.release()
    assert texts(folder) == {"avant"}


def test_an_existing_file_is_never_overwritten(tmp_path):
    write(tmp_path / "carnet", "hier")
    (tmp_path / "s.zip").write_text("autre chose")
    with pytest.raises(BackupError, match="existe déjà"):
        save_journal(tmp_path / "carnet", tmp_path / "s.zip", VERSION)
    assert (tmp_path / "s.zip").read_text() == "autre chose"


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_a_folder_is_not_taken_for_the_file_to_write(tmp_path, monkeypatch, name):
    write(tmp_path / "carnet", "des mots")
    (tmp_path / "dehors").mkdir()
    monkeypatch.chdir(tmp_path / "dehors")
    with pytest.raises(BackupError, match=f"Le dossier «\u00a0{name}\u00a0» existe déjà"):
        save_journal(tmp_path / "carnet", type(tmp_path)(name), VERSION)
    assert not [*(tmp_path / "dehors").iterdir()]


def test_a_backup_is_not_kept_in_the_folder_that_it_saves(tmp_path):
    write(tmp_path / "carnet", "hier")
    with pytest.raises(BackupError, match="ne se garde pas dans le dossier"):
        save_journal(tmp_path / "carnet", tmp_path / "carnet" / "s.zip", VERSION)


def test_erasing_a_journal_erases_what_a_restoration_kept_aside(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "s.zip", VERSION)
    folder = write(tmp_path / "carnet", "une phrase très intime que personne ne lira")
    restore_journal(tmp_path / "s.zip", folder, VERSION)
    assert traces_in(folder, {"phrase très intime".encode()})
    (folder / ".travail-laisse").mkdir()
    (folder / ".travail-laisse" / "carnet.sqlite3").write_text("une phrase très intime")
    database = Database(folder / "carnet.sqlite3")
    assert erase_journal(SqlJournal(database, "solo"), folder) == (1, True)
    database.close()
    assert traces_in(folder, {"phrase très intime".encode()}) == []


def test_an_erased_journal_is_whole_and_is_backed_up_restored_and_replaced_without_a_copy(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "autre.zip", VERSION)
    folder = erased(write(tmp_path / "carnet", "une phrase très intime"))
    assert check_journal(folder).empty
    saved = save_journal(folder, tmp_path / "s.zip", VERSION)
    assert saved.contents.empty
    assert restore_journal(saved.file, tmp_path / "ailleurs", VERSION).contents.empty
    assert rows(tmp_path / "ailleurs") == rows(folder)
    assert restore_journal(tmp_path / "autre.zip", folder, VERSION).aside is None
    assert texts(folder) == {"hier"}


def test_what_is_written_after_an_erasure_is_kept_aside_and_comes_back_under_numbers_of_its_own(tmp_path):
    save_journal(write(tmp_path / "autre", "hier"), tmp_path / "autre.zip", VERSION)
    folder = write(erased(write(tmp_path / "carnet", "intime")), "neuf")
    before = rows(folder)
    aside = restore_journal(tmp_path / "autre.zip", folder, VERSION).aside
    assert aside is not None
    assert restore_journal(aside, folder, VERSION).contents.revisions == 1
    assert rows(folder) == before


def test_the_commands_say_what_was_done_in_french_and_in_json(tmp_path):
    write(tmp_path / "carnet", "un", "deux")
    saved = command("sauvegarder", "--dossier", "carnet", "--json", cwd=tmp_path)
    assert saved.returncode == 0, saved.stderr
    result = json.loads(saved.stdout)
    assert (result["sorte"], result["reponses"], result["versions"], result["depots"]) == ("carnet", 1, 2, 1)
    restored = command("restaurer", result["fichier"], "--dossier", "retour", cwd=tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert "1\u00a0réponse, 2\u00a0versions, 1\u00a0dépôt" in restored.stderr
    assert rows(tmp_path / "retour") == rows(tmp_path / "carnet")


def test_a_folder_without_a_journal_is_said_and_no_file_is_made(tmp_path):
    (tmp_path / "vide").mkdir()
    done = command("sauvegarder", "s.zip", "--dossier", "vide", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Il n’y a pas de carnet dans ce dossier" in done.stderr
    assert not (tmp_path / "s.zip").exists()
