"""``python -m parcours_u.grading.deposit``: make one deposit, in a process of its own, so that no server loads nbgrader.

Reads one JSON object on standard input::

    {"module", "way": "exchange" | "zip", "sender", "deposit_id", "deposited_at",
     "answers": [{"prompt", "kind", "revision", "saved_at", "body", "text"}, …],
     "exchange": {"root", "course_id", "cache"} | null}

and answers one on standard output: ``{"ok": true, "way", "deposited_at"}``, with ``zip_base64`` for a zip; or
``{"ok": false, "reason", "message"}``, the message a French sentence, and then nothing has left. ``reason`` is one of
``bad_request``, ``bad_code``, ``not_released``, ``unknown_prompt``, ``exchange_unavailable`` and ``failed``.

What is deposited is never logged, and whatever is written meanwhile is removed: in the learner's own folder, never in
the machine's shared temporary folder. nbgrader is imported once the request is known to be possible.
"""

import base64
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from parcours_u.grading.codes import CodeError, check_code
from parcours_u.grading.depot_file import DepotError, DepotFile, parse_depot
from parcours_u.hangup import end_on_hangup
from parcours_u.without_iri import without_iri

__all__ = ["DepositRefused", "deposit", "main"]

ID_NAME = "deposit_id.txt"
_PREFIX = ".composition-"
_STALE_SECONDS = 600  # the server gives a deposit two minutes


class DepositRefused(Exception):
    """The deposit was not made. ``reason`` is for programs, the message for the person."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def deposit(request: Mapping[str, Any]) -> dict[str, Any]:
    """Make the deposit that a request describes, and return the answer.

    Raises
    ------
    DepositRefused
        When it can't be made; nothing has left.
    """
    try:
        depot = parse_depot({**request, "code": request["sender"]})
        way, exchange = request["way"], request.get("exchange")
    except (DepotError, KeyError, TypeError):
        raise _bad_request() from None
    if way == "zip":
        return _as_file(depot)
    if way != "exchange" or not isinstance(exchange, dict):
        raise _bad_request()
    return _to_exchange(depot, {str(name): str(value) for name, value in exchange.items()})


def _as_file(depot: DepotFile) -> dict[str, Any]:
    try:
        if check_code(depot.code) != depot.code:
            raise _bad_request()
    except CodeError as error:
        raise DepositRefused("bad_code", str(error)) from None
    packed = _composed(depot, None, as_archive=True)
    return {
        "ok": True,
        "way": "zip",
        "deposited_at": depot.deposited_at,
        "zip_base64": base64.b64encode(packed).decode(),
    }


def _to_exchange(depot: DepotFile, exchange: Mapping[str, str]) -> dict[str, Any]:
    try:
        root, course_id, cache = Path(exchange["root"]), exchange["course_id"], Path(exchange["cache"])
    except KeyError:
        raise _bad_request() from None
    inbound, released = root / course_id / "inbound", root / course_id / "outbound" / depot.module
    if sys.platform == "win32" or not os.access(root / course_id, os.X_OK):
        raise _unavailable()
    if not (released / f"{depot.module}.ipynb").is_file():
        raise _not_released()
    if not os.access(inbound, os.W_OK | os.X_OK):
        raise _unavailable()
    files = _composed(depot, released / f"{depot.module}.ipynb", as_archive=False)
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_stale(cache)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=cache) as folder:
        place = Path(folder, depot.module)
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        _submit(depot, exchange, folder)
    return {"ok": True, "way": "exchange", "deposited_at": depot.deposited_at}


def _composed(depot: DepotFile, released: Path | None, *, as_archive: bool) -> Any:
    with without_iri():
        from parcours_u.grading.compose import as_zip, compose  # imports nbgrader
        from parcours_u.grading.notebooks import UnknownPrompts

    try:
        composed = compose(depot, released)
    except UnknownPrompts:
        raise DepositRefused(
            "unknown_prompt",
            "Une de vos réponses porte sur une question que le module diffusé ne contient pas\u00a0: "
            "rien n’est parti, prévenez votre formateur ou votre formatrice.",
        ) from None
    except FileNotFoundError:
        raise _not_released() from None
    return as_zip(depot, composed) if as_archive else composed.files


def _submit(depot: DepotFile, exchange: Mapping[str, str], folder: str) -> None:
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeError
    from traitlets.config import Config

    from parcours_u.grading.exchange_plugins import PrivateSubmit

    config = Config()
    config.Exchange.root, config.Exchange.cache = exchange["root"], exchange["cache"]
    config.Exchange.assignment_dir = folder
    config.CourseDirectory.course_id = exchange["course_id"]
    config.CourseDirectory.assignment_id = depot.module
    config.CourseDirectory.student_id = depot.code  # else nbgrader takes the account's name
    submit = PrivateSubmit(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )
    try:
        submit.start()
    except (ExchangeError, OSError):
        raise _unavailable() from None
    (submit.cached / ID_NAME).write_text(depot.deposit_id, encoding="utf-8")


def _remove_stale(cache: Path) -> None:
    """Remove what a deposit that was killed may have left."""
    for path in cache.glob(f"{_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):  # another deposit of the same person removed it first
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path)


def _bad_request() -> DepositRefused:
    return DepositRefused(
        "bad_request",
        "Le dépôt n’a pas pu être préparé\u00a0: rien n’est parti et vos réponses sont intactes, rechargez la page puis réessayez.",
    )


def _not_released() -> DepositRefused:
    return DepositRefused(
        "not_released",
        "Ce module n’est pas encore ouvert aux dépôts\u00a0: "
        "rien n’est parti et vos réponses sont gardées, voyez avec votre formateur ou votre formatrice.",
    )


def _unavailable() -> DepositRefused:
    return DepositRefused(
        "exchange_unavailable",
        "L’espace d’échange du groupe n’est pas accessible pour l’instant\u00a0: "
        "rien n’est parti et vos réponses sont gardées, réessayez un peu plus tard.",
    )


@contextlib.contextmanager
def answering() -> Iterator[dict[str, Any]]:
    """Run a short process: fill the yielded answer, which is printed whatever happens, and is never a traceback."""
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _stop)  # so that temporary folders are removed
    end_on_hangup()
    answer: dict[str, Any] = {}
    try:
        yield answer
    except DepositRefused as error:
        answer.clear()
        answer.update(ok=False, reason=error.reason, message=str(error))
    except Exception:  # its text might quote an answer: the person is told what matters
        answer.clear()
        answer.update(
            ok=False,
            reason="failed",
            message="L’échange avec l’espace du groupe a échoué\u00a0: rien n’est parti et vos réponses sont gardées, réessayez.",
        )
    sys.stdout.write(json.dumps(answer) + "\n")


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(1)


def main() -> None:
    """Read the request, answer it."""
    with answering() as answer:
        request = json.loads(sys.stdin.buffer.read())
        if not isinstance(request, dict):
            raise _bad_request()
        answer.update(deposit(request))


if __name__ == "__main__":
    main()
