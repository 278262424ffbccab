"""What a page uses where there is no server: it reads, and writes nothing."""

from collections.abc import Sequence
from typing import Any

from parcours_u.client import Places, Unavailable
from parcours_u.domain.audience import NOBODY, Audience
from parcours_u.domain.course import Course
from parcours_u.domain.journal import Deposit, Entry, Revision
from parcours_u.domain.progress import ModuleProgress, State

__all__ = ["OfflineClient"]

_NO_SERVER = (
    "Cette page est ouverte sans le serveur du parcours\u00a0: on peut la lire, pas y écrire, "
    "lancez «\u00a0parcours-u ouvrir\u00a0» pour retrouver votre carnet."
)


class OfflineClient(Places):
    """No server: pages executed by nbconvert or nbgrader draw themselves read-only and write nothing."""

    read_only = True
    audiences: tuple[Audience, ...] = (NOBODY,)
    together = animates = False
    part: dict[str, Any] = {}  # noqa: RUF012
    returns = 0
    largest_file = 0

    def __init__(self, course: Course) -> None:
        super().__init__(course, "/")

    def host(self) -> str:
        """Return ``"local"``: nothing is kept anywhere."""
        return "local"

    def place(self) -> None:
        """Return None: nobody has been here."""

    def visit(self, part: str) -> None:
        """Remember nothing."""

    def entries(self, prompts: Sequence[str] | None = None) -> dict[str, Entry]:
        """Return no answer."""
        return {}

    def history(self, prompt: str) -> list[Revision]:
        """Return no version."""
        return []

    def progress(self) -> list[ModuleProgress]:
        """Return every module, not begun."""
        return [
            ModuleProgress(module.id, module.title, State.NOT_BEGUN, 0, len(module.prompts))
            for module in self.course.modules
        ]

    def deposits(self, module: str) -> list[Deposit]:
        """Return no deposit."""
        return []

    def cohort_views(self) -> list[dict[str, Any]]:
        """Return no view."""
        return []

    def _refuse(self, *_: object, **__: object) -> Any:
        raise Unavailable(_NO_SERVER)

    save = set_audience = preview = deposit = open_return = import_journal = erase = _refuse
