"""The modules are assignments: nbgrader's own commands take them as they are built."""

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from parcours_u.content.build import derive
from parcours_u.content.notebooks import PLACEHOLDER
from parcours_u.paths import content_root

pytestmark = pytest.mark.nbgrader


@pytest.fixture(scope="module")
def course():
    """Derive this repository's course: what is released here is what learners get."""
    root = content_root()
    return {str(path): content for path, content in derive(root).items()}


@pytest.fixture
def course_folder(tmp_path, course):
    """Make a course folder of nbgrader's that holds every module."""
    for name, content in course.items():
        if name.startswith("course/source/"):
            path = tmp_path / name.removeprefix("course/")
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(tmp_path)!r}\nc.ClearSolutions.text_stub = {PLACEHOLDER!r}\n",
        encoding="utf-8",
    )
    return tmp_path


def nbgrader(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["nbgrader", *arguments], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def modules(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "source").iterdir())


def test_every_module_is_generated_and_keeps_its_answer_cells(course_folder):
    nbgrader(course_folder, "generate_assignment", "--all")
    for module in modules(course_folder):
        before = nbformat.read(course_folder / "source" / module / f"{module}.ipynb", as_version=4)
        after = nbformat.read(course_folder / "release" / module / f"{module}.ipynb", as_version=4)
        assert [cell.source for cell in after.cells] == [cell.source for cell in before.cells]
        assert after.metadata.parcours_u == before.metadata.parcours_u
        answers = [cell for cell in after.cells if "nbgrader" in cell.metadata]
        assert answers
        for cell in answers:
            kept = {key: cell.metadata.nbgrader[key] for key in ("grade", "solution", "locked", "task", "points")}
            assert kept == {"grade": True, "solution": True, "locked": False, "task": False, "points": 0}
            assert cell.metadata.nbgrader.grade_id.startswith(f"{module}-")


def test_generating_again_changes_nothing(course_folder):
    nbgrader(course_folder, "generate_assignment", "--all")
    before = {path: path.read_bytes() for path in sorted((course_folder / "release").rglob("*.ipynb"))}
    shutil.rmtree(course_folder / "release")
    nbgrader(course_folder, "generate_assignment", "--all")
    assert {path: path.read_bytes() for path in before} == before


def test_validate_accepts_every_module(course_folder):
    for module in modules(course_folder):
        told = nbgrader(course_folder, "validate", f"source/{module}/{module}.ipynb")
        assert "Success! Your notebook passes all the tests." in told, json.dumps(told)
