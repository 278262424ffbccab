"""The JSON routes of what is shared: reading it, answering it, taking back. To share is to choose an answer's readers."""

from dataclasses import asdict
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.rooms import Room
from parcours_u.server.channel import Channel
from parcours_u.server.route import Route
from parcours_u.server.sharing import Sharing

__all__ = ["SharingRoute", "sharing_routes"]

_ALONE = "Ce parcours est ouvert pour une seule personne\u00a0: rien n’y est partagé, et rien n’a été changé."
_TOO_FAST = "Trop de demandes à la suite\u00a0: rien n’est perdu, attendez quelques secondes puis réessayez."


class SharingRoute(Route):
    """What these routes share: the shared space, and at which pace one may change it."""

    @property
    def sharing(self) -> Sharing:
        """The shared space.

        Raises
        ------
        tornado.web.HTTPError
            409 where one learns alone.
        """
        if self.server.sharing is None:
            raise HTTPError(409, _ALONE)
        return self.server.sharing

    def paced(self) -> Sharing:
        """Return the shared space, for somebody who does not ask too fast.

        Raises
        ------
        tornado.web.HTTPError
            429 for whoever does.
        """
        sharing = self.sharing
        if not sharing.pace(self.grant.person).allows():
            raise HTTPError(429, _TOO_FAST)
        return sharing


class Shared(SharingRoute):
    """What is shared with whoever asks."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with their rooms and what is shared there: for the prompts asked for, for all when none is named."""
        sharing, person = self.sharing, self.grant.person
        prompts = self.get_query_arguments("prompt") or None
        self.finish(await self.do(lambda: sharing.look(person, prompts, self.page_url)))


class SharedEntry(SharingRoute):
    """One's own answer, in the rooms of one kind."""

    @allow_unauthenticated
    async def delete(self, prompt: str) -> None:
        """Take one's answer back from a room's kind of readers; the others still read it."""
        self.paced()
        try:
            kind = Room.parse(self.get_query_argument("room", "")).kind
        except ValueError:
            raise HTTPError(400, "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.") from None

        def narrow() -> dict[str, Any]:
            entry = self.journal.entries([prompt]).get(prompt)
            if (
                entry is None or kind not in entry.audience
            ):  # to choose the same readers again would be to share it again
                return {"audience": sorted(entry.audience if entry else ()), "deposits": []}
            audience = entry.audience - {kind}
            left = self.journal.set_audience(prompt, audience)
            return {"audience": sorted(audience), "deposits": [asdict(item) for item in left]}

        self.finish(await self.do(narrow))


class Replies(SharingRoute):
    """Answering somebody's answer."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Send a reply: ``room``, ``owner``, ``prompt`` and ``text``."""
        sharing, person, asked = self.paced(), self.grant.person, self.body_json()
        self.finish({"reply": await self.do(lambda: sharing.reply(person, asked))})


class OneReply(SharingRoute):
    """One reply."""

    @allow_unauthenticated
    async def delete(self, reply: str) -> None:
        """Take it back."""
        sharing, person = self.paced(), self.grant.person
        self.finish(await self.do(lambda: sharing.take_back_reply(person, reply)))


def sharing_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of what is shared, the channel's included, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("channel", Channel),
        ("shared", Shared),
        (r"shared/entries/([a-zA-Z0-9_-]+)", SharedEntry),
        ("shared/replies", Replies),
        ("shared/replies/([0-9a-f]{16})", OneReply),
    ]
    return [(url_path_join(base_url, "parcours-u", path), handler) for path, handler in paths]
