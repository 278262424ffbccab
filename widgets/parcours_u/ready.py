"""Imported before any page's kernel is forked: what every page needs is then read once for all, and shared.

The catalogue takes a kernel 15 ms and a megabyte and a half. A kernel of another course than the common one reads its own.
"""

import contextlib

from parcours_u.known_course import known_course

with contextlib.suppress(OSError, ValueError):  # said when a page is opened, with what to do
    known_course()
