"""The guard on foreign requests does fail a test: checked on a run of its own, since its verdict comes at teardown."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent.parent / "conftest.py"

FOREIGN_PAGES = [
    '<img src="http://ailleurs.invalid/image.png">',
    '<link rel="stylesheet" href="http://ailleurs.invalid/police.css">',
    '<iframe src="http://ailleurs.invalid/"></iframe>',
    "<script>window.asked = fetch('http://ailleurs.invalid/compte').catch(() => null).then(() => null)</script>",
    "<script>window.asked = new Promise(resolve => {"
    "new WebSocket('ws://ailleurs.invalid/canal').onerror = () => resolve(null)})</script>",
]
LOCAL_PAGES = ['<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p>Bonjour</p>', "<p>Bonjour</p>"]


def run_on_pages(folder: Path, pages: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run one browser test a page, with this suite's own fixtures, in a folder of its own."""
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_pages.py").write_text(
        "import pytest\n\n"
        f"@pytest.mark.parametrize('html', {pages!r})\n"
        "def test_page(page, html):\n"
        "    page.set_content(html, wait_until='load')\n"
        "    page.evaluate('window.asked')\n"
        "    assert page.evaluate('navigator.language') == 'fr-FR'\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", str(folder)]
    command += ["-o", f"pythonpath={CONFTEST.parent}", "-p", "no:cacheprovider", "test_pages.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.browser
def test_every_page_that_asks_another_host_fails_its_test(tmp_path):
    done = run_on_pages(tmp_path, FOREIGN_PAGES)
    assert done.returncode == 1
    assert done.stdout.count("ailleurs.invalid") >= len(FOREIGN_PAGES)
    assert f"{len(FOREIGN_PAGES)} errors" in done.stdout, done.stdout


@pytest.mark.browser
def test_pages_that_stay_on_this_machine_pass(tmp_path):
    done = run_on_pages(tmp_path, LOCAL_PAGES)
    assert done.returncode == 0, done.stdout
    assert f"{len(LOCAL_PAGES)} passed" in done.stdout
