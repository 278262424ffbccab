"""`make ouvrir` on a fresh machine: Python, make and git are there, nothing else."""

import re

LINK = re.compile(r"^http://\S+$")
OPTIONS = "OPTIONS=--sans-navigateur --port 0"
