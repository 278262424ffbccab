"""A page speaks for the person whom it was made for: it does nothing in the name of somebody who came in on the same browser since.

A browser sends the cookie of whoever came in last, from every page that is open in it. So each page bears a mark of its own person,
``data-pour``, and its scripts send it with all that they ask.
"""

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from parcours_u.server.course_server import CourseServer

__all__ = ["check_made_for"]

_HEADER = "X-Parcours-U-Pour"
_ARGUMENT = "pour"  # where a WebSocket bears it: a browser gives it no header

_ANOTHER = (
    "Une autre personne est entrée dans ce navigateur depuis\u00a0: rien n’a été fait en son nom, gardez vos mots, "
    "puis rechargez la page."
)


def check_made_for(handler: JupyterHandler, server: CourseServer) -> None:
    """Refuse what a page asks that was made for another person; whoever bears no mark is no page.

    Raises
    ------
    tornado.web.HTTPError
        403.
    """
    claimed = handler.request.headers.get(_HEADER) or handler.get_query_argument(_ARGUMENT, "")
    if claimed and claimed != server.mark(handler.current_user):
        raise HTTPError(403, _ANOTHER)
