"""What the panels of the home, journal and deposit pages share: questions from the page, answered by the kernel.

Nothing that was written is kept in a synced trait: JupyterLab may save a widget's state in the notebook, and a notebook
may be submitted. A panel asks for its content when it is drawn, and the kernel answers in a message.
"""

from collections.abc import Callable, Sequence
from typing import Any

import anywidget

from parcours_u.client import Unavailable

__all__ = ["Action", "PageWidget"]

Action = Callable[[dict[str, Any], Sequence[bytes]], dict[str, Any]]


class PageWidget(anywidget.AnyWidget):
    """A panel whose buttons are questions to the kernel.

    The browser sends ``{"do": name, "id": id, …}``; the answer is ``{"id": id, …}``, or ``{"id": id, "failed": sentence}``
    when the journal could not answer.
    """

    def __init__(self, actions: dict[str, Action], **traits: Any) -> None:
        super().__init__(**traits)
        self._actions = actions
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: dict[str, Any], buffers: Sequence[Any]) -> None:
        action = self._actions.get(content.get("do", ""))
        if action is None:
            return
        try:
            answer = action(content, [bytes(buffer) for buffer in buffers])
        except Unavailable as error:
            answer = {"failed": str(error)}
        self.send({**answer, "id": content.get("id")})
