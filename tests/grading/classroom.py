"""A trainer's folder in the tests' own words: people, deposits, comments. What it calls is the product's, and nbgrader."""

import base64
import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from parcours_u.grading.deposit import deposit
from parcours_u.paths import content_root

NBGRADER = [
    pytest.mark.nbgrader,
    # nbgrader 0.9.6 itself: a submission joins its session late, and a misspelt argument (`authentictor`).
    pytest.mark.filterwarnings("ignore:Object of type <Submitted:sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]
"""The marks of every test that runs nbgrader."""

HOSTILE = [
    "<script>window.top.ecrit = true</script><img src='https://exemple.test/i.png' onerror='window.top.ecrit = true'>",
    "```\n````\n![](https://exemple.test/j.png) [lien](javascript:alert(1))\n~~~\n</pre></div></script><!--",
    "{{ 7 * 7 }} {% for x in y %} $$\\frac{1}{2}$$ \\(x\\) {{ resources }}",
    "🌱 عربي עברית \u202e tourné \u0000\u2028 fin\r\nligne\ttabulée  \n\n",
    "a" * 200_000,
]
"""One answer a prompt of the module, each of a kind that did harm somewhere."""

MODULE = "co-initier"
"""A real module of the course; its prompts are read from its notebook, never written here."""


def prompts(module: str = MODULE) -> list[str]:
    """Return the ids of a module's prompts, in order."""
    source = content_root() / "course" / "source" / module / f"{module}.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    return [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]


@contextmanager
def full(file: Path) -> Iterator[None]:
    """Have no room left where a database is: SQLite gives it not one page more."""

    def limit(connection: Any, _: Any) -> None:
        (_, _, own), *_ = connection.execute("PRAGMA database_list").fetchall()
        if Path(own) == file:
            connection.execute("PRAGMA max_page_count=1").close()  # never less than it has

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def disk_full(*_: object) -> None:
    """Refuse what was asked of a database as SQLite does where there is no room left."""
    refused = sqlite3.OperationalError("database or disk is full")
    refused.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise OperationalError("COMMIT", None, refused)


def request(
    sender: str,
    texts: Mapping[str, str],
    *,
    way: str = "zip",
    module: str = MODULE,
    at: str = "2026-03-01T09:00:00Z",
    exchange: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return a deposit as a learner's server asks for it."""
    return {
        "module": module,
        "way": way,
        "sender": sender,
        "deposit_id": str(uuid.uuid4()),
        "deposited_at": at,
        "answers": [
            {
                "prompt": prompt,
                "kind": "free_text",
                "revision": 3,
                "saved_at": at,
                "body": {"text": text},
                "text": text,
            }
            for prompt, text in texts.items()
        ],
        "exchange": exchange,
    }


def exchange_of(bench: Any, learner: Path) -> dict[str, str]:
    """Return the exchange of a trainer's folder as a learner's server names it."""
    return {"root": str(bench.folder.exchange), "course_id": bench.course_id, "cache": str(learner / "echange")}


def deposit_in_exchange(
    bench: Any, learner: Path, sender: str, texts: Mapping[str, str], at: str = "2026-03-01T09:00:00Z"
) -> dict[str, Any]:
    """Deposit in the exchange; return the request that was made."""
    asked = request(sender, texts, way="exchange", at=at, exchange=exchange_of(bench, learner))
    assert deposit(asked)["ok"] is True
    return asked


def zip_of(folder: Path, sender: str, texts: Mapping[str, str], at: str = "2026-03-01T09:00:00Z", **more: str) -> Path:
    """Return a zip as a learner downloads it."""
    answer = deposit(request(sender, texts, at=at, **more))
    path = folder / f"depot-{uuid.uuid4().hex[:8]}.zip"
    path.write_bytes(base64.b64decode(answer["zip_base64"]))
    return path


def inbound(bench: Any, sender: str, module: str = MODULE) -> list[Path]:
    """Return what the exchange received from somebody, oldest first."""
    return sorted(bench.folder.inbound(bench.course_id).glob(f"{sender}+{module}+*"))


def write_comment(bench: Any, person: str, prompt: str, text: str, module: str = MODULE) -> None:
    """Comment an answer, as the formgrader's own handler does."""
    with bench.gradebook() as gradebook:
        gradebook.find_comment(prompt, module, module, person).manual_comment = text
        gradebook.db.commit()


def shown(bench: Any, person: str, module: str = MODULE) -> dict[str, str]:
    """Return the source of each answer cell that the formgrader shows of somebody."""
    path = bench.folder.autograded(person, module) / f"{module}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def taken(results: Iterable[Any]) -> dict[str, str]:
    """Return what became of each person's deposit."""
    return {result.person: result.taken.value for result in results}
