"""What the course must hold, item by item: one row a module or an exercise, each cell read from the sources.

``python tests/content/completeness.py`` prints the tables in Markdown. A cell says what was found; an empty one, that the
item is missing. ``test_completeness.py`` holds that none is.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from parcours_u.content.build import derive
from parcours_u.content.pages import Call, CourseText, Page, Prose
from parcours_u.content.reading import read_course
from parcours_u.domain.course import Course, Exercise, Kind, Module, Scale
from parcours_u.domain.exercise import Format
from parcours_u.domain.french_words import spoken_minutes, spoken_people
from parcours_u.domain.situation import PLACES, STARTING_POINT

__all__ = ["Table", "exercise_table", "markdown", "module_table", "thread_table"]

ROOT = Path(__file__).resolve().parents[2]

Table = dict[str, dict[str, str]]
"""Rows by id; in each, cells by the item that they answer."""

# Listening is looked at before any example is read; a private journal and the choice of a place have no model answer.
_WITHOUT_EXAMPLE = {Kind.GUIDED_JOURNAL, Kind.CHOICE}

_MODES = {"salle": r"salle|groupe", "distance": r"distance", "seul": r"solo"}

_VIGILANCE = {
    "pouvoir": r"écarts de pouvoir",
    "réserve": r"devoir de réserve",
    "laïcité": r"laïcité",
    "silence": r"silence",
}

# What runs through the course, by the words that its practices and its questions cannot do without.
_THREADS = {
    "leviers": r"leviers?\b",
    "traverser un désaccord": r"désaccord",
    "décider par consentement": r"consentement|objections?\b",
    "mandat et utilité": r"programme.*utilité|utilité.*programme",
    "transversalité": r"d’un service à l’autre|par quelles mains passe",
    "posture": r"posture",
}


def module_table(text: CourseText) -> Table:
    """Return the modules' rows."""
    pages = {page.id: page for page in text.pages}
    return {one.id: _module(one, pages[one.id]) for one in text.course.modules}


def thread_table(text: CourseText) -> Table:
    """Return what runs through the modules: themes with their practices and questions, and answers taken up again."""
    rows = {name: _thread(text.course, pattern) for name, pattern in _THREADS.items()}
    calls = [(page.id, call) for page in text.pages for call in page.calls()]
    listening = [(page, call) for page, call in calls if call.function == "side_by_side"]
    rows["écoute, avant et après"] = {
        "pratiques": ", ".join(_matching(text.course, r"deux écoutes")[0]),
        "questions": ", ".join(
            f"{call.argument} et {call.other} (côte à côte dans {page})" for page, call in listening
        ),
    }
    for name, prompt in (
        ("question de départ reprise", "question-de-depart-formulation"),
        ("intention reprise", "co-initier-intention"),
        ("carte reprise", "co-initier-acteurs"),
        ("prototype repris", "co-creer-prototype"),
    ):
        again = [page for page, call in calls if call.function == "revisit" and call.argument == prompt]
        told = prompt if again and prompt in text.course.project else ""
        rows[name] = {"pratiques": ", ".join(again), "questions": told}
    return rows


def exercise_table(text: CourseText) -> Table:
    """Return the exercises' rows."""
    papers = {path.stem for path in derive(ROOT) if path.suffix == ".html" and path.parent.name == "papier"}
    return {one.id: _exercise(one, papers) for one in text.course.exercises}


def _module(module: Module, page: Page) -> dict[str, str]:
    sections = dict(_sections(page))
    care = _section(sections, r"Prendre soin du cadre")
    asked = _section(sections, r"Ce que cela demande")
    whole = "\n".join(sections.values())
    practices = [_modes(sections, practice.id) for practice in module.practices]
    return {
        "pourquoi maintenant": _words(_section(sections, r"Pourquoi")),
        "place sur le U": _words(_section(sections, r"Sa place sur le U")),
        "demande à moi, à mon organisation, à la société": _all(
            {one: f"**{one}.**" in asked for one in ("À moi", "À mon organisation", "À la société")}
        ),
        "situation, cinq vues": _situation(module, page),
        "exemples depuis chaque place": _examples(module),
        "pratiques (salle, distance, seul)": ", ".join(practices) if len(practices) > 1 and all(practices) else "",
        "questions": str(len(module.prompts)) if 5 <= len(module.prompts) <= 8 else "",
        "genres": ", ".join(sorted({prompt.kind.value for prompt in module.prompts})),
        "échelles": _all({scale.value: any(one.scale is scale for one in module.prompts) for scale in Scale}),
        "partage jamais demandé": _found(whole, r"vous pouvez déposer ce module"),
        "vigilance": _all({name: bool(re.search(rf"\*\*[^*]*{one}", care, re.I)) for name, one in _VIGILANCE.items()}),
        "silence facultatif": _found(
            care, r"[^.]*(?:facultatif|pas une obligation|pas une règle|convient|n’est demandé)"
        ),
        "sortie": _words(_section(sections, r"Je m’arrête ici")),
        "à emporter": _found(whole, r"\*\*À emporter"),
        "sources": _found(_section(sections, r"Sources et licence"), r"licence CC BY-SA 4\.0"),
    }


