"""The JSON routes of « Lire et commenter »: the deposits, one answer's comment, returns, who comments which circle, starters.

Others' words go from here to a trainer's browser, through no kernel; addresses hold ids of modules and questions, and opaque keys
of people.
"""

from contextlib import aclosing
from functools import partial
from typing import Any, TypeGuard

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from parcours_u.content.catalogue import load_starters
from parcours_u.domain.commenters import shared_out
from parcours_u.domain.visible import is_visible
from parcours_u.server.reading_desk import ReadingDesk
from parcours_u.server.refusal import Refusal
from parcours_u.server.returns import RETURNS
from parcours_u.server.trainer_route import NOT_A_TRAINER, TrainerRoute
from parcours_u.store.commenters import Commenters, NotSharedOut
from parcours_u.store.errors import StoreError

__all__ = ["reading_routes"]

_OWN_STARTERS = "starters"  # in the trainer's own journal: sealed
_MOST_STARTERS, _LONGEST_STARTER = 40, 400
_INCOMPLETE = "La demande est incomplète\u00a0: rien n’a été changé, rechargez la page."


class _ReadingRoute(TrainerRoute):
    """What these routes share."""

    @property
    def reading(self) -> ReadingDesk:
        """What the trainers of this cohort read."""
        if self.server.reading is None:
            raise HTTPError(403, NOT_A_TRAINER)
        return self.server.reading


class Desk(_ReadingRoute):
    """What is on the desk."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the modules, the circles, who comments which, and starters."""
        told = await self.do(self.reading.look(self.grant.person))
        own = await self.do(lambda: self.journal.setting(_OWN_STARTERS, []))
        self.finish({**told, "starters": load_starters(), "own_starters": own})


class ModuleDeposits(_ReadingRoute):
    """The deposits of a module."""

    @allow_unauthenticated
    async def get(self, module: str) -> None:
        """Answer with who deposited, when, how many answers: no word of them."""
        self.finish(await self.do(self.reading.deposits(self.grant.person, module)))


class Collection(_ReadingRoute):
    """Taking what waits in the exchange."""

    @allow_unauthenticated
    async def post(self, module: str) -> None:
        """Collect, tell how far it is, one JSON object a line, then answer with the deposits; or with why not, as ``failed``."""
        async with aclosing(self.cohort.collecting.collect(self.grant.person, module)) as steps:
            told = await self.do(anext(steps))  # what is refused before anything was told is refused as anywhere else
            try:
                while "step" in told:
                    self.write(told)
                    self.write("\n")
                    await self.flush()
                    told = await anext(steps)
            except (Refusal, StoreError) as error:
                told = {"failed": str(error)}
            except StreamClosedError:
                return  # whoever asked has left; the collecting goes on
        self.finish(told)


class OneDeposit(_ReadingRoute):
    """One person's deposit."""

    @allow_unauthenticated
    async def get(self, module: str, key: str) -> None:
        """Answer with each answer and its comment."""
        self.finish(await self.do(self.reading.read(self.grant.person, module, key)))


class OneComment(_ReadingRoute):
    """The comment on one answer."""

    @allow_unauthenticated
    async def put(self, module: str, key: str, prompt: str) -> None:
        """Write it, unless somebody else did meanwhile: ``text``, ``base`` and ``deposit``."""
        self.finish(await self.do(self.reading.comment(self.grant.person, module, key, prompt, self.body_json())))


class Returns(_ReadingRoute):
    """Comments going back."""

    @allow_unauthenticated
    async def post(self, module: str) -> None:
        """Return what waits, tell the pages of those who get it, and answer with what left.

        ``leaving`` is what the page showed, counts by person: nothing leaves where something else waits by now.
        """
        leaving = self.body_json().get("leaving")
        if not (isinstance(leaving, dict) and all(isinstance(one, int) for one in leaving.values())):
            raise HTTPError(400, _INCOMPLETE)
        done = await self.do(self.reading.send_back(self.grant.person, module, leaving))
        if self.server.sharing is not None:
            self.server.sharing.hub.stir([RETURNS])
        self.finish(done)


class ReturnFile(_ReadingRoute):
    """The return of somebody who deposited by file."""

    @allow_unauthenticated
    async def get(self, module: str, key: str) -> None:
        """Send it as a download, never as a page of this site."""
        name, content = await self.do(self.reading.return_file(self.grant.person, module, key))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(content)


class CircleCommenters(_ReadingRoute):
    """Who comments which circle."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with a balanced proposal; nothing is kept."""
        kept = Commenters(self.server.database)

        def proposed() -> dict[str, str]:
            team = [one for _, one in kept.trainers()]
            return shared_out(kept.circles(), team, kept.by_circle())

        self.finish({"commenters": await self.do(proposed)})

    @allow_unauthenticated
    async def put(self) -> None:
        """Keep who comments some circles: ``commenters``, ids by circle, nobody where it is empty, and ``known``, as they were."""
        wanted, known = map(self.body_json().get, ("commenters", "known"))
        if not (_are_ids(wanted) and _are_ids(known)):
            raise HTTPError(400, _INCOMPLETE)
        look = await self.do(self.reading.look(self.grant.person))
        if not wanted.keys() <= {circle["id"] for circle in look["circles"]}:
            raise HTTPError(
                409,
                "Un de ces cercles n’est pas, ou plus, de ceux que vous accompagnez\u00a0: la répartition est gardée telle quelle.",
            )
        await self.do(partial(self._keep, wanted, known))
        self.finish(await self.do(self.reading.look(self.grant.person)))

    def _keep(self, wanted: dict[str, str], known: dict[str, str]) -> None:
        try:
            Commenters(self.server.database).set(wanted, known)
        except NotSharedOut as error:
            raise Refusal(str(error)) from None


class Starters(_ReadingRoute):
    """A trainer's own starters, in their journal."""

    @allow_unauthenticated
    async def put(self) -> None:
        """Keep ``starters``, all of them."""
        wanted = self.body_json().get("starters")
        if (
            not isinstance(wanted, list)
            or len(wanted) > _MOST_STARTERS
            or not all(isinstance(one, str) and is_visible(one) and len(one) <= _LONGEST_STARTER for one in wanted)
        ):
            raise HTTPError(
                400,
                f"Une amorce tient en {_LONGEST_STARTER} signes, et l’on en garde {_MOST_STARTERS} au plus\u00a0: "
                "rien n’a été changé, raccourcissez-la ou retirez-en une.",
            )
        own = list(dict.fromkeys(one.strip() for one in wanted))
        await self.do(lambda: self.journal.set_setting(_OWN_STARTERS, own))
        self.finish({"own_starters": own})


def _are_ids(value: object) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def reading_routes(base_url: str) -> list[tuple[str, type[Any]]]:
    """Return the handlers of « Lire et commenter », under ``base_url``."""
    module, key, prompt = "([a-zA-Z0-9_-]+)", "(x?[0-9a-f]{16})", "([a-zA-Z0-9_-]+)"
    paths: list[tuple[str, type[Any]]] = [
        ("depots", Desk),
        (f"depots/{module}", ModuleDeposits),
        (f"depots/{module}/recueil", Collection),
        (f"depots/{module}/retours", Returns),
        (f"depots/{module}/{key}", OneDeposit),
        (f"depots/{module}/{key}/retour", ReturnFile),
        (f"depots/{module}/{key}/commentaires/{prompt}", OneComment),
        ("repartition", CircleCommenters),
        ("amorces", Starters),
    ]
    return [(url_path_join(base_url, "parcours-u/cohorte", path), handler) for path, handler in paths]
