"""The name of a backup that nobody named is dated where the cohort is; the last one is told by when it was made, not by its name."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.grading.backing_up import last_backup
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import TrainerFolder, open_folder
from parcours_u.store.cohort_zone import CohortZone


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainerFolder:
    monkeypatch.chdir(tmp_path)
    found = open_folder(tmp_path / "groupe")
    with cohort_database(found):
        (found.cohort / "secret").write_text("celui de cette cohorte")
    return found


def saved(folder: TrainerFolder, zone: str) -> str:
    """Back a cohort up where it is now; return the name that was given."""
    with cohort_database(folder) as database:
        CohortZone(database).choose(zone)
    done = CliRunner().invoke(app, ["sauvegarder", "--dossier", "groupe", "--json"])
    assert done.exit_code == 0, done.stderr
    return str(json.loads(done.stdout)["fichier"])


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # never on the same day
def test_a_backup_that_nobody_names_is_dated_where_its_cohort_is(folder: TrainerFolder, zone: str) -> None:
    before = datetime.now(ZoneInfo(zone)).date()
    name = saved(folder, zone)
    after = datetime.now(ZoneInfo(zone)).date()
    assert name.startswith((f"sauvegarde-groupe-{before}-", f"sauvegarde-groupe-{after}-"))


def test_the_last_backup_is_the_last_that_was_made_though_the_cohort_moved(
    folder: TrainerFolder, tmp_path: Path
) -> None:
    first, last = saved(folder, "Pacific/Kiritimati"), saved(folder, "Pacific/Pago_Pago")
    assert last < first
    found = last_backup(folder.path, tmp_path)
    assert found is not None
    assert found.file.name == last


def test_a_backup_that_has_gone_hides_no_other(folder: TrainerFolder, tmp_path: Path) -> None:
    made = saved(folder, "Europe/Paris")
    (tmp_path / "sauvegarde-groupe-2999-01-01-000000.zip").symlink_to(tmp_path / "disparue.zip")
    found = last_backup(folder.path, tmp_path)
    assert found is not None
    assert found.file.name == made
