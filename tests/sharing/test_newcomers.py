"""Whoever comes into a group reads there what is told from then on; and nobody reads those who have left, replies included."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from gathered import COHORT, Gathered, circle

from leaving import leave
from parcours_u.domain.audience import Reader
from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NewsKind, NotAllowed
from parcours_u.store.groups import Groups
from parcours_u.store.roles import Charge, Roles

PROMPT = "une-question"


def place(cohort: Gathered, kind: GroupKind, name: str, *members: str) -> None:
    """Give a group other members, as the trainer's commands do."""
    groups = Groups(cohort.database)
    today = groups.current(kind)
    wanted = [replace(one, members=members) if one.id == name else one for one in today]
    wanted = [one if one.id == name else replace(one, members=tuple(set(one.members) - {*members})) for one in wanted]
    groups.replace(kind, today, wanted)


def replies(cohort: Gathered, person: str) -> list[str]:
    return [reply.text for entry in cohort.space(person).look().entries for reply in entry.replies]


def told(cohort: Gathered, person: str, room: Room) -> list[tuple[NewsKind, str]]:
    news = cohort.space(person).since(room, 0, 50).news
    assert news is not None
    return [(one.kind, one.reply.text if one.reply else one.owner) for one in news]


def test_whoever_left_the_cohort_is_no_longer_read_in_what_they_replied(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "à tout le groupe", Reader.COHORT)
    cohort.space("bo").reply(COHORT, "ada", PROMPT, "de Bo")
    cohort.space("cy").reply(COHORT, "ada", PROMPT, "de Cy")
    assert replies(cohort, "di") == ["de Bo", "de Cy"]
    leave(cohort.database, "bo")
    for reader in ("ada", "di", "trainer"):
        assert replies(cohort, reader) == ["de Cy"]
        assert told(cohort, reader, COHORT) == [(NewsKind.ENTRY, "ada"), (NewsKind.REPLY, "de Cy")]


def test_the_pages_open_in_a_room_are_told_to_read_again_when_somebody_leaves_it(cohort: Gathered) -> None:
    before = cohort.space("cy").since(circle("c1"), 0, 9).people
    heard: list[frozenset[str]] = []
    cohort.database.on_news = heard.append
    leave(cohort.database, "bo")
    assert {"circle:c1", "cohort"} <= frozenset().union(*heard)
    assert cohort.space("cy").since(circle("c1"), 0, 9).people == before - {"bo"}


def test_whoever_moved_to_another_circle_is_no_longer_read_in_the_former_one_and_their_own_reply_stays_theirs(
    cohort: Gathered,
) -> None:
    cohort.shares("ada", PROMPT, "au cercle", Reader.CIRCLE)
    reply = cohort.space("bo").reply(circle("c1"), "ada", PROMPT, "de Bo")
    place(cohort, GroupKind.CIRCLE, "c2", "bo", "di")
    assert replies(cohort, "cy") == []
    cohort.space("bo").take_back_reply(reply.id)


def test_whoever_comes_into_a_circle_reads_what_is_shared_there_from_then_on(cohort: Gathered) -> None:
    cohort.shares("ada", "avant", "avant Di", Reader.CIRCLE)
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo", "cy", "di")
    cohort.shares("bo", "apres", "avec Di", Reader.CIRCLE)
    assert cohort.texts("di") == ["avec Di"]
    assert cohort.texts("cy") == ["avant Di", "avec Di"]
    assert told(cohort, "di", circle("c1")) == [(NewsKind.ENTRY, "bo")]
    with pytest.raises(NotAllowed):
        cohort.space("di").reply(circle("c1"), "ada", "avant", "je n’y étais pas")


def test_a_new_version_of_what_was_shared_before_is_not_told_to_a_newcomer_either(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "avant Di", Reader.CIRCLE)
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo", "cy", "di")
    cohort.writes("ada", PROMPT, "avant Di, une virgule de plus")
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.CIRCLE, Reader.PAIR}))
    assert cohort.texts("di") == []
    assert told(cohort, "di", circle("c1")) == []


