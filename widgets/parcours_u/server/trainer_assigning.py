"""The routes by which a trainer assigns a module: to everybody, to some circles, core groups or profiles, with a date.

Without one, a module is opened to deposits, for everybody, and expected of nobody.

A page says circles and core groups by their ids in one list, ``cercles``, as an assignment keeps them.
"""

from datetime import UTC, datetime
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from parcours_u.cohort.expected import Choices, may_assign
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.french_dates import PLAUSIBLE_YEARS
from parcours_u.domain.people import GroupKind, Profile
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError, call
from parcours_u.server.trainer_route import TrainerRoute
from parcours_u.store.groups import Groups

__all__ = ["assigning_routes"]

_NOT_UNDERSTOOD = "La demande est incomplète\u00a0: rien n’a été attribué, rechargez la page."
_NO_DATE = "Il manque une date et une heure\u00a0: rien n’a été attribué, choisissez-les puis recommencez."
_FAR = "Cette date est trop lointaine ou trop ancienne\u00a0: rien n’a été attribué, vérifiez l’année."
_NOT_YOURS = "Vous animez certains cercles\u00a0: rien n’a été changé, vous pouvez attribuer un module à ceux-là."
_GONE = "Ce module n’était plus attribué ainsi\u00a0: rien n’a été changé, relisez la liste."
_FAILED = "Ce changement n’a pas abouti\u00a0: rien n’est perdu, réessayez dans un instant."
_MOST = 200


class Assigning(TrainerRoute):
    """What is assigned, and to whom it may be."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the modules, the circles, the core groups and the profiles to choose from, and what is assigned."""
        self.finish(await self._told())

    @allow_unauthenticated
    async def put(self) -> None:
        """Assign a module, or move its date: nbgrader opens it to deposits, in a process of its own.

        ``sans_date`` opens it alone: for everybody, since nbgrader opens a module to all or to nobody.
        """
        asked = self.body_json()
        undated = asked.get("sans_date") is True
        wanted = self._target(asked, "" if undated else _moment(asked.get("pour_le")))
        known = asked.get("connu", "")
        if not isinstance(known, str) or (undated and (wanted.circles or wanted.profiles)):
            raise HTTPError(400, _NOT_UNDERSTOOD)
        await self.do(self._checked(wanted))
        await self.do(self._change("open" if undated else "assign", wanted, known))
        self.finish(await self._told())

    @allow_unauthenticated
    async def delete(self) -> None:
        """Expect a module of these people no longer; it stays open to deposits."""
        unwanted = self._target(self.body_json(), "")
        await self.do(self._checked(unwanted))
        if not await self.do(lambda: self.cohort.assignments.due(unwanted)):
            raise HTTPError(409, _GONE)
        await self.do(self._change("unassign", unwanted))
        self.finish(await self._told())

    def _target(self, asked: dict[str, Any], due: str) -> Assignment:
        """Return what is asked for, in an order of its own.

        Raises
        ------
        tornado.web.HTTPError
            400 when it is no module of the course, or no list of circles and profiles.
        """
        module, circles, profiles = asked.get("module"), asked.get("cercles", []), asked.get("profils", [])
        if not isinstance(module, str) or module not in {one.id for one in self.server.course.modules}:
            raise HTTPError(400, _NOT_UNDERSTOOD)
        for given in (circles, profiles):
            if not isinstance(given, list) or len(given) > _MOST or not all(isinstance(one, str) for one in given):
                raise HTTPError(400, _NOT_UNDERSTOOD)
        try:
            found = sorted({Profile(one) for one in profiles})
        except ValueError:
            raise HTTPError(400, _NOT_UNDERSTOOD) from None
        return Assignment(module, due, tuple(sorted(set(circles))), tuple(found))

    async def _checked(self, one: Assignment) -> None:
        """Refuse a trainer of some circles who means others.

        Raises
        ------
        Refusal
            When it is so.
        """
        own = await self.server.in_store(lambda: self.cohort.in_charge_of(self.grant.person))
        if not may_assign(one, own):
            raise Refusal(_NOT_YOURS)

    async def _change(self, what: str, wanted: Assignment, known: str = "") -> None:
        """Change what is expected, and what nbgrader is told of it, in a process of its own.

        Raises
        ------
        Refusal
            When it can't be done now, and what was kept of it is said.
        """
        folder = self.cohort.trainer_folder
        request = {
            "do": what,
            "folder": str(folder),
            "module": wanted.module,
            "due": wanted.due,
            "circles": list(wanted.circles),
            "profiles": [one.value for one in wanted.profiles],
            "known": known,
        }
        async with self.cohort.assigning:
            try:
                answer = await call("parcours_u.grading.assign_module", request, folder)
            except ShortProcessError:
                answer = {}
        if not answer.get("ok"):
            raise Refusal(answer.get("message") or _FAILED)

    async def _told(self) -> dict[str, Any]:
        try:
            released, _ = await self.cohort.group_state.read()
        except Refusal:  # what is assigned is told all the same
            released = []

        def look() -> dict[str, Any]:
            cohort, current = self.cohort, Groups(self.cohort.database).current
            groups = [*current(GroupKind.CIRCLE), *current(GroupKind.CORE_GROUP)]
            own = cohort.in_charge_of(self.grant.person)
            return Choices(cohort.course, cohort.people.present(), groups, own).to_dict(
                cohort.assignments.all(), [one.module for one in released]
            )

        found: dict[str, Any] = await self.do(look)
        return found


def _moment(text: object) -> str:
    """Return a moment as the store keeps it: to the second, in UTC.

    Raises
    ------
    tornado.web.HTTPError
        400 when it is none, or says not where it is that time.
    """
    try:
        moment = datetime.fromisoformat(str(text))
        there = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise HTTPError(400, _NO_DATE) from None
    if moment.tzinfo is None:
        raise HTTPError(400, _NO_DATE)
    if there.year not in PLAUSIBLE_YEARS:
        raise HTTPError(400, _FAR)
    return f"{there.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def assigning_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers, under ``base_url``."""
    return [(url_path_join(base_url, "parcours-u/cohorte/attributions"), Assigning)]
