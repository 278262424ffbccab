"""A small course of its own for every test: two modules, the four pages, one shared exercise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from parcours_u.content.errors import ContentError
from parcours_u.content.reading import read_course

MANIFEST = """\
title: Petit parcours
modules: [depart, retour]
pages: [accueil, carnet, exercices, donnees, accessibilite]
exercises: [duo]
"""

DEPART = """\
---
title: Départ
summary: On part.
prompts:
  - id: depart-ecoute
    kind: scale
    scale: self
    question: Comment écoutez-vous ?
    levels:
      - {label: Peu, meaning: Je parle}
      - {label: Non}
  - id: depart-mots
    kind: free_text
    scale: organisation
    question: Quels mots ?
practices:
  - id: depart-pause
    title: Une pause
    steps:
      - title: Respirer
        minutes: 2.5
---
# Départ

Un premier texte.


Un second, après [l’exercice](../../../exercises/duo.ipynb).

```python
practice("depart-pause")
```

```python
scale("depart-ecoute")
```
Du texte tout contre.
```python
free_text("depart-mots")
```
"""

RETOUR = """\
---
title: Retour
summary: On revient.
prompts:
  - id: retour-carte
    kind: prototype_card
    scale: society
    question: Que tenter ?
    fields:
      - {id: idea, label: Mon idée}
  - id: retour-carnet
    kind: guided_journal
    scale: self
    question: Que retenir ?
    questions:
      - {id: un, theme: Un, question: "Et alors ?", minutes: 3}
---
# Retour

```python
guided_journal("retour-carnet")
```

```python
prototype_card("retour-carte")
```
"""

DUO = """\
title: Duo
summary: À deux.
purpose: Se parler.
when: Au début.
people: {min: 2, max: 3}
duration: 12.5
materials: [Deux chaises]
roles:
  - {id: conteur, name: Personne qui conte, task: Elle conte., writes: [notes], sees: [notes]}
  - {id: temoin, name: Témoin, task: Elle écoute.}
phases:
  - {title: Conter, minutes: 10, who: [conteur, temoin], instruction: Contez.}
  - {title: Se taire, minutes: 2.5, instruction: Chut.}
modes: {room: Ici., remote: Là., alone: Seul.}
variants:
  - id: duo-par-ecrit
    title: Par écrit
    summary: Sans personne d’autre.
    people: {min: 1, max: 1}
    duration: 5
    phases:
      - {title: Écrire, minutes: 5, instruction: Écrivez., prompts: [duo-conte]}
kept:
  - {id: notes, what: Les notes, owner: conteur, fate: On les garde.}
safety: [On peut s’arrêter.]
prompts:
  - {id: duo-conte, kind: free_text, scale: self, question: "Que contez-vous ?"}
source: https://exemple.fr/duo
licence: CC BY-SA 4.0
attribution: Écrit pour ce parcours.
modules: [depart]
"""

PAGES = {
    "accueil": "# Accueil\n\n```python\nhome()\n```\n",
    "carnet": "# Carnet\n\n```python\njournal()\n```\n",
    "exercices": "# Exercices\n\n{{ exercices }}\n",
    "donnees": "# Vos données\n\nÀ vous.\n",
    "accessibilite": "# Accessibilité\n\nPour tout le monde.\n",
}

SOURCES = {
    "course/parcours.yaml": MANIFEST,
    "course/texte/depart.md": DEPART,
    "course/texte/retour.md": RETOUR,
    "exercises/duo.yaml": DUO,
    **{
        f"course/texte/{name}.md": f"---\ntitle: {name}\nsummary: Une page.\n---\n{text}"
        for name, text in PAGES.items()
    },
}

Change = Callable[[str, str, str], None]


@pytest.fixture
def course_root(tmp_path: Path) -> Path:
    """Write the small course's sources and return the folder that holds them."""
    for name, text in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def change(course_root: Path) -> Change:
    """Replace a passage of one source, which must be there exactly once."""

    def replace(file: str, old: str, new: str) -> None:
        path = course_root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def refusal(course_root: Path) -> Callable[[], ContentError]:
    """Read the course, which must be refused, and return the error."""

    def read() -> ContentError:
        with pytest.raises(ContentError) as caught:
            read_course(course_root)
        return caught.value

    return read
