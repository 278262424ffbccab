"""Circles shared out among those who comment: each circle once, about as many people each, by whoever may take it."""

from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.commenters import Commenter, shared_out
from parcours_u.domain.people import Group, GroupKind


def circle(name: str, size: int) -> Group:
    return Group(name, GroupKind.CIRCLE, name, tuple(f"{name}{rank}" for rank in range(size)))


sizes = st.lists(st.integers(3, 5), max_size=12)


@given(sizes, st.integers(1, 5))
def test_every_circle_has_one_and_nobody_reads_a_whole_circle_more_than_anybody_else(
    many: list[int], trainers: int
) -> None:
    circles = [circle(f"c{rank:02}", size) for rank, size in enumerate(many)]
    team = [Commenter(f"t{rank}") for rank in range(trainers)]
    found = shared_out(circles, team)
    assert found.keys() == {one.id for one in circles}
    load = [sum(len(one.members) for one in circles if found[one.id] == who.person) for who in team]
    assert max(load) - min(load) <= max(many, default=0)
    assert shared_out(circles, team) == found


def test_whoever_is_in_charge_of_some_circles_gets_no_other() -> None:
    circles = [circle("a", 5), circle("b", 4), circle("c", 4)]
    found = shared_out(circles, [Commenter("only-a", frozenset({"a"})), Commenter("all")])
    assert found == {"a": "only-a", "b": "all", "c": "all"}
    assert shared_out(circles, [Commenter("only-a", frozenset({"a"}))]) == {"a": "only-a"}


def test_equal_otherwise_a_circle_stays_with_who_has_it() -> None:
    circles = [circle("a", 4), circle("b", 4)]
    team = [Commenter("x"), Commenter("y")]
    assert shared_out(circles, team, {"a": "y", "b": "x"}) == {"a": "y", "b": "x"}
    assert shared_out(circles, []) == {}
