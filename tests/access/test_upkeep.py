"""« Le serveur » on a cohort that really runs: is all well, and a backup now, for whoever has the whole cohort in charge."""

import json
import os
import resource
import stat
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from parcours_u.domain.people import Role
from parcours_u.grading.backing_up import last_backup, usual_place
from parcours_u.grading.folder import open_folder
from parcours_u.grading.keeping import restore_group
from people_here import Answer, Browser, Cohort, running_cohort

MACHINE, HEALTH, SAVING = (f"parcours-u/cohorte/serveur{path}" for path in ("", "/diagnostic", "/sauvegarde"))


@pytest.fixture
def looked_after(tmp_path: Path) -> Iterator[Cohort]:
    """A cohort of each test's own: what it leaves on the disk is looked at."""
    with running_cohort(tmp_path / "groupe") as cohort:
        yield cohort


@pytest.fixture
def manager(looked_after: Cohort) -> Browser:
    found = looked_after.newcomer("Awa", Role.TRAINER)
    found.get("vos-mots")  # with an anti-forgery token
    return found


def save(browser: Browser) -> Answer:
    return browser.ask("POST", SAVING, {})


def told(answer: Answer) -> dict[str, str]:
    """Return what a backup's answer comes to, after the lines of its steps."""
    assert answer.status == 200, answer.text
    found: dict[str, str] = json.loads(answer.text.splitlines()[-1])
    return found


def beside(cohort: Cohort) -> list[str]:
    """Return what is beside a trainer's folder, and what a backup would leave in it."""
    folder = cohort.folder.path
    return sorted(path.name for path in [*folder.parent.iterdir(), *folder.glob(".travail-*")] if path != folder)


def saving_process(cohort: Cohort, tmp_path: Path, answer: "Future[Answer]") -> psutil.Process:
    """Return the process that makes a backup, once its draft is there."""
    while not answer.done():
        for one in psutil.Process(cohort.process.pid).children():
            if "parcours_u.grading.backing_up" in one.cmdline() and [*tmp_path.glob(".sauvegarde-*")]:
                return one
    raise AssertionError(answer.result().text)


