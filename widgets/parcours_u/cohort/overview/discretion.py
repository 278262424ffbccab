"""Counts by profile that tell nothing of a few people: none under five is shown, nor can be found from those that are.

A cell under five is hidden (*small*). Where it is alone, the total would give it away: one more cell is hidden with it
(*covered*), chosen by how many people have each profile, never by what they did, so that the choice itself says nothing.
Each hidden cell says why it is hidden. Then :func:`_possible` finds every table that anybody who knows these rules, the
totals and the profiles of everybody could still believe in. If one hidden cell has the same value in all of them, or if the
hidden cells together come to less than five, that whole measure is told for the cohort only.

What these rules do not answer for: a total of nought says of everybody what it says of the cohort; whoever knows what some
people did takes them away from the totals; and that a measure is withheld is taken as saying nothing.

How many people *began* is another matter: nobody chose to tell it, and who deposited is told by name. :func:`begun` keeps it from
saying of anybody whether they began. Those who left are counted with the others, so that removing somebody and bringing them back
changes nothing, and the count is rounded down. What remains: whoever watches it all day long sees, one time out of five, that
somebody has just begun; and to give somebody another place than to take part takes them out of the count.

The method is the usual one of statistical offices, for one small table; see Hundepool et al., "Statistical Disclosure
Control" (2012), chapter 4, on primary and secondary suppression.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = ["LEAST", "Cell", "Counted", "Hidden", "begun", "discreet"]

LEAST = 5
"""The smallest count that is shown by profile."""


class Hidden(StrEnum):
    """Why a count is not shown."""

    SMALL = "small"
    COVERED = "covered"
    WITHHELD = "withheld"


Cell = int | Hidden


class Counted(NamedTuple):
    """How many people of one profile there are, and how many of them deposited, then were answered."""

    people: int
    deposited: int
    answered: int


@dataclass(frozen=True)
class _Column:
    """One measure as it would be shown: its cells, its total."""

    cells: tuple[Cell, ...]
    total: int

    @property
    def hidden(self) -> list[int]:
        return [at for at, cell in enumerate(self.cells) if isinstance(cell, Hidden)]


def begun(people: int, deposited: int, under_way: int) -> Cell:
    """Return how many people at least began a module, deposits included, when that says of nobody whether they did.

    It is shown, rounded down to a multiple of five, when five people at least began without depositing, and not everybody who could have; or when everybody deposited.
    Not shown, it may be that none of the others began, or that all of them did.

    Parameters
    ----------
    people, deposited : int
        How many there are, or were, and how many of them deposited: both are known, by name.
    under_way : int
        How many of the others began.
    """
    others = people - deposited
    if not others:
        return deposited
    whole = deposited + under_way
    return whole - whole % LEAST if LEAST <= under_way < others else Hidden.WITHHELD


def discreet(counts: Sequence[Counted]) -> list[tuple[Cell, Cell]]:
    """Return what may be shown of each profile, in the same order: how many deposited, how many were answered.

    The two totals, and how many people have each profile, are taken as known to whoever reads.

    Parameters
    ----------
    counts : sequence of Counted
        One a profile; nobody is answered who has not deposited.
    """
    people = [one.people for one in counts]
    deposited = _shown(people, [one.deposited for one in counts])
    answered = _shown(people, [one.answered for one in counts])
    if not _safe(people, deposited, answered):
        answered = _withheld(answered)
        if not _safe(people, deposited, answered):
            deposited = _withheld(deposited)
    return list(zip(deposited.cells, answered.cells, strict=True))


def _shown(people: Sequence[int], counts: Sequence[int]) -> _Column:
    cells: list[Cell] = [count if count >= LEAST else Hidden.SMALL for count in counts]
    small = cells.count(Hidden.SMALL)
    others = [at for at, cell in enumerate(cells) if cell is not Hidden.SMALL]
    if small == 1 and others:
        cells[max(others, key=lambda at: (people[at], -at))] = Hidden.COVERED
    return _Column(tuple(cells), sum(counts))


def _withheld(column: _Column) -> _Column:
    return _Column((Hidden.WITHHELD,) * len(column.cells), column.total)


def _safe(people: Sequence[int], deposited: _Column, answered: _Column) -> bool:
    """Tell whether no hidden cell can be found, and what is hidden together is not itself a small count."""
    for column in (deposited, answered):
        small = [at for at in column.hidden if column.cells[at] is not Hidden.WITHHELD]
        together = column.total - sum(cell for cell in column.cells if not isinstance(cell, Hidden))
        if small and together < LEAST:
            return False
    possible = _possible(people, deposited, answered)
    return all(
        len({pair[rank] for pair in possible[at]}) > 1
        for rank, column in enumerate((deposited, answered))
        for at in column.hidden
        if column.cells[at] is not Hidden.WITHHELD
    )


Pair = tuple[int, int]


def _possible(people: Sequence[int], deposited: _Column, answered: _Column) -> list[set[Pair]]:
    """Return, for each profile, the pairs of counts that some table with these shown cells and totals has."""
    options = [
        [
            (one, other)
            for one in _values(deposited.cells[at], size)
            for other in _values(answered.cells[at], size)
            if other <= one
        ]
        for at, size in enumerate(people)
    ]
    before = [{(0, 0)}]
    for pairs in options:
        before.append(_sums(before[-1], pairs, deposited.total, answered.total))
    after = [{(0, 0)}]
    for pairs in reversed(options):
        after.append(_sums(after[-1], pairs, deposited.total, answered.total))
    after.reverse()
    totals = (deposited.total, answered.total)
    return [
        {pair for pair in pairs if _completes(pair, before[at], after[at + 1], totals)}
        for at, pairs in enumerate(options)
    ]


def _values(cell: Cell, people: int) -> range:
    if not isinstance(cell, Hidden):
        return range(cell, cell + 1)
    if cell is Hidden.SMALL:
        return range(min(LEAST - 1, people) + 1)
    return range(LEAST if cell is Hidden.COVERED else 0, people + 1)


def _sums(reached: set[Pair], pairs: Sequence[Pair], most: int, most_answered: int) -> set[Pair]:
    return {
        (one + first, other + second)
        for one, other in reached
        for first, second in pairs
        if one + first <= most and other + second <= most_answered
    }


def _completes(pair: Pair, before: set[Pair], after: set[Pair], totals: Pair) -> bool:
    return any((totals[0] - pair[0] - one, totals[1] - pair[1] - other) in after for one, other in before)
