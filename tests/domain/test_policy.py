"""Who may do what with whose entry: every relation, every audience, every action, against a table written by hand."""

from itertools import chain, combinations, product

import pytest
from standings import ADA, C1, C2, GONE, N1, N2, P1, TRAINER, somebody

from parcours_u.domain.audience import Audience, Reader, parse_audience
from parcours_u.domain.people import Role
from parcours_u.domain.policy import (
    Action,
    Relation,
    may,
    relations,
)
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
