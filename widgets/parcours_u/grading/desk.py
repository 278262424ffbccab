"""``python -m parcours_u.grading.desk FOLDER``: the trainer's desk, one process that holds nbgrader for a cohort's server.

Importing nbgrader costs seconds: a process of this kind lasts, and answers the server's requests one after the other. It reads
one JSON object a line on standard input, ``{"do": name, …}``, and answers one a line on standard output: ``{"ok": true, …}``, or
``{"ok": false, "message": …}`` with a French sentence, empty when there is none to say. It ends with its input, so with the
server, however that one ends; what was asked before is done to its end.

==============  ============================================================================================
group           which modules are released, who deposited: counts and dates
to_collect      ``module``: whose deposits wait in the exchange, new or changed
collect         ``module``, ``only``: take some people's deposits from the exchange, as « recueillir »
deliver         ``file``: take a deposit that came as a file, as « depot importer »
seen            ``module``: every deposit of it, without a word
outline         ``module``, ``code``: what decides who may read one
read            ``module``, ``code``: one deposit, with its comments
comment         ``module``, ``code``, ``prompt``, ``text``, ``base``, ``deposit``: write one comment
send_back       ``module``, ``only``, ``leaving``: return comments to some people, as « retours », if what waits for
                them is just that, counts by person
fetch           the request of :mod:`.fetch_feedback`: comments that came back to one person
deposit         the request of :mod:`.deposit`: one person's deposit, made
==============  ============================================================================================

What was written is in these lines alone: never in a log, an error, or a file of its own.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from parcours_u.domain.system_words import disk_refusal
from parcours_u.grading.errors import GradingError
from parcours_u.store.errors import StoreError
from parcours_u.without_iri import without_iri

if TYPE_CHECKING:
    from parcours_u.grading.bench import Bench

__all__ = ["Desk", "main"]

Request = Mapping[str, Any]
_OF_LEARNERS = {"fetch", "deposit"}
_TO_LEARNERS = (
    "Le disque du serveur refuse d’écrire\u00a0: rien de ce qui était enregistré n’est perdu, "
    "prévenez la personne qui anime, puis réessayez."
)
_CHANGED = "Ce qui partirait a changé depuis que cette page l’a montré\u00a0: rien n’est parti, relisez la liste avant de renvoyer."


class Desk:
    """What answers the requests about one trainer's folder; nbgrader is imported with the first that needs it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder
        self._actions: dict[str, Callable[[Request], dict[str, Any]]] = {
            "group": self._group,
            "to_collect": self._to_collect,
            "collect": self._collect,
            "deliver": self._deliver,
            "seen": self._seen,
            "outline": self._outline,
            "read": self._read,
            "comment": self._comment,
            "send_back": self._send_back,
            "fetch": self._fetch,
            "deposit": self._deposit,
        }

    @cached_property
    def bench(self) -> "Bench":
        """The folder, with nbgrader at hand."""
        from parcours_u.grading.folder import open_folder
        from parcours_u.grading.version import follow

        folder = open_folder(self._path)
        follow(folder)
        with without_iri():
            from parcours_u.grading.bench import Bench
        return Bench(folder)

    def answer(self, request: Request) -> dict[str, Any]:
        """Do what a request asks, and tell what came of it; one that fails leaves the next ones to be answered."""
        try:
            return {"ok": True, **self._actions[request["do"]](request)}
        except (GradingError, StoreError) as error:
            return {"ok": False, "message": str(error)}
        except OSError as error:
            told = _TO_LEARNERS if request["do"] in _OF_LEARNERS else disk_refusal(error)
            return {"ok": False, "message": told, "error": type(error).__name__}
        except Exception as error:  # its text might quote an answer: its name alone is told, to the technical log
            return {"ok": False, "message": "", "error": type(error).__name__}

    def _group(self, _: Request) -> dict[str, Any]:
        from parcours_u.grading.group_state import told

        return told(self.bench)

    def _to_collect(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.collecting import to_collect

        codes, refused = to_collect(bench, request["module"])
        return {"codes": codes, "refused": [asdict(one) for one in refused]}

    def _collect(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.collecting import collect

        return {"collected": [asdict(one) for one in collect(bench, request["module"], only=request["only"])]}

    def _deliver(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.zips import import_zips

        (delivered,) = import_zips(bench, [Path(request["file"])])
        return {"module": delivered.module, **asdict(delivered.result)}

    def _seen(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.reading import seen

        return {"deposits": [asdict(one) for one in seen(bench, request["module"])]}

    def _outline(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.reading import outline

        return outline(bench, request["module"], request["code"])

    def _read(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.reading import read_one

        return read_one(bench, request["module"], request["code"])

    def _comment(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        from parcours_u.grading.remarks import write_remark

        asked = {name: request[name] for name in ("module", "code", "prompt", "text", "base", "deposit")}
        return write_remark(bench, **asked)

    def _send_back(self, request: Request) -> dict[str, Any]:
        bench, module, only = self.bench, request["module"], set(request["only"])
        from parcours_u.grading.feedback import send_back, waiting
        from parcours_u.grading.ledger import Ledger
        from parcours_u.grading.reading import comments_by_person

        found = waiting(bench, module, comments_by_person(bench, module), Ledger(bench.folder.path, module))
        if {one.person: one.comments for one in found if one.person in only} != request["leaving"]:
            return {"ok": False, "message": _CHANGED}
        return {"returned": [asdict(one) for one in send_back(bench, module, only=set(request["leaving"]))]}

    def _fetch(self, request: Request) -> dict[str, Any]:
        from parcours_u.grading.fetch_feedback import fetch

        return fetch(request)

    def _deposit(self, request: Request) -> dict[str, Any]:
        from parcours_u.grading.deposit import DepositRefused, deposit

        try:
            return deposit(request)
        except DepositRefused as error:
            return {"ok": False, "message": str(error)}


def main(folder: Path) -> None:
    """Answer each line until there is none any more."""
    os.umask(0o077)
    # The end of the terminal and Ctrl-C are the server's to hear: it ends this one when it has ended.
    for name in {"SIGINT", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    output = _output()
    desk = Desk(folder)
    for line in sys.stdin.buffer:
        output.write(json.dumps(desk.answer(json.loads(line))).encode() + b"\n")
        output.flush()


def _output() -> BinaryIO:
    """Return where answers go, and send whatever else is printed nowhere: a stray line would be taken for an answer."""
    own = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return own


if __name__ == "__main__":
    main(Path(sys.argv[1]))
