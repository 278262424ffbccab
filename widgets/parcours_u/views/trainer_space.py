"""The space of those who accompany a cohort: each view drawn, with its table, asked again when they want."""

from collections.abc import Sequence
from typing import Any

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.views.front_end import script, style
from parcours_u.views.page_widget import PageWidget

__all__ = ["READ_ONLY", "CohortOverview", "trainer_page"]

READ_ONLY = "<p>Cet espace s’ouvre avec le serveur de la cohorte\u00a0: lancez «\u00a0parcours-u animer\u00a0» pour la voir ici.</p>"


def trainer_page(client: Client) -> None:
    """Show the cohort; where there is no server, how to find it."""
    if client.read_only:
        display(HTML(READ_ONLY))
    else:
        display(CohortOverview(client))


class CohortOverview(PageWidget):
    """Every view of the cohort: a drawing and the table that says the same."""

    _esm = script("dom", "announce", "pages", "cohort_overview")
    _css = style("pages", "cohort_overview")

    def __init__(self, client: Client) -> None:
        super().__init__({"load": self._load})
        self._client = client

    def _load(self, _: dict[str, Any], __: Sequence[bytes]) -> dict[str, Any]:
        return {"views": self._client.cohort_views()}
