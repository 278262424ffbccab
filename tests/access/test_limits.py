"""How many guesses are let through, and what is remembered of them."""

import asyncio
import threading
import weakref
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.devices import AddDevice
from parcours_u.server.cohort.door import Door, Refused
from parcours_u.server.cohort.keyring import Keyring
from parcours_u.server.cohort.limits import Limits, TooMany, network_of
from parcours_u.server.cohort.passing import LINK_MINUTES, Passing, Phrase, Ticket
from parcours_u.server.cohort.server import CohortServer
from parcours_u.server.cohort.slow_work import SlowWork
from parcours_u.store.errors import AccessRefused, StoreError, read_only


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def let_in(limits: Limits, address: str, guess: str) -> None:
    with limits.attempt(address, guess):
        pass


def failures(limits: Limits, count: int, address: str = "192.0.2.1") -> None:
    for rank in range(count):
        with limits.attempt(address, f"guess {rank}"):
            limits.failed(address, f"guess {rank}")


def test_an_address_that_fails_too_often_waits_until_its_first_failure_is_ten_minutes_old(clock: Clock) -> None:
    limits = Limits(clock)
    failures(limits, 60)
    with pytest.raises(TooMany) as refused, limits.attempt("192.0.2.1", "the right one"):
        pass
    assert refused.value.seconds == 600
    let_in(limits, "192.0.2.2", "the right one")
    clock.now = 600.5
    let_in(limits, "192.0.2.1", "the right one")


def test_the_same_guess_from_many_addresses_is_refused_too(clock: Clock) -> None:
    limits = Limits(clock)
    for rank in range(5):
        limits.failed(f"192.0.2.{rank}", "one code")
    with pytest.raises(TooMany), limits.attempt("198.51.100.1", "one code"):
        pass
    let_in(limits, "198.51.100.1", "another code")


def test_guesses_from_everywhere_close_the_door_to_nobody_else(clock: Clock) -> None:
    limits = Limits(clock)
    for rank in range(4000):
        limits.failed(f"2001:db8:{rank:x}::1", f"guess {rank}")
    let_in(limits, "203.0.113.7", "a guess")


def test_what_comes_in_at_the_first_try_is_never_counted(clock: Clock) -> None:
    limits = Limits(clock)
    for rank in range(200):
        let_in(limits, "192.0.2.1", f"invitation {rank}")


def test_guesses_sent_all_at_once_are_not_all_looked_at(clock: Clock) -> None:
    limits = Limits(clock)
    with ExitStack() as under_way:
        for rank in range(100):
            under_way.enter_context(limits.attempt("192.0.2.1", f"guess {rank}"))
        with pytest.raises(TooMany), limits.attempt("192.0.2.1", "one more"):
            pass
        let_in(limits, "192.0.2.2", "from elsewhere")
    let_in(limits, "192.0.2.1", "later")


def test_guesses_from_everywhere_at_once_wait_for_one_another(clock: Clock) -> None:
    limits = Limits(clock)
    with ExitStack() as under_way:
        for rank in range(200):
            under_way.enter_context(limits.attempt(f"2001:db8:{rank:x}::1", f"guess {rank}"))
        with pytest.raises(TooMany) as refused, limits.attempt("203.0.113.7", "one more"):
            pass
    assert refused.value.seconds == 2
    let_in(limits, "203.0.113.7", "later")


def attempts(limits: Limits, count: int, action: Callable[[], bool]) -> None:
    """Have a door look at the same guess so many times."""

    async def scene() -> None:
        work = SlowWork()
        door: Any = SimpleNamespace(
            request=SimpleNamespace(remote_ip="192.0.2.1"), server=SimpleNamespace(limits=limits, slow_work=work)
        )
        for _ in range(count):
            with suppress(StoreError):
                await Door.guess(door, "huit mots justes", action)
        work.close()

    asyncio.run(scene())


def test_a_phrase_that_the_disk_could_not_look_at_is_no_wrong_guess(clock: Clock) -> None:
    def disk_refuses() -> bool:
        raise read_only()

    limits = Limits(clock)
    attempts(limits, 61, disk_refuses)
    let_in(limits, "192.0.2.1", "huit mots justes")


def test_a_phrase_that_is_nobody_s_is_a_wrong_guess(clock: Clock) -> None:
    def nobody_s() -> bool:
        raise AccessRefused("À personne.")

    limits = Limits(clock)
    attempts(limits, 5, nobody_s)
    with pytest.raises(TooMany):
        let_in(limits, "192.0.2.9", "huit mots justes")


