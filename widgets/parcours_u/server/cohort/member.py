"""Somebody of the cohort, as every request knows who asks it."""

from dataclasses import dataclass

from jupyter_server.auth.identity import User

from parcours_u.domain.people import Role

__all__ = ["Member"]


@dataclass
class Member(User):
    """Somebody on one of their devices. ``username`` is their id, ``name`` their first name.

    ``only`` is the one page that a visitor may open, empty for everybody else.
    """

    role: Role = Role.PARTICIPANT
    device: str = ""
    only: str = ""

    def __repr__(self) -> str:
        return "Member()"
