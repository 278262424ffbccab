"""Connections to a journal's file, and their settings."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

__all__ = ["PATIENCE_MS", "open_engine"]

PATIENCE_MS = 10_000
"""How long a connection waits for another one to finish writing."""


def open_engine(path: Path) -> Engine:
    """Return what opens connections to an SQLite file, each with the settings of a journal.

    Nothing is said to be saved that the disk does not have, and nothing that was erased stays in the file.
    """
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by reading() and writing(), not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", f"busy_timeout={PATIENCE_MS}"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine
