"""Where `make tests` finds a French dictionary, and what it says when there is none: spelling is never skipped in silence."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "hunspell.py"

FRENCH = '#!/bin/sh\ncase "$*" in *"-d fr "*) ;; *) exit 1 ;; esac\necho biblioteque\n'


def asked(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(SCRIPT), *options], capture_output=True, text=True, timeout=120, check=False
    )


def test_without_a_dictionary_one_sentence_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for options in ((), ("--installer",)):
        done = asked(*options)
        assert done.returncode == 1
        assert "hunspell-fr" in done.stderr.splitlines()[-1]
        assert done.stdout == ""


def test_a_french_dictionary_is_found_under_any_of_its_usual_names(tmp_path, monkeypatch):
    program = tmp_path / "hunspell"
    program.write_text(FRENCH, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    done = asked("--installer")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_program_that_finds_every_word_right_is_no_dictionary(tmp_path, monkeypatch):
    program = tmp_path / "hunspell"
    program.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}")
    assert asked().returncode == 1
