"""The modules are assignments: nbgrader's own commands take them as they are built."""

import subprocess
from pathlib import Path

import nbformat
import pytest

from parcours_u.content.build import derive
from parcours_u.content.notebooks import PLACEHOLDER
from parcours_u.paths import content_root

pytestmark = pytest.mark.nbgrader


@pytest.fixture(scope="module")
def course_folder(tmp_path_factory):
    """Make a course folder of nbgrader's that holds every module of this repository: what learners will be given."""
    folder = tmp_path_factory.mktemp("nbgrader")
    for name, content in derive(content_root()).items():
        if name.is_relative_to("course/source"):
            path = folder / name.relative_to("course")
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
    (folder / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(folder)!r}\nc.ClearSolutions.text_stub = {PLACEHOLDER!r}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def released(course_folder):
    """Generate every assignment."""
    nbgrader(course_folder, "generate_assignment", "--assignment=*")
    return course_folder / "release"


def nbgrader(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["nbgrader", *arguments], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def modules(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "source").iterdir())


def test_every_module_is_generated_and_keeps_its_answer_cells(course_folder, released):
    for module in modules(course_folder):
        before = nbformat.read(course_folder / "source" / module / f"{module}.ipynb", as_version=4)
        after = nbformat.read(released / module / f"{module}.ipynb", as_version=4)
        assert [cell.source for cell in after.cells] == [cell.source for cell in before.cells]
        assert after.metadata.parcours_u == before.metadata.parcours_u
        answers = [cell for cell in after.cells if "nbgrader" in cell.metadata]
        assert answers
        for cell in answers:
            kept = {key: cell.metadata.nbgrader[key] for key in ("grade", "solution", "locked", "task", "points")}
            assert kept == {"grade": True, "solution": True, "locked": False, "task": False, "points": 0}
            assert cell.metadata.nbgrader.grade_id.startswith(f"{module}-")


def test_generating_a_module_again_changes_nothing(course_folder, released):
    module = modules(course_folder)[0]
    before = (released / module / f"{module}.ipynb").read_bytes()
    nbgrader(course_folder, "generate_assignment", f"--assignment={module}", "--force")
    assert (released / module / f"{module}.ipynb").read_bytes() == before


def test_validate_accepts_every_module(course_folder):
    files = [f"source/{module}/{module}.ipynb" for module in modules(course_folder)]
    told = nbgrader(course_folder, "validate", *files)
    assert told.count("Success! Your notebook passes all the tests.") == len(files), told
