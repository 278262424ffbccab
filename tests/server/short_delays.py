"""``python tests/server/short_delays.py FOLDER PLACES``: a course as ``parcours-u ouvrir`` runs it, that waits less long."""

import sys
from pathlib import Path

from parcours_u.server.app import CourseApp
from parcours_u.server.course_server import CourseServer
from parcours_u.server.culling import Delays

DELAYS = Delays(gone=1.0, forgotten=6.0, spared=0.5, spared_connected=2.0, look=0.2, ping=0.3)

if __name__ == "__main__":
    course = CourseApp.prepare(CourseServer(Path(sys.argv[1]), places=int(sys.argv[2])), 0, delays=DELAYS)
    course.on_ready = lambda link: print(link, flush=True)
    course.start()