def test_an_author_sees_who_does_not_read_and_shares_again_with_them(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "avant Di", Reader.CIRCLE)
    cohort.space("bo").reply(circle("c1"), "ada", PROMPT, "entre nous trois")
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo", "cy", "di")
    assert [one.newcomers for one in cohort.space("ada").look().entries] == [("di",)]
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.CIRCLE}))
    assert [one.newcomers for one in cohort.space("ada").look().entries] == [()]
    assert cohort.texts("di") == ["avant Di"]
    assert told(cohort, "di", circle("c1")) == [(NewsKind.ENTRY, "ada")]
    assert replies(cohort, "di") == []  # what Bo said, Bo said to the circle of that day
    assert replies(cohort, "ada") == ["entre nous trois"]
    cohort.space("di").reply(circle("c1"), "ada", PROMPT, "merci")
    assert replies(cohort, "di") == ["merci"]


def test_what_is_taken_back_before_somebody_came_is_nothing_to_them(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "avant Di", Reader.CIRCLE)
    cohort.journal("ada").set_audience(PROMPT, frozenset())
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo", "cy", "di")
    assert told(cohort, "di", circle("c1")) == []


def test_whoever_is_out_of_a_circle_and_back_within_a_second_never_left(
    cohort: Gathered, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.shares("ada", PROMPT, "au cercle", Reader.CIRCLE)
    monkeypatch.setattr("parcours_u.store.groups.now", lambda: "2026-03-05T08:00:00Z")
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo")
    place(cohort, GroupKind.CIRCLE, "c1", "ada", "bo", "cy")
    assert cohort.texts("cy") == ["au cercle"]


def test_an_accompanist_who_is_given_one_more_core_group_still_reads_the_other_and_newly_the_new_one(
    cohort: Gathered,
) -> None:
    cohort.group("n1", GroupKind.CORE_GROUP, "ada")
    cohort.group("n2", GroupKind.CORE_GROUP, "cy")
    roles = Roles(cohort.database)
    guide = roles.add(Person("", "", "Guide"), Charge(Role.ACCOMPANIST, groups=("Groupe n1",))).person.id
    cohort.shares("ada", PROMPT, "au noyau un", Reader.CORE_GROUP)
    cohort.shares("cy", PROMPT, "au noyau deux", Reader.CORE_GROUP)
    roles.give(guide, Charge(Role.ACCOMPANIST, groups=("Groupe n1", "Groupe n2")))
    assert cohort.texts(guide) == ["au noyau un"]
    cohort.journal("cy").set_audience(PROMPT, frozenset({Reader.CORE_GROUP}))
    assert cohort.texts(guide) == ["au noyau un", "au noyau deux"]


FORMED: dict[str, Callable[[Gathered], object]] = {
    "a circle": lambda cohort: Groups(cohort.database).replace(
        GroupKind.CIRCLE,
        Groups(cohort.database).current(GroupKind.CIRCLE),
        [Group("", GroupKind.CIRCLE, "Neuf", ("ada", "bo", "cy", "di"))],
        yes_to(Groups(cohort.database).current(GroupKind.CIRCLE)),
    ),
    "a pair": lambda cohort: Groups(cohort.database).form_pair(
        "ada", "di", "Neuf", yes_to(Groups(cohort.database).current(GroupKind.PAIR))
    ),
}


@pytest.mark.parametrize("formed", FORMED.values(), ids=FORMED)
def test_those_with_whom_a_group_is_formed_read_all_of_what_is_told_in_it(
    cohort: Gathered, formed: Callable[[Gathered], object]
) -> None:
    formed(cohort)
    cohort.shares("ada", PROMPT, "à vous", Reader.CIRCLE, Reader.PAIR)
    assert "à vous" in cohort.texts("di")
