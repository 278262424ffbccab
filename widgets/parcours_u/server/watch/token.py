"""The token that opens a course's health and figures, and nothing else: who watches a server never reads a journal."""

import hashlib
import hmac
import os
from pathlib import Path

from parcours_u.store.folder import secret_file

__all__ = ["VARIABLE", "watch_token"]

VARIABLE = "PARCOURS_U_JETON_SANTE"
"""The environment variable that gives the token; without it, the folder's own secret makes one."""


def watch_token(folder: Path) -> str:
    """Return the token of the course kept in ``folder``, which its owner's account can always make again.

    Raises
    ------
    StoreError
        When the folder's secret can be neither read nor made.
    """
    given = os.environ.get(VARIABLE, "").strip()
    return given or hmac.new(secret_file(folder / "secret").encode(), b"sante", hashlib.sha256).hexdigest()
