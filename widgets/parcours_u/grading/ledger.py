"""What was returned to whom, and which answer each comment is about: nbgrader keeps neither.

A learner may deposit again after a comment was written. nbgrader keeps the comment and shows it beside the new answer;
the ledger remembers the one that it was written about, so that nobody reads a remark beside words it never concerned.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import write_private

__all__ = ["Ledger", "digest", "returned_moments"]

_NAME = "suivi.json"
_FORMAT = "parcours-u/suivi"
_VERSION = 1


class Ledger:
    """The ledger of one module, in ``retours/<module>/suivi.json``.

    Parameters
    ----------
    root : pathlib.Path
        The trainer's folder.
    module : str
        The module's id.

    Attributes
    ----------
    changed : bool
        Whether something is remembered that was not saved.

    Raises
    ------
    GradingError
        When the file is there but can't be read.
    """

    def __init__(self, root: Path, module: str) -> None:
        self.folder = root / "retours" / module
        self._path = self.folder / _NAME
        self.changed = False
        self._people: dict[str, dict[str, Any]] = {}
        if self._path.is_file():
            self._people = self._read()

    def __repr__(self) -> str:
        return f"Ledger({self._path.parent.name!r}, {len(self._people)} people)"

    @property
    def people(self) -> Mapping[str, Mapping[str, Any]]:
        """What is remembered, by person."""
        return self._people

    def note(self, person: str, comments: Mapping[str, str], answers: Mapping[str, str]) -> bool:
        """Remember which answers a person's standing comments are about; tell whether anything was new."""
        known = self._person(person)["about"]
        changed = False
        for prompt, text in comments.items():
            if known.get(prompt, {}).get("text") != text:
                known[prompt] = {"text": text, "about": answers.get(prompt, "")}
                changed = True
        for prompt in set(known) - set(comments):
            del known[prompt]
            changed = True
        self.changed |= changed
        return changed

    def about(self, person: str, prompt: str, text: str, current: str) -> str:
        """Return the answer that a comment is about: the one remembered for these very words, else the current one."""
        known = self._people.get(person, {}).get("about", {}).get(prompt, {})
        return str(known["about"]) if known.get("text") == text else current

    def returned(self, person: str) -> dict[str, Any] | None:
        """Return what was last returned to a person: ``digest``, ``at``, ``way``, ``comments``; None when nothing was."""
        found = self._people.get(person, {}).get("returned")
        return dict(found) if found else None

    def set_returned(self, person: str, **details: str | int) -> None:
        """Remember a return."""
        self._person(person)["returned"] = details
        self.changed = True

    def save(self) -> None:
        """Write the ledger."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = {"format": _FORMAT, "version": _VERSION, "people": self._people}
        write_private(self._path, json.dumps(data, ensure_ascii=False, indent=1).encode())
        self.changed = False

    def _person(self, person: str) -> dict[str, Any]:
        return self._people.setdefault(person, {"about": {}, "returned": None})

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except ValueError:
            data = None
        if not isinstance(data, dict) or (data.get("format"), data.get("version")) != (_FORMAT, _VERSION):
            raise GradingError(
                f"Le fichier de suivi «\u00a0retours/{self.folder.name}/{_NAME}\u00a0» est illisible ou trop récent\u00a0: "
                "rien n’a été fait, remettez-en une sauvegarde ou déplacez-le."
            )
        return dict(data["people"])


def returned_moments(root: Path, modules: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return when comments were last returned, by person and module; nothing of those whose comments were all taken back since.

    Nor of a module whose ledger can't be read.
    """
    found = {}
    for module in modules:
        try:
            people = Ledger(root, module).people
        except GradingError:
            continue
        for person, known in people.items():
            if (known.get("returned") or {}).get("comments"):
                found[person, module] = str(known["returned"]["at"])
    return found


def digest(*parts: str) -> str:
    """Return a short fingerprint of texts, to know later whether any of them changed."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
