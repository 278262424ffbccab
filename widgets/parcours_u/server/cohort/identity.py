"""Who is asking, in a cohort: whoever holds a device's cookie. Nothing that a page, a form or an address says counts.

The cookie is signed, so that a forged one costs nothing to refuse, and holds the device's own secret, which opens its person's
key: the server that restarts knows everybody again as they come back, and had written nothing down that opens anything.
"""

from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider
from tornado.httputil import HTTPHeaders, parse_cookie
from tornado.web import HTTPError, decode_signed_value

from parcours_u.domain.access import Opened
from parcours_u.server.cohort.member import Member
from parcours_u.server.cohort.server import CohortServer
from parcours_u.store.errors import StoreError

__all__ = ["CohortAuthorizer", "CohortIdentityProvider"]

_DAYS = 400  # as long as browsers keep any cookie
_ALL_KEPT = '"cache", "storage"'


class CohortIdentityProvider(IdentityProvider):
    """Know people by their device's cookie alone: no token in an address, no password."""

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return none: the doors are pages of the course, under its base address."""
        return []

    def validate_security(self, app: Any, ssl_options: dict[str, Any] | None = None) -> None:
        """Say nothing: how the course is served was checked before."""

    async def get_user(self, handler: Any) -> Member | None:
        """Return whose device asks, None for anybody else.

        Raises
        ------
        tornado.web.HTTPError
            503 when the store can't be read: nobody is turned away as a stranger for that.
        """
        if self._secure and handler.request.protocol != "https":
            return None  # behind the proxy's back
        name = self.get_cookie_name(handler)
        cookie = handler.get_signed_cookie(name, max_age_days=_DAYS)
        if cookie is None:
            return None
        device, _, secret = cookie.decode("ascii", "replace").partition(":")
        try:
            found = await self._server.come_in(device, secret)
        except StoreError as error:
            raise HTTPError(503, str(error)) from None
        if found is None:  # signed out or revoked elsewhere
            handler.clear_cookie(name, path=self._path(handler), secure=self._secure)
            # What this browser kept of that person goes too. Not when a page left open asks in the background: somebody else may have
            # come in here meanwhile. Browsers say which it is wherever they would obey.
            if handler.request.headers.get("Sec-Fetch-Mode") == "navigate":
                handler.set_header("Clear-Site-Data", _ALL_KEPT)
        return found

    def has_signed(self, headers: HTTPHeaders) -> bool:
        """Tell whether a request shows a cookie that was once left here; whose device it is of is looked up later."""
        name = self.get_cookie_name(None)
        held = parse_cookie(headers.get("Cookie", "")).get(name, "")
        return decode_signed_value(self._app.cookie_secret, name, held, max_age_days=_DAYS) is not None

    def get_cookie_name(self, handler: Any) -> str:
        """Return the cookie's name: a browser that meets ``__Host-`` lets no other host, and no plain HTTP, set it."""
        return f"{'__Host-' if self._secure else ''}parcours-u-{self._server.label}"

    def remember(self, handler: Any, opened: Opened) -> None:
        """Leave a device's cookie. It is always a new one: what a browser had before is worth nothing afterwards."""
        handler.set_signed_cookie(
            self.get_cookie_name(handler),
            f"{opened.device_id}:{opened.device_secret}",
            expires_days=_DAYS,
            path=self._path(handler),
            httponly=True,
            secure=self._secure,
            samesite="Lax",  # an invitation is opened from a message
        )
        handler.clear_cookie(
            "_xsrf", path=handler.base_url
        )  # a form that somebody else had opened is worth nothing either

    def forget(self, handler: Any) -> None:
        """Take the cookie away, with what the browser kept of this person: unsent words, and the pages that its « back » would show."""
        handler.set_header("Clear-Site-Data", _ALL_KEPT)
        handler.clear_cookie(self.get_cookie_name(handler), path=self._path(handler), secure=self._secure)
        handler.clear_cookie("_xsrf", path=handler.base_url)

    def is_token_authenticated(self, handler: Any) -> bool:
        """Say no: origins and anti-forgery tokens are always asked for."""
        return False

    def _path(self, handler: Any) -> str:
        return "/" if self._secure else str(handler.base_url)  # the prefix asks for « / »

    @property
    def _app(self) -> Any:
        return self.parent

    @property
    def _secure(self) -> bool:
        return bool(self._app.transport.secure)

    @property
    def _server(self) -> CohortServer:
        server: CohortServer = self._app.course_server
        return server


class CohortAuthorizer(Authorizer):
    """What Jupyter's own handlers ask: a kernel is for whoever it was started for; they serve nothing else here."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Tell whether somebody may do something to a resource."""
        if resource != "kernels":
            return False
        server: CohortServer = handler.settings["parcours_u"]
        kernel = handler.path_kwargs.get("kernel_id") or next(iter(handler.path_args), "")
        return server.owns(user, str(kernel))
