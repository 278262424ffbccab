"""A certificate that ends: said a month beforehand, refused afterwards, told by the diagnosis."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from certificates import make_certificate
from parcours_u.diagnosis.finding import Finding, State
from parcours_u.diagnosis.group import check_trainer_folder
from parcours_u.domain.french_dates import french_date
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.certificate import Validity
from parcours_u.server.cohort.reach import Reach
from parcours_u.server.cohort.transport import Transport, TransportRefused
from parcours_u.store.cohort_zone import CohortZone
from people_here import running_cohort


def transport(folder: Path, begins: float, ends: float) -> Transport:
    certificate, key = make_certificate(folder, begins, ends)
    return Transport(certificate=certificate, key=key)


@pytest.mark.parametrize(
    ("begins", "ends", "said"), [(-90, -2, "a expiré le"), (2, 90, "n’est valable qu’à partir du")]
)
def test_one_that_is_out_of_date_starts_nothing_and_says_so(
    tmp_path: Path, begins: float, ends: float, said: str
) -> None:
    with pytest.raises(TransportRefused, match=said) as refused:
        transport(tmp_path, begins, ends).context()
    assert "rien n’a été démarré" in str(refused.value)
    assert "horloge" in str(refused.value)


@pytest.mark.parametrize(
    ("ends", "said"),
    [(0.01, "expire"), (10.5, "expire dans 1"), (29.9, "expire dans"), (31, ""), (90, "")],
)
def test_one_that_ends_within_a_month_is_announced(tmp_path: Path, ends: float, said: str) -> None:
    found = transport(tmp_path, -1, ends)
    assert found.context() is not None
    assert (said in found.warning) is True
    assert bool(found.warning) is bool(said)


def test_its_last_days_are_told_as_days() -> None:
    def told(now: datetime) -> str:
        begins, ends = (datetime(2027, 3, day, 12).astimezone() for day in (1, 20))
        return Validity(begins, ends, now.astimezone()).sentence

    assert told(datetime(2027, 3, 18, 23, 59)) == "Le certificat expire dans 2\u00a0jours, le 20\u00a0mars 2027"
    assert told(datetime(2027, 3, 19, 0, 1)) == "Le certificat expire demain, le 20\u00a0mars 2027"
    assert told(datetime(2027, 3, 20, 11)) == "Le certificat expire aujourd’hui, le 20\u00a0mars 2027"
    assert told(datetime(2027, 3, 20, 13)) == "Le certificat a expiré le 20\u00a0mars 2027"
    assert told(datetime(2027, 2, 1)) == "Le certificat n’est valable qu’à partir du 1er\u00a0mars 2027"


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Noumea", 16), ("Europe/Paris", 15)])
def test_its_last_day_is_told_where_the_cohort_is(zone: str, day: int) -> None:
    begins, ends, now = (datetime(2027, 3, one, 21, 30, tzinfo=UTC) for one in (1, 15, 2))
    assert Validity(begins, ends, now, ZoneInfo(zone)).sentence.endswith(f"13\u00a0jours, le {day}\u00a0mars 2027")


def test_the_zone_of_a_cohort_is_read_to_tell_it(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, -60, 12)
    folder = open_folder(tmp_path / "groupe")
    with cohort_database(folder) as database:
        CohortZone(database).choose("Pacific/Kiritimati")
    Reach("https://parcours.exemple.invalid/", 443, str(certificate)).write(folder.cohort)
    (found,) = [one for one in check_trainer_folder(folder.path) if one.part == "certificat"]
    transport = Transport(certificate=certificate, key=key, zone=ZoneInfo("Pacific/Kiritimati"))
    assert transport.validity is not None
    last = transport.validity.ends.astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    assert found.what.endswith(f", le {french_date(last.isoformat())}.")
    assert transport.warning.startswith(found.what.removesuffix("."))


def test_one_that_never_ends_is_told_in_any_zone(tmp_path: Path) -> None:
    never = (datetime(9999, 12, 31, 12, tzinfo=UTC) - datetime.now(UTC)) / timedelta(days=1)
    certificate, _ = make_certificate(tmp_path, -1, never)
    assert "9999" in Validity.of(certificate, ZoneInfo("Pacific/Kiritimati")).sentence


def test_the_trainer_is_told_when_the_course_opens_and_by_the_diagnosis(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, -60, 12)
    options = ("--certificat", str(certificate), "--cle", str(key))
    with running_cohort(tmp_path / "groupe", *options) as cohort:
        cohort.stop()
    assert "Le certificat expire dans " in cohort.said
    assert "plus personne n’entrera" in cohort.said
    folder = cohort.folder.path

    def seen() -> Finding:
        (found,) = [one for one in check_trainer_folder(folder) if one.part == "certificat"]
        return found

    assert seen().state is State.WATCH
    make_certificate(tmp_path, -60, 90)
    assert seen().state is State.FINE
    make_certificate(tmp_path, -60, -1)
    assert (seen().state, "a expiré le" in seen().what) == (State.BLOCKING, True)
    certificate.unlink()
    assert "ne se lit plus" in seen().what
    command = [sys.executable, "-m", "parcours_u.cli", "diagnostic", "--dossier", str(folder), "--json"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert "certificat" in {one["partie"] for one in json.loads(told.stdout)["constats"]}
