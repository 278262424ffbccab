import json
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, deposit_in_exchange, shown, tree, write_comment

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.collecting import collect
from parcours_u.grading.compose import course_source
from parcours_u.grading.config import TEXT_STUB
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import open_folder
from parcours_u.grading.notebooks import fill, read_notebook, to_bytes
from parcours_u.grading.release import parse_due, past_due, release

pytestmark = NBGRADER


def later_version(place: Path, added: str = "co-initier-nouvelle") -> Path:
    """Write a module as a later version of the course could have it: one more prompt."""
    notebook = json.loads(course_source(MODULE).read_text(encoding="utf-8"))
    answer = next(cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"])
    metadata = {**answer["metadata"], "nbgrader": {**answer["metadata"]["nbgrader"], "grade_id": added}}
    notebook["cells"].append({**answer, "id": "nouvelle", "metadata": metadata})
    path = place / MODULE / f"{MODULE}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_a_released_module_has_every_question_open_and_no_marks(bench: Bench, ids: list[str]) -> None:
    released = json.loads(bench.folder.release(MODULE).read_text(encoding="utf-8"))
    answers = [cell for cell in released["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in answers] == ids
    assert {"".join(cell["source"]) for cell in answers} == {TEXT_STUB}
    assert {cell["metadata"]["nbgrader"]["points"] for cell in answers} == {0}
    assert bench.prompts(MODULE) == set(ids)


def test_nbgraders_own_validate_accepts_what_is_released_and_what_is_deposited(
    bench: Bench, tmp_path: Path, ids: list[str]
) -> None:
    from nbgrader.validator import Validator

    filled = fill(read_notebook(bench.folder.release(MODULE)), {ids[0]: "Écouter"})
    (tmp_path / "depot.ipynb").write_bytes(to_bytes(filled))
    for path in (bench.folder.release(MODULE), tmp_path / "depot.ipynb"):
        assert Validator().validate(str(path)) == {}


def test_the_exchange_is_closed_to_other_accounts(bench: Bench) -> None:
    course = bench.folder.exchange / bench.course_id
    outbound = course / "outbound" / MODULE / f"{MODULE}.ipynb"
    assert outbound.read_bytes() == bench.folder.release(MODULE).read_bytes()
    for path in (bench.folder.exchange, course, course / "inbound", outbound.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(outbound.stat().st_mode) == 0o600


def test_an_institutions_open_exchange_keeps_nbgraders_own_modes(fresh: Bench) -> None:
    fresh.folder.exchange.chmod(0o777)
    release(fresh, MODULE)
    outbound = fresh.folder.exchange / fresh.course_id / "outbound" / MODULE
    assert stat.S_IMODE(outbound.stat().st_mode) & 0o055 == 0o055
    assert stat.S_IMODE(fresh.folder.exchange.stat().st_mode) == 0o777


def test_releasing_again_changes_nothing_and_keeps_the_limit(fresh: Bench) -> None:
    first = release(fresh, MODULE, datetime(2030, 3, 15, 22, 59, 59, tzinfo=UTC))
    assert (first.due, first.again) == ("2030-03-15T22:59:59Z", False)
    before = tree(fresh.folder.exchange)
    again = release(fresh, MODULE)
    assert (again.due, again.again) == ("2030-03-15T22:59:59Z", True)
    assert tree(fresh.folder.exchange) == before


def test_releasing_again_after_a_deposit_keeps_deposits_and_comments(
    fresh: Bench, learner: Path, ids: list[str]
) -> None:
    release(fresh, MODULE)
    deposit_in_exchange(fresh, learner, "eve", {ids[0]: "Écouter"})
    collect(fresh, MODULE)
    write_comment(fresh, "eve", ids[0], "Merci")
    before = shown(fresh, "eve")
    release(fresh, MODULE)
    assert fresh.comments(MODULE, "eve") == {ids[0]: "Merci"}
    assert shown(fresh, "eve") == before


def test_questions_may_change_before_any_deposit(
    fresh: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: list[str]
) -> None:
    release(fresh, MODULE)
    later = later_version(tmp_path / "cours")
    monkeypatch.setattr("parcours_u.grading.release.course_source", lambda _module: later)
    assert release(fresh, MODULE).prompts == len(ids) + 1


@pytest.mark.parametrize("collected", [False, True], ids=["still in the exchange", "collected"])
def test_questions_that_changed_after_a_deposit_are_refused_and_nothing_is_touched(
    fresh: Bench, learner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: list[str], collected: bool
) -> None:
    release(fresh, MODULE)
    deposit_in_exchange(fresh, learner, "eve", {ids[0]: "Écouter"})
    if collected:
        collect(fresh, MODULE)
    later = later_version(tmp_path / "cours")
    monkeypatch.setattr("parcours_u.grading.release.course_source", lambda _module: later)
    before = tree(fresh.folder.path)
    with pytest.raises(GradingError) as refused:
        release(fresh, MODULE)
    assert "en plus\u00a0: co-initier-nouvelle" in str(refused.value)
    assert "une personne a déjà déposé" in str(refused.value)
    assert tree(fresh.folder.path) == before


def test_the_harm_that_nbgrader_does_by_itself_is_out_of_the_formgraders_reach(
    fresh: Bench, learner: Path, tmp_path: Path, ids: list[str]
) -> None:
    release(fresh, MODULE)
    deposit_in_exchange(fresh, learner, "eve", {ids[0]: "Écouter"})
    collect(fresh, MODULE)
    # The formgrader's « Generate » button works on the folder's own copy, which only a release that passed may change.
    assert failure(fresh.api.generate_assignment(MODULE)) is None
    assert fresh.folder.release(MODULE).is_file()
    # What it would do if it saw the course's later version: why releasing compares first.
    shutil.copy(later_version(tmp_path / "cours"), fresh.folder.source(MODULE))
    assert failure(fresh.api.generate_assignment(MODULE)) is not None
    assert not fresh.folder.release(MODULE).exists()


def test_a_notebook_that_nbgrader_cannot_take_is_refused_before_anything_is_touched(
    fresh: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: list[str]
) -> None:
    release(fresh, MODULE)
    twice = later_version(tmp_path / "cours", added=ids[0])
    monkeypatch.setattr("parcours_u.grading.release.course_source", lambda _module: twice)
    before = tree(fresh.folder.path)
    with pytest.raises(GradingError, match="ValidationError"):
        release(fresh, MODULE)
    assert tree(fresh.folder.path) == before


def test_a_module_that_the_course_does_not_have_is_refused(fresh: Bench) -> None:
    with pytest.raises(GradingError, match=r"choisissez parmi .*co-initier"):
        release(fresh, "co-naitre")
    with pytest.raises(GradingError, match="choisissez parmi"):
        release(fresh, "../co-initier")


@pytest.mark.parametrize("typed", ["15/03/2027", "2027-03-15", " 15/3/2027 "])
def test_a_day_means_until_its_end(typed: str) -> None:
    assert parse_due(typed).astimezone().strftime("%Y-%m-%d %H:%M:%S") == "2027-03-15 23:59:59"


def test_an_hour_may_be_given() -> None:
    assert parse_due("2027-03-15T14:00").astimezone().strftime("%H:%M") == "14:00"


@pytest.mark.parametrize("typed", ["demain", "", "31/02/2027", "15/03", "99999-01-01"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(GradingError, match="n’est pas une date"):
        parse_due(typed)


@pytest.mark.parametrize("typed", ["15/03/27", "0027-03-15", "15/03/1999", "2101-02-01T10:00"])
def test_a_year_that_is_a_slip_is_refused(typed: str) -> None:
    with pytest.raises(GradingError, match="quatre chiffres"):
        parse_due(typed)


def test_a_date_that_is_over_is_told() -> None:
    assert "déjà passée" in past_due(parse_due("15/03/2020"))
    assert past_due(parse_due("15/03/2099")) == ""


def test_a_folder_whose_name_has_signs_of_regular_expressions_works(tmp_path: Path) -> None:
    opened: Any = Bench(open_folder(tmp_path / "groupe (nord+sud)"))
    assert release(opened, MODULE).prompts > 0


def test_what_nbgrader_met_on_a_disk_is_told_in_french():
    trace = "Traceback (most recent call last):\n  File \"x.py\"\nOSError: [Errno 28] No space left on device: '/x'\n"
    assert failure({"success": False, "error": trace}) == "le disque est plein"
    assert failure({"success": False, "error": "nbgrader.api.MissingEntry: une réponse [Errno 28] "}) == "MissingEntry"
