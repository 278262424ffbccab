"""Backups: one private file, verified by restoring it before it is called done, refused when anything in it is odd."""
