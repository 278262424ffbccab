"""What a list changed in a cohort, and how it is told to whoever brought it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.french_words import some
from parcours_u.domain.people import Group, Person

__all__ = ["Joined", "Renamed", "dated_sentences", "joined_sentences"]


@dataclass(frozen=True, repr=False)
class Renamed:
    """Somebody who was known by their address, under another name than the list's."""

    person: Person
    former: str


@dataclass(frozen=True, repr=False)
class Joined:
    """What a list changed.

    Attributes
    ----------
    people : tuple of Person
        Those of the list, in its order.
    added, updated : int
        How many are new, known with something changed.
    returned : tuple of Person
        Those who are back after they had left. Known by their name alone, one may be somebody else, to whom the trainer should look.
    absent : tuple of Person
        Participants of the cohort who are not on the list; they are still in the cohort.
    pairs : int
        How many were formed.
    ended : tuple of Group
        The former pairs that ended for them.
    kept : tuple of Group
        The pairs that the list would have ended, and that go on: what is shared in them would have gone.
    unlisted : tuple of Group
        The pairs of people who are on the list, which tells of pairs, but not of these; they go on.
    readdressed : tuple of Person
        Those who were known by their name, under another address than the list's.
    renamed : tuple of Renamed
    turned : tuple of Renamed
        Those who were known with their last and first names in the other order.
    mirrored : tuple of Renamed
        Those who are new, where somebody's name is theirs in the other order; ``former`` is that somebody's.
    dated : tuple of Assignment
        What was opened with a date before there was a cohort, and is now expected of everybody.
    """

    people: tuple[Person, ...]
    added: int
    updated: int
    returned: tuple[Person, ...]
    absent: tuple[Person, ...]
    pairs: int
    ended: tuple[Group, ...] = ()
    kept: tuple[Group, ...] = ()
    unlisted: tuple[Group, ...] = ()
    readdressed: tuple[Person, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    turned: tuple[Renamed, ...] = ()
    mirrored: tuple[Renamed, ...] = ()
    dated: tuple[Assignment, ...] = ()


def joined_sentences(done: Joined) -> list[str]:
    """Return, in French, what a trainer should look at after a list: a name or an address may be somebody else's."""
    told = [*dated_sentences(done), *(one.ended_sentence for one in done.ended)]
    if done.kept:
        told.append(
            f"Binômes qui ont partagé quelque chose, et continuent malgré la liste\u00a0: {_quoted(done.kept)}. Pour suivre la liste, "
            "finissez-les d’abord, ce qui efface ce qu’ils partagent\u00a0: «\u00a0parcours-u cohorte binomes --finir\u00a0»\u202f; "
            "puis reprenez la liste."
        )
    if done.unlisted:
        names = _quoted(done.unlisted)
        told.append(
            f"Binômes qui ne sont plus sur la liste, et continuent\u00a0: {names}. "
            "Pour en finir un\u00a0: «\u00a0parcours-u cohorte binomes --finir\u00a0»."
        )
    if done.returned:
        told.append(
            f"De retour après un départ, avec le carnet et l’accès d’alors\u00a0: {_names(done.returned)}. Si c’est une autre "
            "personne du même nom, notez de nouveau ce départ, puis écrivez sur la liste un nom qui les distingue."
        )
    if done.absent:
        told.append(
            f"Ne sont plus sur la liste, et restent dans la cohorte\u00a0: {_names(done.absent)}. "
            "Pour noter un départ\u00a0: «\u00a0parcours-u cohorte retirer\u00a0»."
        )
    if done.readdressed:
        told.append(
            f"Reconnues à leur nom, sous une autre adresse\u00a0: {_names(done.readdressed)}. Si c’est quelqu’un d’autre, remettez "
            "l’ancienne adresse sur la liste et relancez, puis ajoutez cette personne avec la sienne."
        )
    if done.renamed:
        names = some([f"{one.former} s’appelle maintenant {one.person.told}" for one in done.renamed])
        told.append(
            f"Reconnues à leur adresse, sous un autre nom\u00a0: {names}. Si c’est quelqu’un d’autre, remettez l’ancien nom sur la "
            "liste et relancez, puis ajoutez cette personne avec sa propre adresse."
        )
    if done.turned:
        names = some([f"{one.former} s’appelle maintenant {one.person.told}" for one in done.turned])
        told.append(
            f"Reconnues, nom et prénom dans l’autre ordre\u00a0: {names}. Si ce n’est pas le bon ordre, échangez les titres de ces "
            "deux colonnes et reprenez la liste."
        )
    if done.mirrored:
        names = some([f"{one.person.told} (déjà là\u00a0: {one.former})" for one in done.mirrored])
        told.append(
            f"Ajoutées, alors que quelqu’un porte ce nom et ce prénom dans l’autre ordre\u00a0: {names}. Si c’est la même personne, "
            "notez le départ de celle qui vient d’être ajoutée, puis corrigez la liste."
        )
    return told


def dated_sentences(done: Joined) -> list[str]:
    """Return that the date of what was opened before is now that of everybody; nothing where it is not so."""
    if not done.dated:
        return []
    modules = some([one.module for one in done.dated])
    return [
        f"Déjà diffusé avec une date, qui devient celle de toute la cohorte\u00a0: {modules}. "
        "Pour en changer\u00a0: «\u00a0parcours-u cohorte attribuer\u00a0»."
    ]


def _quoted(groups: Sequence[Group]) -> str:
    return some([f"«\u00a0{one.name}\u00a0»" for one in groups])


def _names(people: Sequence[Person]) -> str:
    return some([one.told for one in people])
