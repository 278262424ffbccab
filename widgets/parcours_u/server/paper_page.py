"""The sheets to print: a page of their own, with no kernel and no script."""

from tornado.web import HTTPError, authenticated

from parcours_u.paths import OBSERVATION_SHEET, PAPER, content_root
from parcours_u.server.course_server import CourseServer
from parcours_u.server.guarded import Guarded

__all__ = ["PaperPage"]


class PaperPage(Guarded):
    """A sheet to print (an exercise's twin, the observation grid), where the pages say it is: no kernel, no script."""

    @authenticated
    async def get(self, name: str) -> None:
        """Serve one sheet.

        Raises
        ------
        tornado.web.HTTPError
            404 when the course has no such sheet, or it is not for whoever asks: a visitor's is that of the page they were shown.
        """
        server: CourseServer = self.settings["parcours_u"]
        sheet = content_root() / PAPER / f"{name}.html"
        if name not in {OBSERVATION_SHEET, *(one.id for one in server.course.exercises)} or not sheet.is_file():
            raise HTTPError(404)
        if not server.may_open(self.current_user, server.course.page_path(name)):
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(sheet.read_bytes())
