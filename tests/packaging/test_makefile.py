"""`make ouvrir` on a fresh machine: Python, make and git are there, nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from installations import Environment, copy_checkout

LINK = re.compile(r"^http://\S+$")


@pytest.fixture(scope="module")
def fresh_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository that `make` may set up."""
    return copy_checkout(tmp_path_factory.mktemp("clone") / "parcours-u")


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables of a new account, without anything of the environment that runs these tests."""
    variables = Environment.variables_of_a_new_account(tmp_path_factory.mktemp("home"))
    return {**variables, "PIP_NO_COMPILE": "1"}


def make(clone: Path, account: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", *arguments], cwd=clone, env=account, capture_output=True, text=True, check=False, timeout=280
    )


def open_and_stop(clone: Path, account: dict[str, str], folder: Path) -> list[str]:
    """Run `make ouvrir`, wait for its address, press Ctrl-C; return what it printed on standard output."""
    process = subprocess.Popen(
        ["make", "ouvrir", f"OPTIONS=--sans-navigateur --port 0 --dossier {folder}"],
        cwd=clone,
        env=account,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    os.killpg(process.pid, 2)
    printed, told = process.communicate(timeout=120)
    assert LINK.match(first.rstrip("\n")), first + printed + told
    return [first, *printed.splitlines()]


def test_make_alone_says_what_it_can_do(fresh_clone, account):
    done = make(fresh_clone, account)
    assert done.returncode == 0
    for target in ("ouvrir", "tests", "construire", "paquet", "verrouiller"):
        assert f"make {target} " in done.stdout


def test_without_a_recent_python_one_sentence_says_so(fresh_clone, account):
    done = make(fresh_clone, account, "ouvrir", "PYTHON=")
    assert done.returncode == 2
    assert "Il faut Python 3.11 ou plus récent" in done.stderr
    assert not (fresh_clone / ".venv").exists()


def test_a_python_that_cannot_make_environments_is_told(fresh_clone, account, tmp_path):
    bare = tmp_path / "python3"
    bare.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -I -S -c \'import sys; sys.exit("ensurepip" in sys.argv[2])\' "$@"\n'
    )
    bare.chmod(0o755)
    done = make(fresh_clone, account, "ouvrir", f"PYTHON={bare}")
    assert done.returncode == 2
    assert "python3-venv" in done.stderr
    assert not (fresh_clone / ".venv").exists()


def test_one_command_installs_and_opens_and_the_next_time_it_only_opens(fresh_clone, account, tmp_path):
    assert len(open_and_stop(fresh_clone, account, tmp_path / "carnet")) == 1
    stamp = fresh_clone / ".venv" / ".pret"
    installed = stamp.stat().st_mtime_ns
    assert len(open_and_stop(fresh_clone, account, tmp_path / "carnet")) == 1
    assert stamp.stat().st_mtime_ns == installed

    asked = make(fresh_clone, account, "--question", str(Path(".venv") / ".pret"))
    assert asked.returncode == 0
    (fresh_clone / "pyproject.toml").touch()
    asked = make(fresh_clone, account, "--question", str(Path(".venv") / ".pret"))
    assert asked.returncode == 1


def test_the_checkout_itself_is_served_not_a_copy(fresh_clone, account, tmp_path):
    done = make(fresh_clone, account, ".venv/.pret")
    assert done.returncode == 0, done.stderr
    asked = subprocess.run(
        [fresh_clone / ".venv" / "bin" / "python", "-c", "import parcours_u.paths as p; print(p.content_root())"],
        cwd=tmp_path,
        env=account,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(asked.stdout.strip()).resolve() == fresh_clone.resolve()


@pytest.mark.parametrize("missing", ["make", "git"])
def test_ci_says_which_tool_is_missing(fresh_clone, account, tmp_path, missing):
    for tool in {"bash", "dirname", "env", "git", "make", "python3"} - {missing}:
        found = shutil.which(tool, path=account["PATH"])
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    done = subprocess.run(
        [tmp_path / "bash", fresh_clone / ".ci" / "run"],
        env={**account, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"Il manque « {missing} »" in done.stderr.replace("\N{NO-BREAK SPACE}", " ")
