"""The keys of the people who are here now, in this process's memory and nowhere else.

A device's cookie opens its person's key; the key stays for as long as one of their devices is in use. It is forgotten when the
last one is signed out or revoked, or has done nothing for a while and has no page alive: its cookie opens it again.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

__all__ = ["Keyring"]


@dataclass(repr=False)
class _Held:
    key: bytes
    devices: dict[str, float] = field(default_factory=dict)  # when each was last in use


class Keyring:
    """Keys by person.

    Parameters
    ----------
    clock : callable
        Tells the time, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: dict[str, _Held] = {}
        self._clock = clock

    def __repr__(self) -> str:
        return f"Keyring({len(self._held)})"

    def hold(self, person: str, device: str, key: bytes) -> None:
        """Keep the key that a device opened; another one than before means that the person's access was made anew."""
        held = self._held.get(person)
        if held is None or held.key != key:
            held = self._held[person] = _Held(key)
        held.devices[device] = self._clock()

    def key(self, person: str) -> bytes | None:
        """Return somebody's key, None when none of their devices is here."""
        held = self._held.get(person)
        return None if held is None else held.key

    def opened_by(self, person: str, device: str) -> bytes | None:
        """Return the key that this very device opened, None when it is not here: never that of an access made anew since."""
        held = self._held.get(person)
        return held.key if held is not None and device in held.devices else None

    def devices(self) -> list[tuple[str, str]]:
        """Return who is here, each with each of their devices."""
        return [(person, device) for person, held in self._held.items() for device in held.devices]

    def let_go(self, person: str, device: str) -> None:
        """Forget a device; with the last one, the key."""
        if (held := self._held.get(person)) is not None:
            held.devices.pop(device, None)
            if not held.devices:
                del self._held[person]

    def let_idle_go(self, seconds: float, in_use: Collection[str]) -> None:
        """Forget the devices that have done nothing for that long and are not among those in use."""
        for person, device in self.devices():
            held = self._held[person]
            if device in in_use:
                held.devices[device] = self._clock()
            elif self._clock() - held.devices[device] > seconds:
                self.let_go(person, device)
