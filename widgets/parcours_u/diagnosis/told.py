"""What is wrong with a cohort's installation, told to the trainer's page by a short-lived process: it imports nbgrader.

One JSON object in, ``{"folder": …}``; one out, ``{"findings": […]}``, each as ``parcours-u diagnostic --json`` tells it.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parcours_u.without_iri import without_iri

__all__ = ["answer"]


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Look at everything. Nothing is changed."""
    with without_iri():
        from parcours_u.diagnosis.look import diagnose

        return {"findings": [finding.to_dict() for finding in diagnose(Path(request["folder"]))]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