def test_memory_of_failures_is_bounded_and_keeps_no_guess(clock: Clock) -> None:
    limits = Limits(clock)
    for rank in range(10_000):
        limits.failed(f"10.{rank >> 8 & 255}.{rank & 255}.1", f"une phrase {rank}")
    assert repr(limits) == "Limits(4096)"
    assert "phrase" not in repr(vars(limits))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "::ffff:c000:201"),
        ("une adresse", "une adresse"),
    ],
)
def test_an_ipv6_network_is_one_place(address: str, network: str) -> None:
    assert network_of(address) in {network, "::ffff:192.0.2.1"}


def test_a_key_is_forgotten_with_the_last_device(clock: Clock) -> None:
    ring = Keyring(clock)
    ring.hold("ada", "phone", b"key")
    ring.hold("ada", "laptop", b"key")
    ring.let_go("ada", "phone")
    assert ring.key("ada") == b"key"
    ring.let_go("ada", "laptop")
    assert ring.key("ada") is None


def test_a_key_that_nobody_uses_is_forgotten_after_a_while(clock: Clock) -> None:
    ring = Keyring(clock)
    ring.hold("ada", "phone", b"key")
    ring.hold("bo", "laptop", b"other")
    clock.now = 1801
    ring.let_idle_go(1800, {"laptop"})
    assert (ring.key("ada"), ring.key("bo")) == (None, b"other")


def test_a_key_made_anew_ends_what_the_former_one_opened(clock: Clock) -> None:
    ring = Keyring(clock)
    ring.hold("ada", "stolen", b"key")
    ring.hold("ada", "phone", b"new key")
    assert ring.devices() == [("ada", "phone")]
    assert ring.key("ada") == b"new key"


def test_no_key_phrase_or_link_is_in_a_repr(clock: Clock) -> None:
    ring, passing = Keyring(clock), Passing(clock)
    ring.hold("ada", "phone", b"key")
    passing.show("phone", Phrase("huit mots"))
    passing.open_link(Ticket("ada", "phone"))
    assert "key" not in repr(ring).replace("Keyring", "") + repr(passing)
    assert "mots" not in repr(Phrase("huit mots"))


def test_a_link_to_a_device_ends_by_itself(clock: Clock) -> None:
    passing = Passing(clock)
    token = passing.open_link(Ticket("ada", "phone"))
    clock.now = LINK_MINUTES * 60 - 1
    assert passing.look(token) is not None
    clock.now += 1
    assert passing.take(token) is None


def test_a_phrase_that_nobody_notes_is_forgotten_in_the_end(clock: Clock) -> None:
    passing = Passing(clock)
    passing.show("phone", Phrase("huit mots"))
    clock.now = 3600
    assert passing.phrase("phone") is None


def test_what_is_over_is_no_longer_in_memory_though_nobody_asks_for_it(clock: Clock, tmp_path: Path) -> None:
    server = CohortServer(open_folder(tmp_path / "groupe"), None, "essai", str, keeps=False)
    server.passing = Passing(clock)
    phrase, ticket = Phrase("huit mots"), Ticket("ada", "phone")
    server.passing.show("phone", phrase)
    server.passing.open_link(ticket)
    phrase_kept, ticket_kept = weakref.ref(phrase), weakref.ref(ticket)
    del phrase, ticket

    def kept_at(seconds: float) -> list[bool]:
        clock.now = seconds
        asyncio.run(server.look_around())
        return [kept() is not None for kept in (phrase_kept, ticket_kept)]

    try:
        assert kept_at(599) == [True, True]
        assert kept_at(600) == [True, False]
        assert kept_at(3600) == [False, False]
    finally:
        server.close()


def test_a_link_to_a_device_holds_no_key_and_is_over_with_that_of_its_own_device(clock: Clock) -> None:
    ring, passing = Keyring(clock), Passing(clock)
    door: Any = SimpleNamespace(server=SimpleNamespace(keyring=ring, passing=passing))
    ring.hold("ada", "phone", b"key")
    token = passing.open_link(Ticket("ada", "phone"))
    assert AddDevice._looked(door, token) == ("ada", b"key")
    ring.let_go("ada", "phone")
    with pytest.raises(Refused) as refused:
        AddDevice._looked(door, token)
    assert refused.value.status == 410


def test_a_flood_of_guesses_takes_one_core_and_delays_nobody_who_is_in_the_right() -> None:
    flood, opened, running = threading.Event(), [], []

    def guess() -> None:
        running.append(1)
        flood.wait(30)

    async def scene() -> None:
        work = SlowWork()
        guesses = [asyncio.ensure_future(work.guess(guess)) for _ in range(50)]
        opened.append(await work.run(lambda: "in"))
        assert len(running) <= 1
        flood.set()
        await asyncio.gather(*guesses)
        work.close()

    asyncio.run(scene())
    assert (opened, len(running)) == (["in"], 50)
