"""A cohort whose server's clock jumps: invitations, devices, guesses and what is shared follow what is true."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clock import MovedClock

from in_circle import put_in_circle, replies, reply, share, text_of
from people_here import HOME, Cohort, running_cohort

HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path)


@pytest.fixture
def cohort(tmp_path: Path, clock: MovedClock) -> Iterator[Cohort]:
    with running_cohort(tmp_path / "groupe", environment=clock.environment()) as found:
        yield found


def test_an_invitation_ends_by_the_clock_and_serves_again_once_the_clock_is_right(
    cohort: Cohort, clock: MovedClock
) -> None:
    ada, token = cohort.newcomer("Ada"), cohort.invite(cohort.add("Bo").id, hours=1.0).token
    clock.jump(2 * HOUR)
    late = cohort.browser()
    answer = late.join(token)
    assert (answer.status, "arrivée à son terme" in answer.text) == (410, True)
    assert late.get(HOME).status == 302
    assert ada.get(HOME).status == 200  # who is in stays in
    assert ada.write("d’après").status == 200
    clock.jump(-2 * HOUR)
    assert late.join(token).status == 303
    assert late.join(token).status == 410  # once


@pytest.mark.parametrize("jump", [-20 * DAY, -HOUR, HOUR, 20 * DAY])
def test_who_is_in_stays_in_and_what_is_shared_keeps_its_order(cohort: Cohort, clock: MovedClock, jump: float) -> None:
    ada, bo = cohort.newcomer("Ada"), cohort.newcomer("Bo")
    room = put_in_circle(cohort, ada, bo)
    first = ada.write("avant le saut").json["saved"]["revision"]
    assert share(ada, "circle").status == 200
    assert reply(bo, room, ada.person, "une").status == 200
    clock.jump(jump)
    assert ada.write("après le saut", base=first).status == 200
    assert reply(ada, room, ada.person, "deux").status == 200
    clock.jump(-jump)
    assert reply(bo, room, ada.person, "trois").status == 200
    assert text_of(bo, ada.person) == "après le saut"
    assert replies(bo, ada.person) == ["une", "deux", "trois"]
    assert (ada.get(HOME).status, bo.get(HOME).status) == (200, 200)


def test_a_clock_that_is_set_neither_forgives_guesses_nor_shuts_anybody_out(cohort: Cohort, clock: MovedClock) -> None:
    guesser, neighbour = cohort.browser(), cohort.browser()
    guesser.source, neighbour.source = "127.0.0.9", "127.0.0.10"
    guessed = [guesser.send("rejoindre", code=f"{rank:05d}-22222").status for rank in range(61)]
    assert guessed[-1] == 429
    for jump in (2 * HOUR, -4 * HOUR):
        clock.jump(jump)
        refused = guesser.send("rejoindre", code="99999-22222")
        assert refused.status == 429
        assert 0 < int(refused.headers["retry-after"]) <= 600
    clock.jump(2 * HOUR)
    assert neighbour.join(cohort.invite(cohort.add("Cy").id).token).status == 303
