"""The routes of « Le serveur », for whoever has the whole cohort in charge: is all well, and a backup now.

A backup is made on the server's machine and never sent: it holds everybody's entries, and phones are lost.
"""

import asyncio
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError

from parcours_u.domain.french_words import french_size
from parcours_u.grading.backing_up import Backup
from parcours_u.server.cohort.managing import ManagingRoute
from parcours_u.server.refusal import Refusal

__all__ = ["upkeep_routes"]

_BEAT_SECONDS = 15.0  # less than what a proxy waits for, between two bytes


class Machine(ManagingRoute):
    """What is known of backups."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with where they go, the last one, and whether one is being made."""
        kept = await self.do(self.cohort.upkeep.kept())
        last = _told(kept.last) if kept.last else None
        self.finish({"place": str(kept.place), "last": last, "under_way": kept.under_way})


class Health(ManagingRoute):
    """Whether all is well."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Look at everything, as ``parcours-u diagnostic`` does, and answer with what was found."""
        self.finish({"findings": await self.do(asyncio.shield(self.cohort.upkeep.look()))})


class Saving(ManagingRoute):
    """A backup, now."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Make one, or follow who does: lines of ``step`` while it lasts, then the backup, or why not, as ``failed``."""
        task = self.cohort.upkeep.save()
        try:
            while not (await asyncio.wait({task}, timeout=_BEAT_SECONDS))[0]:
                self.write({"step": {}})
                self.write("\n")
                await self.flush()
            told = _told(task.result())
        except Refusal as error:
            told = {"failed": str(error)}
        except StreamClosedError:
            return  # whoever asked has left; the backup goes on
        self.finish(told)


def _told(one: Backup) -> dict[str, str]:
    return {
        "file": one.file.name,
        "folder": str(one.file.parent),
        "made_at": one.made_at,
        "size": french_size(one.size),
    }


def upkeep_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("serveur", Machine),
        ("serveur/diagnostic", Health),
        ("serveur/sauvegarde", Saving),
    ]
    return [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
