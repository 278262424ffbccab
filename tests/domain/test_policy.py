"""Who may do what with whose entry: every relation, every audience, every action, against a table written by hand."""

from itertools import chain, combinations, product

import pytest

from parcours_u.domain.audience import Audience, Reader, parse_audience
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.policy import (
    Action,
    Relation,
    may,
    may_agree,
    may_join,
    may_manage,
    may_read_in,
    may_take_back_reply,
    offered,
    relations,
    rooms_for,
    rooms_of,
)
from parcours_u.domain.rooms import Room
from parcours_u.domain.standing import Standing

# One line a relation. Under each action, the audiences that open it: « * » any, « - » none, else the letters of those of
# which one is enough: (b) pair, (c) circle, (n) core group, (f) trainer, (g) cohort. « ! » asks that it was deposited too.
TABLE = """
relation         read_current read_deposited read_history write share take_back deposit reply comment
self             *            !*             *            *     *     *         fg      bcng  -
same_pair        b            -              -            -     -     -         -       b     -
same_circle      c            -              -            -     -     -         -       c     -
same_core_group  n            -              -            -     -     -         -       n     -
same_cohort      g            -              -            -     -     -         -       g     -
circle_trainer   g            !fg            -            -     -     -         -       g     !fg
cohort_trainer   g            !fg            -            -     -     -         -       g     !fg
host             -            -              -            -     -     -         -       -     -
accompanist      n            -              -            -     -     -         -       n     -
visitor          -            -              -            -     -     -         -       -     -
stranger         -            -              -            -     -     -         -       -     -
departed         -            -              -            -     -     -         -       -     -
"""
LETTERS = {"pair": "b", "circle": "c", "core_group": "n", "trainer": "f", "cohort": "g"}
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {(line[0], action): cell for line in LINES for action, cell in zip(HEAD[1:], line[1:], strict=True)}


def every_audience() -> list[Audience]:
    found = []
    for some in chain.from_iterable(combinations(Reader, size) for size in range(len(Reader) + 1)):
        try:
            found.append(parse_audience(some))
        except ValueError:
            continue
    return found


AUDIENCES = every_audience()


def expected(relation: str, action: str, audience: Audience, deposited: bool) -> bool:
    cell = EXPECTED[relation, action]
    if cell.startswith("!") and not deposited:
        return False
    cell = cell.removeprefix("!")
    return cell == "*" or any(LETTERS.get(reader) in cell for reader in map(str, audience) if reader in LETTERS)


def test_the_table_has_a_line_a_relation_and_a_column_an_action() -> None:
    assert [line[0] for line in LINES] == [str(relation) for relation in Relation]
    assert sorted(HEAD[1:]) == sorted(map(str, Action))
    assert len(AUDIENCES) == 18


@pytest.mark.parametrize("relation", Relation)
def test_each_relation_opens_what_the_table_says_and_nothing_else(relation: Relation) -> None:
    cases = product(Action, AUDIENCES, (False, True))
    wrong = [
        (str(action), sorted(audience), deposited)
        for action, audience, deposited in cases
        if may(action, {relation}, audience, deposited=deposited) is not expected(relation, action, audience, deposited)
    ]
    assert wrong == []


def test_several_relations_open_what_one_of_them_opens() -> None:
    others = [one for one in Relation if one not in {Relation.SELF, Relation.DEPARTED}]
    for action, audience, deposited in product(Action, AUDIENCES, (False, True)):
        for one, other in combinations(others, 2):
            opens = expected(one, action, audience, deposited) or expected(other, action, audience, deposited)
            assert may(action, {one, other}, audience, deposited=deposited) is opens


@pytest.mark.parametrize("relation", [one for one in Relation if one is not Relation.SELF])
def test_whoever_left_reads_nobody_whatever_they_were(relation: Relation) -> None:
    for action, audience, deposited in product(Action, AUDIENCES, (False, True)):
        assert not may(action, {relation, Relation.DEPARTED}, audience, deposited=deposited)


@pytest.mark.parametrize("action", Action)
def test_whoever_left_still_reads_their_own_and_takes_it_back(action: Action) -> None:
    kept = {Action.READ_CURRENT, Action.READ_DEPOSITED, Action.READ_HISTORY, Action.TAKE_BACK}
    audience = frozenset({Reader.COHORT})
    assert may(action, {Relation.SELF, Relation.DEPARTED}, audience, deposited=True) is (action in kept)


def test_nobody_at_all_may_do_nothing_at_all() -> None:
    assert not any(may(action, (), audience, deposited=True) for action, audience in product(Action, AUDIENCES))


C1, C2 = (GroupKind.CIRCLE, "c1"), (GroupKind.CIRCLE, "c2")
P1, N1, N2 = (GroupKind.PAIR, "p1"), (GroupKind.CORE_GROUP, "n1"), (GroupKind.CORE_GROUP, "n2")


