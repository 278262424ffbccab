"""The trainer's folder: nbgrader's root, the gradebook, deposits and returns, closed to every other account."""

import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from parcours_u.domain.system_words import refusal_of
from parcours_u.grading.errors import GradingError
from parcours_u.paths import course_places
from parcours_u.store.durable import settle

__all__ = [
    "CONFIG",
    "CONFIG_NAME",
    "TrainerFolder",
    "check_place",
    "default_folder",
    "is_trainer_folder",
    "open_folder",
    "write_private",
]

CONFIG_NAME = "nbgrader_config.py"
_SIGNATURE = "parcours_u.grading.config"
CONFIG = f'''"""nbgrader's configuration of this trainer's folder. Anything added below the call wins over it."""

from pathlib import Path

from {_SIGNATURE} import configure_trainer

c = get_config()  # noqa: F821 - nbgrader gives it
configure_trainer(c, Path(__file__).parent)
'''
"""What ``nbgrader_config.py`` holds until a trainer adds to it."""


@dataclass(frozen=True)
class TrainerFolder:
    """Where everything of one trainer's cohort is."""

    path: Path

    @property
    def exchange(self) -> Path:
        """The exchange of nbgrader, where learners of this machine deposit."""
        return self.path / "echange"

    @property
    def cohort(self) -> Path:
        """The folder of the cohort: its people, their groups, what they write when they learn together."""
        return self.path / "cohorte"

    @property
    def returns(self) -> Path:
        """The return files to send, one folder a module."""
        return self.path / "retours"

    @property
    def codes(self) -> Path:
        """The list of people and codes, for a mail merge."""
        return self.path / "participants-codes.csv"

    def source(self, module: str) -> Path:
        """Return the folder of a module as it was last released, before nbgrader made it ready."""
        return self.path / "source" / module

    def release(self, module: str) -> Path:
        """Return the notebook that nbgrader made ready for learners."""
        return self.path / "release" / module / f"{module}.ipynb"

    def submitted(self, person: str, module: str) -> Path:
        """Return the folder of what one person deposited last."""
        return self.path / "submitted" / person / module

    def autograded(self, person: str, module: str) -> Path:
        """Return the folder of what the formgrader shows of one person."""
        return self.path / "autograded" / person / module

    def feedback(self, person: str, module: str) -> Path:
        """Return the page that nbgrader makes of one person's comments."""
        return self.path / "feedback" / person / module / f"{module}.html"

    def outbound(self, course_id: str, module: str) -> Path:
        """Return the notebook of a module that deposits can be made for in the exchange."""
        return self.exchange / course_id / "outbound" / module / f"{module}.ipynb"

    def inbound(self, course_id: str) -> Path:
        """Return the folder where the exchange receives deposits."""
        return self.exchange / course_id / "inbound"


def default_folder() -> Path:
    """Return the folder used when ``--dossier`` says nothing."""
    return user_data_path("parcours-u") / "formation"


def open_folder(path: Path | None = None, tell: Callable[[str], None] | None = None) -> TrainerFolder:
    """Return the trainer's folder, created if need be, private to this account.

    Parameters
    ----------
    path : pathlib.Path or None
        Which folder; :func:`default_folder` when None.
    tell : callable
        Called with a French sentence when the folder had to be closed to other accounts.

    Raises
    ------
    GradingError
        When the folder can't be used: inside the course, somebody else's, holding something else, or impossible to
        close to others.
    """
    asked = path or default_folder()
    folder = asked.expanduser().resolve()
    check_place(asked, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_content(asked, folder)
        _close(asked, folder, tell)
        config = folder / CONFIG_NAME
        if not config.is_file():
            write_private(config, CONFIG.encode())
        found = TrainerFolder(folder)
        for part in (found.exchange, found.returns):
            part.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise GradingError(
            f"Le dossier «\u00a0{asked}\u00a0» ne peut pas servir ({refusal_of(error)})\u00a0: "
            "rien n’a été modifié, choisissez-en un autre avec --dossier."
        ) from error
    return found


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this account only."""
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            settle(file)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def is_trainer_folder(folder: Path) -> bool:
    """Tell whether a folder is one of ours: its nbgrader configuration says so."""
    config = folder / CONFIG_NAME
    return config.is_file() and _SIGNATURE in config.read_text(encoding="utf-8", errors="replace")


def check_place(asked: Path, folder: Path) -> None:
    """Refuse a folder that is the course's own, or whose path nbgrader can't read.

    Raises
    ------
    GradingError
        With the folder as it was ``asked``.
    """
    places = [place.resolve() for place in course_places()]
    if any(folder.is_relative_to(place) or place.is_relative_to(folder) for place in places):
        raise GradingError(
            f"Le dossier «\u00a0{asked}\u00a0» est celui du parcours lui-même\u00a0: "
            "rien n’a été créé, choisissez un dossier à part avec --dossier."
        )
    if any(sign in str(folder) for sign in "*?[]{}"):
        raise GradingError(
            f"Le chemin «\u00a0{asked}\u00a0» contient un signe que nbgrader ne sait pas lire (crochet, accolade, * ou ?)\u00a0: "
            "rien n’a été créé, choisissez un autre nom avec --dossier."
        )


def _check_content(asked: Path, folder: Path) -> None:
    if (folder / CONFIG_NAME).is_file():
        if not is_trainer_folder(folder):
            raise GradingError(
                f"Le dossier «\u00a0{asked}\u00a0» contient déjà un autre cours nbgrader\u00a0: "
                "rien n’a été modifié, choisissez un dossier vide avec --dossier."
            )
    elif any(folder.iterdir()):
        raise GradingError(
            f"Le dossier «\u00a0{asked}\u00a0» contient déjà autre chose\u00a0: "
            "rien n’a été modifié, choisissez un dossier vide avec --dossier."
        )


def _close(asked: Path, folder: Path, tell: Callable[[str], None] | None) -> None:
    if os.name != "posix":
        return
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise GradingError(
            f"Le dossier «\u00a0{asked}\u00a0» appartient à un autre compte\u00a0: "
            "rien n’a été modifié, choisissez-en un autre avec --dossier."
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:  # a file system without rights (some network or USB drives)
            raise GradingError(
                f"Le dossier «\u00a0{asked}\u00a0» reste lisible par d’autres comptes de cette machine\u00a0: "
                "rien n’y a été écrit, choisissez un dossier de votre disque avec --dossier."
            )
        if tell is not None:
            tell(f"Le dossier «\u00a0{asked}\u00a0» était ouvert à d’autres comptes\u00a0: il est maintenant fermé.")
