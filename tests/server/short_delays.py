"""``python tests/server/short_delays.py FOLDER PLACES GONE PING``: a course as ``parcours-u ouvrir`` runs it, that waits less long."""

import sys
from pathlib import Path

from parcours_u.server.app import CourseApp
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Delays

__all__ = ["FORGOTTEN_SECONDS"]

FORGOTTEN_SECONDS = 6.0

if __name__ == "__main__":
    folder, places, gone, ping = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    delays = Delays(gone, FORGOTTEN_SECONDS, spared=0.5, spared_connected=2.0, look=0.2, ping=ping)
    course = CourseApp.prepare(CourseServer(folder, places=places), 0, delays=delays)
    course.on_ready = lambda link: print(link, flush=True)
    course.start()
