"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State", "blocking", "fine", "watch"]


class State(StrEnum):
    """How bad it is, in the words that are printed."""

    FINE = "bien"
    WATCH = "à surveiller"
    BLOCKING = "bloquant"


@dataclass(frozen=True)
class Finding:
    """What was seen of one part.

    Attributes
    ----------
    part : str
        Which, as a short stable name.
    state : State
    what, why, action : str
        French sentences: what is so, why it matters, what to do. The last two are empty when all is well.
    """

    part: str
    state: State
    what: str
    why: str = ""
    action: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the finding for ``--json``."""
        return {
            "partie": self.part,
            "etat": self.state.value,
            "constat": self.what,
            "pourquoi": self.why,
            "a_faire": self.action,
        }


def fine(part: str, what: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(part, State.FINE, what)


def watch(part: str, what: str, why: str, action: str) -> Finding:
    """Return a finding that prevents nothing yet."""
    return Finding(part, State.WATCH, what, why, action)


def blocking(part: str, what: str, why: str, action: str) -> Finding:
    """Return a finding that prevents use."""
    return Finding(part, State.BLOCKING, what, why, action)
