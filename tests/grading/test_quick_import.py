"""Short commands do without the grammar of international addresses, and leave it to whoever wants it."""

import subprocess
import sys
from pathlib import Path

import pytest
from classroom import NBGRADER

pytestmark = NBGRADER


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "imported", ["parcours_u.grading.bench", "parcours_u.grading.compose", "parcours_u.grading.exchange_plugins"]
)
def test_nbgrader_is_imported_without_the_grammar(imported: str) -> None:
    code = (
        "import sys; from parcours_u.without_iri import without_iri\n"
        f"with without_iri():\n    import {imported}\n"
        "print('nbgrader' in sys.modules, 'rfc3987_syntax' in sys.modules)"
    )
    assert said(code) == "True False"


def test_a_command_on_a_group_opens_its_folder_without_the_grammar(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from parcours_u.cli_results import opened_bench\n"
        f"with opened_bench(Path({str(tmp_path / 'group')!r})): pass\n"
        "print('nbgrader' in sys.modules, 'rfc3987_syntax' in sys.modules)"
    )
    assert said(code) == "True False"


def test_the_grammar_can_be_imported_afterwards() -> None:
    code = (
        "from parcours_u.without_iri import without_iri\n"
        "with without_iri():\n    import jsonschema\n"
        "import rfc3987_syntax\nprint(rfc3987_syntax.is_valid_syntax('iri', 'https://exemple.fr/é'))"
    )
    assert said(code) == "True"


def test_a_notebook_is_checked_all_the_same() -> None:
    code = (
        "from parcours_u.without_iri import without_iri\n"
        "with without_iri():\n    import nbformat\n"
        "try:\n    nbformat.validate({'cells': [{}], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5})\n"
        "except nbformat.ValidationError:\n    print('refused')"
    )
    assert said(code) == "refused"
