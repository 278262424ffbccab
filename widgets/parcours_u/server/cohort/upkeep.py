"""A cohort's machine, looked after from the trainer's page: is all well, and a backup now. Each is done once at a time, whoever asks.

Whoever asks while it is being done follows what is under way, and is told the same; whoever leaves does not stop it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parcours_u.grading.backing_up import KIND, Backup, last_backup, sweep, usual_place
from parcours_u.grading.cohort import COHORT
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError, call
from parcours_u.store.backup.place import usual_name
from parcours_u.store.cohort_zone import zone_in_file

__all__ = ["Kept", "Upkeep"]

_SAVING_SECONDS = 3600.0  # a large folder on a slow disk, copied and read again
_NOT_LOOKED_AT = "La vérification n’a pas abouti\u00a0: rien n’a été changé, réessayez dans un instant."
_NOT_SAVED = (
    "La sauvegarde s’est arrêtée en chemin\u00a0: rien n’est perdu ni laissé à moitié, réessayez\u202f; "
    "si cela recommence, vérifiez que tout va bien."
)
# Sentences that are written for the command, which may save elsewhere and under another name.
_WORDS = (
    (
        "libérez de la place ou choisissez un autre disque, puis recommencez",
        "libérez de la place sur le serveur, puis recommencez",
    ),
    (
        "vérifiez les droits du dossier ou choisissez un autre lieu, puis recommencez",
        "faites vérifier ses droits sur la machine du serveur, puis recommencez",
    ),
    ("quand la commande en cours sera finie", "quand ce qui est en cours sera fini"),
    ("donnez un autre nom", "réessayez dans un instant"),
)


@dataclass(frozen=True)
class Kept:
    """Where backups go, the last one that is there, and whether one is being made."""

    place: Path
    last: Backup | None
    under_way: bool


class Upkeep:
    """What looks after the machine of one cohort.

    Parameters
    ----------
    folder : pathlib.Path
        The trainer's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = usual_place(folder)
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def __repr__(self) -> str:
        return "Upkeep()"

    async def kept(self) -> Kept:
        """Return what is known of backups."""
        last = await asyncio.to_thread(last_backup, self._folder, self._place)
        return Kept(self._place, last, "save" in self._tasks)

    def look(self) -> "asyncio.Task[list[dict[str, str]]]":
        """Look at the machine, or join whoever does.

        The task fails with a :class:`Refusal` when it can't be done now.
        """
        return self._begin("look", self._look)

    def save(self) -> "asyncio.Task[Backup]":
        """Make a backup, or join whoever does; fails as :meth:`look` does, and no file is left then."""
        return self._begin("save", self._save)

    async def end(self) -> None:
        """End what is under way: the server stops."""
        tasks = [*self._tasks.values()]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, Refusal):
                await task

    def _begin(self, name: str, action: Callable[[], Awaitable[Any]]) -> "asyncio.Task[Any]":
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(action())
            self._tasks[name].add_done_callback(lambda task: self._ended(name, task))
        return self._tasks[name]

    def _ended(self, name: str, task: "asyncio.Task[Any]") -> None:
        self._tasks.pop(name, None)
        if not task.cancelled():
            task.exception()  # told to those who wait; asyncio complains of one that nobody heard

    async def _look(self) -> list[dict[str, str]]:
        try:
            answer = await call("parcours_u.diagnosis.told", {"folder": str(self._folder)}, self._folder)
        except ShortProcessError:
            raise Refusal(_NOT_LOOKED_AT) from None
        found: list[dict[str, str]] = answer["findings"]
        return found

    async def _save(self) -> Backup:
        zone = await asyncio.to_thread(zone_in_file, self._folder / COHORT)
        target = self._place / usual_name(KIND, zone)
        request = {"folder": str(self._folder), "target": str(target)}
        try:
            answer = await call("parcours_u.grading.backing_up", request, self._folder, _SAVING_SECONDS)
        except ShortProcessError:
            await asyncio.to_thread(sweep, self._folder, target)
            raise Refusal(_NOT_SAVED) from None
        if not answer.get("ok"):
            raise Refusal(_in_page_words(answer.get("message") or _NOT_SAVED))
        return Backup(target, answer["made_at"], target.stat().st_size)


def _in_page_words(sentence: str) -> str:
    for command, page in _WORDS:
        sentence = sentence.replace(command, page)
    return sentence
