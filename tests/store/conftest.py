"""What every test of the store looks at besides."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects import postgresql


@pytest.fixture(autouse=True)
def portable() -> Iterator[None]:
    """Fail where a statement runs that PostgreSQL, which comes with the hub, has no words for."""
    seen = set[str]()

    def look(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if statement in seen or context is None or context.compiled is None:
            return
        seen.add(statement)
        keys = getattr(context.compiled, "column_keys", None)  # what defines tables has none
        told = str(
            context.compiled.statement.compile(dialect=postgresql.dialect(), **({"column_keys": keys} if keys else {}))
        )
        assert not re.search(r"BOOLEAN DEFAULT \d", told), "PostgreSQL takes no number for a boolean"

    event.listen(Engine, "before_cursor_execute", look)
    yield
    event.remove(Engine, "before_cursor_execute", look)
