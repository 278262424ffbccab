"""``python -m parcours_u.grading.fetch_feedback``: bring back the comments released in the exchange, in a short process.

Reads one JSON object on standard input::

    {"exchange": {"root", "course_id", "cache"}, "deposits": [{"id", "module", "sender"}, …]}

and answers ``{"ok": true, "returns": [{"deposit", "module", "deposited_at", "comments": [{"prompt", "text", "about"}]}]}``
on standard output, one item a deposit that a trainer returned; or ``{"ok": false, "reason", "message"}``.

nbgrader finds a person's feedback by the secret that submitting left in their cache, and names what it fetches by the
submission's date; the deposit's own id lies beside the secret (``deposit.py`` put it there).
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parcours_u.grading.deposit import ID_NAME, answering
from parcours_u.grading.returns import ReturnError, read_return
from parcours_u.without_iri import without_iri

__all__ = ["fetch", "main"]


def fetch(request: Mapping[str, Any]) -> dict[str, Any]:
    """Fetch what was returned for the deposits of a request, through nbgrader, and return the answer."""
    exchange = request["exchange"]
    cache = Path(exchange["cache"])
    asked = {item["id"]: item for item in request["deposits"]}
    made = _made(cache / exchange["course_id"], asked)
    if not made or not Path(exchange["root"], exchange["course_id"], "feedback").is_dir():
        return {"ok": True, "returns": []}
    returns: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix=".composition-", dir=cache) as folder:
        for module, sender in sorted({(item["module"], item["sender"]) for item in made.values()}):
            _fetch(exchange, module, sender, folder)
        for timestamp, deposit in sorted(made.items()):
            module = deposit["module"]
            page = Path(folder, module, "feedback", timestamp, f"{module}.html")
            if page.is_file():
                returns.extend(_read(page, deposit))
    return {"ok": True, "returns": returns}


def _made(cache: Path, asked: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the asked deposits that were made from here, by nbgrader's timestamp."""
    made = {}
    for path in sorted(cache.glob(f"*/{ID_NAME}")):
        deposit = asked.get(path.read_text(encoding="utf-8").strip())
        if deposit is not None:
            made[path.parent.name.rsplit("+", 1)[1]] = deposit
    return made


def _fetch(exchange: Mapping[str, str], module: str, sender: str, folder: str) -> None:
    with without_iri():
        from nbgrader.auth import Authenticator
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange.default import ExchangeFetchFeedback
    from traitlets.config import Config

    config = Config()
    config.Exchange.root, config.Exchange.cache = exchange["root"], exchange["cache"]
    config.Exchange.assignment_dir = folder
    config.CourseDirectory.course_id = exchange["course_id"]
    config.CourseDirectory.assignment_id = module
    config.CourseDirectory.student_id = sender
    ExchangeFetchFeedback(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    ).start()


def _read(page: Path, deposit: Mapping[str, Any]) -> list[dict[str, Any]]:
    try:
        found = read_return(page.read_bytes())
    except ReturnError:  # nbgrader's own page, from a trainer without this course's template: nothing can be read of it
        return []
    if (found.module, found.code) != (deposit["module"], deposit["sender"]):
        return []
    comments = [{"prompt": item.prompt, "text": item.text, "about": item.about} for item in found.comments]
    return [
        {"deposit": deposit["id"], "module": found.module, "deposited_at": found.deposited_at, "comments": comments}
    ]


def main() -> None:
    """Read the request, answer it."""
    with answering() as answer:
        answer.update(fetch(json.loads(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
