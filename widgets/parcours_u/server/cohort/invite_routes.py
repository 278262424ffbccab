"""The routes of invitations, from the trainer's panel: a link, its QR code, a code to type, printable cards; and visits.

An invitation is handed to whoever asked for it, once: it is in no address, no log, and nowhere on the disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import segno
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.domain.access import INVITATION_DAYS, USUAL_DAYS
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.people import Person, Role
from parcours_u.server.cohort.cards import Card, cards_page, message
from parcours_u.server.cohort.inviting import invite, to_invite
from parcours_u.server.cohort.managing import ManagingRoute, in_page_words
from parcours_u.server.refusal import Refusal
from parcours_u.store.errors import StoreError

__all__ = ["invite_routes"]

_NO_DAYS = (
    f"Une invitation dure de {INVITATION_DAYS[0]} à {INVITATION_DAYS[-1]}\u00a0jours\u00a0: aucune n’a été faite, "
    "choisissez un nombre de jours."
)
_SHEET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"


class _InvitingRoute(ManagingRoute):
    """What invitations share: they compute for a moment on purpose, out of the store's thread."""

    @property
    def join(self) -> str:
        """Where a code is typed."""
        return f"{self.cohort.public_address}rejoindre"

    async def slowly(self, action: Callable[[], Any]) -> Any:
        """Run an action in a thread of its own; refusals are told."""

        def run() -> Any:
            try:
                return action()
            except StoreError as error:
                raise Refusal(in_page_words(str(error))) from None

        asked = self.server.asked_from(self.grant.person, self.grant.device, run)
        return await self.do(asyncio.to_thread(asked))

    async def invite(self, found: Sequence[Person], days: int, renew: bool) -> list[Card]:
        """Invite people; a former invitation of theirs no longer serves."""
        public, access, zone = self.cohort.public_address, self.cohort.access, await self.do(self.cohort.zone)
        cards: list[Card] = await self.slowly(lambda: invite(access, found, public, 24.0 * days, renew, _silent, zone))
        return cards


class Invitation(_InvitingRoute):
    """One person's invitation."""

    @allow_unauthenticated
    async def post(self, person: str) -> None:
        """Invite them for some ``days``, or with ``renew`` make a new access for whoever lost everything; answer with what to hand them."""
        asked = self.body_json()
        renew, days = asked.get("renew") is True, _days(asked.get("days", USUAL_DAYS))
        present = await self.do(self.cohort.people.present)  # among namesakes, a card says whose it is
        found = next((one for one in present if one.id == person), None)
        if found is None or found.role is Role.VISITOR:
            raise HTTPError(
                409, "Cette personne n’est pas, ou plus, dans la cohorte\u00a0: aucune invitation n’a été faite."
            )
        (card,) = await self.invite([found], days, renew)
        self.finish(
            {
                **asdict(card),
                "qr": _qr(card.link),
                "message": message(card, self.server.course.title, self.join),
            }
        )


class Cards(_InvitingRoute):
    """The cards of everybody who is not in yet."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Invite them all, and answer with the sheet to print; cards printed before no longer serve."""
        server, days = self.cohort, _days(self.get_body_argument("days", str(USUAL_DAYS)))
        found = await self.do(lambda: to_invite(server.people, server.access))
        if not found:
            raise HTTPError(409, "Il n’y a personne à inviter\u00a0: tout le monde est entré, ou la cohorte est vide.")
        cards = await self.invite(found, days, False)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", _SHEET_POLICY)
        self.finish(cards_page(cards, self.server.course.title, self.join))


class Visits(ManagingRoute):
    """One page opened to whoever has its link."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Open one; answer with the link."""
        asked = self.body_json()
        page, hours, days, most = asked.get("page"), asked.get("hours", 24), asked.get("days", 7), asked.get("most", 60)
        known = [one.id for one in self.server.course.parts()]
        limits = ((hours, 24 * 60), (days, 60), (most, 500))
        if page not in known or not all(type(number) is int and 0 < number <= limit for number, limit in limits):
            raise HTTPError(409, "Choisissez une page, une durée et un nombre de places\u00a0: rien n’a été ouvert.")
        path = self.server.course.page_path(page)
        made = await self.manage(lambda: self.cohort.visitors.open_link(path, float(hours), days, most))
        link = f"{self.cohort.public_address}visite/{made.token}"
        until = french_moment(made.closes_at, await self.do(self.cohort.zone))
        self.finish({"link": link, "qr": _qr(link), "until": until})

    @allow_unauthenticated
    async def delete(self) -> None:
        """Let nobody else come to a page; those who came stay for their days."""
        page = self.get_query_argument("page", "")
        if page not in {one.id for one in self.server.course.parts()}:
            raise HTTPError(409, "Cette page n’existe pas dans ce parcours\u00a0: rien n’a été changé.")
        await self.manage(lambda: self.cohort.visitors.close_link(self.server.course.page_path(page)))
        self.finish({})


def _days(value: object) -> int:
    """Return how many days were asked for, as a number or as a form writes it.

    Raises
    ------
    tornado.web.HTTPError
        409 when an invitation can't last so long.
    """
    text = str(value)
    days = int(text) if len(text) < 10 and text.isascii() and text.isdigit() else 0
    if days not in INVITATION_DAYS:
        raise HTTPError(409, _NO_DAYS)
    return days


def _qr(link: str) -> str:
    """Return a link's QR code as an image's address, dark on light in any colour scheme."""
    uri: str = segno.make(link, error="m", micro=False).svg_data_uri(border=4, dark="#000", light="#fff", omitsize=True)
    return uri


def _silent(_done: int, _of: int, _who: str) -> None:
    """Tell nobody how far it is."""


def invite_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of invitations and visits, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("personnes/([0-9a-f]{16})/invitation", Invitation),
        ("cartes", Cards),
        ("visites", Visits),
    ]
    return [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
