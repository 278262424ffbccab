"""Who reads a deposited answer in the trainer's space, and comments it: against a table written by hand."""

import pytest

from parcours_u.domain.audience import NOBODY, Audience, Reader
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.reading import may_comment, may_read, outsider
from parcours_u.domain.standing import Standing

OWN, OTHER = (GroupKind.CIRCLE, "own"), (GroupKind.CIRCLE, "other")
READERS = {
    "trainer": Standing("t", Role.TRAINER),
    "trainer of the circle": Standing("t", Role.TRAINER, trains=frozenset({"own"})),
    "trainer of another circle": Standing("t", Role.TRAINER, trains=frozenset({"other"})),
    "trainer who left": Standing("t", Role.TRAINER, present=False),
    "host": Standing("h", Role.HOST, territory="vallée"),
    "accompanist": Standing("a", Role.ACCOMPANIST, groups=frozenset({(GroupKind.CORE_GROUP, "n")})),
    "participant": Standing("p", Role.PARTICIPANT, groups=frozenset({OWN})),
    "visitor": Standing("v", Role.VISITOR),
    "nobody": Standing("?"),
}
AUTHORS = {
    "member": Standing("m", Role.PARTICIPANT, groups=frozenset({OWN, (GroupKind.CORE_GROUP, "n")}), territory="vallée"),
    "member who left": Standing("m", Role.PARTICIPANT, present=False, groups=frozenset({OWN})),
    "outsider": outsider("CODE"),
    "trainer": Standing("u", Role.TRAINER),
}
TRAINER, COHORT = frozenset({Reader.TRAINER}), frozenset({Reader.COHORT})
NARROWED = frozenset({Reader.CIRCLE, Reader.PAIR})
# What the entry says (None: there is none here), whether it should be here, and which readers read it then.
CASES = [
    ("member", TRAINER, True, {"trainer", "trainer of the circle"}),
    ("member", TRAINER | NARROWED, False, {"trainer", "trainer of the circle"}),
    ("member", COHORT, True, {"trainer", "trainer of the circle"}),
    ("member", NARROWED, True, set()),
    ("member", NARROWED, False, set()),
    ("member", NOBODY, True, set()),
    ("member", frozenset({Reader.COMMONS}), True, set()),
    ("member", None, True, set()),  # erased with the rest of a journal
    ("member", None, False, {"trainer", "trainer of the circle"}),  # sent in a file
    ("member who left", TRAINER, True, set()),
    ("member who left", None, False, set()),
    ("outsider", None, False, {"trainer"}),
    ("trainer", TRAINER, True, set()),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("author", "opened", "from_here", "those"), CASES)
def test_the_table_says_who_reads_and_comments(
    reader: str, author: str, opened: Audience | None, from_here: bool, those: set[str]
) -> None:
    asked = (READERS[reader], AUTHORS[author], opened)
    assert may_read(*asked, from_here=from_here) is (reader in those)
    assert may_comment(*asked, from_here=from_here) is (reader in those)


def test_nobody_reads_or_comments_their_own_deposit_there() -> None:
    one = Standing("m", Role.TRAINER)
    assert not may_read(one, one, TRAINER, from_here=True)
    assert not may_comment(one, one, TRAINER, from_here=True)
