"""Somebody of the cohort, as every request knows who asks it."""

from dataclasses import dataclass

from jupyter_server.auth.identity import User

from parcours_u.domain.people import Role

__all__ = ["Member"]


@dataclass
class Member(User):
    """Somebody on one of their devices. ``username`` is their id, ``name`` their first name.

    ``only`` is the one page that a visitor may open, empty for everybody else. Whoever left the cohort is not ``present``: they are
    let in for their own journal, and nothing else.
    """

    role: Role = Role.PARTICIPANT
    device: str = ""
    only: str = ""
    present: bool = True

    def __repr__(self) -> str:
        return "Member()"
