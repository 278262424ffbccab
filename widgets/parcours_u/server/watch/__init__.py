"""Watching a course that runs, without looking at anybody: its health, its figures, its technical log."""
