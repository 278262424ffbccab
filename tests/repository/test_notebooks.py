"""Notebooks stay thin: they import one module, and their cells hold no programming."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("course/*.ipynb", "course/formats/*.ipynb", "course/source/*/*.ipynb", "exercises/*.ipynb")
    for path in ROOT.glob(pattern)
)
LINES = 3
PROGRAMMING = (ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.FunctionDef, ast.If, ast.Lambda, ast.Try, ast.While)


def code_cells(notebook: str) -> list[str]:
    cells = json.loads((ROOT / notebook).read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_every_notebook_of_the_repository_is_looked_at(tracked_files):
    assert sorted(str(file) for file in tracked_files if file.suffix == ".ipynb") == sorted(NOTEBOOKS)
    assert len(NOTEBOOKS) >= 12  # four pages, seven modules, one exercise


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_imports_parcours_u_notebook_and_nothing_else(notebook):
    imported = []
    for source in code_cells(notebook):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                imported.append(node.module)
            elif isinstance(node, ast.Import):
                imported.extend(name.name for name in node.names)
    assert set(imported) == ({"parcours_u.notebook"} if code_cells(notebook) else set())


def test_modules_and_exercises_have_widgets():
    answered = [name for name in NOTEBOOKS if name.startswith(("course/source/", "exercises/"))]
    assert [name for name in answered if not code_cells(name)] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_code_cell_has_at_most_three_lines_and_no_programming(notebook):
    for source in code_cells(notebook):
        assert len([line for line in source.splitlines() if line.strip()]) <= LINES, source
        assert not source.lstrip().startswith(("%", "!")), source
        assert [node for node in ast.walk(ast.parse(source)) if isinstance(node, PROGRAMMING)] == [], source


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_holds_no_output_and_no_widget_state(notebook):
    content = json.loads((ROOT / notebook).read_text(encoding="utf-8"))
    assert "widgets" not in content["metadata"]
    assert [cell for cell in content["cells"] if cell.get("outputs") or cell.get("execution_count")] == []


def test_an_assignment_s_folder_holds_its_notebook_only(tracked_files):
    """Everything in that folder reaches the trainer."""
    source = Path("course/source")
    extra = [
        str(file)
        for file in tracked_files
        if file.is_relative_to(source) and file != source / file.parts[2] / f"{file.parts[2]}.ipynb"
    ]
    assert extra == []
