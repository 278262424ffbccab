"""The doors whose form lets somebody in: sent twice by the same browser, it opens once, and is answered the same."""

import hashlib
import json
from collections.abc import Awaitable, Callable

from tornado.web import HTTPError

from parcours_u.domain.access import Opened
from parcours_u.server.cohort.door import Door

__all__ = ["WayIn"]


class WayIn(Door):
    """A page that lets somebody in on this browser."""

    def check_xsrf_cookie(self) -> None:
        """Ask for this browser's own token, or for the one that the same form came in with: it has another one since.

        Whoever sent that form is in, and is only led where it led.
        """
        try:
            super().check_xsrf_cookie()
        except HTTPError as error:
            if error.status_code != 403 or not self._is_in(self.opened()):
                raise

    def opened(self, **fields: str) -> Opened | None:
        """Return what this form, or the same one with other fields, opened a moment ago for this very browser."""
        return self.server.passing.once.found(self._form(**fields))

    async def let_in(self, opens: Callable[[], Awaitable[Opened]], goes_on: str) -> None:
        """Let somebody in on this browser, and lead them on; whoever was here before is signed out of it, or erased.

        Parameters
        ----------
        opens : callable
            Consumes what was presented, once, however often it is presented.
        goes_on : str
            The address of the next page.
        """

        async def admitted() -> Opened:
            opened = await opens()
            self.server.admit(opened)
            return opened

        opened = await self.server.passing.once.open(self._form(), admitted)
        if not self._is_in(opened):
            if self.current_user is not None:
                await self.server.leave(self.current_user)
            self.doors.remember(self, opened)
        self.redirect(goes_on, status=303)

    def _is_in(self, opened: Opened | None) -> bool:
        here = self.current_user
        return opened is not None and here is not None and here.device == opened.device_id

    def _form(self, **fields: str) -> bytes:
        """Return what tells this form, in this browser, from all others."""
        sent = {name: self.field(name) for name in self.request.body_arguments} | fields
        token = sent.pop("_xsrf", "") or self.request.headers.get("X-Xsrftoken", "")
        # The token as it is sent is masked otherwise in every page.
        browser = self._decode_xsrf_token(token)[1] if token else self._get_raw_xsrf_token()[1]
        told = json.dumps([self.request.path, sorted(sent.items()), (browser or b"").hex()])
        return hashlib.sha256(told.encode()).digest()
