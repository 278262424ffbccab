"""« Importer un dépôt »: zips received by mail, each checked, then collected by nbgrader's own ``zip_collect``.

What nbgrader extracts is a zip made again here from the checked ``depot.json`` and the released notebook: no byte of the
file that arrived is ever written in the trainer's folder. Imports nbgrader.
"""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from parcours_u.grading.archives import ArchiveError, Received, read_archive
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import folder_roll
from parcours_u.grading.collecting import Collected, Step, Taken, late_in, silently, take
from parcours_u.grading.compose import as_zip, compose
from parcours_u.grading.depot_file import DepotFile
from parcours_u.grading.notebooks import prompt_ids, read_released
from parcours_u.grading.people import Participant, participants
from parcours_u.grading.submissions import by_exchange, read_deposit, received_at

__all__ = ["Delivered", "import_zips"]


@dataclass(frozen=True)
class Delivered:
    """What became of one file."""

    file: str
    module: str
    result: Collected


def import_zips(bench: Bench, files: Sequence[Path], step: Step = silently) -> list[Delivered]:
    """Import deposits received as files; each refused one is told, the others are imported all the same."""
    roll = folder_roll(bench.folder)
    people = {person.code: person for person in participants(bench)}
    results = []
    for done, file in enumerate(files):
        step(done, len(files), file.name)
        try:
            received = read_archive(file)
            module, result = received.depot.module, _import_one(bench, received, people)
        except ArchiveError as error:
            message = f"Le fichier «\u00a0{file.name}\u00a0» n’a pas été importé\u00a0: {error}."
            module, result = "", Collected("", "", Taken.REFUSED, listed=False, message=message)
        results.append(Delivered(file.name, module, result))
    late = {module: late_in(bench, module, roll) for module in {one.module for one in results if one.module}}
    return [replace(one, result=one.result.dated(late.get(one.module, ()))) for one in results]


def _import_one(bench: Bench, received: Received, people: dict[str, Participant]) -> Collected:
    depot = received.depot
    person = people.get(depot.code)
    if person is None:
        raise ArchiveError(
            f"le code {depot.code} n’est celui de personne ici\u202f; vérifiez le groupe, ou demandez à la personne son code"
        )
    released = bench.folder.release(depot.module)
    if bench.prompts(depot.module) is None or not released.is_file():
        raise ArchiveError(
            f"le module «\u00a0{depot.module}\u00a0» n’a pas été diffusé depuis ce dossier\u202f; diffusez-le d’abord"
        )
    folder = bench.folder.submitted(depot.code, depot.module)
    before, present = received_at(folder), read_deposit(folder)
    moment = min(depot.moment, datetime.now(UTC)).replace(microsecond=0)  # a clock that is ahead must not win for ever
    if present is not None and present.deposit_id == depot.deposit_id and not by_exchange(folder):
        taken = Taken.UNCHANGED
    elif before is not None and moment < before:
        message = (
            f"Le fichier du {depot.moment.astimezone(bench.zone):%d/%m/%Y} de {person.label} est plus ancien que le dépôt déjà là"
            "\u00a0: il a été laissé de côté, rien n’a changé."
        )
        return Collected(depot.code, person.label, Taken.OLDER, depot.deposited_at, message=message)
    else:
        taken = Taken.NEW if before is None else Taken.UPDATED
        _zip_collect(bench, depot, moment, released)
        if read_deposit(folder) is None:  # nbgrader only warns when it finds nothing to collect
            raise _not_collected()
    result = take(bench, depot.module, person, taken)
    if received.notebook and not result.message:
        message = f"Dépôt de {person.label}\u00a0: {received.notebook}."
        return Collected(**{**result.__dict__, "message": message})
    return result


def _zip_collect(bench: Bench, depot: DepotFile, moment: datetime, released: Path) -> None:
    known = set(prompt_ids(read_released(released)))
    shown = tuple(answer for answer in depot.answers if answer.prompt in known)
    if not shown:
        raise ArchiveError(
            "il ne répond à aucune question de ce module\u202f; vérifiez que c’est la même version du parcours"
        )
    kept = DepotFile(depot.module, depot.code, depot.deposit_id, depot.deposited_at, shown)
    composed = compose(kept, released)
    composed.files["depot.json"] = depot.to_bytes()
    with tempfile.TemporaryDirectory(prefix=".zips-", dir=bench.folder.path) as downloaded:
        archive = Path(downloaded, depot.module, "archive")
        archive.mkdir(parents=True)
        (archive / f"{moment:%Y%m%dT%H%M%SZ}.zip").write_bytes(as_zip(depot, composed))
        _run(bench, depot.module, Path(downloaded).name)


def _run(bench: Bench, module: str, downloaded: str) -> None:
    config = Config(bench.config)
    config.CourseDirectory.assignment_id = module
    config.ZipCollectApp.downloaded_directory = downloaded
    config.ZipCollectApp.force = True
    config.ZipCollectApp.log_level = logging.CRITICAL
    config.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]
    config.FileNameCollectorPlugin.named_regexp = (
        r".*[\\/](?P<timestamp>\d{8}T\d{6}Z)[\\/](?P<student_id>[^\\/]+)[\\/][^\\/]+[\\/](?P<file_id>[^\\/]+)$"
    )
    app = ZipCollectApp(config=config)
    app.coursedir = CourseDirectory(parent=app)
    try:
        app.init_plugins()
        app.extract_archive_files()
        app.process_extracted_files()
    except SystemExit:  # how nbgrader's commands fail
        raise _not_collected() from None


def _not_collected() -> ArchiveError:
    return ArchiveError("nbgrader n’a pas pu le recueillir\u202f; vérifiez la place et les droits du dossier")
