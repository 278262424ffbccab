"""The kernels of pages: each starts with a token of its own, and ends a moment after its page is left."""

from collections.abc import Mapping
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_core.utils import ensure_async
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, authenticated
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from parcours_u.server.course_server import CourseServer
from parcours_u.server.kernels.pages import kernel_name, without_credentials

__all__ = ["LAST_WORDS_SECONDS", "GrantingKernelManager", "KernelLeft", "end_kernel", "still_lives"]

LAST_WORDS_SECONDS = 2
"""How long the kernel of a page that was left has to save what the page sent on leaving."""


class GrantingKernelManager:
    """Voilà's kernel manager, which gives each kernel it starts the token of its page: for whoever asked for that page.

    Parameters
    ----------
    inner : jupyter_server.services.kernels.kernelmanager.MappingKernelManager
        The server's.
    server : CourseServer
        The course.
    user : jupyter_server.auth.User or None
        Who asks, as the request that came says; None where no kernel is to start.
    environment : mapping
        What a kernel's environment gets besides its token.
    """

    def __init__(self, inner: Any, server: CourseServer, user: Any, environment: Mapping[str, str]) -> None:
        self._inner = inner
        self._server = server
        self._user = user
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def start_kernel(self, **options: Any) -> str:
        """Start a kernel that may use the journal of whoever asked for the page, from that page."""
        token = self._server.grant(self._user)
        options["env"] = {**without_credentials(options["env"]), **self._environment, "PARCOURS_U_TOKEN": token}
        asked = options.get("kernel_name") or NATIVE_KERNEL_NAME
        options["kernel_name"] = await kernel_name(asked, self._inner.kernel_spec_manager)
        try:
            kernel = str(await self._inner.start_kernel(**options))
        except BaseException:
            self._server.grants.take_back(token)
            raise
        self._server.grants.bind(token, kernel, self._inner.list_kernel_ids())
        return kernel


class KernelLeft(VoilaShutdownKernelHandler):
    """A page was left: its kernel ends, once it has had the time to save the last words that the page sent on leaving."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """Answer at once, end the kernel a moment later; its place is free at once for the page that comes next.

        Raises
        ------
        tornado.web.HTTPError
            404 for another person's kernel.
        """
        server: CourseServer = self.settings["parcours_u"]
        if not server.owns(self.current_user, kernel_id):
            raise HTTPError(404)
        server.places.left(kernel_id)
        IOLoop.current().call_later(LAST_WORDS_SECONDS, end_kernel, self.kernel_manager, kernel_id)
        self.set_status(204)
        await self.finish()


_ending: set[str] = set()  # a page that is left early is heard twice: by its script, and by its broken line


async def end_kernel(manager: Any, kernel_id: str, now: bool = False) -> None:
    """End a kernel, without waiting for its consent when ``now``, unless it ended or is ending already."""
    if kernel_id in _ending or kernel_id not in manager.list_kernel_ids():
        return
    _ending.add(kernel_id)
    try:
        await ensure_async(manager.shutdown_kernel(kernel_id, now=now))
    finally:
        _ending.discard(kernel_id)


async def still_lives(manager: Any, kernel_id: str) -> bool:
    """Tell whether a kernel that the manager knows is there and not about to end."""
    return kernel_id not in _ending and bool(await ensure_async(manager.get_kernel(kernel_id).is_alive()))
