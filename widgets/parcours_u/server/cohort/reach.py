"""Where people found this cohort the last time: a printed card goes on naming that address, whatever starts meanwhile."""

import json
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from parcours_u.grading.cohort import COHORT_ADDRESS
from parcours_u.grading.folder import write_private

__all__ = ["Reach", "is_public_address", "origin_of", "unfit"]

_NAME = Path(COHORT_ADDRESS).name
_USUAL_PORTS = {"http": 80, "https": 443}
# A host, a port perhaps, then a path of signs that browsers send as they are written, and that mean nothing where routes are matched.
_ADDRESS = re.compile(
    r"[a-zA-Z]+://(?:\[[0-9a-fA-F:.]+\]|[\w-]+(?:\.[\w-]+)*\.?)(?::[0-9]+)?(?:/(?:[a-zA-Z0-9_.~@-]|%[0-9a-fA-F]{2})*)*"
)


def is_public_address(text: str, schemes: Collection[str]) -> bool:
    """Tell whether people can be given an address: whole, nothing but where the course is, and asked for by browsers as it is."""
    try:
        parts = urlsplit(text)
        fit = parts.scheme in schemes and parts.port != 0  # a port that is none raises
    except ValueError:
        return False
    # Browsers take « .. » away, however it is written, and would ask for another address than the one that is served.
    return fit and _ADDRESS.fullmatch(text) is not None and {".", ".."}.isdisjoint(map(unquote, parts.path.split("/")))


def unfit(text: str, undone: str, scheme: str = "https") -> str:
    """Return what to say of an address that people can't be given; ``undone`` is what was not done."""
    return (
        f"L’adresse publique «\u00a0{text}\u00a0» ne convient pas\u00a0: {undone}, donnez-la entière, suivie au plus d’un chemin de "
        f"lettres, de chiffres et de tirets, comme {scheme}://parcours.exemple.fr/ ou {scheme}://exemple.fr/parcours/."
    )


def origin_of(address: str) -> str:
    """Return the origin of an address as browsers write it."""
    parts = urlsplit(address.lower())
    host = parts.hostname or ""
    with suppress(UnicodeError):  # a name that no browser could ask for either
        host = host.encode("idna").decode()
    name = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, _USUAL_PORTS.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{name}{port}"


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
