"""The small course that the template's tests serve: one notebook a case."""

from pathlib import Path
from typing import Any

import nbformat
from fake_client import TITLES
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parcours_u.server.kernels.pages import LIGHT

__all__ = ["NBGRADER_TEXT", "write"]

NBGRADER_TEXT = "réponse rédigée dans une cellule nbgrader"
_IMPORT = (
    "from fake_client import FakeClient, written_journal; from parcours_u.views.home import home_page; "
    "from parcours_u.views.journal import journal_page; from parcours_u.views.deposit import deposit_panel; "
    "from ipywidgets import Textarea; free_text = lambda prompt: Textarea(description='Notez'); from IPython.display import HTML"
)
# Starts in a tenth of the usual one's time.
_OURS = {"name": LIGHT, "display_name": LIGHT, "language": "python"}
_USUAL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_NBGRADER = {
    "nbgrader": {
        "grade": True, "grade_id": "co-initier-texte", "locked": False, "points": 0, "schema_version": 3,
        "solution": True, "task": False,
    }
}  # fmt: skip
_PROSE = """\
# Co-initier

Un texte d’ouverture, où 10 $ et 20 $ restent des dollars, et où $x^2$ reste écrit ainsi.

## Pourquoi ce mouvement

- écouter
- réunir

> Une phrase à garder.

| Avant | Après |
|---|---|
| parler | écouter |

### Un détail

Un [lien](https://exemple.invalid/) que personne ne suit.
"""


def _place(page: str, part: str, title: str, position: int | None = None, up: str = "") -> dict[str, Any]:
    ids = [*TITLES]
    around = [
        {"title": TITLES[ids[rank]], "href": f"../{ids[rank]}/{ids[rank]}.ipynb"} if 0 <= rank < 7 else None
        for rank in ((position - 2, position) if position else (-1, -1))
    ]
    return {
        "page": page, "id": part, "title": title, "summary": f"À propos de {title}, en une phrase.", "position": position,
        "home": f"{up}accueil.ipynb", "journal": f"{up}carnet.ipynb", "data": f"{up}donnees.ipynb",
        "accessibility": f"{up}accessibilite.ipynb", "exercises": f"{up}exercices.ipynb",
        "previous": around[0], "next": around[1],
        "modules": [{"id": key, "title": name, "href": f"{up}source/{key}/{key}.ipynb"} for key, name in TITLES.items()],
    }  # fmt: skip


def _code(*sources: str) -> list[Any]:
    return [new_code_cell(_IMPORT), *(new_code_cell(source) for source in sources)]


def write(folder: Path) -> None:
    """Write every notebook under ``folder/course``."""
    module = _place("module", "co-initier", "Co-initier", 2, "../../")
    home = _place("page", "accueil", "Accueil")
    journal = _place("page", "carnet", "Mon carnet")
    welcome, mine = (
        new_markdown_cell("# Bienvenue\n\nPrenez votre temps."),
        new_markdown_cell("# Mon carnet\n\nTout est là."),
    )
    prose, after = new_markdown_cell(_PROSE), new_markdown_cell("## Et après\n\nLa suite.")
    answer = new_markdown_cell(NBGRADER_TEXT, metadata=_NBGRADER)
    field = 'free_text("co-initier-texte")'
    html = "HTML('<p id=\"statique\">Un texte venu d’une cellule.</p>')"
    deposit = "deposit_panel({}, 'co-initier')"
    cases: dict[str, tuple[dict[str, Any], list[Any]]] = {
        "source/co-initier/co-initier": (
            module,
            [*_code(), prose, new_code_cell(field), answer, new_code_cell(html), after],
        ),
        "source/co-initier/fichier": (module, [prose, *_code(deposit.format("written_journal()")), after]),
        "source/co-initier/echange": (
            module,
            [prose, *_code(deposit.format("written_journal(way='exchange', sender='alix')"))],
        ),
        "source/co-initier/prive": (module, [prose, *_code(deposit.format("FakeClient()"))]),
        "source/co-initier/panne": (module, [new_code_cell("1 / 0"), prose, *_code(field)]),
        "source/co-initier/arret": (module, [prose, new_code_cell("__import__('os')._exit(1)"), new_code_cell(field)]),
        "source/co-initier/lent": (
            module,
            [prose, new_code_cell("while not __import__('pathlib').Path('allez').exists(): __import__('time').sleep(0.05)"), *_code(field)],
        ),
        "source/co-initier/question": (
            module,
            [*_code(), prose, prose, new_code_cell(field), prose, prose],
        ),
        "accueil": (home, [*_code()[:1], welcome, new_code_cell("home_page(written_journal())"), after]),
        "nouveau": (home, [*_code()[:1], welcome, new_code_cell("home_page(FakeClient())"), after]),
        "binder": (home, [*_code()[:1], welcome, new_code_cell("home_page(written_journal(host='binder'))"), after]),
        "carnet": (journal, [*_code()[:1], mine, new_code_cell("journal_page(written_journal(host='binder'))")]),
        "vide": (journal, [*_code()[:1], mine, new_code_cell("journal_page(FakeClient())")]),
        "commandes": (home, [welcome, new_code_cell("from widget_samples import counter, everything"), new_code_cell("counter()"), new_code_cell("everything()")]),
        "liens": (home, [welcome, new_code_cell("from widget_samples import linked; linked()")]),
        "compteurs": (home, [welcome, new_code_cell("from widget_samples import linked_counters; linked_counters()")]),
        "sorties": (home, [welcome, new_code_cell("from widget_samples import show_all, shown_within; show_all('dans la page')"), new_code_cell("shown_within('dans une sortie')")]),
        "etranger": ({}, [new_markdown_cell("# Sans rien\n\nUn carnet qui ne vient pas du parcours.")]),
    }  # fmt: skip
    for name, (place, cells) in cases.items():
        path = folder / "course" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        metadata = {
            "kernelspec": _USUAL if name == "etranger" else _OURS,
            "language_info": {"name": "python"},
            **({"parcours_u": place} if place else {}),
        }
        nbformat.write(
            new_notebook(
                cells=[nbformat.from_dict({**cell, "id": f"c{rank}"}) for rank, cell in enumerate(cells)],
                metadata=metadata,
            ),
            path,
        )
