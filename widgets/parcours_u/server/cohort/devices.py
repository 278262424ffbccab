"""The devices of one person: which there are, one more, one less."""

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import authenticated

from parcours_u.domain.access import Opened, is_token
from parcours_u.domain.french_dates import day_there, french_date
from parcours_u.domain.people import Role
from parcours_u.server.cohort.cards import qr_svg
from parcours_u.server.cohort.device_names import device_name
from parcours_u.server.cohort.door import Door, Refused
from parcours_u.server.cohort.passing import LINK_MINUTES, Ticket
from parcours_u.server.cohort.visiting import end_visit
from parcours_u.server.cohort.way_in import WayIn
from parcours_u.store.errors import AccessRefused

__all__ = ["AddDevice", "LinkToDevice", "MyDevices", "RevokeDevice"]

_GONE = (
    "Ce lien a déjà servi, ou ses dix minutes sont passées\u00a0: rien n’a été ouvert, "
    "faites-en un autre depuis «\u00a0Mes appareils\u00a0», sur un appareil déjà ouvert."
)


class MyDevices(Door):
    """The devices that open one's journal."""

    @authenticated
    async def get(self) -> None:
        """Show them."""
        if self.member.role is Role.VISITOR:
            self.show("visit_mine")
            return
        person = self.member.username
        found, zone = await self.server.in_store(lambda: (self.server.access.devices(person), self.server.zone()))
        self.show(
            "devices",
            devices=[
                {
                    "id": one.id,
                    "label": one.label,
                    "added": french_date(added := day_there(one.added_at, zone)),
                    # A day that was kept while hours were told elsewhere may be the one before.
                    "seen": french_date(max(one.seen_on, added)),
                    "here": one.id == self.member.device,
                }
                for one in found
            ],
            phrase_shown=self.server.passing.phrase(self.member.device) is not None,
        )


class RevokeDevice(Door):
    """A device that is lost, or lent to somebody else now."""

    @authenticated
    async def post(self) -> None:
        """Revoke one of one's own; somebody else's, or none, is no matter."""
        device = self.field("device")[:64]
        if self.member.role is Role.VISITOR and device == self.member.device:
            await end_visit(self)
            return
        await self.server.sign_out(self.member.username, device)
        if device == self.member.device:
            self.doors.forget(self)
            self.redirect(self.address("deconnexion"), status=303)
        else:
            self.redirect(self.address("mes-appareils"), status=303)


class LinkToDevice(Door):
    """A link, good once and for ten minutes, that opens one more device of the same person."""

    @authenticated
    async def post(self) -> None:
        """Show it, and its QR code."""
        token = self.server.passing.open_link(Ticket(self.owner.username, self.member.device))
        link = f"{self.server.public_address}appareil/{token}"
        self.show("device_link", link=link, qr=qr_svg(link), minutes=LINK_MINUTES)


class AddDevice(WayIn):
    """What that link opens."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show whose it is; nothing is opened yet. Again to the browser that has pressed the button, and saw no answer."""
        opened = self.opened()
        owner = opened.person_id if opened else self._looked(token)[0]
        person = await self.server.in_store(lambda: self.server.known(owner))
        self.show("add_device", first_name=(person.first_name or person.name) if person else "")

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Open this device."""
        label = device_name(self.request.headers.get("User-Agent", ""))

        async def opens() -> Opened:
            person, key = self._looked(token)
            self.server.passing.take(token)
            try:
                return await self.server.in_store(lambda: self.server.access.add_device(person, key, label))
            except AccessRefused as error:
                raise Refused("Ce lien ne sert plus", str(error), 410) from None

        await self.let_in(opens, self.address("mes-appareils"))

    def _looked(self, token: str) -> tuple[str, bytes]:
        """Return whose the link is, and the key that the device it was made on has open."""
        ticket = self.server.passing.look(token)
        key = self.server.keyring.opened_by(ticket.person, ticket.device) if ticket is not None else None
        if ticket is None or key is None:
            raise Refused("Ce lien ne sert plus", _GONE, 410 if is_token(token) else 404)
        return ticket.person, key
