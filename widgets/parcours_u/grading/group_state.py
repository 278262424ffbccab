"""What a group deposited, asked by the server of a short-lived process: it never loads nbgrader itself.

One JSON object in, ``{"folder": …}``; one out, ``{"ok": true, "released": […], "deposits": […]}``: counts and dates only.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from parcours_u.domain.following import Deposited, Released
from parcours_u.grading.errors import GradingError

__all__ = ["answer", "read_answer"]


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the modules released from a trainer's folder, and the deposits made in them."""
    from parcours_u.grading.folder import open_folder
    from parcours_u.grading.version import follow
    from parcours_u.without_iri import without_iri

    try:
        folder = open_folder(Path(request["folder"]))
        follow(folder)
        with without_iri():
            from parcours_u.grading.bench import Bench
            from parcours_u.grading.following import deposits, released
        bench = Bench(folder)
        opened = released(bench, [module.id for module in bench.course.modules])
        made = deposits(bench)
    except GradingError as error:
        return {"ok": False, "message": str(error)}
    told = [asdict(one) | {"at": one.at.isoformat() if one.at else None} for one in made]
    return {"ok": True, "released": [asdict(one) for one in opened], "deposits": told}


def read_answer(told: Mapping[str, Any]) -> tuple[list[Released], list[Deposited]]:
    """Return what :func:`answer` told, on the other side."""
    deposits = [
        Deposited(**{**one, "at": datetime.fromisoformat(one["at"]) if one["at"] else None}) for one in told["deposits"]
    ]
    return [Released(**one) for one in told["released"]], deposits


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
