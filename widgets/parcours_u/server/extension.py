"""The course inside a Jupyter server (Binder, JupyterHub): the same pages, the same routes, the same template."""

import asyncio
import atexit
import os
import signal
import threading
from typing import Any

from parcours_u.grading.formgrader import escape_formgrader
from parcours_u.grading.running import offer
from parcours_u.hangup import end_on_hangup
from parcours_u.server import deposits
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Culler, Delays
from parcours_u.server.ending import let_last_words_in
from parcours_u.server.identity import PERSON
from parcours_u.server.kernels.pages import offer as offer_light_kernels
from parcours_u.server.pages import page_routes
from parcours_u.server.routes import routes
from parcours_u.server.template import page_room, voila_configuration
from parcours_u.server.watch.announced import announce
from parcours_u.server.watch.log import begin_events
from parcours_u.server.watch.routes import watch_routes
from parcours_u.store.folder import default_folder

__all__ = ["end_well", "load", "tell_kernels_where"]


def load(server_app: Any) -> None:
    """Add the course's pages and routes to a Jupyter server.

    The person is whoever the Jupyter server lets in: one container, one learner. Notebooks opened in JupyterLab find the
    journal through the environment that every kernel of this server inherits.

    Parameters
    ----------
    server_app : jupyter_server.serverapp.ServerApp
        The server; its root must hold the course's folders for JupyterLab to show them, the pages don't need it.
    """
    web_app = server_app.web_app
    base_url = web_app.settings["base_url"]
    server = CourseServer(default_folder())
    atexit.register(server.close)
    begin_events()
    web_app.settings["parcours_u"] = server
    offer_light_kernels(server_app.kernel_spec_manager)
    token = server.grant(None)
    os.environ["PARCOURS_U_TOKEN"] = token
    os.environ["PARCOURS_U_BASE_URL"] = base_url

    # JupyterLab's own submit button runs in this process, in a thread without a loop, and waits: it can't ask a route.
    def submit(module: str) -> None:
        asyncio.run(deposits.deposit(server, PERSON, module, ""))

    offer(submit)
    pages = page_routes(
        base_url,
        voila_configuration(server_app),
        page_room(base_url, server_app.config),
        r"/voila/render/((?:course|exercises)/.*)",
    )
    web_app.add_handlers(".*$", [*routes(base_url), *watch_routes(base_url), *pages])
    escape_formgrader(web_app)  # loaded before: Jupyter loads extensions in the order of their names
    end_well(server_app, server)


def tell_kernels_where(server_app: Any) -> None:
    """Tell the kernels to come where this server is, now that it listens, perhaps on another port than asked; look after them."""
    address = f"http://127.0.0.1:{server_app.port}{server_app.web_app.settings['base_url']}"
    server_app.web_app.settings["parcours_u_address"] = address
    os.environ["PARCOURS_U_SERVER"] = address
    server: CourseServer = server_app.web_app.settings["parcours_u"]
    Culler(server_app.kernel_manager, server.places, server.figures, Delays()).begin()
    announce(server.folder, address)
    _hear_interruptions(server_app)


def end_well(server_app: Any, server: CourseServer) -> None:
    """Have the Jupyter server let the last words in before it ends, whether by a signal or by « Shut Down » in JupyterLab.

    Its own hook for extensions (``stop_extension``) comes too late after a signal: the server listens no more by then, and
    kernels save through it. A second signal doesn't wait for the first one's words.
    """
    stop, end_kernels = server_app.stop, server_app.cleanup_kernels
    under_way: list[asyncio.Task[None]] = []

    async def end() -> None:
        try:
            await let_last_words_in(server, server_app.kernel_manager)
        finally:
            stop()

    def begin_or_hurry() -> None:
        if under_way:
            under_way[0].cancel()
        else:
            under_way.append(asyncio.ensure_future(end()))

    def stop_after_the_last_words(*_: bool, **__: bool) -> None:
        # Jupyter says whether a signal asks for it: this is safe in both cases, and from another thread.
        server_app.io_loop.asyncio_loop.call_soon_threadsafe(begin_or_hurry)

    async def end_kernels_after_the_last_words() -> None:
        await let_last_words_in(server, server_app.kernel_manager)
        await end_kernels()

    server_app.stop, server_app.cleanup_kernels = stop_after_the_last_words, end_kernels_after_the_last_words


def _hear_interruptions(server_app: Any) -> None:
    """End on SIGINT as on SIGTERM where Jupyter hears none: without a terminal, Python would stop it in the middle of a word."""
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: server_app.stop(from_signal=True))
    end_on_hangup()
