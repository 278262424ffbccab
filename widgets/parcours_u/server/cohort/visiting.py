"""The light path: one page, opened by a link, under a pseudonym; erased after some days, or at once."""

import asyncio

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from parcours_u.domain.access import VisitLink, is_token
from parcours_u.domain.people import Role
from parcours_u.server.cohort.device_names import device_name
from parcours_u.server.cohort.door import Door, Refused
from parcours_u.server.cohort.way_in import WayIn
from parcours_u.store.errors import AccessRefused

__all__ = ["EndVisit", "Visit", "end_visit"]

_OVER = "Ce lien de visite est incomplet, ou son temps est passé\u00a0: rien n’a changé, demandez-en un autre à qui vous l’a donné."


class Visit(WayIn):
    """A visit's link."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Say what it opens, and ask for a pseudonym; nothing is made yet."""
        await self._ask(token, await self._looked(token))

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Let a visitor in, on this device."""
        link = await self._looked(token)
        pseudonym, label = self.field("pseudonym")[:200], device_name(self.request.headers.get("User-Agent", ""))
        try:
            await self.let_in(
                lambda: self.server.in_store(lambda: self.server.visitors.arrive(token, pseudonym, label)),
                self.address("voila/render", link.page),
            )
        except AccessRefused as error:
            await self._ask(token, link, str(error))

    async def _looked(self, token: str) -> VisitLink:
        link = await asyncio.to_thread(self.server.visitors.look_in, token) if is_token(token) else None
        if link is None:
            raise Refused("Cette visite n’est pas, ou plus, ouverte", _OVER, 410 if is_token(token) else 404)
        return link

    async def _ask(self, token: str, link: VisitLink, problem: str = "") -> None:
        part = next(
            (one for one in self.server.course.parts() if self.server.course.page_path(one.id) == link.page), None
        )
        self.show(
            "visit",
            400 if problem else 200,
            problem=problem,
            days=link.days,
            part=part.title if part else "",
            token=token,
        )


async def end_visit(door: Door) -> None:
    """Erase a visitor who leaves, and say so."""
    await door.server.leave(door.member)
    door.doors.forget(door)
    door.redirect(door.address("visite/quitter"), status=303)


class EndVisit(Door):
    """A visitor leaves, and all that they wrote with them."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Say that it is done; asked for by an address, nothing is."""
        if self.current_user is not None:
            self.redirect(self.address("mes-appareils"))
        else:
            self.show("visit_over")

    @authenticated
    async def post(self) -> None:
        """Erase it all.

        Raises
        ------
        tornado.web.HTTPError
            403 for whoever is no visitor.
        """
        if self.member.role is not Role.VISITOR:
            raise HTTPError(403)
        await end_visit(self)
