"""``python tests/access/routes_of.py FOLDER``: the addresses that a cohort's server answers, as it has them, one a line."""

import json
import sys
from pathlib import Path

from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.transport import Transport
from parcours_u.server.cohort_app import CohortApp

__all__ = ["main"]


def main(folder: Path) -> None:
    """Make the application as the command does, and tell its handlers instead of listening."""
    app = CohortApp.prepare(open_folder(folder), Transport(), 0)

    def tell() -> None:
        rules = [rule for host in app.app.default_router.rules for rule in getattr(host.target, "rules", [])]
        found = [(rule.matcher.regex.pattern, rule.target.__name__) for rule in rules]
        print(json.dumps(found))

    app.listen = tell
    app.start()
    app.stop()
    app.course_server.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
