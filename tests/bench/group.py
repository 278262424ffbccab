"""A group of people who deposited, twice over: in a trainer's folder, and in a course of nbgrader's as it comes.

People, codes, release and deposits are made by the product; what nbgrader gets are the very same deposits, copied. Each
round works on fresh copies: what is measured is the first collection, the one that a trainer waits for.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from classroom import MODULE, deposit_in_exchange, prompts
from nbgrader.api import Gradebook

from parcours_u.domain.people_list import Listed
from parcours_u.grading.bench import Bench
from parcours_u.grading.compose import course_source
from parcours_u.grading.folder import open_folder
from parcours_u.grading.people import import_people
from parcours_u.grading.release import release

__all__ = ["CommandFailed", "Group", "defaults_round", "make_group", "our_round"]

_SENTENCE = (
    "Ce que j’ai entendu cette semaine à l’accueil de la mairie, et ce que j’en garde pour la suite de notre projet. "
)
_COMMENT = "Merci. Qu’est-ce qui vous a fait changer d’avis, et à qui pourriez-vous le dire\u202f? "
_COURSE = "parcours-u"

# What nbgrader cannot do without here: a course's name, and an exchange that this account may write to.
_DEFAULTS = f'''from pathlib import Path

c = get_config()
c.CourseDirectory.course_id = "{_COURSE}"
c.Exchange.root = str(Path(__file__).parent / "exchange")
'''


class CommandFailed(Exception):
    """A command did not do its work: its figures would mean nothing."""


@dataclass(frozen=True)
class Group:
    """Where both sides begin: the same module released, the same deposits waiting."""

    people: int
    ours: Path
    defaults: Path


def make_group(folder: Path, people: int) -> Group:
    """Make the group and its deposits, with one answer to each question of the module."""
    ours, defaults = folder / "ours", folder / "defaults"
    bench = Bench(open_folder(ours))
    found = import_people(bench, [Listed(number + 2, f"Nom{number:04}", "Prénom") for number in range(people)])
    release(bench, MODULE)
    asked = prompts()
    for number, person in enumerate(found.people):
        texts = {
            prompt: f"{person.code}, {place}. " + _SENTENCE * (1 + (number + place) % 8)
            for place, prompt in enumerate(asked)
        }
        deposit_in_exchange(bench, folder / "learner", person.code, texts)
    _make_defaults(defaults, bench.folder.inbound(_COURSE))
    return Group(people, ours, defaults)


def our_round(group: Group, folder: Path) -> dict[str, float]:
    """Collect and return with this project's commands; return seconds by phase."""
    place = _fresh(group.ours, folder)
    command = [sys.executable, "-m", "parcours_u.cli", "module"]
    ending = [MODULE, "--dossier", str(place), "--json"]
    collecting, told = _timed([*command, "recueillir", *ending], folder)
    _check("deposits collected", group.people, sum(row["etat"] == "nouveau" for row in json.loads(told)["depots"]))
    _comment(place)
    returning, told = _timed([*command, "retours", *ending], folder)
    _check("comments returned", group.people, sum(row["etat"] == "renvoyé" for row in json.loads(told)["retours"]))
    _check("pages released", group.people, len(list((place / "echange" / _COURSE / "feedback").glob("*.html"))))
    return {"collecting": collecting, "returning": returning}


def defaults_round(group: Group, folder: Path) -> dict[str, float]:
    """Do the same with nbgrader's own commands and defaults; return seconds by phase."""
    place = _fresh(group.defaults, folder)
    collecting = sum(_nbgrader(step, place) for step in ("collect", "autograde"))
    _check("deposits graded", group.people, len(list(place.glob(f"autograded/*/{MODULE}/{MODULE}.ipynb"))))
    _comment(place)
    returning = sum(_nbgrader(step, place) for step in ("generate_feedback", "release_feedback"))
    _check("pages released", group.people, len(list((place / "exchange" / _COURSE / "feedback").glob("*.html"))))
    return {"collecting": collecting, "returning": returning}


def _make_defaults(place: Path, deposits: Path) -> None:
    source = place / "source" / MODULE / f"{MODULE}.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(course_source(MODULE), source)
    (place / "nbgrader_config.py").write_text(_DEFAULTS, encoding="utf-8")
    (place / "exchange").mkdir()
    os.chmod(place / "exchange", 0o777)  # noqa: S103 - nbgrader refuses any other; inside a folder closed to all
    for step in ("generate_assignment", "release_assignment"):
        _nbgrader(step, place)
    shutil.copytree(deposits, place / "exchange" / _COURSE / "inbound", dirs_exist_ok=True)


def _comment(place: Path) -> None:
    """Comment every answer, as the formgrader does."""
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}", _COURSE) as gradebook:
        for submission in gradebook.assignment_submissions(MODULE):
            for notebook in submission.notebooks:
                for comment in notebook.comments:
                    comment.manual_comment = _COMMENT
        gradebook.db.commit()


def _nbgrader(step: str, place: Path) -> float:
    seconds, _ = _timed([sys.executable, "-m", "nbgrader", step, MODULE], place)
    return seconds


def _timed(command: list[str], place: Path) -> tuple[float, str]:
    """Run a command; return its seconds, start to end, and what it printed."""
    start = perf_counter()
    done = subprocess.run(
        command, cwd=place, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    seconds = perf_counter() - start
    if done.returncode:
        raise CommandFailed(f"{' '.join(command[1:])} ended with code {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds, done.stdout


def _fresh(template: Path, folder: Path) -> Path:
    place = folder / template.name
    if place.exists():
        for path in place.rglob("*"):  # nbgrader leaves files and folders that cannot be written to
            path.chmod(0o700)
        shutil.rmtree(place)
    shutil.copytree(template, place)
    return place


def _check(what: str, wanted: int, found: int) -> None:
    if found != wanted:
        raise CommandFailed(f"{what}: {found} instead of {wanted}")
