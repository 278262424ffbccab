"""Names and addresses that would be programs, on every page and route of nbgrader's formgrader: they are text, escaped once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from classroom import MODULE, NBGRADER, write_comment, zip_of
from playwright.sync_api import Page, expect

from in_jupyter import TOKEN, in_jupyterlab
from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.grading.bench import Bench
from parcours_u.grading.feedback import send_back
from parcours_u.grading.people import import_people, participants
from parcours_u.grading.zips import import_zips

pytestmark = [*NBGRADER, pytest.mark.browser]

PROGRAM = "<img src=x onerror=window.top.xss=1>"
LAST, FIRST = "<script>window.top.xss=1</script>", PROGRAM
PLAIN = 'L’Hôte & "Fils" d\'Ars, Ève < Zoë &amp; Co'
LIST = f'nom;prénom;courriel\n{LAST};{FIRST};\n"L’Hôte & ""Fils"" d\'Ars";"Ève < Zoë &amp; Co";\n'
API = "formgrader/api"


@pytest.fixture(scope="module")
def named(bench: Bench, ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Deposit an answer of somebody whose name is a program, and of somebody whose name has signs of HTML; return their codes."""
    import_people(bench, read_people(LIST.encode(), SHORT).people)
    codes = {f"{one.last_name}, {one.first_name}": one.code for one in participants(bench)}
    found = {name: codes[name] for name in (f"{LAST}, {FIRST}", PLAIN)}
    for code in found.values():
        path = zip_of(tmp_path_factory.mktemp("courriel"), code, {ids[0]: "Bonjour"})
        assert import_zips(bench, [path])[0].result.taken == "new"
        write_comment(bench, code, ids[0], PROGRAM)
    return found


@pytest.fixture(scope="module", params=["parcours-u commenter", "jupyter lab"])
def lab(
    request: pytest.FixtureRequest, bench: Bench, named: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Start a formgrader on the folder, by each of the two ways; give its base address and the token."""
    if request.param == "jupyter lab":
        with in_jupyterlab(bench.folder.path, tmp_path_factory.mktemp("carnet") / "carnet") as base:
            yield f"{base}lab?token={TOKEN}"
        return
    code = "import typer; from parcours_u.cli_trainer import commenter; typer.run(commenter)"
    command = [sys.executable, "-c", code, "--dossier", str(bench.folder.path), "--port", "0", "--sans-navigateur"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().rstrip("\n")
        process.terminate()


@pytest.fixture
def inside(lab: str, page: Page) -> tuple[Page, str]:
    """Let a browser in; give it with the base address."""
    page.goto(lab)
    return page, lab.partition("/lab?")[0]


def unharmed(page: Page) -> None:
    """Check that nothing ran, and that nothing became an element."""
    assert page.evaluate("window.xss === undefined && window.top.xss === undefined")
    assert page.locator("img[src='x']").count() == 0


@pytest.mark.parametrize("path", ["manage_students", f"manage_submissions/{MODULE}", f"gradebook/{MODULE}/{MODULE}"])
def test_in_lists_names_are_text(inside: tuple[Page, str], named: dict[str, str], path: str) -> None:
    page, base = inside
    page.goto(f"{base}/formgrader/{path}")
    for name in named:
        expect(page.locator("#main-table")).to_contain_text(name)
    unharmed(page)


def test_on_the_page_where_answers_are_commented_names_are_text(
    inside: tuple[Page, str], bench: Bench, named: dict[str, str]
) -> None:
    page, base = inside
    for name, code in named.items():
        with bench.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(MODULE, MODULE, code).id
        page.goto(f"{base}/formgrader/submissions/{submission}/")
        page.wait_for_function("window.formgrader && formgrader.loaded && formgrader.comments.loaded")
        expect(page.locator("textarea.comment").first).to_have_value(PROGRAM)
        page.locator(".glyphicon-eye-open").click()
        expect(page.locator("a.name-shown")).to_have_text(name)
        unharmed(page)


@pytest.mark.parametrize(
    "path",
    ["manage_submissions/{}", "gradebook/{}", "gradebook/{}/{}", "manage_students/{}", "manage_students/{}/{}"],
)
@pytest.mark.parametrize("words", [PROGRAM, '"-(window.xss=1)-"', "</script><script>window.xss=1</script>"])
def test_an_address_is_text(inside: tuple[Page, str], path: str, words: str) -> None:
    page, base = inside
    page.goto(f"{base}/formgrader/{path.format(*[quote(words, safe='')] * 2)}")
    assert words in str(page.locator(".breadcrumb").inner_text())
    unharmed(page)


def test_a_script_takes_an_id_as_it_is(inside: tuple[Page, str]) -> None:
    page, base = inside
    page.goto(f"{base}/formgrader/gradebook/{quote(PLAIN, safe='')}")
    assert page.evaluate("assignment_id") == PLAIN


def test_what_the_routes_answer_is_no_page(inside: tuple[Page, str], named: dict[str, str]) -> None:
    page, base = inside
    hostile = named[f"{LAST}, {FIRST}"]
    for path in ("students", f"student/{hostile}", f"submissions/{MODULE}", f"submitted_notebooks/{MODULE}/{MODULE}"):
        answer = page.goto(f"{base}/{API}/{path}")
        assert answer is not None
        assert answer.headers["content-type"] == "text/plain; charset=UTF-8"
        assert LAST in answer.text()
        unharmed(page)


def test_pages_of_one_person_are_theirs(inside: tuple[Page, str], named: dict[str, str]) -> None:
    page, base = inside
    code = named[PLAIN]
    page.goto(f"{base}/formgrader/manage_students/{code}")
    page.get_by_role("link", name=MODULE).click()
    expect(page.locator(".breadcrumb")).to_contain_text(code)
    page.locator("#main-table").get_by_role("link", name=MODULE).click()
    expect(page.locator("#notebook-container").first).to_be_visible()
    for path in ("manage_assignments", "gradebook", f"gradebook/{MODULE}"):
        page.goto(f"{base}/formgrader/{path}")
        expect(page.locator("#main-table").get_by_text(MODULE, exact=True).first).to_be_visible()
        unharmed(page)


def test_nbgrader_s_own_feedback_and_ours_are_inert(
    bench: Bench, named: dict[str, str], page: Page, tmp_path: Path
) -> None:
    returns = [Path(sent.file).read_text(encoding="utf-8") for sent in send_back(bench, MODULE)]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", MODULE, "--force"],
        cwd=bench.folder.path,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = [bench.folder.path / "feedback" / code / MODULE / f"{MODULE}.html" for code in named.values()]
    for content in [*returns, *(path.read_text(encoding="utf-8") for path in made)]:
        page.set_content(content)
        expect(page.locator(".comment").first).to_have_text(PROGRAM)
        unharmed(page)
