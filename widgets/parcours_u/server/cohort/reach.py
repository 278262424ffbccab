"""Where people found this cohort the last time: a printed card goes on naming that address, whatever starts meanwhile."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from parcours_u.grading.folder import write_private

__all__ = ["Reach", "is_public_address"]

_NAME = "adresse.json"


def is_public_address(text: str, schemes: Collection[str]) -> bool:
    """Tell whether people can be given an address: whole, and nothing but where the course is."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0  # a port that is none raises
    except ValueError:
        return False
    spaced = any(sign.isspace() or not sign.isprintable() for sign in text)
    return parts.scheme in schemes and named and not (spaced or parts.username or parts.query or parts.fragment)


@dataclass(frozen=True)
class Reach:
    """The address that people are given, the port that is listened on, the certificate that it is served with, if any, and where."""

    public: str
    port: int
    certificate: str = ""
    address: str = "127.0.0.1"

    @classmethod
    def read(cls, folder: Path) -> "Reach | None":
        """Return what the cohort's folder remembers, None for one that was never served."""
        try:
            found = json.loads((folder / _NAME).read_bytes())
            address = str(found.get("address", cls.address))
            return cls(str(found["public"]), int(found["port"]), str(found.get("certificate", "")), address)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        """Remember it.

        Raises
        ------
        OSError
            When the disk refuses.
        """
        write_private(folder / _NAME, json.dumps(asdict(self)).encode())
