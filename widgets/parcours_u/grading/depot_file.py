"""``depot.json``: exactly what a learner chose to share, beside the notebook that shows it. Standard library only."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

__all__ = [
    "COURSE_ID",
    "DEPOT_NAME",
    "MAX_BYTES",
    "SENDER",
    "DepotError",
    "DepotFile",
    "SharedAnswer",
    "notebook_told",
    "parse_depot",
    "read_depot",
]

COURSE_ID = "parcours-u"
DEPOT_NAME = "depot.json"
FORMAT = "parcours-u/depot"
VERSION = 1
MAX_BYTES = 64_000_000

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
SENDER = re.compile(r"\w[\w.@-]{0,99}")
"""A code, or an account's name: what nbgrader can put in the name of a folder."""

_OURS = frozenset({"format", "version", "course", "module", "code", "deposit_id", "deposited_at", "answers"})
_ANSWER = frozenset({"prompt", "kind", "revision", "saved_at", "body", "text"})


def notebook_told(names: Sequence[str], module: str) -> str:
    """Return what is to be said of a deposit's notebooks, by their names, as the end of a French sentence; empty when all is well."""
    if not names:
        return "il est venu sans son carnet, ses réponses y sont"
    return "" if list(names) == [f"{module}.ipynb"] else "son carnet avait changé de nom, il a été retrouvé"


class DepotError(ValueError):
    """What was read is no deposit that this version can take. The message is the end of a French sentence."""


@dataclass(frozen=True, repr=False)
class SharedAnswer:
    """One answer as it left: its body exactly, and the text that a trainer reads."""

    prompt: str
    kind: str
    revision: int
    saved_at: str
    body: dict[str, Any]
    text: str


@dataclass(frozen=True, repr=False)
class DepotFile:
    """A deposit: who (a code or an account), which module, when, and the shared answers. Nothing else."""

    module: str
    code: str
    deposit_id: str
    deposited_at: str
    answers: tuple[SharedAnswer, ...]
    course: str = COURSE_ID

    @property
    def moment(self) -> datetime:
        """When the deposit was made, in UTC."""
        return _moment(self.deposited_at)

    @property
    def texts(self) -> dict[str, str]:
        """The text of each answer, by prompt id."""
        return {answer.prompt: answer.text for answer in self.answers}

    def to_bytes(self) -> bytes:
        """Return the file's content."""
        data = {
            "format": FORMAT,
            "version": VERSION,
            "course": self.course,
            "module": self.module,
            "code": self.code,
            "deposit_id": self.deposit_id,
            "deposited_at": self.deposited_at,
            "answers": [asdict(answer) for answer in self.answers],
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_depot(content: bytes) -> DepotFile:
    """Read a ``depot.json`` strictly.

    Raises
    ------
    DepotError
        When it is truncated, not ours, made by a later version, or not what we would have written.
    """
    if len(content) > MAX_BYTES:
        raise DepotError("depot.json est trop gros")
    try:
        data = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise DepotError("depot.json est tronqué ou abîmé") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DepotError("depot.json ne vient pas de ce parcours")
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise DepotError("depot.json vient d’une version plus récente du parcours")
    if type(version) is not int or version != VERSION or set(data) != _OURS or data["course"] != COURSE_ID:
        raise DepotError("depot.json n’a pas la forme attendue")
    return parse_depot(data)


def parse_depot(data: Mapping[str, Any]) -> DepotFile:
    """Build a deposit from its plain parts, checking each.

    Raises
    ------
    DepotError
        When a part is missing or of another shape.
    """
    try:
        depot = DepotFile(
            module=_matching(_NAME, data["module"]),
            code=_matching(SENDER, data["code"]),
            deposit_id=_matching(_NAME, data["deposit_id"]),
            deposited_at=_text(data["deposited_at"]),
            answers=tuple(_answer(answer) for answer in _list(data["answers"])),
        )
        _moment(depot.deposited_at)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise DepotError("depot.json n’a pas la forme attendue") from None
    # No answer at all is a deposit too: the one that takes back what an earlier one had carried.
    if len(depot.texts) != len(depot.answers):
        raise DepotError("depot.json contient deux fois la même réponse")
    return depot


def _answer(data: object) -> SharedAnswer:
    if not isinstance(data, dict) or set(data) != _ANSWER:
        raise TypeError
    revision, body = data["revision"], data["body"]
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0 or not isinstance(body, dict):
        raise TypeError
    json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate could not be written
    return SharedAnswer(
        prompt=_matching(_NAME, data["prompt"]),
        kind=_matching(_NAME, data["kind"]),
        revision=revision,
        saved_at=_text(data["saved_at"]),
        body=body,
        text=_text(data["text"]),
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()
    return value


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise TypeError
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
