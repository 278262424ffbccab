"""What the cohort lives and when, told to all those who are of it."""

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join

from parcours_u.cohort.programme_lived import lived_row
from parcours_u.domain.policy import may_follow_programme
from parcours_u.domain.programme import PROGRAMME_ROOM
from parcours_u.server.programme_room import programme_number
from parcours_u.server.sharing_routes import SharingRoute
from parcours_u.store.programmes import Programmes
from parcours_u.store.standings import standing_of

__all__ = ["programme_routes"]


class LivedProgramme(SharingRoute):
    """The programme, as those who live it may know it."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with it, and with the room where its changes are heard; with nothing for who is not of the cohort."""
        _ = self.sharing
        self.finish(await self.do(self._look))

    def _look(self) -> dict[str, Any]:
        database = self.server.database
        with database.reading() as connection:
            follows = may_follow_programme(standing_of(connection, self.grant.person))
        if not follows:
            return {"rooms": [], "programme": None}
        chosen = Programmes(database).get()
        told = lived_row(self.server.course, chosen, self.page_url) if chosen is not None else None
        return {"rooms": [{"room": PROGRAMME_ROOM, "number": programme_number(chosen)}], "programme": told}


def programme_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handler of the programme, under ``base_url``."""
    return [(url_path_join(base_url, "parcours-u", "programme"), LivedProgramme)]
