"""« Il est 15 h 10, que garde-t-on ? »: a day that runs late, planned again from the current time.

The rule, in the order in which it applies:

1. Breaks and meals keep their whole length, and so does what must be kept. Nothing ever goes under its minimum.
2. A slot where people or a meal are expected never starts before the time that they were told.
3. When everything left fits, nothing changes.
4. Otherwise slots are shortened, no more than the end of the day needs: five minutes at a time, first before the guests
   or the meal that would wait, then from the slot that has most left to give (the later one of two equals).
5. When that isn't enough, slots that may be dropped are: as few as possible, then the shortest, then the latest. What
   they free and nobody needs goes back to the shortened ones.
6. When even that isn't enough, the plan says how many minutes late the day will end. It then drops only what makes
   that smaller.

Times are minutes since midnight.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from parcours_u.domain.days import Day, Slot

__all__ = ["Fate", "PlannedSlot", "Replanned", "replan"]

_STEP = 5


class Fate(StrEnum):
    """What becomes of a slot."""

    KEPT = "kept"
    SHORTENED = "shortened"
    DROPPED = "dropped"


@dataclass(frozen=True)
class PlannedSlot:
    """A slot of the new plan.

    Parameters
    ----------
    slot : Slot
        What was planned.
    start : int
        When it starts now; for the slot under way, the time that was given. A dropped one starts when it would have.
    minutes : int
        How long it lasts from then on; 0 when dropped.
    fate : Fate
        Kept whole, shortened or dropped.
    planned : int
        When it was planned to start.
    """

    slot: Slot
    start: int
    minutes: int
    fate: Fate
    planned: int

    @property
    def delay(self) -> int:
        """By how many minutes those who are expected at that time will wait; 0 when there are none."""
        return max(0, self.start - self.planned) if self.slot.fixed and self.fate is not Fate.DROPPED else 0


@dataclass(frozen=True)
class Replanned:
    """The rest of a day: its slots, when it ends now, and when it had to end."""

    slots: tuple[PlannedSlot, ...]
    end: int
    deadline: int

    @property
    def late(self) -> int:
        """By how many minutes the day will end too late, whatever is done; 0 when it fits."""
        return max(0, self.end - self.deadline)

    @property
    def spare(self) -> int:
        """How many minutes remain free at the end."""
        return max(0, self.deadline - self.end)


@dataclass(frozen=True)
class _Left:
    """What is left of a slot: its longest and shortest length from now on, and when it may start."""

    longest: int
    shortest: int
    can_drop: bool
    not_before: int


def replan(day: Day, slot_id: str, now: int, *, deadline: int | None = None, elapsed: int = 0) -> Replanned:
    """Return what to keep of a day from the current time on.

    Parameters
    ----------
    day : Day
        The day as it was planned.
    slot_id : str
        The slot that begins now, or is under way.
    now, deadline : int
        The time, and when the day must end: its planned end when None.
    elapsed : int
        For how many minutes the slot has been under way.

    Raises
    ------
    KeyError
        When the day has no such slot.
    ValueError
        When ``elapsed`` is negative.
    """
    if elapsed < 0:
        raise ValueError("a slot can't have been under way for less than no time")
    timed = list(day.times())
    position = next((rank for rank, (slot, _) in enumerate(timed) if slot.id == slot_id), None)
    if position is None:
        raise KeyError(slot_id)
    timed = timed[position:]
    deadline = day.end if deadline is None else deadline
    left = [_left(slot, start, elapsed if rank == 0 else 0) for rank, (slot, start) in enumerate(timed)]
    lengths = _lengths(left, now, deadline)
    starts, end = _starts(left, lengths, now)
    slots = tuple(
        PlannedSlot(slot, start, length or 0, _fate(length, one), planned)
        for (slot, planned), one, length, start in zip(timed, left, lengths, starts, strict=True)
    )
    return Replanned(slots, end, deadline)


def _left(slot: Slot, planned: int, elapsed: int) -> _Left:
    return _Left(
        longest=max(0, slot.minutes - elapsed),
        shortest=max(0, slot.least - elapsed),
        can_drop=slot.can_drop and slot.minutes > elapsed,  # what is over can't be dropped any more
        not_before=planned if slot.fixed and not elapsed else 0,  # what began makes nobody wait for its hour
    )


def _fate(length: int | None, one: _Left) -> Fate:
    if length is None:
        return Fate.DROPPED
    return Fate.SHORTENED if length < one.longest else Fate.KEPT


def _starts(left: Sequence[_Left], lengths: Sequence[int | None], now: int) -> tuple[list[int], int]:
    """Return when each slot starts, and when the last one ends; a dropped one (None) makes nobody wait."""
    starts = []
    for one, length in zip(left, lengths, strict=True):
        if length is not None:
            now = max(now, one.not_before)
        starts.append(now)
        now += length or 0
    return starts, now


def _lengths(left: Sequence[_Left], now: int, deadline: int) -> list[int | None]:
    """Return how long each slot lasts, None for those that are dropped."""

    def late(lengths: Sequence[int | None]) -> int:
        return max(0, _starts(left, lengths, now)[1] - deadline)

    # What can't be avoided, then the smallest set of slots to drop that avoids the rest.
    target = late([None if one.can_drop else one.shortest for one in left])
    dropped = next(
        ranks
        for ranks in _choices(left)
        if late([None if r in ranks else o.shortest for r, o in enumerate(left)]) <= target
    )
    lengths = [None if rank in dropped else one.longest for rank, one in enumerate(left)]
    while (excess := late(lengths) - target) > 0:
        _shorten(left, lengths, excess, late, _waiting(left, lengths, now))
    for rank, one in enumerate(left):
        # A slot shortened early may have been spared by what others gave afterwards.
        while (length := lengths[rank]) is not None and length < one.longest:
            lengths[rank] = length + 1
            if late(lengths) > target:
                lengths[rank] = length
                break
    return lengths


def _choices(left: Sequence[_Left]) -> Iterator[tuple[int, ...]]:
    """Return the sets of slots that may be dropped, by rank: fewest first, then shortest, then latest."""
    candidates = [rank for rank, one in enumerate(left) if one.can_drop]
    for count in range(len(candidates) + 1):
        yield from sorted(
            combinations(candidates, count),
            key=lambda ranks: (sum(left[rank].longest for rank in ranks), [-rank for rank in reversed(ranks)]),
        )


def _waiting(left: Sequence[_Left], lengths: Sequence[int | None], now: int) -> list[int]:
    """Return the ranks of the slots where people or a meal wait."""
    starts, _ = _starts(left, lengths, now)
    return [
        rank
        for rank, (one, length, start) in enumerate(zip(left, lengths, starts, strict=True))
        if length is not None and 0 < one.not_before < start
    ]


def _shorten(
    left: Sequence[_Left],
    lengths: list[int | None],
    excess: int,
    late: Callable[[Sequence[int | None]], int],
    waiting: Sequence[int],
) -> None:
    """Take a few minutes where they spare most waiting, then where most is left, if they make the day end sooner."""
    before = late(lengths)
    margins = [
        (sum(rank < other for other in waiting), length - one.shortest, rank, length)
        for rank, (one, length) in enumerate(zip(left, lengths, strict=True))
        if length is not None and length > one.shortest
    ]
    for _, margin, rank, length in sorted(margins, reverse=True):
        lengths[rank] = length - min(_STEP, margin, excess)
        if gained := before - late(lengths):
            lengths[rank] = length - gained  # waiting for guests can make some of the minutes useless
            return
        lengths[rank] = length
    raise AssertionError("the shortest lengths fit, so one of them can still give")
