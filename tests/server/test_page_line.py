"""What a page's line waits for before anything goes through it: that the page hears its kernel, which says so itself."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from parcours_u.server import page_line
from parcours_u.server.page_line import PageLine


class Channel:
    """Where a kernel publishes."""

    hear: Callable[[list[Any]], None]

    def on_recv(self, hear: Callable[[list[Any]], None]) -> None:
        """Be heard."""
        self.hear = hear

    def stop_on_recv(self) -> None:
        """Be heard no more."""

    def closed(self) -> bool:
        """Tell whether the page has left."""
        return False


def test_a_forked_kernel_s_welcome_is_waited_for_on_a_machine_that_has_much_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_line, "_WELCOME_SECONDS", 0)
    iopub, told = Channel(), []
    line: Any = SimpleNamespace(
        channels={"iopub": iopub},
        kernel_manager=SimpleNamespace(provisioner=SimpleNamespace(forked=True)),
        handle_outgoing_message=lambda channel, message: told.append((channel, message)),
    )

    async def scene() -> None:
        waiting = asyncio.ensure_future(PageLine._first_word(line))
        for _ in range(10):  # long after the time that another kernel has
            await asyncio.sleep(0)
        iopub.hear([b"welcome"])
        await waiting

    asyncio.run(scene())
    assert told == [(iopub, [b"welcome"])]
