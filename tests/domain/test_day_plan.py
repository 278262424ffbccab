"""A day that runs late: what is kept, shortened or dropped from the current time on, whatever the day."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.day_plan import Fate, Replanned, replan
from parcours_u.domain.days import Day, Late, Slot, SlotKind, When

NINE = 9 * 60
KEPT = Late()


def slot(name: str, minutes: int, late: Late = KEPT, *, fixed: bool = False, kind: SlotKind = SlotKind.SESSION) -> Slot:
    return Slot(name, name, "Quelque chose.", minutes, kind=kind, fixed=fixed, late=late)


def shrinks(minutes: int) -> Late:
    return Late(When.SHRINK, minutes, lost="Un peu.")


def drops(minutes: int = 0) -> Late:
    return Late(When.DROP, minutes, lost="Tout.")


def day(*slots: Slot) -> Day:
    return Day("Un jour", "Essayer.", NINE, slots)


def told(plan: Replanned) -> list[tuple[str, int, int, str]]:
    return [(one.slot.id, one.start - NINE, one.minutes, one.fate.value) for one in plan.slots]


AFTERNOON = day(
    slot("listen", 60, shrinks(40)),
    slot("break", 15, kind=SlotKind.BREAK),
    slot("clinic", 70),
    slot("gallery", 30, drops(20)),
    slot("close", 25, shrinks(10)),
)


def test_a_day_on_time_keeps_everything() -> None:
    plan = replan(AFTERNOON, "listen", NINE)
    assert told(plan) == [
        ("listen", 0, 60, "kept"),
        ("break", 60, 15, "kept"),
        ("clinic", 75, 70, "kept"),
        ("gallery", 145, 30, "kept"),
        ("close", 175, 25, "kept"),
    ]
    assert (plan.late, plan.spare) == (0, 0)


def test_what_can_give_most_gives_first_five_minutes_at_a_time() -> None:
    plan = replan(AFTERNOON, "listen", NINE + 12)
    assert told(plan) == [
        ("listen", 12, 53, "shortened"),
        ("break", 65, 15, "kept"),
        ("clinic", 80, 70, "kept"),
        ("gallery", 150, 30, "kept"),
        ("close", 180, 20, "shortened"),
    ]


def test_nothing_is_dropped_while_shortening_is_enough() -> None:
    plan = replan(AFTERNOON, "listen", NINE + 45)
    assert [one.fate for one in plan.slots].count(Fate.DROPPED) == 0
    assert [one.minutes for one in plan.slots] == [40, 15, 70, 20, 10]
    assert plan.late == 0


def test_what_a_dropped_slot_frees_goes_back_to_the_others() -> None:
    plan = replan(AFTERNOON, "listen", NINE + 46)
    assert [one.minutes for one in plan.slots] == [50, 15, 70, 0, 19]
    assert plan.slots[3].fate is Fate.DROPPED
    assert (plan.late, plan.spare) == (0, 0)


def test_when_the_least_does_not_fit_the_plan_says_by_how_much() -> None:
    plan = replan(AFTERNOON, "listen", NINE + 90)
    assert [one.minutes for one in plan.slots] == [40, 15, 70, 0, 10]
    assert plan.late == 25


def test_a_smaller_drop_is_preferred_to_a_bigger_one() -> None:
    two = day(slot("long", 60, drops()), slot("short", 20, drops()), slot("close", 20))
    assert [one.fate.value for one in replan(two, "long", NINE + 15).slots] == ["kept", "dropped", "kept"]


def test_a_slot_under_way_counts_what_was_already_done() -> None:
    plan = replan(AFTERNOON, "clinic", NINE + 125, elapsed=30)
    assert told(plan)[0] == ("clinic", 125, 40, "kept")
    assert plan.slots[0].planned == NINE + 75


def test_a_slot_that_may_be_dropped_can_be_stopped_half_way() -> None:
    plan = replan(day(slot("gallery", 30, drops()), slot("close", 20)), "gallery", NINE + 30, elapsed=10)
    assert told(plan) == [("gallery", 30, 0, "dropped"), ("close", 30, 20, "kept")]


def test_guests_are_never_met_before_the_time_they_were_told() -> None:
    visited = day(slot("visit", 60, drops()), slot("table", 90, fixed=True), slot("close", 20, shrinks(10)))
    plan = replan(visited, "visit", NINE + 5)
    assert told(plan)[:2] == [("visit", 5, 60, "kept"), ("table", 65, 90, "kept")]
    assert plan.slots[1].delay == 5
    late = replan(visited, "visit", NINE + 20)
    assert told(late) == [("visit", 20, 0, "dropped"), ("table", 60, 90, "kept"), ("close", 150, 20, "kept")]


def test_minutes_taken_before_a_rendezvous_that_would_be_waited_for_are_not_taken() -> None:
    visited = day(slot("visit", 60, shrinks(10)), slot("table", 90, fixed=True), slot("close", 30, shrinks(10)))
    plan = replan(visited, "visit", NINE, deadline=NINE + 165)
    assert [one.minutes for one in plan.slots] == [60, 90, 15]


def test_minutes_are_taken_first_before_those_who_would_wait() -> None:
    visited = day(slot("visit", 60, shrinks(40)), slot("table", 90, fixed=True), slot("close", 60, shrinks(10)))
    assert [one.minutes for one in replan(visited, "visit", NINE + 15).slots] == [45, 90, 60]
    plan = replan(visited, "visit", NINE + 30)
    assert [one.minutes for one in plan.slots] == [40, 90, 50]
    assert plan.slots[1].delay == 10


def test_an_unknown_slot_and_a_negative_duration_are_refused() -> None:
    with pytest.raises(KeyError):
        replan(AFTERNOON, "lunch", NINE)
    with pytest.raises(ValueError, match="less than no time"):
        replan(AFTERNOON, "listen", NINE, elapsed=-1)


@st.composite
def slots(draw: st.DrawFn, name: str) -> Slot:
    minutes = draw(st.integers(5, 120))
    if draw(st.integers(0, 3)) == 0:
        kind = draw(st.sampled_from((SlotKind.BREAK, SlotKind.MEAL)))
        return slot(name, minutes, kind=kind, fixed=draw(st.booleans()))
    late = draw(
        st.one_of(
            st.just(Late()),
            st.builds(shrinks, st.integers(1, minutes)),
            st.builds(drops, st.integers(0, minutes)),
        )
    )
    return slot(name, minutes, late, fixed=draw(st.booleans()))


@st.composite
def situations(draw: st.DrawFn) -> tuple[Day, str, int, int, int]:
    planned = day(*(draw(slots(f"s{rank}")) for rank in range(draw(st.integers(1, 8)))))
    one = draw(st.sampled_from(planned.slots))
    now = draw(st.integers(NINE - 60, planned.end + 120))
    return planned, one.id, now, draw(st.integers(NINE, planned.end + 180)), draw(st.integers(0, 60))


Situation = tuple[Day, str, int, int, int]


def replanned(situation: Situation) -> Replanned:
    planned, at, now, deadline, elapsed = situation
    return replan(planned, at, now, deadline=deadline, elapsed=elapsed)


@given(situations())
def test_what_must_be_kept_is_whole_and_nothing_goes_under_its_minimum(situation: Situation) -> None:
    elapsed = situation[4]
    for rank, one in enumerate(replanned(situation).slots):
        done = elapsed if rank == 0 else 0
        if one.fate is Fate.DROPPED:
            assert one.slot.can_drop
            assert one.minutes == 0
        else:
            assert max(0, one.slot.least - done) <= one.minutes <= max(0, one.slot.minutes - done)
        if one.slot.late.when is When.KEEP:
            assert one.minutes == max(0, one.slot.minutes - done)
            assert one.fate is Fate.KEPT


@given(situations())
def test_breaks_and_meals_keep_their_whole_length(situation: Situation) -> None:
    for rank, one in enumerate(replanned(situation).slots):
        if one.slot.kind.protected and (rank or not situation[4]):
            assert one.minutes == one.slot.minutes


@given(situations())
def test_slots_follow_one_another_from_now_on(situation: Situation) -> None:
    plan = replanned(situation)
    clock = situation[2]
    for one in plan.slots:
        assert one.start >= clock
        if one.start > clock:
            assert one.slot.fixed
            assert one.start == one.planned
        clock = one.start + one.minutes
    assert plan.end == clock
    assert plan.late == max(0, plan.end - situation[3])


def ends(plan: Replanned, lengths: list[int | None], now: int, elapsed: int) -> int:
    """Return when the day would end with these lengths instead (None for a slot left out), worked out apart."""
    for rank, (one, length) in enumerate(zip(plan.slots, lengths, strict=True)):
        if length is not None:
            expected = one.planned if one.slot.fixed and (rank or not elapsed) else now
            now = max(now, expected) + length
    return now


def shortest(plan: Replanned, elapsed: int) -> list[int]:
    return [max(0, one.slot.least - (0 if rank else elapsed)) for rank, one in enumerate(plan.slots)]


@given(situations())
def test_the_lateness_announced_is_the_smallest_there_is(situation: Situation) -> None:
    _, _, now, deadline, elapsed = situation
    plan = replanned(situation)
    over = elapsed >= plan.slots[0].slot.minutes  # a slot that is over has nothing left to drop
    lengths = [
        None if one.slot.can_drop and not (rank == 0 and over) else least
        for rank, (one, least) in enumerate(zip(plan.slots, shortest(plan, elapsed), strict=True))
    ]
    assert plan.late == max(0, ends(plan, lengths, now, elapsed) - deadline)


@given(situations())
def test_no_minute_is_given_up_in_vain(situation: Situation) -> None:
    _, _, now, deadline, elapsed = situation
    plan = replanned(situation)
    lengths = [None if one.fate is Fate.DROPPED else one.minutes for one in plan.slots]
    for rank, one in enumerate(plan.slots):
        if one.fate is Fate.SHORTENED:
            longer = [one.minutes + 1 if other == rank else length for other, length in enumerate(lengths)]
            assert max(0, ends(plan, longer, now, elapsed) - deadline) > plan.late


@given(situations())
def test_no_slot_is_dropped_in_vain(situation: Situation) -> None:
    """Even with everything at its shortest, a dropped slot would make the day end later than announced."""
    _, _, now, deadline, elapsed = situation
    plan = replanned(situation)
    least = shortest(plan, elapsed)
    for rank, one in enumerate(plan.slots):
        if one.fate is Fate.DROPPED:
            lengths = [
                least[other] if other == rank or found.fate is not Fate.DROPPED else None
                for other, found in enumerate(plan.slots)
            ]
            assert max(0, ends(plan, lengths, now, elapsed) - deadline) > plan.late


@given(situations())
def test_a_day_that_is_not_late_is_left_as_it_is(situation: Situation) -> None:
    planned, at, _, _, _ = situation
    start = next(start for one, start in planned.times() if one.id == at)
    plan = replan(planned, at, start)
    assert all(one.fate is Fate.KEPT and one.start == one.planned for one in plan.slots)
    assert (plan.late, plan.spare) == (0, 0)


def test_the_same_situation_always_gives_the_same_plan() -> None:
    again = replace(AFTERNOON, slots=tuple(AFTERNOON.slots))
    assert replan(again, "listen", NINE + 33) == replan(AFTERNOON, "listen", NINE + 33)
