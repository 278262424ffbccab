"""What a group deposited, as the server is told it by :mod:`.desk`: counts and dates only, on both sides of the line."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from parcours_u.domain.following import Deposited, Released

if TYPE_CHECKING:
    from parcours_u.grading.bench import Bench

__all__ = ["read_answer", "told"]


def told(bench: "Bench") -> dict[str, Any]:
    """Return the modules released from a trainer's folder, and the deposits made in them: ``released``, ``deposits``.

    Who is late is for :func:`parcours_u.cohort.overview.gathering.gather` to tell.
    """
    from parcours_u.grading.following import released, undated

    opened = released(bench, [module.id for module in bench.course.modules])
    made = [asdict(one) | {"at": one.at.isoformat() if one.at else None} for one in undated(bench)]
    return {"released": [asdict(one) for one in opened], "deposits": made}


def read_answer(told: Mapping[str, Any]) -> tuple[list[Released], list[Deposited]]:
    """Return what :func:`told` told, on the other side."""
    deposits = [
        Deposited(**{**one, "at": datetime.fromisoformat(one["at"]) if one["at"] else None}) for one in told["deposits"]
    ]
    return [Released(**one) for one in told["released"]], deposits
