"""How a shared exercise is lived by several people, or alone: roles, timed phases, what is kept and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Format", "Kept", "Modes", "People", "Phase", "Role", "format_from_dict"]


@dataclass(frozen=True)
class People:
    """How many people take part, both ends included."""

    min: int
    max: int


@dataclass(frozen=True)
class Role:
    """What one takes on during an exercise.

    Parameters
    ----------
    id, name, task : str
        The role's id, its French name, and what one does in it.
    sees, writes : tuple of str
        Ids of the :class:`Kept` things that this role reads and writes.
    """

    id: str
    name: str
    task: str
    sees: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """Something that remains afterwards: ``owner`` is the id of the role it belongs to, ``fate`` what becomes of it."""

    id: str
    what: str
    owner: str
    fate: str


@dataclass(frozen=True)
class Phase:
    """One timed phase; ``who`` are the ids of the roles that act (all of them when empty), ``prompts`` what is written then."""

    title: str
    minutes: float
    instruction: str
    who: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Modes:
    """What changes when the exercise is done in one room, at a distance, or by one person."""

    room: str
    remote: str
    alone: str


@dataclass(frozen=True)
class Format:
    """One way to run an exercise from beginning to end; its id is that of the practice that times it."""

    id: str
    title: str
    summary: str
    people: People
    phases: tuple[Phase, ...]
    roles: tuple[Role, ...] = ()

    @property
    def minutes(self) -> float:
        """How long it lasts."""
        return sum(phase.minutes for phase in self.phases)


def format_from_dict(data: Mapping[str, Any]) -> Format:
    """Build a format from its JSON form."""
    return Format(
        **{
            **data,
            "people": People(**data["people"]),
            "roles": tuple(_role_from_dict(role) for role in data["roles"]),
            "phases": tuple(
                Phase(**{**phase, "who": tuple(phase["who"]), "prompts": tuple(phase["prompts"])})
                for phase in data["phases"]
            ),
        }
    )


def _role_from_dict(data: Mapping[str, Any]) -> Role:
    return Role(**{**data, "sees": tuple(data["sees"]), "writes": tuple(data["writes"])})
