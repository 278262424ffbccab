"""What nobody is expected to do any more once groups end: a date given to a group goes with it, and whoever ends it is told."""

from collections.abc import Iterable

from parcours_u.content.catalogue import load_course
from parcours_u.domain.french_words import listed
from parcours_u.domain.people import Group
from parcours_u.domain.people_list import plain
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database

__all__ = ["unassigned_sentences"]


def unassigned_sentences(database: Database, before: Iterable[Group], after: Iterable[Group] = ()) -> list[str]:
    """Return a French sentence for each module that was expected of groups that are in ``before`` and no more in ``after``.

    True before they end as after: a proposal says it too.
    """
    going_on = {one.id for one in after}
    names = {one.id: f"{one.kind.label} «\u00a0{one.name}\u00a0»" for one in before if one.id not in going_on}
    lost: dict[str, set[str]] = {}
    for one in Assignments(database).all() if names else ():
        if gone := names.keys() & set(one.circles):
            lost.setdefault(one.module, set()).update(gone)
    if not lost:
        return []
    titles = {module.id: module.title for module in load_course().modules}
    return [
        f"L’étape «\u00a0{titles.get(module, module)}\u00a0» était attendue du {_groups([names[one] for one in gone])}\u00a0: "
        "attribuez-la de nouveau à qui elle est destinée."
        for module, gone in lost.items()
    ]


def _groups(names: list[str]) -> str:
    told = sorted(names, key=plain)
    return (
        f"{listed([told[0], *(f'du {name}' for name in told[1:])])}, qui {'finit' if len(told) == 1 else 'finissent'}"
    )
