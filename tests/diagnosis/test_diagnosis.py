"""What a trainer is told of an installation: each fault is named, with why it matters and what to do, and changes nothing."""

import importlib.metadata
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from parcours_u.content import yaml_source
from parcours_u.content.build import derive
from parcours_u.diagnosis import course as course_check
from parcours_u.diagnosis import machine as machine_check
from parcours_u.diagnosis import rights as rights_check
from parcours_u.diagnosis.course import check_course
from parcours_u.diagnosis.finding import Finding, State
from parcours_u.diagnosis.group import check_trainer_folder
from parcours_u.diagnosis.journal import check_journal_folder
from parcours_u.diagnosis.look import diagnose
from parcours_u.diagnosis.machine import check_clock, check_disk, check_machine
from parcours_u.diagnosis.rights import check_rights
from parcours_u.grading.folder import open_folder
from parcours_u.store.database import Database
from parcours_u.store.folder import private_folder
from parcours_u.store.sql_journal import SqlJournal


@pytest.fixture
def carnet(tmp_path: Path) -> Path:
    folder = private_folder(tmp_path / "carnet")
    database = Database(folder / "carnet.sqlite3")
    SqlJournal(database, "solo").save("question", {"text": "une phrase très intime " * 500}, 0)
    database.close()
    return folder


def about(part: str, findings: object) -> Finding:
    """Return the one finding about a part."""
    (found,) = [one for one in findings if one.part == part]  # type: ignore[attr-defined]
    return found


def states(findings: object) -> dict[str, State]:
    return {one.part: one.state for one in findings}  # type: ignore[attr-defined]


def test_a_sound_journal_asks_for_nothing_and_is_left_as_it_was(carnet):
    before = (carnet / "carnet.sqlite3").read_bytes()
    found = states(check_journal_folder(carnet))
    assert {part for part, state in found.items() if state is State.FINE} >= {"dossier", "carnet", "horloge", "serveur"}
    assert State.BLOCKING not in found.values()
    assert (carnet / "carnet.sqlite3").read_bytes() == before


def test_a_journal_that_was_erased_is_sound(carnet):
    database = Database(carnet / "carnet.sqlite3")
    SqlJournal(database, "solo").erase()
    database.close()
    assert about("carnet", check_journal_folder(carnet)).state is State.FINE


def test_a_folder_that_is_not_there_yet_is_no_fault_and_is_not_made(tmp_path):
    found = states(check_journal_folder(tmp_path / "a" / "venir"))
    assert found["carnet"] is State.FINE
    assert not (tmp_path / "a").exists()


def overwritten(folder: Path) -> None:
    (folder / "carnet.sqlite3").write_bytes(b"abime " * 1000)


def torn(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "carnet.sqlite3")) as connection:
        connection.execute("UPDATE revision SET body = substr(body, 1, 20)")
        connection.commit()


def emptied(folder: Path) -> None:
    (folder / "carnet.sqlite3").write_bytes(b"")


def replaced_by_a_folder(folder: Path) -> None:
    (folder / "carnet.sqlite3").unlink()
    (folder / "carnet.sqlite3").mkdir()


def taken_from_its_log(folder: Path) -> None:
    (folder / "carnet.sqlite3").rename(folder / "carnet.sqlite3-wal")


def later(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "carnet.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (overwritten, "abîmé"),
        (torn, "abîmé"),
        (later, "version plus récente"),
        (emptied, "est vide"),
        (replaced_by_a_folder, "un dossier ou autre chose"),
        (taken_from_its_log, "n’est plus dans son dossier"),
    ],
    ids=["overwritten", "torn", "later", "emptied", "replaced by a folder", "taken from its log"],
)
def test_a_journal_that_cannot_be_read_to_its_end_prevents_use_and_is_never_quoted(carnet, harm, told):
    harm(carnet)
    found = about("carnet", check_journal_folder(carnet))
    assert found.state is State.BLOCKING
    assert told in found.what
    assert found.why
    assert found.action
    assert "intime" not in repr(found)


def test_a_folder_open_to_other_accounts_is_watched(carnet):
    carnet.chmod(0o755)
    found = about("dossier", check_journal_folder(carnet))
    assert found.state is State.WATCH
    assert carnet.stat().st_mode & 0o777 == 0o755


def test_a_folder_of_another_account_or_that_only_reads_prevents_use(carnet, monkeypatch):
    monkeypatch.setattr(rights_check.os, "getuid", lambda: 54321)
    assert "autre compte" in check_rights("dossier", carnet, "Le dossier").what
    monkeypatch.setattr(rights_check.os, "getuid", lambda: carnet.stat().st_uid)
    monkeypatch.setattr(rights_check.os, "access", lambda *_: False)
    assert check_rights("dossier", carnet, "Le dossier").state is State.BLOCKING


