"""What a journal's file holds, and the strict reading of it from JSON."""

import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from parcours_u.domain.answers import AnswerError, check_body
from parcours_u.domain.audience import NOBODY, Audience, parse_audience
from parcours_u.domain.course import Course, Prompt
from parcours_u.domain.french_dates import moment_of
from parcours_u.domain.journal import Comment, Deposit, Revision
from parcours_u.store.history_merge import merge
from parcours_u.store.journal_flaws import Flaw

__all__ = ["FileEntry", "JournalFile", "ShapeError", "journal_from"]

_MAX_DEPTH = 32
_MAX_NUMBER = 2**31 - 1
_MOST_OF_A_PROMPT = 64  # entries: each that is put with the others is compared with all of them
_PROMPT_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


class ShapeError(Exception):
    """JSON whose shape is not that of a journal; says which flaw that is and nothing of the content."""

    def __init__(self, flaw: Flaw = Flaw.WRONG_SHAPE) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True, repr=False)
class FileEntry:
    """All that a file holds on one prompt: versions in order, comments each with the deposit that it answers.

    ``left_out`` counts the oldest versions that the file had no room for.
    """

    prompt: str
    question: str
    audience: Audience = NOBODY
    revisions: tuple[Revision, ...] = ()
    comments: tuple[tuple[str, Comment], ...] = ()
    left_out: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in the file's form."""
        return {
            "prompt": self.prompt,
            "question": self.question,
            "audience": sorted(self.audience),
            "left_out": self.left_out,
            "revisions": [asdict(revision) for revision in self.revisions],
            "comments": [
                {
                    "deposit": deposit,
                    "text": comment.text,
                    "received_at": comment.received_at,
                    "about": comment.about,
                }
                for deposit, comment in self.comments
            ],
        }

    @classmethod
    def from_dict(cls, data: object) -> "FileEntry":
        """Build an entry from :meth:`to_dict`'s form.

        Raises
        ------
        ShapeError
            When it is not of that form.
        """
        return _entry(data)


@dataclass(frozen=True, repr=False)
class JournalFile:
    """A journal read from a file.

    Parameters
    ----------
    exported_at : str
        When it was written, ISO 8601.
    course_version : str
        A fingerprint of the course it was written in, to compare only.
    entries : dict of str to FileEntry
        What fits this course, by prompt id.
    unknown : tuple of FileEntry
        What this course has no place for: prompts that it doesn't have, and versions of another shape than its
        own. Hand it back to ``write_journal_file`` and nothing is lost on the way to a machine that knows them.
    deposits : tuple of Deposit
    """

    exported_at: str
    course_version: str
    entries: dict[str, FileEntry]
    unknown: tuple[FileEntry, ...]
    deposits: tuple[Deposit, ...]

    @property
    def comments(self) -> list[tuple[str, Comment]]:
        """The comments on answers that this course knows, each with the deposit that it answers."""
        return [comment for entry in self.entries.values() for comment in entry.comments]


def journal_from(document: dict[str, Any], course: Course) -> JournalFile:
    """Return the journal that a file's JSON object holds; format and version were checked already.

    Raises
    ------
    ShapeError
        When a part of it is missing, unknown, or not of its type.
    """
    parts = _object(document, "format", "version", "exported_at", "course_version", "entries", "deposits")
    prompts = {prompt.id: prompt for prompt in course.prompts()}
    entries: dict[str, FileEntry] = {}
    unknown = []
    met: Counter[str] = Counter()
    for item in _list(parts["entries"]):
        found = _entry(item)
        met[found.prompt] += 1
        if met[found.prompt] > _MOST_OF_A_PROMPT:
            raise ShapeError
        fitting, other = _sorted_out(found, prompts.get(found.prompt))
        if fitting is not None:
            earlier = entries.get(found.prompt)
            entries[found.prompt] = fitting if earlier is None else _together(earlier, fitting)
        if other is not None:
            unknown.append(other)
    return JournalFile(
        exported_at=_moment(parts["exported_at"]),
        course_version=_text(parts["course_version"], 64),
        entries=entries,
        unknown=tuple(unknown),
        deposits=tuple(_deposit(item) for item in _list(parts["deposits"])),
    )


