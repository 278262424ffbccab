"""The recovery phrase: shown once, taken away on a card, and what opens everything again; signing in and out."""

from datetime import datetime
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from parcours_u.domain.people import Role
from parcours_u.server.cohort.device_names import device_name
from parcours_u.server.cohort.door import Door, Refused
from parcours_u.server.cohort.passing import Phrase
from parcours_u.server.cohort.visiting import end_visit
from parcours_u.server.cohort.way_in import WayIn
from parcours_u.server.pages import HOME
from parcours_u.store.errors import AccessRefused

__all__ = ["NewPhrase", "PhraseCard", "ShowPhrase", "SignIn", "SignOut", "WhatBecomesOfWords"]


class SignIn(WayIn):
    """Who one is, by one's phrase."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask for the phrase."""
        self.show("sign_in", next=self.next_page(self.get_query_argument("next", "")))

    @allow_unauthenticated
    async def post(self) -> None:
        """Let whoever knows it in, on this device."""
        phrase, goes_on = self.field("phrase")[:1000], self.next_page(self.field("next"))
        label = device_name(self.request.headers.get("User-Agent", ""))
        words = " ".join(phrase.casefold().split())
        try:
            await self.let_in(lambda: self.guess(words, lambda: self.server.access.sign_in(phrase, label)), goes_on)
        except AccessRefused as error:
            self.show("sign_in", 403, next=goes_on, problem=str(error))


class SignOut(Door):
    """Leaving this device: it opens nothing any more."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Say that it is done; asked for by an address, nothing is."""
        if self.current_user is not None:
            self.redirect(self.address("mes-appareils"))
        else:
            self.show("signed_out")

    @authenticated
    async def post(self) -> None:
        """Sign out; a visitor leaves for good, having nothing to come back with."""
        if self.member.role is Role.VISITOR:
            await end_visit(self)
            return
        await self.server.sign_out(self.member.username, self.member.device)
        self.doors.forget(self)
        self.redirect(self.address("deconnexion"), status=303)


class ShowPhrase(Door):
    """The phrase that was just made, until it is noted."""

    @authenticated
    async def get(self) -> None:
        """Show it, or how to have another one."""
        phrase = self.server.passing.phrase(self.owner.device)
        if phrase is None:
            self.show("no_phrase")
        else:
            self.show("phrase", words=phrase.words.split(), erased=phrase.erased)

    @authenticated
    async def post(self) -> None:
        """Forget it: its person has noted it."""
        if not self.field("noted"):
            self.redirect(self.address("phrase"), status=303)
            return
        self.server.passing.noted(self.member.device)
        self.redirect(self.address(HOME), status=303)


class NewPhrase(Door):
    """Another phrase for whoever is signed in; the former one opens nothing any more."""

    @authenticated
    async def post(self) -> None:
        """Make it, and show it."""
        person = self.owner.username
        key = self.server.keyring.opened_by(person, self.member.device)
        if key is None:
            raise HTTPError(403)
        try:
            words = await self.server.slow_work.run(lambda: self.server.access.new_phrase(person, key))
        except AccessRefused as error:
            raise Refused("Votre accès a été renouvelé", str(error)) from None
        self.server.passing.show(self.member.device, Phrase(words))
        self.redirect(self.address("phrase"), status=303)


class PhraseCard(Door):
    """The phrase as a file to keep, while it is shown."""

    @authenticated
    async def get(self, form: str) -> None:
        """Send it.

        Raises
        ------
        tornado.web.HTTPError
            404 once it was noted.
        """
        phrase = self.server.passing.phrase(self.member.device)
        if phrase is None:
            raise HTTPError(404)
        told: dict[str, Any] = {
            "words": phrase.words.split(),
            "first_name": self.member.name,
            "made_on": f"{datetime.now(await self.server.in_store(self.server.zone)):%d/%m/%Y}",
            "address": f"{self.server.public_address}connexion",
        }
        self.set_header("Content-Disposition", f'attachment; filename="carte-parcours.{form}"')
        self.show(f"card.{form}", **told)
        if form == "txt":
            self.set_header("Content-Type", "text/plain; charset=utf-8")


class WhatBecomesOfWords(Door):
    """What we do with people's words, in short."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Tell it."""
        self.show("words", in_clear=not self.server.keeps)
