"""The route by which a deposit that was received as a file is taken from the trainers' page, as « depot importer » does.

A file may be anybody's of the group: it is for those who have the whole cohort in charge. It is read by the trainer's desk, from a
folder that closes behind it.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.server.cohort.managing import ManagingRoute, in_page_words

__all__ = ["FILE_NAME", "delivery_routes"]

FILE_NAME = "X-Nom-De-Fichier"
"""The header where a page says how the file is called, percent-encoded: refusals name it."""

_NO_ROOM = (
    "Le disque du serveur n’a pas voulu de ce fichier\u00a0: rien n’a changé, faites-lui de la place, puis recommencez."
)
_TOLD = {
    "new": "Le dépôt de {label} est là, pour «\u00a0{module}\u00a0».",
    "updated": "Le nouveau dépôt de {label} est là, pour «\u00a0{module}\u00a0».",
    "unchanged": "Ce dépôt de {label} était déjà là\u00a0: rien n’a changé.",
}


class Delivery(ManagingRoute):
    """One file received."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Take the file sent as the request's body, and answer with what became of it: ``taken``, ``module``, ``sentence``."""
        content = self.request.body
        name = Path(unquote(self.request.headers.get(FILE_NAME, ""))).name[:60]
        if not content or not name.isprintable() or name in {"", ".", ".."}:
            raise HTTPError(400, "Ce fichier n’est pas arrivé entier\u00a0: rien n’a changé, choisissez-le de nouveau.")
        folder = self.cohort.trainer_folder
        try:
            with tempfile.TemporaryDirectory(prefix=".fichier-", dir=folder) as place:
                file = Path(place, name)
                await asyncio.to_thread(file.write_bytes, content)
                done = await self.do(self.cohort.grading.ask("deliver", file=str(file)))
        except OSError:
            raise HTTPError(507, _NO_ROOM) from None
        titles = {one.id: one.title for one in self.server.course.modules}
        told = _TOLD.get(done["taken"], "").format(
            label=done["label"], module=titles.get(done["module"], done["module"])
        )
        sentence = " ".join(filter(None, (told, in_page_words(done["message"]))))
        self.finish({"taken": done["taken"] in _TOLD, "module": done["module"], "sentence": sentence})


def delivery_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handler, under ``base_url``."""
    return [(url_path_join(base_url, "parcours-u/cohorte/fichiers"), Delivery)]
