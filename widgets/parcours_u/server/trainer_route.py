"""What every route of the trainer's space shares: it answers those who animate the cohort, now, and nobody else."""

from functools import partial
from typing import TYPE_CHECKING, cast

from tornado.web import HTTPError

from parcours_u.server.route import Route

if TYPE_CHECKING:
    from parcours_u.server.cohort.server import CohortServer

__all__ = ["NOT_A_TRAINER", "TrainerRoute"]

NOT_A_TRAINER = (
    "Cet espace est celui des personnes qui animent une cohorte\u00a0: rien n’a été montré ni changé, "
    "la page d’accueil mène à tout le reste."
)


class TrainerRoute(Route):
    """A route for trainers alone, asked at each request: a trainer who has just left reads nothing any more."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Find whose request this is, and refuse whoever does not animate the cohort."""
        await super().prepare()
        if not await self.do(partial(self.server.trains, self.grant.person)):
            raise HTTPError(403, NOT_A_TRAINER)

    @property
    def cohort(self) -> "CohortServer":
        """The cohort's server: nowhere else does anybody animate."""
        return cast("CohortServer", self.server)
