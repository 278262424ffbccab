"""Where the browser tests find Chromium, and what they say when there is none: never a silent skip."""

import subprocess
import sys
from pathlib import Path

import pytest

from chromium import find_chromium

SCRIPT = Path(__file__).parent.parent / "chromium.py"


def program(folder: Path, name: str, exit_code: int = 0) -> str:
    """Write a stand-in that starts, or doesn't, when asked for its version."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nraise SystemExit({exit_code})\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty ``PATH`` and playwright's folder, and close the way to its downloads; return the folder on ``PATH``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PARCOURS_U_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    return folder


def install_on_this_machine() -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--installer"], capture_output=True, text=True, timeout=120, check=False
    )


def test_the_variable_wins(bare_machine, tmp_path, monkeypatch):
    program(bare_machine, "chromium")
    chosen = program(tmp_path, "mon-chromium")
    monkeypatch.setenv("PARCOURS_U_CHROMIUM", chosen)
    assert find_chromium() == chosen


def test_a_variable_that_names_no_chromium_is_told_not_ignored(bare_machine, tmp_path, monkeypatch):
    program(bare_machine, "chromium")
    monkeypatch.setenv("PARCOURS_U_CHROMIUM", str(tmp_path / "absent"))
    with pytest.raises(RuntimeError, match=r"PARCOURS_U_CHROMIUM indique «.*absent.*» *, .*corrigez-la"):
        find_chromium()


USUAL_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", USUAL_NAMES)
def test_the_usual_names_are_found(bare_machine, name, whole):
    there = program(bare_machine, name)
    assert find_chromium(whole=whole) == there


def test_a_test_takes_the_one_without_a_window_and_a_figure_the_one_that_people_use(bare_machine):
    without, whole = program(bare_machine, "chromium-headless-shell"), program(bare_machine, "chromium")
    assert (find_chromium(), find_chromium(whole=True)) == (without, whole)


def test_a_program_that_does_not_start_is_passed_over(bare_machine):
    program(bare_machine, "chromium", exit_code=1)
    there = program(bare_machine, "google-chrome")
    assert find_chromium() == there


def test_without_any_chromium_one_sentence_says_how_to_get_it(bare_machine):
    with pytest.raises(RuntimeError, match=r"introuvable.*--installer.*PARCOURS_U_CHROMIUM"):
        find_chromium()


def test_installing_where_it_cannot_be_fails_and_says_so(bare_machine):
    done = install_on_this_machine()
    assert done.returncode == 1
    assert "n’a pas pu être installé ici" in done.stderr.splitlines()[-1]


def test_installing_where_it_is_there_already_changes_nothing(bare_machine):
    there = program(bare_machine, "chromium")
    done = install_on_this_machine()
    assert (done.returncode, done.stdout.strip()) == (0, there)
    assert done.stderr == ""
