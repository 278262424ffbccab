"""The routes of a trainer's day: the programme that the cohort lives, how late today runs, where hours are told, the messages to the group."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.cohort.day_told import DayTeller, format_row
from parcours_u.cohort.programme_kept import ProgrammeRefused, choose, run_late
from parcours_u.cohort.written_messages import addresses_line, answered_first, message_rows
from parcours_u.cohort.zone_told import hours_sentence, move, offered
from parcours_u.domain.days import minutes_of
from parcours_u.domain.people import GroupKind, Person
from parcours_u.grading.ledger import returned_moments
from parcours_u.paths import content_root
from parcours_u.server.cohort.managing import ManagingRoute
from parcours_u.server.refusal import Refusal
from parcours_u.server.trainer_route import TrainerRoute
from parcours_u.store.groups import Groups

__all__ = ["day_routes"]

_NO_DATE = "Le premier jour n’a pas été compris\u00a0: rien n’a été changé, choisissez-le de nouveau."
_NOT_YOURS = (
    "Le programme est celui de toute la cohorte\u00a0: rien n’a été changé, qui l’a tout entière en charge le choisit. "
    "Vous pouvez dire le retard du jour."
)
_NO_LATENESS = "Le retard ou l’heure n’ont pas été compris\u00a0: le plan reste le même, donnez des minutes entières."


class _Day(TrainerRoute):
    """What these routes share: the programme as a page shows it."""

    async def kept(self, change: Callable[[], None]) -> None:
        """Make a change, in the store's thread; what is refused is answered with its sentence."""

        def made() -> None:
            try:
                change()
            except ProgrammeRefused as error:
                raise Refusal(str(error)) from None

        await self.do(made)

    async def told(self) -> dict[str, Any]:
        """Return the programme chosen, and the formats that may be."""
        found: dict[str, Any] = await self.do(self._look)
        return found

    def _look(self) -> dict[str, Any]:
        course = self.server.course
        chosen = self.cohort.programmes.get()
        teller = DayTeller(course, content_root(), self.page_url)
        programme = teller.programme(chosen) if chosen is not None else None
        return {
            "programme": programme,
            "choisit": self.server.manages(self.grant.person),
            "perdu": chosen is not None and programme is None,
            "formats": [format_row(one) for one in course.formats],
        }


class Day(_Day):
    """The programme: read by every trainer, chosen by those who have the whole cohort in charge."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with it."""
        self.finish(await self.told())

    @allow_unauthenticated
    async def put(self) -> None:
        """Choose a format and its first day."""
        await self._check_manages()
        asked = self.body_json()
        try:
            first = date.fromisoformat(str(asked.get("premier_jour")))
        except ValueError:
            raise HTTPError(400, _NO_DATE) from None
        await self.kept(lambda: choose(self.cohort.programmes, self.server.course, str(asked.get("format")), first))
        self.finish(await self.told())

    @allow_unauthenticated
    async def delete(self) -> None:
        """Live no format any more."""
        await self._check_manages()
        await self.do(self.cohort.programmes.forget)
        self.finish(await self.told())

    async def _check_manages(self) -> None:
        if not await self.do(lambda: self.server.manages(self.grant.person)):
            raise HTTPError(403, _NOT_YOURS)


class DayLateness(_Day):
    """By how much a day runs late: said by any trainer, whoever is in the room."""

    @allow_unauthenticated
    async def put(self) -> None:
        """Plan the rest of a day again, from the time that it is where the trainer is."""
        asked = self.body_json()
        try:
            on, now = date.fromisoformat(str(asked.get("jour"))), minutes_of(str(asked.get("heure")))
            minutes = int(str(asked.get("minutes")))
        except ValueError:
            raise HTTPError(400, _NO_LATENESS) from None

        await self.kept(lambda: run_late(self.cohort.programmes, self.server.course, on, minutes, now))
        self.finish(await self.told())

    @allow_unauthenticated
    async def delete(self) -> None:
        """Go back to the plan as it was."""

        def forget() -> None:
            chosen = self.cohort.programmes.get()
            if chosen is not None:
                self.cohort.programmes.set_late(chosen, None)

        await self.do(forget)
        self.finish(await self.told())


class Zone(ManagingRoute):
    """Where hours are told to the cohort."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the zone that holds, in words, and those to choose among for a device that is ``ici``."""
        self.finish(await self.do(lambda: self._told(self.get_query_argument("ici", ""))))

    @allow_unauthenticated
    async def put(self) -> None:
        """Hear where the browser of somebody who has the whole cohort in charge is; answer with the zone that holds."""
        name = str(self.body_json().get("fuseau"))

        def hear() -> str:
            self.cohort.cohort_zone.hear(name)
            return self.cohort.zone_name()

        self.finish({"fuseau": await self.manage(hear)})

    @allow_unauthenticated
    async def post(self) -> None:
        """Choose another, as ``parcours-u cohorte fuseau`` does; answer with it and with what becomes of dates."""
        asked = self.body_json()

        def choose_zone() -> dict[str, Any]:
            told = move(self.cohort.database, str(asked.get("fuseau")))
            return {**self._told(str(asked.get("ici", ""))), "suites": told}

        self.finish(await self.manage(choose_zone))

    def _told(self, here: str) -> dict[str, Any]:
        name = self.cohort.zone_name()
        return {"fuseau": name, "phrase": hours_sentence(name), "choix": offered(name, here)}


class Messages(TrainerRoute):
    """The messages to the group."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with each, filled with the cohort's data."""
        answered = await self._answered()

        def look() -> list[dict[str, Any]]:
            cohort = self.cohort
            return message_rows(
                cohort.course,
                cohort.public_address,
                cohort.programmes.get(),
                cohort.assignments.all(),
                cohort.zone(),
                answered=answered,
                groups=Groups(cohort.database).expecting(),
            )

        self.finish({"messages": await self.do(look)})

    async def _answered(self) -> list[str]:
        """Return the modules that were answered, the latest first, as last read: a message is ready without waiting for nbgrader."""
        released, deposits = self.cohort.group_state.last
        modules = [one.module for one in released]
        returned = await asyncio.to_thread(returned_moments, self.cohort.trainer_folder, modules)
        return answered_first(deposits, returned)


class Addresses(TrainerRoute):
    """The addresses to write to: sent when a trainer asks for them, and never with the rest of the page."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with one line, for the field that hides each address from the others.

        ``module`` asks for the addresses of those alone who are awaited for it; ``pour_le``, by that date.
        """
        module, due = (self.get_query_argument(name, "") for name in ("module", "pour_le"))
        awaited = None
        if module and (desk := self.server.reading) is not None:
            awaited = await self.do(desk.awaited(self.grant.person, module, due))

        def look() -> tuple[str, int]:
            own = self.cohort.in_charge_of(self.grant.person)
            people = self._of_circles(own) if own else self.cohort.people.present()
            return addresses_line([one for one in people if awaited is None or one.id in awaited])

        line, without = await self.do(look)
        self.finish({"ligne": line, "sans": without})

    def _of_circles(self, own: frozenset[str]) -> list[Person]:
        circles = Groups(self.cohort.database).current(GroupKind.CIRCLE)
        inside = {member for one in circles if one.id in own for member in one.members}
        return [one for one in self.cohort.people.present() if one.id in inside]


def day_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers, under ``base_url``."""
    paths: list[tuple[str, type[Any]]] = [
        ("journee", Day),
        ("journee/retard", DayLateness),
        ("fuseau", Zone),
        ("messages", Messages),
        ("adresses", Addresses),
    ]
    return [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
