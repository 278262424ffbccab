"""Bringing people into a cohort, asked by the server of a short-lived process: codes are nbgrader's, which it never loads itself.

One JSON object in: ``folder``, and a list as it was read (``people``, ``pairs``, ``columns``); one out: what was done, or
``{"ok": false, "problems": […]}``.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parcours_u.domain.joined import dated_sentences, joined_sentences
from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import Listed, ListError, PeopleList
from parcours_u.grading.errors import GradingError
from parcours_u.store.errors import StoreError

__all__ = ["answer", "told_list"]


def told_list(found: PeopleList) -> dict[str, Any]:
    """Return a list as :func:`answer` takes it."""
    return {
        "people": [asdict(one) for one in found.people],
        "pairs": [list(two) for two in found.pairs],
        "columns": sorted(found.columns),
    }


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Write the people of a list in the cohort and in the gradebook."""
    from parcours_u.grading.folder import open_folder
    from parcours_u.grading.version import follow
    from parcours_u.without_iri import without_iri

    people = [
        Listed(**{**one, "profile": Profile(one["profile"]) if one["profile"] else None}) for one in request["people"]
    ]
    pairs = tuple((one, other) for one, other in request["pairs"])
    found = PeopleList(tuple(people), pairs, frozenset(request["columns"]))
    try:
        folder = open_folder(Path(request["folder"]))
        follow(folder)
        with without_iri():
            from parcours_u.grading.bench import Bench
            from parcours_u.grading.enrolling import bring_in
        done = bring_in(Bench(folder), found)
    except ListError as error:
        return {"ok": False, "problems": list(error.problems)}
    except (GradingError, StoreError) as error:
        return {"ok": False, "problems": [str(error)]}
    return {
        "ok": True,
        "ids": [one.id for one in done.people],
        "added": done.added,
        "updated": done.updated,
        "returned": len(done.returned),
        "pairs": done.pairs,
        "sentences": joined_sentences(done),
        "dated": dated_sentences(done),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
