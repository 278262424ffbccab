"""Who is in which room, who reads what was told there, and who manages the cohort."""

import pytest
from standings import ADA, C1, C2, GONE, N1, N2, P1, TRAINER, somebody

from parcours_u.domain.audience import Reader, parse_audience
from parcours_u.domain.people import Role
from parcours_u.domain.policy import (
    Action,
    may_agree,
    may_animate,
    may_follow_programme,
    may_join,
    may_manage,
    may_read_in,
    may_take_back_reply,
    offered,
    room_kinds,
    rooms_for,
    rooms_of,
    was_there,
)
from parcours_u.domain.rooms import Room
from parcours_u.domain.standing import Standing


@pytest.mark.parametrize(
    ("standing", "rooms"),
    [
        (ADA, ["pair:p1", "circle:c1", "core_group:n1", "cohort"]),
        (somebody("bo", Role.PARTICIPANT), ["cohort"]),
        (somebody("t", Role.TRAINER, C1, P1, N1, trains=frozenset({"c1"})), ["cohort"]),
        (somebody("a", Role.ACCOMPANIST, N2, N1, C1), ["core_group:n1", "core_group:n2"]),
        (somebody("h", Role.HOST, C1), []),
        (somebody("v", Role.VISITOR, C1), []),
        (somebody("x", None, C1), []),
        (GONE, []),
    ],
)
def test_the_rooms_that_each_is_in(standing: Standing, rooms: list[str]) -> None:
    assert [str(room) for room in rooms_of(standing)] == rooms
    assert {Room.parse(room).kind for room in rooms} <= room_kinds(standing.role)
    assert all(may_join(standing, Room.parse(room)) for room in rooms)
    assert not may_join(standing, Room(Reader.CIRCLE, "c2"))


@pytest.mark.parametrize(
    ("standing", "follows"),
    [
        (ADA, True),
        (TRAINER, True),
        (somebody("a", Role.ACCOMPANIST), True),
        (somebody("h", Role.HOST), True),
        (somebody("v", Role.VISITOR), False),
        (somebody("x", None), False),
        (GONE, False),
    ],
)
def test_who_is_of_the_cohort_follows_its_programme_and_nobody_else(standing: Standing, follows: bool) -> None:
    assert may_follow_programme(standing) is follows


def test_a_room_is_read_by_those_who_are_in_it_with_the_author() -> None:
    circle = Room(Reader.CIRCLE, "c1")
    near, moved = somebody("bo", Role.PARTICIPANT, C1), somebody("cy", Role.PARTICIPANT, C2)
    assert may_read_in(circle, near, ADA, 1)
    assert not may_read_in(circle, moved, ADA, 1)
    assert not may_read_in(circle, near, moved, 1)
    assert may_read_in(circle, moved, moved, 1)
    assert not may_read_in(circle, moved, moved, 1, Action.REPLY)


def test_whoever_comes_into_a_group_reads_what_is_told_there_from_then_on() -> None:
    circle = Room(Reader.CIRCLE, "c1")
    newcomer = somebody("di", Role.PARTICIPANT, C1, came={"c1": 7})
    for action in (Action.READ_CURRENT, Action.REPLY):
        assert [may_read_in(circle, newcomer, ADA, number, action) for number in (1, 7, 8)] == [False, False, True]
    assert may_read_in(circle, ADA, newcomer, 1)
    assert may_read_in(circle, newcomer, newcomer, 1, Action.REPLY)
    assert may_read_in(Room(Reader.COHORT), newcomer, ADA, 1)
    assert was_there(newcomer, circle, 8)
    assert not was_there(newcomer, circle, 7)
    assert not was_there(newcomer, Room(Reader.CIRCLE, "c2"), 8)


def test_together_again_in_a_new_circle_two_people_do_not_read_what_was_told_in_the_former_one() -> None:
    one, other = somebody("ada", Role.PARTICIPANT, C2), somebody("bo", Role.PARTICIPANT, C2)
    assert not may_read_in(Room(Reader.CIRCLE, "c1"), one, other, 1)


