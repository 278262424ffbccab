"""The return file: a trainer's comments, on one deposit, in a page that a person can read and that a program can too.

The page is made by nbgrader's feedback with this package's template. Only its JSON is read here: its HTML is never
parsed, never trusted, never shown. Standard library only.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

__all__ = ["Return", "ReturnComment", "ReturnError", "read_return", "return_json"]

FORMAT = "parcours-u/retour"
VERSION = 1
COURSE = "parcours-u"
MAX_BYTES = 64_000_000
CLOSING = "</script>"

# Written one way by the template, the other by nbconvert, which sorts every element's attributes.
_OPENING = re.compile(
    r'<script (?:type="application/json" id="parcours-u-retour"|id="parcours-u-retour" type="application/json")>'
)

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_CODE = re.compile(r"\w[\w.@-]{0,99}")
_PARTS = frozenset({"format", "version", "course", "module", "code", "deposited_at", "comments"})
_COMMENT = frozenset({"prompt", "text", "about"})
_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class ReturnError(ValueError):
    """The file is no return that this version can open. The message is one French sentence."""


@dataclass(frozen=True, repr=False)
class ReturnComment:
    """What a trainer wrote about one answer; ``about`` is that answer as it was then."""

    prompt: str
    text: str
    about: str


@dataclass(frozen=True, repr=False)
class Return:
    """The comments on one deposit; there may be none left, when a trainer took them back."""

    module: str
    code: str
    deposited_at: str
    comments: tuple[ReturnComment, ...]


def return_json(module: str, code: str, deposited_at: str, comments: Sequence[Mapping[str, str]]) -> str:
    """Return the JSON of a return, safe inside an HTML ``script`` element: no text in it can close the element."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "course": COURSE,
        "module": module,
        "code": code,
        "deposited_at": deposited_at,
        "comments": [dict(comment) for comment in comments],
    }
    return json.dumps(data, ensure_ascii=False).translate(_HTML)


def read_return(content: bytes) -> Return:
    """Read a return file strictly.

    Raises
    ------
    ReturnError
        When it is too large, truncated, not ours, made by a later version, or has been altered.
    """
    data = _data(_json(content))
    try:
        return Return(
            module=_matching(_NAME, data["module"]),
            code=_matching(_CODE, data["code"]),
            deposited_at=_moment(data["deposited_at"]),
            comments=_comments(data["comments"]),
        )
    except (TypeError, ValueError):
        raise _altered() from None


def _json(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise ReturnError(
            "Ce fichier est trop gros pour être un retour\u00a0: rien n’a été ajouté à votre carnet, choisissez un autre fichier."
        )
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_ours() from None
    pieces = _OPENING.split(page)
    if len(pieces) == 1:
        raise _not_ours()
    if len(pieces) > 2:
        raise _altered()
    found, closing, after = pieces[1].partition(CLOSING)
    if not closing or not after.rstrip().endswith("</html>"):
        raise ReturnError(
            "Ce retour est tronqué\u00a0: rien n’a été ajouté à votre carnet, demandez que l’on vous l’envoie de nouveau."
        )
    return found


def _data(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _altered() from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("course") != COURSE:
        raise _not_ours()
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise ReturnError(
            "Ce retour vient d’une version plus récente du parcours\u00a0: "
            "rien n’a été ajouté à votre carnet, mettez le parcours à jour puis ouvrez-le de nouveau."
        )
    if type(version) is not int or version != VERSION or set(data) != _PARTS:
        raise _altered()
    return data


def _comments(values: object) -> tuple[ReturnComment, ...]:
    if not isinstance(values, list):
        raise TypeError
    comments = []
    for value in values:
        if not isinstance(value, dict) or set(value) != _COMMENT:
            raise TypeError
        text, about = _text(value["text"]), _text(value["about"])
        if not text.strip():
            raise ValueError
        comments.append(ReturnComment(_matching(_NAME, value["prompt"]), text, about))
    if len({comment.prompt for comment in comments}) != len(comments):
        raise ValueError
    return tuple(comments)


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError
    return str(value)


def _moment(value: object) -> str:
    datetime.fromisoformat(_text(value))
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # a lone surrogate could be neither stored nor shown
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _not_ours() -> ReturnError:
    return ReturnError(
        "Ce fichier n’est pas un retour de ce parcours\u00a0: rien n’a été ajouté à votre carnet, choisissez un autre fichier."
    )


def _altered() -> ReturnError:
    return ReturnError(
        "Ce retour a été modifié ou abîmé\u00a0: rien n’a été ajouté à votre carnet, demandez que l’on vous l’envoie de nouveau."
    )
