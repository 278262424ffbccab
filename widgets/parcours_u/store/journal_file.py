"""The ``.json`` file that carries a journal from one machine to another.

The file is UTF-8 JSON, indented so that whoever owns these words can read them in any editor::

    {"format": "parcours-u/carnet", "version": 1, "exported_at": …, "course_version": …,
     "entries": [{"prompt", "question", "audience": […], "left_out": 0,
                  "revisions": [{"number", "saved_at", "body", "aside"}, …],
                  "comments": [{"deposit", "text", "received_at", "about"}, …]}, …],
     "deposits": [{"id", "module", "at", "way", "sender", "prompts", "withdrawn"}, …]}

It ends with its closing brace and no newline, so that a file cut anywhere is no JSON. A prompt may have two
entries: what fits the course it was written in, and what an earlier reading had put aside because it didn't.
Reading is strict, but for the answers themselves: those that this course has no place for are kept as data
(``JournalFile.unknown``).
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from parcours_u.domain.audience import NOBODY, Audience
from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.journal import Comment, Deposit, Revision
from parcours_u.store.history_merge import merge
from parcours_u.store.journal_flaws import Flaw, JournalFileError
from parcours_u.store.journal_shapes import FileEntry, JournalFile, ShapeError, journal_from

__all__ = [
    "FORMAT",
    "MAX_FILE_BYTES",
    "ROOMY_BYTES",
    "VERSION",
    "FileEntry",
    "Flaw",
    "JournalFile",
    "JournalFileError",
    "merge",
    "read_journal_file",
    "write_journal_file",
]

FORMAT = "parcours-u/carnet"
VERSION = 1

MAX_FILE_BYTES = 100_000_000
"""Largest file that is read. Reading takes up to eight times its size in memory, which a small machine hasn't."""

ROOMY_BYTES = 64_000_000
"""Beyond this size a file leaves out its oldest versions, never a current one: what is written can be read again."""

_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"parcours-u/carnet"')
_SHORTEST_HEAD = f'{{\n "format": "{FORMAT}"'.encode()
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def write_journal_file(
    course: Course,
    revisions_by_prompt: Mapping[str, Iterable[Revision]],
    audiences: Mapping[str, Audience],
    comments: Iterable[tuple[str, Comment]],
    deposits: Iterable[Deposit],
    exported_at: str,
    unknown: Iterable[FileEntry] = (),
) -> bytes:
    """Return a whole journal as a file; the same journal always gives the same bytes.

    Parameters
    ----------
    course : Course
        Gives the order of the entries, and each one's question.
    revisions_by_prompt, audiences : mapping
        By prompt id, those that the course doesn't have included.
    comments : iterable of (deposit id, Comment)
    deposits : iterable of Deposit
    exported_at : str
        ISO 8601, UTC.
    unknown : iterable of FileEntry
        What an earlier reading had put aside.
    """
    by_prompt: dict[str, list[tuple[str, Comment]]] = {}
    for deposit, comment in comments:
        by_prompt.setdefault(comment.prompt, []).append((deposit, comment))
    questions = {prompt.id: prompt.question for prompt in course.prompts()}
    named = {*revisions_by_prompt, *audiences, *by_prompt}
    entries = [
        FileEntry(
            prompt=prompt,
            question=questions.get(prompt, ""),
            audience=audiences.get(prompt, NOBODY),
            revisions=tuple(sorted(revisions_by_prompt.get(prompt, ()), key=lambda revision: revision.number)),
            comments=tuple(by_prompt.get(prompt, ())),
        )
        for prompt in [*(id_ for id_ in questions if id_ in named), *sorted(named - set(questions))]
    ]
    listed = [entry.to_dict() for entry in [*entries, *unknown]]
    document = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": exported_at,
        "course_version": _fingerprint(course),
        "entries": listed,
        "deposits": [asdict(deposit) for deposit in deposits],
    }
    content = _dump(document)
    if len(content) > ROOMY_BYTES:
        _leave_out_oldest(listed, len(content) - ROOMY_BYTES)
        content = _dump(document)
    return content


def read_journal_file(data: bytes, course: Course) -> JournalFile:
    """Return the journal that a file holds.

    Raises
    ------
    JournalFileError
        When it is none, or not whole. Nothing of what it holds is in the message, nor in a chained exception.
    """
    try:
        return journal_from(_document(data), course)
    except ShapeError as error:
        flaw = error.flaw
    raise JournalFileError(flaw)  # out of the except clause: the chained errors would carry the file's text


def _fingerprint(course: Course) -> str:
    catalogue = json.dumps(course.to_dict(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(catalogue.encode()).hexdigest()[:12]


def _dump(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _leave_out_oldest(entries: Iterable[dict[str, Any]], excess: int) -> None:
    """Drop and count the oldest versions until ``excess`` bytes are gone, or only current versions remain."""
    earlier = []
    for entry in entries:
        current = next((item for item in reversed(entry["revisions"]) if not item["aside"]), None)
        earlier += [(moment_of(item["saved_at"]), entry, item) for item in entry["revisions"] if item is not current]
    for _, entry, item in sorted(earlier, key=lambda found: found[0]):
        if excess <= 0:
            return
        excess -= len(json.dumps(item, ensure_ascii=False).encode())
        entry["revisions"] = [kept for kept in entry["revisions"] if kept is not item]
        entry["left_out"] += 1


def _document(data: bytes) -> dict[str, Any]:
    """Return the JSON object that the bytes hold, if it is a journal of this version."""
    if not data or data.isspace():
        raise ShapeError(Flaw.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise ShapeError(Flaw.TOO_LARGE)
    begun_as_ours = _HEAD.match(data) is not None or _SHORTEST_HEAD.startswith(data)
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
        if _SURROGATE.search(data):
            json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        raise ShapeError(Flaw.TOO_DEEP) from None
    except UnicodeDecodeError:
        raise ShapeError(Flaw.INCOMPLETE if begun_as_ours else Flaw.NOT_TEXT) from None
    except UnicodeEncodeError:  # half of a surrogate pair, which no store can hold
        raise ShapeError from None
    except ValueError:
        raise ShapeError(Flaw.INCOMPLETE if begun_as_ours else Flaw.NOT_JSON) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ShapeError(Flaw.NOT_OURS)
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < VERSION:
        raise ShapeError
    if version > VERSION:
        raise ShapeError(Flaw.FUTURE)
    return document


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError
    return value
