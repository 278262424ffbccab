"""The JSON routes of what pairs and core groups agree on: reading it, writing it down, changing and removing it.

Whoever changes or removes something says which version they saw (``base``). When somebody else changed it first, nothing is
written and the answer is ``{"conflict": …}``, the agreement as it is now: the page shows both, and whoever was second decides.
"""

from collections.abc import Callable
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.agreements import AgreementError
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NotAllowed
from parcours_u.server.refusal import Refusal
from parcours_u.server.sharing import told_room
from parcours_u.server.sharing_routes import SharingRoute
from parcours_u.store.agreements import Agreements, ChangedMeanwhile

__all__ = ["agreement_routes"]

_GONE = "Ceci n’est pas, ou plus, à votre groupe\u00a0: rien n’a été changé, rechargez la page."
_INCOMPLETE = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."
_MOST_ROOMS = 64


class GroupAgreements(SharingRoute):
    """What somebody's pair and core groups agreed on."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with their groups and what these agreed on, with what they are to be reminded of today."""
        sharing, person = self.sharing, self.grant.person
        found = await self.do(lambda: Agreements(self.server.database, person).look())
        self.finish(
            {
                "me": person,
                "rooms": [told_room(one) for one in found.rooms],
                "agreements": await self.do(lambda: [sharing.told_agreement(one) for one in found.agreements]),
            }
        )

    @allow_unauthenticated
    async def post(self) -> None:
        """Agree on something: ``rooms``, ``text`` and ``due``, a day or nothing; one gesture for several groups."""
        sharing = self.paced()
        asked, person = self.body_json(), self.grant.person
        rooms = _rooms(asked.get("rooms"))

        def write() -> list[dict[str, Any]]:
            made = Agreements(self.server.database, person).write(rooms, asked.get("text"), asked.get("due"))
            return [sharing.told_agreement(one) for one in made]

        self.finish({"agreements": await self.do(_refusing(write))})


class OneAgreement(SharingRoute):
    """One thing agreed on."""

    @allow_unauthenticated
    async def patch(self, agreement: str) -> None:
        """Change its words, its day, or whether it is done."""
        sharing = self.paced()
        asked, person = self.body_json(), self.grant.person
        done = asked.get("done")
        if not (done is None or isinstance(done, bool)):
            raise HTTPError(400, _INCOMPLETE)
        values = {"text": asked.get("text"), "due": asked.get("due"), "done": done}
        base = _base(asked.get("base"))
        await self._answer(
            lambda: sharing.told_agreement(Agreements(self.server.database, person).change(agreement, base, **values))
        )

    @allow_unauthenticated
    async def delete(self, agreement: str) -> None:
        """Remove it."""
        self.paced()
        person, base = self.grant.person, _base(self.get_query_argument("base", ""))
        await self._answer(lambda: Agreements(self.server.database, person).remove(agreement, base))

    async def _answer(self, action: Callable[[], Any]) -> None:
        try:
            self.finish({"agreement": await self.do(_refusing(action))})
        except ChangedMeanwhile as error:
            current = error.current
            self.finish({"conflict": await self.do(lambda: self.sharing.told_agreement(current))})


def _refusing(action: Callable[[], Any]) -> Callable[[], Any]:
    """Return an action whose refusals are sentences."""

    def run() -> Any:
        try:
            return action()
        except AgreementError as error:
            raise Refusal(str(error)) from None
        except NotAllowed:
            raise Refusal(_GONE) from None

    return run


def _rooms(names: object) -> list[Room]:
    if not isinstance(names, list) or not 0 < len(names) <= _MOST_ROOMS:
        raise HTTPError(400, "Choisissez d’abord pour quel groupe\u00a0: rien n’a été gardé.")
    try:
        return [Room.parse(name if isinstance(name, str) else "") for name in names]
    except ValueError:
        raise HTTPError(400, _INCOMPLETE) from None


def _base(value: object) -> int:
    try:
        return int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        return -1


def agreement_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of what is agreed on, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("agreements", GroupAgreements),
        ("agreements/([0-9a-f]{16})", OneAgreement),
    ]
    return [(url_path_join(base_url, "parcours-u", path), handler) for path, handler in paths]
