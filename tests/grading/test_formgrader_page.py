"""The trainer's page, nbgrader's own, in a real JupyterLab and a real Chromium; then the page that comes back."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, shown, zip_of
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from parcours_u.grading.bench import Bench
from parcours_u.grading.feedback import send_back
from parcours_u.grading.returns import read_return
from parcours_u.grading.zips import import_zips

pytestmark = NBGRADER

HOSTILE = [
    "<script>window.top.ecrit = true</script><img src='https://exemple.test/i.png' onerror='window.top.ecrit = true'>",
    "```\n````\n![](https://exemple.test/j.png) [lien](javascript:window.top.ecrit=true)\n~~~\n</pre></div></script>",
    "{{ 7 * 7 }} **gras** # titre $$\\frac{1}{2}$$ \\(x\\) <style>* { display: none }</style>",
    "🌱 عربي עברית \u202e tourné\nligne\n\n    code",
    "mot " * 50_000,
    '=HYPERLINK("https://exemple.test/l.png"; "+1")\n@lui\n-- <!-- %%javascript',
]
COMMENT = "Merci <script>window.top.ecrit = true</script> **à vous** {{ 1 }} ![](https://exemple.test/k.png)"


@pytest.fixture(scope="module")
def deposited(bench: Bench, codes: list[str], ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Deposit one hostile answer a prompt."""
    path = zip_of(tmp_path_factory.mktemp("courriel"), codes[0], dict(zip(ids, HOSTILE, strict=True)))
    assert import_zips(bench, [path])[0].result.taken == "new"
    return bench


@pytest.fixture(scope="module")
def lab(deposited: Bench) -> Iterator[str]:
    """Run the trainer's command; give the address that it prints."""
    code = "import typer; from parcours_u.cli_trainer import commenter; typer.run(commenter)"
    command = [sys.executable, "-c", code, "--dossier", str(deposited.folder.path), "--port", "0", "--sans-navigateur"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().rstrip("\n")
        assert address.startswith("http://127.0.0.1:"), process.stderr and process.stderr.read()
        yield address
        process.terminate()
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert out == ""
        assert err.endswith("C’est arrêté, vos commentaires sont enregistrés.\n")


@pytest.fixture
def grading(lab: str, page: Page, deposited: Bench) -> Page:
    """Open the one deposit in the formgrader, as a trainer does: through the lists."""
    page.goto(lab)
    base = lab.partition("/lab")[0]
    page.goto(f"{base}/formgrader/gradebook/{MODULE}/{MODULE}")
    page.locator("#main-table a").first.click()
    page.wait_for_function("window.formgrader && formgrader.loaded && MathJax.loaded && formgrader.comments.loaded")
    return page


@pytest.mark.browser
def test_the_command_opens_jupyterlab_on_the_formgrader_in_french(lab: str, page: Page) -> None:
    page.goto(lab)
    expect(page.get_by_role("menuitem", name="Fichier")).to_be_visible()
    formgrader = page.frame_locator("iframe").first
    expect(formgrader.get_by_role("link", name=MODULE)).to_be_visible()


@pytest.mark.browser
def test_hostile_answers_are_shown_as_they_were_written(grading: Page, ids: list[str]) -> None:
    shown = grading.locator(".nbgrader_cell .rendered_html")
    assert [told.rstrip("\n") for told in shown.locator("pre").all_text_contents()] == [
        text.rstrip("\n") for text in HOSTILE
    ]
    assert shown.locator("script, img, a, style, strong, h1, .MathJax").count() == 0
    assert grading.evaluate("window.ecrit === undefined && window.top.ecrit === undefined")
    expect(grading.locator("textarea.comment")).to_have_count(len(ids))
    for control in grading.locator("input.score, .full-credit, .no-credit").all():
        expect(control).to_be_hidden()


@pytest.mark.browser
def test_the_formgraders_own_autograde_button_keeps_answers_inert(
    grading: Page, deposited: Bench, codes: list[str], ids: list[str]
) -> None:
    before = shown(deposited, codes[0])
    hostile = deposited.folder.submitted(codes[0], MODULE) / f"{MODULE}.ipynb"
    hostile.write_bytes(hostile.read_bytes().replace(b"# Co-initier", b"<script>window.top.ecrit = true</script>"))
    done = grading.evaluate(
        """async ([module, person]) => {
            const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
            const url = `${base_url}/api/submission/${module}/${person}/autograde?_xsrf=${token}`;
            return await (await fetch(url, {method: "POST"})).json();
        }""",
        [MODULE, codes[0]],
    )
    assert done["success"] is True, done
    assert shown(deposited, codes[0]) == before
    seen = (deposited.folder.autograded(codes[0], MODULE) / f"{MODULE}.ipynb").read_text(encoding="utf-8")
    assert seen.count("<script>") == HOSTILE[0].count("<script>")


@pytest.mark.browser
def test_the_keyboard_goes_from_comment_to_comment(grading: Page, ids: list[str]) -> None:
    comments = grading.locator("textarea.comment")
    comments.nth(0).focus()
    for rank in range(1, len(ids)):
        grading.keyboard.press("Tab")
        expect(comments.nth(rank)).to_be_focused()


@pytest.mark.browser
def test_a_comment_typed_in_the_formgrader_comes_back_in_the_return(
    grading: Page, deposited: Bench, codes: list[str], ids: list[str], new_context: Callable[..., BrowserContext]
) -> None:
    comment = grading.locator(f"#{ids[0]}-comment")
    comment.fill(COMMENT)
    with grading.expect_response(lambda response: "/api/comment/" in response.url and response.ok):
        comment.blur()
    (sent,) = send_back(deposited, MODULE)
    found = read_return(Path(sent.file).read_bytes())
    assert [vars(item) for item in found.comments] == [{"prompt": ids[0], "text": COMMENT, "about": HOSTILE[0]}]
    with served(Path(sent.file).parent) as address:
        page = new_context(viewport={"width": 320, "height": 700}).new_page()
        page.goto(f"{address}/{Path(sent.file).name}")
        assert page.locator(".answer").all_text_contents() == HOSTILE
        assert page.locator(".comment").all_text_contents() == [COMMENT]
        assert page.locator("main script, main img, main a, main style").count() == 0
        assert page.evaluate("window.ecrit === undefined")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate("document.documentElement.lang") == "fr"
        assert "Score" not in page.content()
        assert [found["violations"] for found in in_light_and_dark(page)] == [[], []]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, on a free port; give its address."""
    quiet: Any = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
