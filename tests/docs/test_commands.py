"""Every command of the README exists, every command that exists is in the README, and each one's help shows an example."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from parcours_u.cli import app
from readme import COMMAND_LANGUAGES, README, ROOT, blocks, commands, inline_code

PROGRAM = re.compile(r"(?:\.venv/bin/|\.venv\\Scripts\\)?parcours-u ")
KINDS = [
    PROGRAM,
    re.compile(r"make [a-z]"),
    re.compile(r"python3 -m venv \.venv$|py -3 -m venv \.venv$"),
    re.compile(r"\.venv(?:/bin/|\\Scripts\\)python -m pip install "),
    re.compile(r"\.venv/bin/python tests/[\w/]+\.py$"),
    re.compile(r"git clone https://github\.com/[\w.-]+/[\w.-]+\.git$"),
    re.compile(r"cd (?:\.\.|parcours-u)$"),
    re.compile(r"\. parcours-u/\.venv/bin/activate$"),
]


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Return each command that does something, by its full name."""
    for name, child in getattr(command, "commands", {}).items():
        if hasattr(child, "commands"):
            yield from leaves(child, (*path, name))
        else:
            yield " ".join(["parcours-u", *path, name]), child


COMMANDS = dict(leaves(get_command(app)))


def rows() -> dict[str, set[str]]:
    """Return the options that the README's table gives for each command."""
    lines = re.findall(r"^\| `(parcours-u [^`]+)` \|(.*)\|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: set(re.findall(r"`(--[a-z-]+)`", rest)) for name, rest in lines}


def understood(line: str) -> bool:
    """Tell whether the program knows the command and the options of a line."""
    words = shlex.split(PROGRAM.sub("", line, count=1), posix=True)
    return CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


def made(*words: str) -> list[str]:
    """Return what make would run, without running it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", "--dry-run", *words], cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_command_of_the_program_is_in_the_table_and_no_other():
    assert set(rows()) == set(COMMANDS)
    assert len(COMMANDS) >= 11


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_gives_every_option_and_no_other(name):
    options = {form for parameter in COMMANDS[name].params for form in parameter.opts if form.startswith("--")}
    assert rows()[name] == options - {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_shows_an_example_of_it_that_the_program_understands(name):
    example = COMMANDS[name].help.partition("Exemple\u00a0: ")[2].strip()
    assert example.startswith(name)
    assert understood(example)


def test_blocks_are_commands_or_what_the_tests_read():
    assert {block.language for block in blocks()} == {"sh", "powershell", "csv", "nginx", "text"}
    assert {"sh", "powershell"} <= COMMAND_LANGUAGES


@pytest.mark.parametrize(
    "line", [line for language in sorted(COMMAND_LANGUAGES) for line in commands(language=language)]
)
def test_each_line_is_of_a_kind_that_a_test_runs_or_checks(line):
    assert [kind.pattern for kind in KINDS if kind.match(line)]
    if PROGRAM.match(line):
        assert understood(line)


@pytest.mark.parametrize(
    "line", sorted({line for line in [*commands(), *inline_code()] if re.match(r"make [a-z]", line)})
)
def test_make_knows_what_it_is_asked(line):
    recipe = made(*shlex.split(line)[1:])
    assert recipe
    for options in re.findall(r'OPTIONS="([^"]+)"', line):
        assert recipe[-1].endswith(f"parcours-u ouvrir {options}")
        assert understood(f"parcours-u ouvrir {options}")
    for part in re.findall(r"TESTS=(\S+)", line):
        assert recipe[-1].endswith(part)
        assert (ROOT / part).is_dir()


def test_the_pip_lines_are_those_of_make_ouvrir_which_the_packaging_tests_run():
    recipe = [line.strip().removesuffix(" >&2") for line in made("--always-make", "ouvrir")]
    lines = [re.sub(r" -m pip .*?install", " -m pip install", line.replace('"', "")) for line in recipe]
    by_hand = [line for line in commands("Apprendre") if ".venv" in line]
    assert len(by_hand) == 4
    done = [line.removeprefix("exec ").strip() for line in lines if "--upgrade" not in line]
    assert [line for line in done if re.match(r"\S+ -m (?:venv|pip)|\.venv/bin/parcours-u", line)] == by_hand


def test_windows_is_given_the_same_lines():
    by_hand = [line for line in commands("Apprendre") if ".venv" in line]
    translated = [line.replace("python3 ", "py -3 ").replace(".venv/bin/", ".venv\\Scripts\\") for line in by_hand]
    assert commands("Apprendre", language="powershell") == translated


@pytest.mark.parametrize(
    "script",
    sorted({code.split()[1] for code in [*commands(), *inline_code()] if re.match(r"\.venv/bin/python tests/", code)}),
)
def test_a_script_is_there_and_says_what_it_does(script):
    done = subprocess.run(
        [sys.executable, script, "--help"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: ")
