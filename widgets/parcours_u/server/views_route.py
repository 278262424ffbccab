"""The route of what a trainer sees of the whole cohort: counts and dates, for trainers alone."""

from datetime import date, datetime
from functools import partial

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from parcours_u.server.route import Route

__all__ = ["NOT_A_TRAINER", "CohortViews"]

NOT_A_TRAINER = (
    "Cet espace est celui des personnes qui animent une cohorte\u00a0: rien n’a été montré ni changé, "
    "la page d’accueil mène à tout le reste."
)


class CohortViews(Route):
    """Every view of the cohort."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the views, to a trainer."""
        if not await self.do(partial(self.server.trains, self.grant.person)):
            raise HTTPError(403, NOT_A_TRAINER)
        views = await self.do(self.server.views(self.grant.person, self._today()))
        self.finish({"vues": [view.to_dict() for view in views]})

    def _today(self) -> date:
        return datetime.now().astimezone().date()
