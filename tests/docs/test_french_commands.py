"""Help, and what is told of a mistyped command, are in French: nothing is left of Typer's own words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from parcours_u.cli import app

ENGLISH = re.compile(r"\b(?:Try|Error|Missing|Invalid|Input|should|Got|No such|requires|does|Did|COMMAND|Possible)\b")

ENGLISH_HELP = re.compile(
    r"Usage: |Options:|Arguments:|Commands:|Show|default|required|x[<>]|<[a-z]|\.\.\.$", re.MULTILINE
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("module", "diffuser"), "Il manque ID."),
        (("cohorte", "role", "Ana"), "Il manque --role."),
        (("cohorte", "rrole"), "La commande «\u00a0rrole\u00a0» n’existe pas. Voulez-vous dire"),
        (("cohorte", "inviter", "--jours", "x"), "--jours ne convient pas\u00a0: écrivez un nombre entier."),
        (("cohorte", "inviter", "--jours", "200"), "--jours ne convient pas\u00a0: c’est 60 au plus."),
        (("cohorte", "inviter", "--jours", "0"), "--jours ne convient pas\u00a0: c’est 1 au moins."),
        (("cohorte", "inviter", "--jours"), "L’option --jours attend une valeur."),
        (("cohorte", "inviter", "--journ", "3"), "L’option --journ n’existe pas. Voulez-vous dire --jours"),
        (("cohorte", "lister", "encore"), "en trop\u00a0: encore."),
        (("cohorte", "lister", "--json=1"), "L’option --json n’attend pas de valeur."),
        (("cohorte", "cercles", "--vers", "X"), "Cette commande ne va pas\u00a0: choisissez --reformer"),
    ],
)
def test_a_mistake_of_typing_is_told_in_french(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert not ENGLISH.search(done.stderr), done.stderr


def every_command(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, one in getattr(command, "commands", {}).items():
        yield from every_command(one, (*words, name))


@pytest.mark.parametrize("words", [*every_command(get_command(app))], ids=" ".join)
def test_the_help_of_each_command_is_in_french(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0
    assert "Options\u00a0:\n" in done.stdout
    assert re.search(r"--help +Montrer cette aide\.", done.stdout)
    assert not ENGLISH_HELP.search(done.stdout), done.stdout
    assert "\u00a0;" not in done.stdout
    assert not re.search(r"\w-$", done.stdout, re.MULTILINE), "a line cut at a hyphen can’t be copied"


def test_what_help_explains_stays_in_its_column() -> None:
    lines = CliRunner().invoke(app, ["animer", "--help"]).stdout.splitlines()
    starts = {re.match(r"  --\S+(?: [A-Z]+)? {2,}", line) for line in lines if line.startswith("  --")}
    assert len({found.end() for found in starts if found}) == 1


def test_commands_end_with_their_own_code() -> None:
    assert CliRunner().invoke(app, ["lien", "accueil", "--depot", "a/b"]).exit_code == 0
    assert CliRunner().invoke(app, ["lien", "nulle-part", "--depot", "a/b"]).exit_code == 1
    assert CliRunner().invoke(app, ["cohorte", "--help"]).exit_code == 0