def somebody(name: str, role: Role | None, *groups: tuple[GroupKind, str], **more: object) -> Standing:
    return Standing(name, role, groups=frozenset(groups), **more)  # type: ignore[arg-type]


ADA = somebody("ada", Role.PARTICIPANT, C1, P1, N1, territory="Nord")
GONE = somebody("gone", Role.PARTICIPANT, C1, P1, N1, present=False)
TRAINER = somebody("trainer", Role.TRAINER)

# Who somebody is to Ada, who is in a circle, a pair and a core group of the North.
TO_ADA = [
    (ADA, {Relation.SELF}),
    (somebody("bo", Role.PARTICIPANT, C1, P1, N1), {"same_pair", "same_circle", "same_core_group", "same_cohort"}),
    (somebody("bo", Role.PARTICIPANT, C1), {"same_circle", "same_cohort"}),
    (somebody("bo", Role.PARTICIPANT, C2, N2), {"same_cohort"}),
    (somebody("bo", Role.PARTICIPANT), {"same_cohort"}),
    (GONE, {"departed"}),
    (TRAINER, {"same_cohort", "cohort_trainer"}),
    (somebody("t", Role.TRAINER, trains=frozenset({"c1"})), {"same_cohort", "circle_trainer"}),
    (somebody("t", Role.TRAINER, trains=frozenset({"c2"})), {"same_cohort"}),
    (somebody("t", Role.TRAINER, C1, P1, N1), {"same_cohort", "cohort_trainer"}),
    (somebody("h", Role.HOST, C1, territory="Nord"), {"host"}),
    (somebody("h", Role.HOST, C1, territory="Sud"), {"stranger"}),
    (somebody("a", Role.ACCOMPANIST, N1, N2), {"accompanist"}),
    (somebody("a", Role.ACCOMPANIST, N2, C1), {"stranger"}),
    (somebody("v", Role.VISITOR, C1, P1), {"visitor"}),
    (somebody("x", None, C1, P1), {"stranger"}),
]


@pytest.mark.parametrize(("reader", "held"), TO_ADA)
def test_what_somebody_is_to_an_author(reader: Standing, held: set[str]) -> None:
    assert relations(reader, ADA) == held


def test_whoever_left_keeps_their_journal_and_is_nobody_to_the_others() -> None:
    assert relations(GONE, GONE) == {Relation.SELF, Relation.DEPARTED}
    assert relations(ADA, GONE) == {Relation.STRANGER}
    assert relations(ADA, somebody("v", Role.VISITOR, C1)) == {Relation.STRANGER}
    assert relations(ADA, somebody("x", None, C1)) == {Relation.STRANGER}


def test_two_people_whose_territory_is_not_known_are_not_of_the_same_one() -> None:
    assert relations(somebody("h", Role.HOST), somebody("b", Role.PARTICIPANT)) == {Relation.STRANGER}


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
    assert all(may_join(standing, Room.parse(room)) for room in rooms)
    assert not may_join(standing, Room(Reader.CIRCLE, "c2"))


def test_a_room_is_read_by_those_who_are_in_it_with_the_author() -> None:
    circle = Room(Reader.CIRCLE, "c1")
    near, moved = somebody("bo", Role.PARTICIPANT, C1), somebody("cy", Role.PARTICIPANT, C2)
    assert may_read_in(circle, near, ADA)
    assert not may_read_in(circle, moved, ADA)
    assert not may_read_in(circle, near, moved)
    assert may_read_in(circle, moved, moved)
    assert not may_read_in(circle, moved, moved, Action.REPLY)


def test_together_again_in_a_new_circle_two_people_do_not_read_what_was_told_in_the_former_one() -> None:
    one, other = somebody("ada", Role.PARTICIPANT, C2), somebody("bo", Role.PARTICIPANT, C2)
    assert not may_read_in(Room(Reader.CIRCLE, "c1"), one, other)


def test_together_elsewhere_two_people_do_not_read_what_is_told_where_one_of_them_no_longer_is() -> None:
    still, left = somebody("bo", Role.PARTICIPANT, N1, N2), somebody("cy", Role.PARTICIPANT, N2)
    assert not may_read_in(Room(Reader.CORE_GROUP, "n1"), still, left)
    assert not may_read_in(Room(Reader.CORE_GROUP, "n1"), left, still)
    assert may_read_in(Room(Reader.CORE_GROUP, "n2"), still, left)


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
    ("standing", "manages"),
    [
        (TRAINER, True),
        (somebody("t", Role.TRAINER, trains=frozenset({"c1"})), False),
        (somebody("t", Role.TRAINER, present=False), False),
        (ADA, False),
        (somebody("a", Role.ACCOMPANIST, N1), False),
        (somebody("h", Role.HOST, territory="Nord"), False),
        (somebody("v", Role.VISITOR), False),
        (somebody("x", None), False),
    ],
)
def test_people_and_groups_are_managed_by_the_trainers_of_the_whole_cohort(standing: Standing, manages: bool) -> None:
    assert may_manage(standing) is manages


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
