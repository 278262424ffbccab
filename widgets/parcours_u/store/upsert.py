"""INSERT … ON CONFLICT, the one statement that is no standard SQL: SQLite took its words from PostgreSQL, and compiles PostgreSQL's."""

from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["upsert"]