def _exercise(exercise: Exercise, papers: set[str]) -> dict[str, str]:
    main, *variants = exercise.formats
    timed = all(one.minutes == sum(phase.minutes for phase in one.phases) > 0 for one in exercise.formats)
    modes = exercise.modes
    return {
        "but": _words(exercise.purpose),
        "quand sur le U": _words(exercise.when),
        "personnes": spoken_people(main.people),
        "durée (somme des temps)": spoken_minutes(main.minutes) if timed else "",
        "rôles": ", ".join(role.name for role in main.roles),
        "matériel": str(len(exercise.materials) or ""),
        "salle, distance, seul": _all({"salle": modes.room, "distance": modes.remote, "seul": modes.alone}),
        "ce que chaque rôle lit et écrit": _read_and_written(main),
        "questions à écrire": str(len(exercise.prompts) or ""),
        "gardé, à qui": ", ".join(f"{one.what} ({one.owner})" for one in exercise.kept),
        "sécurité": str(len(exercise.safety) or ""),
        "variantes": ", ".join(one.title for one in variants),
        "jumeau papier": f"papier/{exercise.id}.html" if exercise.id in papers else "",
        "source": exercise.source,
        "licence": exercise.licence,
        "attribution": _words(exercise.attribution),
    }


def _read_and_written(main: Format) -> str:
    """Return how many things each role reads and writes; nothing when no role does either, or there is no role."""
    told = [f"{role.name}\u00a0: {len(role.sees)} et {len(role.writes)}" for role in main.roles]
    return ", ".join(told) if any(role.sees or role.writes for role in main.roles) else ""


def _sections(page: Page) -> Iterator[tuple[str, str]]:
    """Yield each heading of a page with the text under it, up to the next heading; a widget is told as its call."""
    whole = "\n\n".join(cell.text if isinstance(cell, Prose) else cell.source for cell in page.cells)
    parts = re.split(r"^#+ +(.+)$", whole, flags=re.M)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _section(sections: dict[str, str], title: str) -> str:
    return next((text for heading, text in sections.items() if re.match(title, heading)), "")


def _modes(sections: dict[str, str], practice: str) -> str:
    """Return a practice's id when the section that holds it tells the three ways to do it; nothing otherwise."""
    call = Call("practice", practice).source
    held = next((text for text in sections.values() if call in text), "")
    before = held[: held.find(call)]
    leads = re.findall(r"^- \*\*([^*]+)\*\*", before[before.rfind("practice(") + 1 :], re.M)
    told = all(any(re.search(mode, lead, re.I) for lead in leads) for mode in _MODES.values())
    return practice if told else ""


def _situation(module: Module, page: Page) -> str:
    found = module.situation
    if found is None or not any(call.function == "situation" for call in page.calls()):
        return ""
    complete = all(found.views[place].text and found.views[place].practice for place in PLACES)
    return f"«\u00a0{found.title}\u00a0», {_words(found.story)}" if complete else ""


def _examples(module: Module) -> str:
    wanted = [one.id for one in module.prompts if one.kind not in _WITHOUT_EXAMPLE and one.id != STARTING_POINT]
    views = module.situation.views if module.situation else {}
    missing = [place for place in PLACES for one in wanted if place not in views or one not in views[place].examples]
    return "" if missing or not wanted else f"{len(PLACES) * len(wanted)}"


def _thread(course: Course, pattern: str) -> dict[str, str]:
    practices, prompts = _matching(course, pattern)
    return {"pratiques": ", ".join(practices), "questions": ", ".join(prompts)}


def _matching(course: Course, pattern: str) -> tuple[list[str], list[str]]:
    """Return the ids of the modules' practices and prompts whose title or question, and purpose or help, say a word."""
    practices = [one for module in course.modules for one in module.practices]
    prompts = [one for module in course.modules for one in module.prompts]
    return (
        [one.id for one in practices if re.search(pattern, f"{one.title} {one.purpose}", re.I)],
        [one.id for one in prompts if re.search(pattern, one.question, re.I)],
    )


def _words(text: str) -> str:
    count = len(text.split())
    return f"{count}\u00a0mots" if count else ""


def _found(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.I)
    return " ".join(found.group().replace("*", "").split()) if found else ""


def _all(items: dict[str, object]) -> str:
    """Return the items' names when there is something for each; nothing otherwise."""
    return ", ".join(items) if items and all(items.values()) else ""


def markdown(table: Table) -> str:
    """Return a table in Markdown, an empty cell named as such."""
    columns = list(next(iter(table.values())))
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    lines += [
        [row, *(cells[column].replace("|", "\\|") or "**vide**" for column in columns)] for row, cells in table.items()
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    course_text = read_course(ROOT)
    for title, rows in (
        ("Les modules", module_table(course_text)),
        ("Ce qui traverse les modules", thread_table(course_text)),
        ("Les exercices", exercise_table(course_text)),
    ):
        print(f"## {title}\n\n{markdown(rows)}\n")
