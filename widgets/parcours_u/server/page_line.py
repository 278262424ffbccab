"""A page's socket, joined to its kernel at once.

jupyter_server asks a kernel who it is, then asks again on two channels made for that, and lets nothing through until all has been
answered: behind the cells that the kernel runs meanwhile. Here the kernel runs because this server started it for this very page.
What must be sure is that the page's channel hears it: the kernel says so itself, by a word of welcome to each new listener.
"""

import asyncio
from typing import Any

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["PageLine"]

_WELCOME_SECONDS = 0.3  # then the kernel is one that says none; jupyter_server looks, but not at one that works
_LATE_WELCOME_SECONDS = 10.0  # from one that does say it, on a machine that has much to do


class PageLine(ZMQChannelsWebsocketConnection):
    """The channels of one page's socket."""

    _just_made = False

    async def prepare(self) -> None:
        """Take the kernel as it is: it answers as soon as it can."""
        await self._register_session()
        await self.kernel_manager.ready
        session: Session = self.session
        session.key = self.kernel_manager.session.key

    def create_stream(self) -> None:
        """Make the channels."""
        super().create_stream()
        self._just_made = True

    def nudge(self) -> "asyncio.Future[Any]":
        """Return what is done once the page hears the kernel: at the first thing heard, on channels that were just made."""
        if not self._just_made:
            return super().nudge()
        return asyncio.ensure_future(self._first_word())

    async def _first_word(self) -> None:
        iopub = self.channels["iopub"]
        heard: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()

        def hear(message: list[Any]) -> None:
            iopub.stop_on_recv()
            if not heard.done():
                heard.set_result(message)

        iopub.on_recv(hear)
        says_it = getattr(self.kernel_manager.provisioner, "forked", False)
        try:
            message = await asyncio.wait_for(heard, _LATE_WELCOME_SECONDS if says_it else _WELCOME_SECONDS)
        except TimeoutError:
            if not iopub.closed():
                await super().nudge()
        else:
            if not iopub.closed():
                self.handle_outgoing_message(iopub, message)
