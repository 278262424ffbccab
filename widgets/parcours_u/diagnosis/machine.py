"""The machine: Python, the packages, the clock, the programs that nbgrader calls."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

from parcours_u.diagnosis.finding import Finding, blocking, fine, watch

__all__ = ["check_clock", "check_disk", "check_machine"]

_OLDEST = (3, 11)
_BORN = datetime(2026, 1, 1, tzinfo=UTC)  # no journal of this course was written before
_TOLERANCE = timedelta(minutes=10)
_LOW_BYTES = 500 * 1024 * 1024
_EMPTY_BYTES = 20 * 1024 * 1024


def check_machine() -> Iterator[Finding]:
    """Look at what every folder needs."""
    yield _python()
    yield _packages()
    yield _alembic()
    yield fine("navigateur", "Tout navigateur récent convient\u00a0: il n’y a pas de Chromium à installer.")


def check_disk(folder: Path) -> Finding:
    """Look at the room left on the disk of a folder, or of the nearest one that exists."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    told = f"Il reste {_size(free)} sur le disque."
    if free < _EMPTY_BYTES:
        return blocking(
            "disque",
            told,
            "Rien de plus ne pourra être enregistré.",
            "Libérez de la place, puis relancez le diagnostic.",
        )
    if free < _LOW_BYTES:
        return watch(
            "disque",
            told,
            "Quand le disque est plein, rien de plus n’est enregistré.",
            "Libérez de la place dès maintenant.",
        )
    return fine("disque", told)


def check_clock(latest: str, whose: str = "du carnet") -> Finding:
    """Look at the machine's clock beside the latest date that it gave, ISO 8601, empty when there is none.

    Parameters
    ----------
    whose : str
        What has that date, as the end of a sentence.
    """
    now = datetime.now(UTC)
    action = "Réglez la date et l’heure de l’ordinateur, de préférence sur « automatique »."
    why = "Les versions et les dépôts sont datés par cette horloge\u00a0: ils se rangeraient dans le désordre."
    if now < _BORN:
        return watch("horloge", f"L’horloge de l’ordinateur dit que nous sommes en {now.year}.", why, action)
    if not latest:
        return fine("horloge", "L’horloge de l’ordinateur donne une date possible.")
    if datetime.fromisoformat(latest) > now + _TOLERANCE:
        return watch("horloge", f"La dernière date {whose} est dans le futur.", why, action)
    return fine("horloge", f"L’horloge s’accorde avec les dates {whose}.")


def _python() -> Finding:
    if sys.version_info < _OLDEST:
        return blocking(
            "python",
            f"Python {platform.python_version()} est trop ancien.",
            "Le parcours demande Python 3.11 ou plus récent.",
            "Installez un Python plus récent (python.org), puis réinstallez le parcours.",
        )
    return fine("python", f"Python {platform.python_version()} convient.")


def _packages() -> Finding:
    try:
        wanted = [Requirement(line) for line in requires("parcours-u") or ()]
    except PackageNotFoundError:
        return watch(
            "paquets",
            "Le parcours n’est pas installé dans ce Python\u00a0: il est lu depuis un dossier.",
            "Rien ne garantit alors les versions de ce dont il se sert.",
            "Installez-le avec «\u00a0make ouvrir\u00a0», ou avec pip.",
        )
    missing = [told for told in map(_mismatch, wanted) if told]
    if missing:
        return blocking(
            "paquets",
            f"Il manque au parcours de quoi fonctionner\u00a0: {', '.join(missing)}.",
            "Une page ou une commande s’arrêterait en chemin.",
            "Réinstallez le parcours, par exemple en effaçant le dossier .venv puis avec «\u00a0make ouvrir\u00a0».",
        )
    return fine("paquets", f"Le parcours {version('parcours-u')} et les {len(wanted)} paquets dont il se sert sont là.")


def _mismatch(wanted: Requirement) -> str:
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        return ""
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} absent"
    sound = not wanted.specifier or Version(found) in wanted.specifier
    return "" if sound else f"{wanted.name} {found} au lieu de {wanted.specifier}"


def _alembic() -> Finding:
    beside = Path(sys.executable).parent / ("alembic.exe" if os.name == "nt" else "alembic")
    if shutil.which("alembic") or beside.is_file():
        return fine("alembic", "Le programme alembic, que nbgrader appelle, est trouvé.")
    return blocking(
        "alembic",
        "Le programme alembic, que nbgrader appelle, est introuvable.",
        "Sans lui, les commandes d’animation ne peuvent pas ouvrir la base des commentaires.",
        "Réinstallez le parcours\u00a0: il vient avec lui.",
    )


def _size(count: int) -> str:
    giga = count / 1024**3
    return f"{giga:.1f}".replace(".", ",") + "\u00a0Go" if giga >= 1 else f"{count // 1024**2}\u00a0Mo"
