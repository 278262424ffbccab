"""A module assigned from the trainer's page, or no longer, in a short-lived process: nbgrader opens it to deposits, and keeps a date.

One JSON object in, ``{"do": …, "folder": …, "module": …, "due": …, "circles": […], "profiles": […], "known": …}``, where ``do`` is
``assign``, ``open`` (to everybody, and expected of nobody) or ``unassign``; one out, ``{"ok": true}`` or
``{"ok": false, "message": …}``. Whoever calls has checked who asks, and what the date is.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Profile
from parcours_u.grading.errors import GradingError
from parcours_u.store.errors import StoreError

__all__ = ["answer"]


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Open a module to deposits if need be, and expect it of these people, or no longer."""
    from parcours_u.grading.cohort import cohort_database
    from parcours_u.grading.folder import open_folder
    from parcours_u.grading.version import follow
    from parcours_u.without_iri import without_iri

    wanted = Assignment(
        request["module"], request["due"], tuple(request["circles"]), tuple(map(Profile, request["profiles"]))
    )
    try:
        folder = open_folder(Path(request["folder"]))
        follow(folder)
        with without_iri():
            from parcours_u.grading.assigning import assign, open_undated, unassign
            from parcours_u.grading.bench import Bench
        with cohort_database(folder) as database:
            bench = Bench(folder)
            if request["do"] == "assign":
                assign(bench, database, wanted, request["known"])
            elif request["do"] == "open":
                open_undated(bench, database, wanted.module)
            else:
                unassign(bench, database, wanted)
    except (GradingError, StoreError) as error:
        return {"ok": False, "message": str(error)}
    return {"ok": True}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
