"""Where people found this cohort the last time: a printed card goes on naming that address, whatever starts meanwhile."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from parcours_u.grading.folder import write_private

__all__ = ["Reach"]

_NAME = "adresse.json"


@dataclass(frozen=True)
class Reach:
    """The address that people are given, the port that is listened on, and the certificate that it is served with, if any."""

    public: str
    port: int
    certificate: str = ""

    @classmethod
    def read(cls, folder: Path) -> "Reach | None":
        """Return what the cohort's folder remembers, None for one that was never served."""
        try:
            found = json.loads((folder / _NAME).read_bytes())
            return cls(str(found["public"]), int(found["port"]), str(found.get("certificate", "")))
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
