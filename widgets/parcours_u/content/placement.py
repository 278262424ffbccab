"""The calls of a module that draw what is told elsewhere: its situation, and answers given in earlier modules."""

from collections.abc import Collection, Sequence

from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Call, Prose
from parcours_u.content.situations import FOLDER

__all__ = ["DRAWN", "check_drawn"]

DRAWN = frozenset({"better_after", "situation", "revisit", "side_by_side"})
"""The functions that draw something of which the module's front matter says nothing."""


def check_drawn(
    cells: Sequence[Prose | Call],
    file: str,
    module_id: str,
    own: Collection[str],
    earlier: Collection[str],
    *,
    modules: Collection[str],
    told: bool,
) -> None:
    """Check a module's calls of :data:`DRAWN` functions.

    Parameters
    ----------
    cells : sequence
        The module's cells.
    file, module_id : str
        The module's source, and its id.
    own, earlier : collection of str
        The ids of the module's prompts, and those of the modules before it.
    modules : collection of str
        The ids of the modules before it.
    told : bool
        Whether the module has a situation.

    Raises
    ------
    ContentError
        When a call names nothing that can be drawn there, or the situation has no place, or two.
    """
    calls = [cell for cell in cells if isinstance(cell, Call) and cell.function in DRAWN]
    for call in calls:
        if wrong := _wrong(call, module_id, own, earlier, told) or _wrong_module(call, modules):
            raise ContentError(file, call.line, call.source, wrong)
    for repeated in (call for rank, call in enumerate(calls) if call.source in [one.source for one in calls[:rank]]):
        message = "elle est déjà placée plus haut\u202f; gardez une seule place"
        raise ContentError(file, repeated.line, repeated.source, message)
    if told and not any(call.function == "situation" for call in calls):
        raise ContentError(file, None, "", f'il manque situation("{module_id}") dans le texte')


def _wrong(call: Call, module_id: str, own: Collection[str], earlier: Collection[str], told: bool) -> str:
    """Return what is wrong with a call, in French; nothing when it can be drawn."""
    match call.function:
        case "situation" if call.argument != module_id or call.other:
            return f'un module raconte sa propre situation\u202f; écrivez situation("{module_id}")'
        case "situation" if not told:
            return f"le fichier {FOLDER}/{module_id}.yaml n’existe pas\u202f; écrivez-le"
        case "revisit" if call.argument not in earlier or call.other:
            return "il faut l’identifiant d’une question d’un module précédent, et lui seul"
        case "side_by_side" if not call.other or call.argument == call.other:
            return "il faut deux identifiants de questions, différents"
        case "side_by_side" if not {call.argument, call.other} <= {*own, *earlier}:
            return "ces deux questions doivent être de ce module ou d’un module précédent"
    return ""


def _wrong_module(call: Call, modules: Collection[str]) -> str:
    """Return what is wrong with the module that a call names as one to live first, in French; nothing otherwise."""
    if call.function == "better_after" and (call.argument not in modules or call.other):
        return "il faut l’identifiant d’un module précédent, et lui seul"
    return ""
