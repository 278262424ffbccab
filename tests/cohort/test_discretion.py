"""Counts by profile: none under five is shown, and nobody who knows the rules can find one that is hidden."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.cohort.overview.discretion import LEAST, Cell, Counted, Hidden, begun, discreet

Totals = tuple[int, int]
Shown = tuple[tuple[Cell, Cell], ...]
SMALL, COVERED, WITHHELD = Hidden.SMALL, Hidden.COVERED, Hidden.WITHHELD


@st.composite
def counted(draw: st.DrawFn, most: int = 40) -> Counted:
    people = draw(st.integers(0, most))
    deposited = draw(st.integers(0, people))
    return Counted(people, deposited, draw(st.integers(0, deposited)))


def tables(sizes: tuple[int, ...]) -> Iterator[tuple[Counted, ...]]:
    """Return every table that people of these profiles could make."""
    rows = [[Counted(size, one, other) for one in range(size + 1) for other in range(one + 1)] for size in sizes]
    return itertools.product(*rows)


@cache
def worlds(sizes: tuple[int, ...]) -> dict[tuple[Totals, Shown], list[tuple[Counted, ...]]]:
    """Return the tables by what is shown of them, totals included."""
    found = defaultdict(list)
    for table in tables(sizes):
        totals = sum(row.deposited for row in table), sum(row.answered for row in table)
        found[totals, tuple(discreet(table))].append(table)
    return found


@given(st.lists(counted(), min_size=1, max_size=6))
def test_no_count_under_five_is_ever_shown(counts: list[Counted]) -> None:
    for row, shown in zip(counts, discreet(counts), strict=True):
        for count, cell in zip(row[1:], shown, strict=True):
            assert isinstance(cell, Hidden) or (cell == count and cell >= LEAST)


@given(st.lists(counted(), min_size=1, max_size=6))
def test_one_cell_is_never_hidden_alone_nor_a_few_that_come_to_less_than_five(counts: list[Counted]) -> None:
    shown = discreet(counts)
    for rank in (0, 1):
        hidden = [row[1 + rank] for row, cells in zip(counts, shown, strict=True) if isinstance(cells[rank], Hidden)]
        everything = len(hidden) == len(counts)
        assert everything or not hidden or (len(hidden) > 1 and sum(hidden) >= LEAST)


def believed(sizes: tuple[int, ...], totals: Totals, shown: Shown) -> list[tuple[Counted, ...]]:
    """Return the tables that a reader of what is shown can believe in; what is withheld tells nothing but its total."""
    measures = [rank for rank in (0, 1) if shown[0][rank] is not WITHHELD]
    return [
        table
        for (others, cells), members in worlds(sizes).items()
        if others == totals
        and all(row[rank] == cell[rank] for row, cell in zip(shown, cells, strict=True) for rank in measures)
        for table in members
    ]


@pytest.mark.parametrize("sizes", [(6, 7), (5, 11), (9, 9), (1, 6, 7), (5, 5, 6), (2, 3, 8)])
def test_whoever_knows_the_rules_the_totals_and_everybody_s_profile_finds_no_hidden_count(
    sizes: tuple[int, ...],
) -> None:
    by_totals = defaultdict(list)
    for (totals, _), members in worlds(sizes).items():
        by_totals[totals] += members
    for totals, shown in worlds(sizes):
        tables = believed(sizes, totals, shown)
        for at, cells in enumerate(shown):
            for rank, cell in enumerate(cells, start=1):
                said_by_totals_alone = len({table[at][rank] for table in by_totals[totals]}) == 1
                if isinstance(cell, Hidden) and not said_by_totals_alone:
                    assert len({table[at][rank] for table in tables}) > 1, (totals, shown, at, rank)


def test_what_is_large_everywhere_is_shown() -> None:
    assert discreet([Counted(12, 9, 6), Counted(20, 14, 5)]) == [(9, 6), (14, 5)]


def test_a_small_count_takes_the_largest_profile_with_it() -> None:
    assert discreet([Counted(8, 3, 0), Counted(12, 9, 0), Counted(20, 14, 0)])[:2] == [
        (SMALL, WITHHELD),
        (9, WITHHELD),
    ]
    assert discreet([Counted(8, 3, 0), Counted(12, 9, 0), Counted(20, 14, 0)])[2][0] is COVERED


def test_two_small_counts_hide_each_other_unless_the_total_says_them() -> None:
    assert [row[0] for row in discreet([Counted(8, 3, 0), Counted(9, 3, 0), Counted(20, 14, 0)])] == [SMALL, SMALL, 14]
    assert [row[0] for row in discreet([Counted(8, 4, 0), Counted(9, 4, 0), Counted(20, 14, 0)])] == [WITHHELD] * 3


def test_beginning_is_shown_once_five_people_began_without_depositing_and_not_all_of_them() -> None:
    assert begun(20, 3, 5) == 5
    assert begun(20, 3, 7) == 10
    assert begun(20, 3, 16) == 15
    assert begun(20, 20, 0) == 20
    for under_way in (0, 1, 4, 17):
        assert begun(20, 3, under_way) is WITHHELD


@given(st.integers(0, 30), st.data())
def test_whoever_knows_who_deposited_cannot_say_of_anybody_else_whether_they_began(
    people: int, data: st.DataObject
) -> None:
    deposited = data.draw(st.integers(0, people))
    others = people - deposited
    shown = begun(people, deposited, data.draw(st.integers(0, others)))
    possible = {one for one in range(others + 1) if begun(people, deposited, one) == shown}
    assert not others or (min(possible) < others and max(possible) > 0)
