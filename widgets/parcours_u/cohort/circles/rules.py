"""The hard rules, from what a cohort says of its people: links of hierarchy, pairs, wishes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from parcours_u.domain.circles import Rule, RuleKind, met_pair
from parcours_u.domain.people import Group, Person

__all__ = ["PairWish", "hierarchy", "rules_for"]


class PairWish(StrEnum):
    """What is asked for pairs (binômes)."""

    TOGETHER = "ensemble"
    APART = "separes"
    EITHER = "libres"


def rules_for(
    everyone: Collection[Person], pairs: Iterable[Group], wish: PairWish, not_with: Mapping[str, Collection[str]]
) -> list[Rule]:
    """Return every rule on two people.

    Parameters
    ----------
    everyone : collection of Person
        Those who left included: a chain of hierarchy may pass through them.
    not_with : mapping
        For each person, by id, those with whom they don't want to be. It holds both ways: the other never knows.
    """
    rules = {*hierarchy(everyone)}
    if wish is not PairWish.EITHER:
        kind = RuleKind.TOGETHER if wish is PairWish.TOGETHER else RuleKind.APART
        rules |= {Rule(kind, *sorted(pair.members)) for pair in pairs if len(pair.members) == 2}
    rules |= {
        Rule(RuleKind.NOT_WITH, *met_pair(person, other))
        for person, others in not_with.items()
        for other in others
        if other != person
    }
    return sorted(rules)


def hierarchy(everyone: Iterable[Person]) -> Iterator[Rule]:
    """Yield each link between somebody and a superior of theirs, at any distance: nobody speaks freely of their work before them.

    ``first`` is the superior. Colleagues under the same superior have no link. A list that goes round in circles is followed once.
    """
    superiors = {person.id: person.superior for person in everyone}
    for person, superior in superiors.items():
        seen, above = {person}, superior
        while above and above not in seen:
            yield Rule(RuleKind.HIERARCHY, above, person)
            seen.add(above)
            above = superiors.get(above, "")