@pytest.mark.parametrize(("free", "state"), [(10**10, "bien"), (10**8, "à surveiller"), (10**6, "bloquant")])
def test_the_room_left_on_the_disk_is_told(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr(machine_check.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert check_disk(tmp_path / "absent").state == state


def test_a_clock_that_disagrees_with_the_journal_is_told():
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert check_clock(tomorrow).state is State.WATCH
    assert check_clock(datetime.now(UTC).isoformat()).state is State.FINE


def test_a_clock_before_the_course_existed_is_told(monkeypatch):
    monkeypatch.setattr(machine_check, "_BORN", datetime.now(UTC) + timedelta(days=1))
    assert check_clock("").state is State.WATCH


def test_the_machine_of_the_tests_lacks_nothing():
    assert set(states(check_machine()).values()) == {State.FINE}


def test_what_is_missing_or_too_old_is_named(monkeypatch):
    monkeypatch.setattr(
        machine_check, "requires", lambda _: ["voila>=99", "nulle-part", 'tomli ; python_version < "3"']
    )
    monkeypatch.setattr(machine_check.sys, "version_info", (3, 9, 1))
    found = {one.part: one for one in check_machine()}
    assert found["python"].state is State.BLOCKING
    assert "voila" in found["paquets"].what
    assert "nulle-part absent" in found["paquets"].what
    assert "tomli" not in found["paquets"].what


def test_a_course_that_was_not_installed_is_told(monkeypatch):
    def absent(_name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(machine_check, "requires", absent)
    assert about("paquets", check_machine()).state is State.WATCH


def test_nbgraders_alembic_is_looked_for_on_the_path_then_beside_python(monkeypatch, tmp_path):
    monkeypatch.setattr(machine_check.shutil, "which", lambda _: None)
    assert about("alembic", check_machine()).state is State.FINE
    monkeypatch.setattr(machine_check.sys, "executable", str(tmp_path / "python"))
    assert about("alembic", check_machine()).state is State.BLOCKING


def test_a_course_not_built_from_its_texts_is_told(monkeypatch):
    monkeypatch.setattr(course_check, "drift", lambda _: [Path("course/accueil.ipynb")])
    assert check_course().state is State.WATCH
    monkeypatch.setattr(course_check, "drift", lambda _: [])
    assert check_course().state is State.FINE


def test_what_a_quick_reading_finds_wrong_is_read_again_in_earnest_before_it_is_told(monkeypatch):
    readers = []

    def seen(_root: Path) -> list[Path]:
        readers.append(yaml_source._loader.get())
        return [] if readers[-1] is yaml.BaseLoader else [Path("course/accueil.ipynb")]

    monkeypatch.setattr(course_check, "drift", seen)
    assert check_course().state is State.FINE
    assert readers == [yaml.CBaseLoader, yaml.BaseLoader]


def test_this_course_reads_the_same_quickly():
    root = course_check.common_root()
    with yaml_source.read_quickly():
        quickly = derive(root)
    assert quickly == derive(root)


def test_a_version_of_the_course_that_is_not_there_prevents_use(monkeypatch, tmp_path):
    monkeypatch.setenv("PARCOURS_U_VARIANTE", str(tmp_path / "absente"))
    assert check_course().state is State.BLOCKING


@pytest.fixture
def group(tmp_path: Path) -> Path:
    return open_folder(tmp_path / "mon-groupe").path


def test_a_sound_trainers_folder_asks_for_nothing(group):
    found = states(check_trainer_folder(group))
    assert set(found) >= {"dossier", "version", "commentaires", "échange", "disque", "horloge"}
    assert State.BLOCKING not in found.values()


def test_a_damaged_gradebook_a_lost_version_and_an_open_exchange_are_told(group, tmp_path):
    (group / "gradebook.db").write_bytes(b"abime " * 1000)
    (group / "echange").chmod(0o777)
    (group / "variante.txt").write_text(str(tmp_path / "absente"))
    found = states(check_trainer_folder(group))
    assert found["commentaires"] is State.BLOCKING
    assert found["échange"] is State.WATCH
    assert found["version"] is State.BLOCKING


def test_an_exchange_that_is_gone_prevents_deposits(group):
    shutil.rmtree(group / "echange")
    assert about("échange", check_trainer_folder(group)).state is State.BLOCKING


def run(*words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "parcours_u.cli", "diagnostic", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, env=dict(os.environ))


def test_the_command_tells_each_fault_with_why_and_what_to_do_and_ends_with_1(carnet):
    overwritten(carnet)
    done = run("--dossier", carnet)
    assert done.returncode == 1
    line = next(number for number, text in enumerate(done.stdout.splitlines()) if text.startswith("[bloquant] "))
    why, action = done.stdout.splitlines()[line + 1 : line + 3]
    assert why.startswith("    Pourquoi\u00a0: ")
    assert action.startswith("    À faire\u00a0: ")
    assert "Bloquant\u00a0: 1." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_given_for_a_folder_prevents_use(carnet):
    found = about("dossier", diagnose(carnet / "carnet.sqlite3"))
    assert found.state is State.BLOCKING
    assert "est un fichier, pas un dossier" in found.what


def test_the_command_ends_with_0_when_nothing_prevents_use_and_speaks_json(carnet):
    done = run("--dossier", carnet, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["bloque"] is False
    assert {"partie", "etat", "constat", "pourquoi", "a_faire"} == set(result["constats"][0])
    assert "intime" not in done.stdout