def test_together_elsewhere_two_people_do_not_read_what_is_told_where_one_of_them_no_longer_is() -> None:
    still, left = somebody("bo", Role.PARTICIPANT, N1, N2), somebody("cy", Role.PARTICIPANT, N2)
    assert not may_read_in(Room(Reader.CORE_GROUP, "n1"), still, left, 1)
    assert not may_read_in(Room(Reader.CORE_GROUP, "n1"), left, still, 1)
    assert may_read_in(Room(Reader.CORE_GROUP, "n2"), still, left, 1)


@pytest.mark.parametrize(
    ("standing", "rooms"),
    [
        (ADA, {"pair:p1", "core_group:n1"}),
        (somebody("bo", Role.PARTICIPANT, C1), set()),
        (somebody("a", Role.ACCOMPANIST, N1, N2, P1), {"core_group:n1", "core_group:n2"}),
        (TRAINER, set()),
        (somebody("t", Role.TRAINER, N1, P1), set()),
        (somebody("h", Role.HOST, N1, P1, territory="Nord"), set()),
        (somebody("v", Role.VISITOR, N1), set()),
        (somebody("x", None, P1), set()),
        (GONE, set()),
    ],
)
def test_what_is_agreed_is_its_group_s_and_of_whoever_accompanies_it(standing: Standing, rooms: set[str]) -> None:
    every = [Room(Reader.COHORT), *(Room(kind, f"{kind[0]}{n}") for kind in (Reader.CIRCLE, Reader.PAIR) for n in "12")]
    every += [Room(Reader.CORE_GROUP, group) for group in ("n1", "n2", "n3")]
    assert {str(room) for room in every if may_agree(standing, room)} == rooms


@pytest.mark.parametrize(
    ("standing", "manages", "animates"),
    [
        (TRAINER, True, True),
        (somebody("t", Role.TRAINER, trains=frozenset({"c1"})), False, True),
        (somebody("t", Role.TRAINER, present=False), False, False),
        (ADA, False, False),
        (somebody("a", Role.ACCOMPANIST, N1), False, False),
        (somebody("h", Role.HOST, territory="Nord"), False, False),
        (somebody("v", Role.VISITOR), False, False),
        (somebody("x", None), False, False),
    ],
)
def test_the_whole_cohort_s_trainers_manage_it_and_any_trainer_says_how_late_the_day_runs(
    standing: Standing, manages: bool, animates: bool
) -> None:
    assert (may_manage(standing), may_animate(standing)) == (manages, animates)


def test_an_audience_opens_the_rooms_that_its_author_is_in() -> None:
    assert rooms_for(ADA, frozenset({Reader.PAIR, Reader.CIRCLE, Reader.TRAINER})) == (
        Room(Reader.PAIR, "p1"),
        Room(Reader.CIRCLE, "c1"),
    )
    assert rooms_for(ADA, frozenset({Reader.TRAINER})) == ()
    assert rooms_for(ADA, frozenset({Reader.COMMONS})) == ()
    assert rooms_for(somebody("bo", Role.PARTICIPANT), frozenset({Reader.PAIR})) == ()


@pytest.mark.parametrize(
    ("standing", "readers"),
    [
        (ADA, {"pair", "circle", "core_group", "trainer", "cohort"}),
        (somebody("bo", Role.PARTICIPANT), {"trainer", "cohort"}),
        (TRAINER, {"cohort"}),
        (somebody("a", Role.ACCOMPANIST, N1), {"core_group"}),
        (somebody("h", Role.HOST), set()),
        (somebody("v", Role.VISITOR), set()),
        (GONE, set()),
    ],
)
def test_each_may_choose_among_the_readers_that_they_have(standing: Standing, readers: set[str]) -> None:
    choices = offered(standing)
    assert choices[0] == frozenset()
    assert set().union(*choices) == readers
    assert all(parse_audience(map(str, audience)) == audience for audience in choices)
    assert len(set(choices)) == len(choices)


def test_a_reply_is_taken_back_by_whoever_wrote_it_only() -> None:
    assert may_take_back_reply("ada", "ada")
    assert not may_take_back_reply("ada", "bo")


@pytest.mark.parametrize(
    "text", ["", "circle", "circle:", "cohort:", "cohort:1", "trainer", "trainer:1", "commons", "salon:1"]
)
def test_what_names_no_room_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a room|not a valid Reader"):
        Room.parse(text)
