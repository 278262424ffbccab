"""The technical log: what went on, and never who, what or which.

Two forms, one rule. For a person at a terminal it is silent but for failures; with ``--journal-technique``, or the
environment variable of :data:`VARIABLE`, it is one JSON object a line on standard error. In both, nothing that came from
outside is written: a message of another library is dropped and the place that said it is kept, an exception keeps its
type and its places in the code, a request is the name of what answered it. No address, no query, no file's name.
"""

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from tornado.web import HTTPError, RequestHandler

__all__ = ["VARIABLE", "SafeErrors", "begin", "begin_events", "event", "log_request"]

VARIABLE = "PARCOURS_U_JOURNAL_TECHNIQUE"
"""The environment variable that asks for JSON lines, when it is neither empty nor ``0``."""

_OWN = "parcours_u.events"
_FIELDS = "parcours_u_fields"
_DOTTED = re.compile(r"\w+(\.\w+)*")
_events = logging.getLogger(_OWN)


def wanted() -> bool:
    """Tell whether the environment asks for JSON lines."""
    return os.environ.get(VARIABLE, "") not in {"", "0"}


def begin(structured: bool) -> None:
    """Make this the only log of the process, warnings and threads included.

    Parameters
    ----------
    structured : bool
        Whether in JSON lines; otherwise only failures are told, in one line of text.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if structured else _OneLine())
    handler.setLevel(logging.INFO if structured else logging.ERROR)
    handler.addFilter(_worth_a_line)
    for name in [*logging.root.manager.loggerDict]:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        if name != _events.name:
            logger.setLevel(
                logging.NOTSET
            )  # Jupyter's is left at DEBUG: a record made for each message, that no handler takes
    logging.root.handlers = [handler]
    logging.root.setLevel(handler.level)
    _events.setLevel(logging.INFO)
    logging.captureWarnings(structured)
    if structured:
        threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
        sys.excepthook = _uncaught


def begin_events() -> None:
    """Write our own events as JSON lines, inside a server whose log is somebody else's, if the environment asks."""
    if wanted() and not _events.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(_JsonLines())
        _events.addHandler(handler)
        _events.setLevel(logging.INFO)
        _events.propagate = False


def event(name: str, level: int = logging.INFO, **fields: str | float | bool) -> None:
    """Write one event of ours.

    Parameters
    ----------
    name : str
        One of a few fixed names.
    **fields : str, int, float or bool
        Numbers, and words of ours: never anything that came from a person.
    """
    _events.log(level, name, extra={_FIELDS: fields})


def log_request(handler: RequestHandler) -> None:
    """Tell how a request ended; for :attr:`tornado.web.Application.settings`' ``log_function``."""
    status = handler.get_status()
    failed = status >= 500 and not getattr(handler, "busy", False)  # « ask again in a moment » is no failure
    event(
        "request",
        logging.ERROR if failed else logging.INFO,
        method=handler.request.method if handler.request.method in _METHODS else "other",
        handler=type(handler).__name__,
        status=status,
        milliseconds=round(handler.request.request_time() * 1000, 1),
    )


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class SafeErrors:
    """A handler's failures told by type and place: tornado's own way quotes the address, token and all, and the message."""

    def log_exception(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell of a failure; refusals are answers, and the request's own line tells them."""
        if kind is not None and not isinstance(error, HTTPError):
            event("failure", logging.ERROR, handler=type(self).__name__, **_described(kind, trace))


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Keep our own events, and what others find worth a warning.

    A file that is not there makes tornado complain of its error page too: the request's own line already tells it.
    """
    return record.name == _OWN or (record.levelno >= logging.WARNING and record.funcName != "send_error")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        found = {"at": at.replace("+00:00", "Z"), "level": record.levelname.lower(), **_told(record)}
        return json.dumps(found, ensure_ascii=False)


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        name = told.pop("event")
        return " ".join([f"[{name}]", *(f"{field}={value}" for field, value in told.items())])


def _told(record: logging.LogRecord) -> dict[str, Any]:
    if record.name == _OWN:
        return {"event": record.msg, **getattr(record, _FIELDS, {})}
    place = f"{record.module}:{record.funcName}:{record.lineno}"
    kind, _, trace = record.exc_info or (None, None, None)
    return {"event": "library", "logger": record.name, "place": place, **(_described(kind, trace) if kind else {})}


def _described(kind: type[BaseException], trace: TracebackType | None) -> dict[str, str]:
    return {"error": kind.__name__, "places": " ".join(_places(trace))}


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        name, function = str(frame.f_globals.get("__name__")), frame.f_code.co_name
        # a template's code bears its path as its name
        yield f"{name}:{function}:{trace.tb_lineno}" if _DOTTED.fullmatch(name) else f"template:{trace.tb_lineno}"
        trace = trace.tb_next


def _uncaught(
    kind: type[BaseException], _error: BaseException | None = None, trace: TracebackType | None = None
) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        event("failure", logging.CRITICAL, **_described(kind, trace))
