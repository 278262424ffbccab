"""Circles asked by the server of a process of their own: the solver computes for seconds, where nobody waits for it.

One JSON object in: ``database``, its path, and what is asked, as the fields of :class:`.asking.Asked`. One out: ``{"ok": true, …}`` with
the circles, or ``{"ok": false, "message": …}``. Nothing is written: keeping is the server's.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from parcours_u.cohort.circles.asking import Asked, ask
from parcours_u.cohort.circles.errors import CirclesRefused
from parcours_u.domain.ending import ending_sentence, yes_to
from parcours_u.domain.people import Group
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError

__all__ = ["answer"]


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the circles as asked, with a sentence on each placement and what they are worth."""
    sizes = request.get("sizes")
    asked = Asked(
        sizes=(int(sizes[0]), int(sizes[1])) if sizes else None,
        pairs=request.get("pairs"),
        seed=int(request.get("seed", 0)),
        anew=bool(request.get("anew")),
        repaired=bool(request.get("repaired")),
        moved=str(request.get("moved", "")),
        to=str(request.get("to", "")),
    )
    try:
        with closing(Database(Path(request["database"]))) as database:
            proposal, sentences = ask(database, asked)
    except (CirclesRefused, StoreError) as error:
        return {"ok": False, "message": str(error)}
    return {
        "ok": True,
        "circles": [_told(one) for one in proposal.circles],
        "before": [_told(one) for one in proposal.before],
        "sentences": sentences,
        "score": proposal.score,
        "bound": proposal.bound,
        "optimal": proposal.optimal,
        "proven": proposal.proven,
        "notes": list(proposal.notes),
        "ending": ending_sentence(proposal.ending),
        "yes": yes_to(proposal.ending),
    }


def _told(group: Group) -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "members": list(group.members)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
