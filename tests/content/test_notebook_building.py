"""The notebooks: thin, valid, nothing to strip, an answer cell after each module prompt, links that lead somewhere."""

import ast
import json
import posixpath
import subprocess

import nbformat
import pytest

from parcours_u.content.build import build
from parcours_u.content.notebooks import PLACEHOLDER
from parcours_u.domain.course import Kind

DEPART = "course/source/depart/depart.ipynb"
RETOUR = "course/source/retour/retour.ipynb"
DUO = "exercises/duo.ipynb"
PAGES = [f"course/{name}.ipynb" for name in ("accueil", "carnet", "exercices", "donnees", "accessibilite")]
ALL = [DEPART, RETOUR, *PAGES, DUO]


@pytest.fixture
def built(course_root):
    build(course_root)
    return course_root


def notebook(root, name):
    return json.loads((root / name).read_text(encoding="utf-8"))


def sources(root, name):
    return ["".join(cell["source"]) for cell in notebook(root, name)["cells"]]


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_is_valid_and_of_format_4_5(built, name):
    content = nbformat.read(built / name, as_version=nbformat.NO_CONVERT)
    nbformat.validate(content)
    assert (content.nbformat, content.nbformat_minor) == (4, 5)


def test_a_notebook_has_nothing_to_strip(built):
    done = subprocess.run(["nbstripout", "--verify", *ALL], cwd=built, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_is_the_bytes_that_jupyter_would_save(built, name):
    content = nbformat.read(built / name, as_version=nbformat.NO_CONVERT)
    assert nbformat.writes(content) + "\n" == (built / name).read_text(encoding="utf-8")


def test_a_module_is_prose_widgets_answer_cells_and_a_deposit(built):
    assert sources(built, DEPART) == [
        "from parcours_u.notebook import deposit, free_text, practice, scale",
        "# Départ\n\nUn premier texte.\n\nUn second, après [l’exercice](../../../exercises/duo.ipynb).",
        'practice("depart-pause")',
        'scale("depart-ecoute")',
        PLACEHOLDER,
        "Du texte tout contre.",
        'free_text("depart-mots")',
        PLACEHOLDER,
        'deposit("depart")',
    ]


def test_a_page_calls_its_own_function_and_deposits_nothing(built):
    assert sources(built, PAGES[0]) == ["from parcours_u.notebook import home", "# Accueil", "home()"]


def test_a_page_of_prose_alone_has_no_code(built):
    assert [cell["cell_type"] for cell in notebook(built, PAGES[2])["cells"]] == ["markdown"]


def test_an_answer_cell_is_graded_by_hand_for_no_points_under_the_prompt_s_id(built):
    cell = notebook(built, DEPART)["cells"][4]
    assert (cell["cell_type"], cell["metadata"]) == (
        "markdown",
        {
            "nbgrader": {
                "grade": True,
                "solution": True,
                "locked": False,
                "task": False,
                "points": 0,
                "grade_id": "depart-ecoute",
                "schema_version": 3,
                "cell_type": "markdown",
            }
        },
    )


@pytest.mark.parametrize("name", [*PAGES, DUO])
def test_only_modules_have_answer_cells(built, name):
    assert all(cell["metadata"] == {} for cell in notebook(built, name)["cells"])


@pytest.mark.parametrize("name", ALL)
def test_code_is_one_import_then_one_call_a_cell(built, name):
    code = ["".join(cell["source"]) for cell in notebook(built, name)["cells"] if cell["cell_type"] == "code"]
    functions = {kind.value for kind in Kind} | {"practice", "deposit", "home", "journal", "situation"}
    imported = code[0].removeprefix("from parcours_u.notebook import ").split(", ") if code else []
    called = [ast.parse(source, mode="eval").body.func.id for source in code[1:]]
    assert imported == sorted(set(called))
    assert set(called) <= functions


@pytest.mark.parametrize("name", ALL)
def test_cells_are_numbered_and_nothing_was_run(built, name):
    cells = notebook(built, name)["cells"]
    assert [cell["id"] for cell in cells] == [str(position) for position in range(len(cells))]
    assert all(
        cell["outputs"] == [] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code"
    )


@pytest.mark.parametrize(
    ("name", "kind", "page_id", "position", "previous", "following"),
    [
        (DEPART, "module", "depart", 1, None, "Retour"),
        (RETOUR, "module", "retour", 2, "Départ", None),
        (PAGES[0], "page", "accueil", None, None, None),
        (DUO, "exercise", "duo", None, None, None),
    ],
)
def test_metadata_say_which_page_it_is_and_its_neighbours(built, name, kind, page_id, position, previous, following):
    data = notebook(built, name)["metadata"]["parcours_u"]
    assert (data["page"], data["id"], data["position"]) == (kind, page_id, position)
    assert (data["previous"] or {"title": None})["title"] == previous
    assert (data["next"] or {"title": None})["title"] == following
    assert data["title"]
    assert data["summary"]


@pytest.mark.parametrize("name", ALL)
def test_every_link_in_the_metadata_leads_to_a_notebook_from_where_the_page_is(built, name):
    data = notebook(built, name)["metadata"]["parcours_u"]
    links = {key: data[key] for key in ("home", "journal", "exercises", "data", "accessibility")}
    links |= {module["id"]: module["href"] for module in data["modules"]}
    links |= {key: data[key]["href"] for key in ("previous", "next") if data[key]}
    targets = {key: posixpath.normpath(posixpath.join(posixpath.dirname(name), href)) for key, href in links.items()}
    neighbours = {DEPART: {"next": RETOUR}, RETOUR: {"previous": DEPART}}.get(name, {})
    assert targets == {
        "home": PAGES[0],
        "journal": PAGES[1],
        "exercises": PAGES[2],
        "data": PAGES[3],
        "accessibility": PAGES[4],
        "depart": DEPART,
        "retour": RETOUR,
        **neighbours,
    }


@pytest.mark.parametrize("name", ALL)
def test_a_notebook_runs_with_the_python_that_is_there(built, name):
    metadata = notebook(built, name)["metadata"]
    assert metadata["kernelspec"] == {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert metadata["language_info"] == {"name": "python"}
