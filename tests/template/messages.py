"""One question of a panel to its kernel, as the browser sends it."""

from typing import Any

from parcours_u.client import Unavailable
from parcours_u.views.page_widget import PageWidget

__all__ = ["ask", "unreachable"]


def ask(widget: PageWidget, what: str, buffers: tuple[bytes, ...] = (), **details: Any) -> dict[str, Any]:
    """Send one message as the browser would; return the answer to it."""
    answers: list[dict[str, Any]] = []
    widget.send = answers.append
    widget._handle_custom_msg({"do": what, "id": "m1", **details}, list(buffers))
    assert len(answers) == 1, answers
    assert answers[0].pop("id") == "m1"
    return answers[0]


def unreachable() -> None:
    """Be a page that cannot be shown again."""
    raise Unavailable("Le serveur ne répond pas.")
