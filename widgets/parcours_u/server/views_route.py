"""The route of what a trainer sees of the whole cohort: counts and dates, for trainers alone."""

from jupyter_server.auth.decorator import allow_unauthenticated

from parcours_u.server.trainer_route import TrainerRoute

__all__ = ["CohortViews"]


class CohortViews(TrainerRoute):
    """Every view of the cohort."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the views, to a trainer."""
        views = await self.do(self.server.views(self.grant.person))
        self.finish({"vues": [view.to_dict() for view in views]})
