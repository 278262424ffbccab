"""The kernel's end of a comm, with nobody at the other: what a widget sends is kept, what a page sends is played."""

import json
from typing import Any


class RecordingComm:
    """Stands for ``comm.BaseComm``; every message goes through JSON, as on a real wire."""

    comm_id = "bench"
    kernel = None

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self._handler: Any = None

    def on_msg(self, handler: Any) -> None:
        """Keep what is to be called with each message."""
        self._handler = handler

    def on_close(self, handler: Any) -> None:
        """Never close."""

    def close(self, *_: object, **__: object) -> None:
        """Stay open: nothing was opened."""

    def send(self, data: dict[str, Any], buffers: Any = None, **__: object) -> None:
        """Keep a message."""
        assert not buffers
        self.sent.append(json.loads(json.dumps(data)))

    def receive(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Play a page's message; return what the widget answered."""
        before = len(self.sent)
        self._handler({"content": {"data": json.loads(json.dumps(data))}, "buffers": []})
        return self.sent[before:]

    def ask(self, **content: Any) -> list[dict[str, Any]]:
        """Play a custom message."""
        return self.receive({"method": "custom", "content": content})


def connected(widget: Any) -> RecordingComm:
    """Join a widget to a comm of its own."""
    comm = RecordingComm()
    comm.kernel = object()
    widget.comm = comm
    return comm