def _sorted_out(found: FileEntry, prompt: Prompt | None) -> tuple[FileEntry | None, FileEntry | None]:
    """Part an entry in what the course has a place for, comments included, and what it hasn't."""
    if prompt is None:
        return None, found
    judged = [(revision, _fits(prompt, revision)) for revision in found.revisions]
    fitting, others = (tuple(revision for revision, fits in judged if fits is wanted) for wanted in (True, False))
    if not others:
        return found, None
    known = replace(found, revisions=fitting) if fitting or found.comments else None
    return known, replace(found, revisions=others, comments=(), left_out=0)


def _fits(prompt: Prompt, revision: Revision) -> bool:
    try:
        check_body(prompt, revision.body)
    except AnswerError:
        return False
    return True


def _together(first: FileEntry, second: FileEntry) -> FileEntry:
    """Return two entries on one prompt as one; the first says who it is for."""
    return replace(
        first,
        revisions=tuple(merge(first.revisions, second.revisions)),
        comments=tuple(dict.fromkeys(first.comments + second.comments)),
        left_out=first.left_out + second.left_out,
    )


def _entry(value: object) -> FileEntry:
    parts = _object(value, "prompt", "question", "audience", "left_out", "revisions", "comments")
    prompt = _text(parts["prompt"])
    if not _PROMPT_ID.fullmatch(prompt):
        raise ShapeError
    try:
        audience = parse_audience([_text(reader) for reader in _list(parts["audience"])])
    except ValueError:
        raise ShapeError from None
    revisions = sorted((_revision(item) for item in _list(parts["revisions"])), key=lambda revision: revision.number)
    if len({revision.number for revision in revisions}) < len(revisions):
        raise ShapeError
    return FileEntry(
        prompt=prompt,
        question=_text(parts["question"]),
        audience=audience,
        revisions=tuple(revisions),
        comments=tuple(_comment(item, prompt) for item in _list(parts["comments"])),
        left_out=_whole(parts["left_out"], least=0),
    )


def _revision(value: object) -> Revision:
    parts = _object(value, "number", "saved_at", "body", "aside")
    if not isinstance(parts["body"], dict) or not isinstance(parts["aside"], bool):
        raise ShapeError
    _check_depth(parts["body"])
    return Revision(_whole(parts["number"], least=1), _moment(parts["saved_at"]), parts["body"], parts["aside"])


def _comment(value: object, prompt: str) -> tuple[str, Comment]:
    parts = _object(value, "deposit", "text", "received_at", "about")
    comment = Comment(prompt, _text(parts["text"]), _moment(parts["received_at"]), _text(parts["about"]))
    return _text(parts["deposit"], 128), comment


def _deposit(value: object) -> Deposit:
    parts = _object(value, "id", "module", "at", "way", "sender", "prompts", "withdrawn")
    return Deposit(
        id=_text(parts["id"], 128),
        module=_text(parts["module"], 128),
        at=_text(
            parts["at"], 64
        ),  # as nbgrader wrote it, where the exchange dated the deposit: returns name it exactly
        way=_text(parts["way"], 16),
        sender=_text(parts["sender"], 128),
        prompts=tuple(_text(prompt, 128) for prompt in _list(parts["prompts"])),
        withdrawn=tuple(_text(prompt, 128) for prompt in _list(parts["withdrawn"])),
    )


def _object(value: object, *keys: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise ShapeError
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeError
    return value


def _text(value: object, longest: int | None = None) -> str:
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise ShapeError
    return value


def _whole(value: object, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _MAX_NUMBER:
        raise ShapeError
    return value


def _moment(value: object) -> str:
    try:
        moment_of(_text(value, 40))
    except ValueError:
        raise ShapeError from None
    return str(value)


def _check_depth(body: dict[str, Any]) -> None:
    """Refuse a body so deep that code which walks it would run out of stack."""
    level: list[object] = [body]
    for _ in range(_MAX_DEPTH):
        if not level:
            return
        level = [
            item
            for value in level
            for item in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
        ]
    raise ShapeError(Flaw.TOO_DEEP)
