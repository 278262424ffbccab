"""Help, and mistakes of typing, in French. Typer has its words in English only, whatever the machine's language: they are put in French here."""

import io
import re
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

__all__ = ["FrenchGroup", "in_french"]

_UNBROKEN = "\u2011"  # the hyphen after which a line is not cut; what is printed has the one that is typed

# A kind of value is as long in both languages, with spaces: what is explained beside it stays in its column.
_KINDS = {
    "<path>": "CHEMIN",
    "<str>": "TEXTE",
    "<list[str]>": "TEXTE…",
    "<list[Path]>": "CHEMIN…",
    "<int>": "NOMBRE",
    "<int range>": "NOMBRE",
}

_WORDS = (
    (r"^Usage: ", "Usage\u00a0: "),
    (r"COMMAND \[ARGS\]\.\.\.", "COMMANDE…"),
    (r"^Try '(.+)' for help\.$", "«\u00a0\\1\u00a0» montre comment l’écrire."),
    (r"^Error: ", ""),
    (r"Missing (?:argument|option|parameter) '(.+?)'\.", r"Il manque \1."),
    (r"Missing command\.", "Il manque la commande."),
    (r"Invalid value for '(.+?)': ", "\\1 ne convient pas\u00a0: "),
    (r"Invalid value: ", "Cette commande ne va pas\u00a0: "),
    (r"Input should be a valid integer.*", "écrivez un nombre entier."),
    (r"Input should be greater than or equal to (\d+)", r"c’est \1 au moins."),
    (r"Input should be less than or equal to (\d+)", r"c’est \1 au plus."),
    (r"Option '(.+?)' requires (?:an argument|\d+ arguments)\.", r"L’option \1 attend une valeur."),
    (r"Option '(.+?)' does not take a value\.", r"L’option \1 n’attend pas de valeur."),
    (r"No such option: (\S+)", r"L’option \1 n’existe pas."),
    (r"No such command '(.+?)'\.", "La commande «\u00a0\\1\u00a0» n’existe pas."),
    (r" \(Possible options: (.+)\)$", " Voulez-vous dire \\1\u202f?"),
    (r" Did you mean (.+)\?$", " Voulez-vous dire \\1\u202f?"),
    (r"^(Arguments|Options):$", "\\1\u00a0:"),
    (r"^Commands:$", "Commandes\u00a0:"),
    (r"Show this message and exit\.", "Montrer cette aide."),
    (r"\[required\]", "[nécessaire]"),
    (r"\[default:", "[sinon"),
    (r"\.\.\.$", "…"),
    (r"(-?\d+)<=x<=(-?\d+)\]", r"de \1 à \2]"),
    (r"x>=(-?\d+)\]", r"\1 au moins]"),
    *((re.escape(english), french.ljust(len(english))) for english, french in _KINDS.items()),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", "Il y a un ou plusieurs mots en trop\u00a0: \\1."),
)


def in_french(told: str) -> str:
    """Return what Typer says, in French; what is not known is left as it is."""
    for english, french in _WORDS:
        told = re.sub(english, french, told, flags=re.MULTILINE)
    return told


class _FrenchHelp(typer.Context.formatter_class):  # type: ignore[misc, valid-type]  # its module is private
    """How the help of a command is laid out; an example is cut between its words only, so that it can be copied."""

    def write_text(self, text: str) -> None:
        super().write_text(text.replace("-", _UNBROKEN))

    def getvalue(self) -> str:
        return in_french(super().getvalue().replace(_UNBROKEN, "-"))


class _FrenchContext(typer.Context):
    formatter_class = _FrenchHelp


class FrenchGroup(TyperGroup):
    """All the commands of the program: the one place where the help of any of them, and a mistake in it, come up."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        _speak_french(self)

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command; a mistake of typing is told in French, and ends the program with Typer's own code."""
        run: Callable[..., Any] = super().main
        if not more.pop("standalone_mode", True):
            return run(*args, standalone_mode=False, **more)
        try:
            code = run(*args, standalone_mode=False, **more)
        except typer.Abort:
            typer.echo("Commande interrompue.", err=True)
            sys.exit(1)
        except typer.TyperException as error:
            told = io.StringIO()
            error.show(told)  # type: ignore[attr-defined]  # public in each of its kinds, not in their base
            typer.echo(in_french(told.getvalue()), err=True, nl=False)
            sys.exit(error.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


def _speak_french(command: Any) -> None:
    command.context_class = _FrenchContext
    for one in getattr(command, "commands", {}).values():
        _speak_french(one)
