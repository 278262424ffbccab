"""The space of those who accompany a cohort: each view drawn, with its table, asked again when they want."""

from collections.abc import Sequence
from typing import Any

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget

__all__ = ["CohortOverview"]


class CohortOverview(PageWidget):
    """Every view of the cohort: a drawing and the table that says the same."""

    _esm = script("dom", "announce", "pages", "unfold_for_print", "cohort_news", "cohort_overview")
    _css = style("pages", "cohort_overview")

    def __init__(self, client: Client) -> None:
        super().__init__({"load": self._load})
        self._client = client

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        return {"views": self._client.cohort_views()}
