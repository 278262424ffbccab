"""Writing one comment in the gradebook, as the formgrader does and beside it: never over somebody else's. Imports nbgrader.

Whoever comments says which words they had before them (``base``) and which deposit. Where another trainer, or the formgrader,
wrote meanwhile, or the person deposited again, nothing is written: both texts are told, and the trainer decides.
"""

from datetime import UTC, datetime
from typing import Any

from nbgrader.api import MissingEntry

from parcours_u.domain.visible import is_visible
from parcours_u.grading.bench import Bench
from parcours_u.grading.errors import GradingError
from parcours_u.grading.reading import deposit_identity

__all__ = ["write_remark"]


def write_remark(
    bench: Bench, module: str, code: str, prompt: str, text: str, *, base: str, deposit: str
) -> dict[str, Any]:
    """Write a comment, an empty one to take it back.

    Parameters
    ----------
    code, prompt : str
        Whose answer, to what.
    base : str
        The comment that the page showed; empty when there was none.
    deposit : str
        The deposit that the page showed.

    Returns
    -------
    dict
        ``{"state": "saved", "at"}``; ``{"state": "conflict", "current"}`` when the comment is no longer ``base``;
        ``{"state": "redeposited"}`` when the deposit is no longer that one.

    Raises
    ------
    GradingError
        When there is no such answer to comment.
    """
    with bench.gradebook() as gradebook:
        _write_alone(gradebook)
        try:
            comment = gradebook.find_comment(prompt, module, module, code)
        except MissingEntry:
            raise GradingError(
                "Cette réponse n’est plus dans le carnet de suivi\u00a0: votre commentaire reste sur la page, "
                "copiez-le, puis relisez la liste des dépôts."
            ) from None
        current, wanted = _standing(comment.manual_comment), _standing(text)
        if current == wanted:  # said twice, or written alike elsewhere
            return {"state": "saved", "at": _now()}
        if current != _standing(base):
            return {"state": "conflict", "current": current}
        if deposit_identity(bench, module, code) != deposit:
            return {"state": "redeposited"}
        comment.manual_comment = wanted
        gradebook.db.commit()
    return {"state": "saved", "at": _now()}


def _write_alone(gradebook: Any) -> None:
    """Take the gradebook's turn to write before the comment is read: nobody writes between this look and this change."""
    connection = gradebook.db.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _standing(comment: str | None) -> str:
    """Return a comment as it counts: one that shows nothing is none."""
    return comment if comment and is_visible(comment) else ""


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