def test_a_backup_is_made_on_the_server_s_machine_and_is_one_that_the_command_takes(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    looked_after.newcomer("Ada").write("ce qui est à moi")
    assert manager.get(MACHINE).json == {"place": str(tmp_path), "last": None, "under_way": False}
    made = told(save(manager))
    assert beside(looked_after) == [made["file"]]
    assert made["folder"] == str(tmp_path)
    assert manager.get(MACHINE).json["last"] == made
    file = tmp_path / made["file"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restore_group(file, tmp_path / "retour")
    assert (tmp_path / "retour/cohorte/secret").read_bytes() == (looked_after.folder.cohort / "secret").read_bytes()


def test_two_trainers_who_save_at_once_are_told_of_one_backup(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    other = looked_after.newcomer("Ode", Role.TRAINER)
    other.get("vos-mots")
    (looked_after.folder.path / "lourd").write_bytes(os.urandom(200_000_000))
    with ThreadPoolExecutor(3) as three:
        first = three.submit(save, manager)
        saving_process(looked_after, tmp_path, first)
        assert manager.get(MACHINE).json["under_way"]
        others = [*three.map(save, [other, manager])]
    made = told(first.result())
    assert [told(one) for one in others] == [made, made]
    assert beside(looked_after) == [made["file"]]


def test_the_last_backup_is_this_cohort_s_and_no_other_s(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    (tmp_path / "sauvegarde-groupe-2999-01-01-000000.zip").write_bytes(b"PK autre chose")
    other = open_folder(tmp_path / "autre")
    other.cohort.mkdir()
    (other.cohort / "secret").write_text("un autre secret")
    made = told(save(manager))
    assert manager.get(MACHINE).json["last"]["file"] == made["file"]
    assert last_backup(other.path, tmp_path) is None


def test_a_full_disk_is_said_and_nothing_is_left(looked_after: Cohort, manager: Browser, tmp_path: Path) -> None:
    pid = looked_after.process.pid
    (looked_after.folder.path / "lourd").write_bytes(b"x" * 3_000_000)
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (2_000_000, hard))  # what the server starts has the same limit
    failed = told(save(manager))["failed"]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
    assert failed == (
        "La place manque sur le disque\u00a0: rien n’a été changé ni laissé à moitié, "
        "libérez de la place sur le serveur, puis recommencez."
    )
    assert beside(looked_after) == []
    assert told(save(manager))["file"] in beside(looked_after)


def test_a_backup_that_is_killed_is_said_and_leaves_nothing(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    (looked_after.folder.path / "lourd").write_bytes(os.urandom(200_000_000))
    with ThreadPoolExecutor(1) as one:
        answer = one.submit(save, manager)
        saving_process(looked_after, tmp_path, answer).kill()
        assert "rien n’est perdu ni laissé à moitié" in told(answer.result())["failed"]
    assert beside(looked_after) == []


def test_a_server_that_stops_while_it_saves_leaves_nothing_half_written(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    (looked_after.folder.path / "lourd").write_bytes(os.urandom(200_000_000))
    with ThreadPoolExecutor(1) as one:
        saving = saving_process(looked_after, tmp_path, one.submit(save, manager))
        looked_after.stop()
        assert not saving.is_running()
    assert [name for name in beside(looked_after) if name.startswith(".")] == []


def test_a_draft_of_a_power_cut_goes_with_the_next_backup_and_one_being_written_stays(
    looked_after: Cohort, manager: Browser, tmp_path: Path
) -> None:
    left, written = (tmp_path / f".sauvegarde-groupe-2027-03-0{day}-090000.zip.0a1b2c3d" for day in (1, 2))
    left.write_bytes(b"x")
    written.write_bytes(b"x")
    os.utime(left, (time.time() - 7200,) * 2)
    (looked_after.folder.path / ".travail-perdu").mkdir()
    made = told(save(manager))
    assert beside(looked_after) == sorted([made["file"], written.name])


def test_what_is_wrong_is_found_and_said_with_what_to_do(looked_after: Cohort, manager: Browser) -> None:
    answer = manager.ask("POST", HEALTH, {})
    assert answer.status == 200, answer.text
    states = {one["partie"]: one["etat"] for one in answer.json["findings"]}
    assert states["cohorte"] == "bien"
    assert {"disque", "dossier", "parcours", "commentaires"} <= set(states)
    (looked_after.folder.path / "gradebook.db").write_bytes(b"abime " * 1000)
    found = {one["partie"]: one for one in manager.ask("POST", HEALTH, {}).json["findings"]}
    assert found["commentaires"]["etat"] == "bloquant"
    assert "Restaurez" in found["commentaires"]["a_faire"]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, Role.ACCOMPANIST])
def test_nobody_else_knows_or_does_any_of_it(place: Cohort, role: Role) -> None:
    other = place.newcomer("Gil", role)
    other.get("vos-mots")
    assert [other.get(MACHINE).status, *(other.ask("POST", path, {}).status for path in (HEALTH, SAVING))] == [403] * 3


def test_a_trainer_of_one_circle_does_none_of_it(place: Cohort, trainer: Browser) -> None:
    own = place.newcomer("Hugues", Role.TRAINER)
    own.get("vos-mots")
    trainer.get("vos-mots")
    given = {"role": "trainer", "circles": ["Tilleul"]}
    assert trainer.ask("POST", f"parcours-u/cohorte/personnes/{own.person}/role", given).status == 200
    for answer in (own.get(MACHINE), own.ask("POST", HEALTH, {}), own.ask("POST", SAVING, {})):
        assert (answer.status, "toute la cohorte en charge" in answer.json["message"]) == (403, True)
    assert [*place.folder.path.parent.glob("sauvegarde-*")] == []


def test_a_backup_goes_beside_the_folder_when_the_server_was_started_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = open_folder(tmp_path / "groupe")
    monkeypatch.chdir(folder.path / "echange")
    assert usual_place(folder.path) == tmp_path
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert usual_place(folder.path) == elsewhere
