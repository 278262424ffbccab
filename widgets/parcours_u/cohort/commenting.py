"""Who comments which circle, told and changed by name: what the command does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parcours_u.domain.commenters import shared_out
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.store.commenters import Commenters
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.naming import group_named
from parcours_u.store.people import People

__all__ = ["Wanted", "share"]

_KEPT = "la répartition est gardée telle quelle"


@dataclass(frozen=True, repr=False)
class Wanted:
    """What is asked.

    Parameters
    ----------
    circle, person : str
        A circle's name and who comments it; nobody any more when ``person`` is empty; nothing when both are.
    balance : bool
        Whether all circles are shared out anew.
    keep : bool
        Whether what is asked is written.
    """

    circle: str = ""
    person: str = ""
    balance: bool = False
    keep: bool = True


def share(database: Database, wanted: Wanted) -> list[dict[str, Any]]:
    """Share the circles out as asked, and return each with who comments it.

    Raises
    ------
    StoreError
        When a circle or a trainer is not found. Nothing is changed.
    """
    kept, people = Commenters(database), People(database)
    circles, now = kept.circles(), kept.by_circle()
    if wanted.balance:
        trainers = [one for _, one in kept.trainers()]
        if circles and not trainers:
            raise StoreError(
                f"Il n’y a encore personne, dans l’équipe de formation, entre qui répartir les cercles\u00a0: {_KEPT}, "
                "«\u00a0parcours-u cohorte role --ajouter\u00a0» ajoute quelqu’un."
            )
        change = shared_out(circles, trainers, now)
    elif wanted.circle:
        circle = group_named(circles, GroupKind.CIRCLE, wanted.circle, kept=_KEPT)
        change = {circle.id: _trainer(people, wanted.person) if wanted.person else ""}
    else:
        change = {}
    if wanted.keep and change:
        kept.set(change, now)
    return _rows(circles, {**now, **change}, {one.id: one.told for one in people.present()})


def _rows(circles: list[Group], commenters: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"cercle": one.name, "personnes": len(one.members), "lu_par": names.get(commenters.get(one.id, ""), "")}
        for one in circles
    ]


def _trainer(people: People, text: str) -> str:
    one = people.find(text)
    if one.role is not Role.TRAINER:
        raise StoreError(f"{one.told} ne fait pas partie de l’équipe de formation\u00a0: {_KEPT}.")
    return one.id
