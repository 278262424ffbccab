"""The earlier versions of an answer, as a list that somebody can find their way in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from parcours_u.domain.answers import AnswerError, as_text, check_body
from parcours_u.domain.course import Prompt
from parcours_u.domain.journal import Revision

__all__ = ["version_lines", "version_text"]

_EXCERPT = 160
_SITTING = timedelta(minutes=10)
_WORDS_LOST = 20


def version_text(prompt: Prompt, body: Mapping[str, Any]) -> str:
    """Return the text of a version, even of one written when the question had another form."""
    try:
        return as_text(prompt, check_body(prompt, body))
    except AnswerError:
        return "\n\n".join(_texts_in(body))


def version_lines(prompt: Prompt, history: Sequence[Revision]) -> list[dict[str, Any]]:
    """Return one line a version, newest first as ``history`` is.

    Each has its ``revision``, its time (``at``), whether it was kept ``aside``, whether it is the ``current`` one, an
    ``excerpt``, and whether it is a ``landmark``: worth showing first in a long list, because what came next was written
    in another sitting, or had lost some of its words.
    """
    texts = [version_text(prompt, revision.body) for revision in history]
    current = next((revision.number for revision in history if not revision.aside), None)
    lines = []
    for index, (revision, text) in enumerate(zip(history, texts, strict=True)):
        newer, newer_text = (history[index - 1], texts[index - 1]) if index else (None, "")
        lines.append(
            {
                "revision": revision.number,
                "at": revision.saved_at,
                "aside": revision.aside,
                "current": revision.number == current,
                "landmark": newer is None or _is_landmark(revision, text, newer, newer_text),
                "excerpt": _excerpt(text),
            }
        )
    return lines


def _is_landmark(revision: Revision, text: str, newer: Revision, newer_text: str) -> bool:
    pause = datetime.fromisoformat(newer.saved_at) - datetime.fromisoformat(revision.saved_at)
    lost = len(text) - len(newer_text)
    return pause >= _SITTING or revision.aside or newer.aside or lost >= max(_WORDS_LOST, len(text) // 5)


def _excerpt(text: str) -> str:
    line = re.sub(r"[ \t\r\n]+", " ", text[: 4 * _EXCERPT]).strip()
    return f"{line[:_EXCERPT].rstrip()}…" if len(line) > _EXCERPT else line


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
