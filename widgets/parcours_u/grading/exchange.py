"""Where deposits go when nbgrader has an exchange here: found at no cost, without importing nbgrader."""

import os
import sys
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config.loader import Config, ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

from parcours_u.grading.depot_file import COURSE_ID
from parcours_u.grading.errors import GradingError

__all__ = ["ExchangeSettings", "configured_exchange", "feedback_stamp"]

_CONFIG = "nbgrader_config"


@dataclass(frozen=True)
class ExchangeSettings:
    """An nbgrader exchange: its root folder, and the course in it."""

    root: Path
    course_id: str

    @property
    def user(self) -> str:
        """The account that deposits when nobody gave a code: nbgrader's own rule (the hub's user inside a container)."""
        import pwd  # there is none on Windows, where there is no exchange either

        try:
            name = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:  # a container that runs under a number
            name = "jovyan"
        return os.environ.get("JUPYTERHUB_USER", name) if name == "jovyan" else name

    @property
    def feedback(self) -> Path:
        """The folder where released comments arrive."""
        return self.root / self.course_id / "feedback"

    def to_dict(self, folder: Path) -> dict[str, str]:
        """Return the settings as a request for ``deposit`` or ``fetch_feedback``.

        Parameters
        ----------
        folder : pathlib.Path
            The learner's own folder. nbgrader keeps there, under ``echange``, what it needs to find comments again:
            secrets and dates, no answer.
        """
        return {"root": str(self.root), "course_id": self.course_id, "cache": str(folder / "echange")}


def configured_exchange(explicit: Path | None = None) -> ExchangeSettings | None:
    """Return the exchange that is configured here, None when there is none: deposits are then made by file.

    Parameters
    ----------
    explicit : pathlib.Path or None
        An exchange's root, or a trainer's folder whose ``nbgrader_config.py`` names one. Without it, Jupyter's
        configuration path and the working folder are looked at, and count only if they set both ``Exchange.root`` (to
        a folder that exists) and ``CourseDirectory.course_id``: nbgrader's defaults are nobody's choice.

    Raises
    ------
    GradingError
        When ``explicit`` names no exchange, or a configuration file can't be read.
    """
    if sys.platform == "win32":  # nbgrader's exchange does not work there
        if explicit is not None:
            raise GradingError(
                "L’espace d’échange de nbgrader n’existe pas sous Windows\u00a0: "
                "relancez sans --echange, les dépôts se feront par fichier."
            )
        return None
    if explicit is None:
        # Jupyter's own order, the strongest last; nbgrader adds the working folder after it.
        return _named([*reversed(jupyter_config_path()), os.getcwd()])
    folder = explicit.expanduser().resolve()
    if not folder.is_dir():
        raise GradingError(
            f"Le dossier d’échange «\u00a0{explicit}\u00a0» n’existe pas\u00a0: vérifiez l’option --echange."
        )
    if not (folder / f"{_CONFIG}.py").is_file():
        return ExchangeSettings(folder, COURSE_ID)
    found = _named([str(folder)])
    if found is None:
        raise GradingError(
            f"Le fichier nbgrader_config.py de «\u00a0{explicit}\u00a0» ne désigne aucun espace d’échange\u00a0: "
            "vérifiez l’option --echange."
        )
    return found


def feedback_stamp(settings: ExchangeSettings) -> Hashable:
    """Return something that changes whenever a comment is released, and costs one look at a folder.

    nbgrader puts each released file in place by renaming it, which changes the folder's own date.
    """
    try:
        with os.scandir(settings.feedback) as entries:
            return frozenset((entry.name, entry.stat().st_mtime_ns, entry.stat().st_ino) for entry in entries)
    except FileNotFoundError:  # nothing was ever released
        return frozenset()


def _named(paths: list[str]) -> ExchangeSettings | None:
    config = Config()
    for path in paths:
        for loader in (
            JSONFileConfigLoader(f"{_CONFIG}.json", path=path),
            PyFileConfigLoader(f"{_CONFIG}.py", path=path),
        ):
            try:
                config.merge(loader.load_config())
            except ConfigFileNotFound:
                continue
            except Exception as error:  # the file is a program: it may raise anything
                raise GradingError(
                    f"Le fichier {_CONFIG} de «\u00a0{path}\u00a0» ne peut pas être lu ({type(error).__name__})\u00a0: "
                    "corrigez-le ou retirez-le."
                ) from error
    root: Any = config["Exchange"].get("root") if "Exchange" in config else None
    course: Any = config["CourseDirectory"].get("course_id") if "CourseDirectory" in config else None
    if not isinstance(root, str) or not isinstance(course, str) or not course or not Path(root).is_dir():
        return None
    return ExchangeSettings(Path(root).resolve(), course)
