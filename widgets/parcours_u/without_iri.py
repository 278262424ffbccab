"""Importing notebooks' tools without the grammar of international addresses that they drag in.

jsonschema, which nbformat imports, builds a parser of IRIs when it is imported: 1.5 s of the 2.6 s that importing nbgrader
takes, for the formats ``iri`` and ``iri-reference`` that no schema of Jupyter's or nbgrader's uses. It does without when the
parser is not installed, which is what this says for a moment. Standard library only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without_iri"]

_PARSER = "rfc3987_syntax"


@contextmanager
def without_iri() -> Iterator[None]:
    """Let what is imported inside find no parser of IRIs; it can be imported again afterwards.

    To be used at the start of a short process, before other threads import anything.
    """
    if _PARSER in sys.modules:
        yield
        return
    sys.modules[_PARSER] = None  # type: ignore[assignment]  # Python's own way to say that a module is not there
    try:
        yield
    finally:
        del sys.modules[_PARSER]
