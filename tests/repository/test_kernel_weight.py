"""What a learner's kernel imports costs memory for every learner."""

import json
import subprocess
import sys

import pytest

HEAVY = [
    "alembic",
    "cryptography",
    "docx",
    "jsonschema",
    "jupytext",
    "mako",
    "nbconvert",
    "nbformat",
    "nbgrader",
    "numpy",
    "pandas",
    "rfc3987_syntax",
    "sqlalchemy",
    "typer",
    "voila",
    "yaml",
]


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """Return the modules that a process holds after a notebook's one import."""
    code = "import json, sys, parcours_u.notebook; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize("module", HEAVY)
def test_a_learner_s_kernel_does_without(imported, module):
    assert module not in imported


def test_a_learner_s_kernel_has_its_widgets(imported):
    assert "ipywidgets" in imported
