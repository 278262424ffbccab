"""Coming in by an invitation: the page says who it is for, its button alone consumes it."""

import asyncio

from jupyter_server.auth.decorator import allow_unauthenticated

from parcours_u.domain.access import InvitationState, Looked, Opened, is_token
from parcours_u.domain.people import Role
from parcours_u.server.cohort.device_names import device_name
from parcours_u.server.cohort.door import Refused
from parcours_u.server.cohort.passing import Phrase
from parcours_u.server.cohort.way_in import WayIn
from parcours_u.store.errors import AccessRefused

__all__ = ["JoinByCode", "JoinByLink"]

_TITLES = {
    InvitationState.USED: "Cette invitation a déjà servi",
    InvitationState.EXPIRED: "Cette invitation est arrivée à son terme",
    InvitationState.REPLACED: "Cette invitation a été remplacée",
    InvitationState.WITHDRAWN: "Cette invitation a été retirée",
    InvitationState.UNKNOWN: "Cette invitation n’est pas reconnue",
}
_MISTYPED = (
    "Ce code n’est pas reconnu\u00a0: rien n’a changé, relisez-le sur votre carte, ou demandez une autre invitation."
)


class _Joining(WayIn):
    async def looked(self, token_or_code: str) -> Looked:
        """Return what an invitation is good for, consuming nothing.

        Raises
        ------
        Refused
            When it is good for nothing (any more).
        """

        def look() -> Looked:
            return self.server.access.look(token_or_code)

        if is_token(token_or_code):  # nobody guesses one: it costs a hash, and closes no door to the others of the room
            found = await asyncio.to_thread(look)
        else:
            # One that has served, opened again, is no guess.
            found = await self.guess(token_or_code, look, lambda looked: looked.state is not InvitationState.UNKNOWN)
        if found.person_id is None:
            raise Refused(
                _TITLES[found.state], found.state.sentence, 404 if found.state is InvitationState.UNKNOWN else 410
            )
        return found

    async def present(self, token_or_code: str, typed: bool) -> None:
        """Show who an invitation is for, and the button: again to the browser that has pressed it, and saw no answer."""
        opened = self.opened(code=token_or_code, confirm="1") if typed else self.opened()
        found = Looked(opened.person_id, InvitationState.USED) if opened else await self.looked(token_or_code)
        person = await self.server.in_store(lambda: self.server.known(str(found.person_id)))
        if person is None:
            raise _unknown()
        self.show(
            "join",
            first_name=person.first_name or person.name,
            code=token_or_code if typed else "",
            team=person.role is Role.TRAINER and not person.last_name,
            renews=found.renews,
        )

    async def consume(self, token_or_code: str) -> None:
        """Consume an invitation: the person is in, their phrase is shown next."""
        label = device_name(self.request.headers.get("User-Agent", ""))

        async def opens() -> Opened:
            await self.looked(token_or_code)
            try:
                opened = await self.server.slow_work.run(lambda: self.server.access.accept(token_or_code, label))
            except AccessRefused as error:  # somebody was quicker
                raise Refused(_TITLES[InvitationState.USED], str(error), 410) from None
            self.server.passing.show(opened.device_id, Phrase(opened.phrase, opened.erased.answers))
            return opened

        await self.let_in(opens, self.address("phrase"))


def _unknown() -> Refused:
    return Refused(_TITLES[InvitationState.UNKNOWN], InvitationState.UNKNOWN.sentence, 404)


def _whole(token: str) -> str:
    """Return what ends a link; a code is typed, never in an address, where nothing would count the guesses."""
    if not is_token(token):
        raise _unknown()
    return token


class JoinByLink(_Joining):
    """An invitation's link, or QR code."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show who it is for; what opens links by itself consumes nothing."""
        await self.present(_whole(token), typed=False)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Consume it."""
        await self.consume(_whole(token))


class JoinByCode(_Joining):
    """An invitation's short code, typed by hand. It is never in an address."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask for the code."""
        self.show("code")

    @allow_unauthenticated
    async def post(self) -> None:
        """Show who the code is for; consume it once that was confirmed."""
        code = self.field("code").strip()[:64]
        if not code:
            self.show("code", 400, problem="Le code est vide\u00a0: recopiez celui de votre carte.")
        elif self.field("confirm"):
            await self.consume(code)
        else:
            try:
                await self.present(code, typed=True)
            except Refused as error:
                if error.status != 404:
                    raise
                self.server.figures.refused(404)
                self.show("code", 404, problem=_MISTYPED, code=code)
