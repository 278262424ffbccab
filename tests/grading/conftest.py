"""One trainer's folder a test file, copied from one: importing nbgrader and making a gradebook is what costs."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, prompts

PEOPLE = "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\nPetit;Luc;luc@exemple.fr\nNguyên;Anh;\n"


@pytest.fixture(scope="module", autouse=True)
def usual_umask() -> Iterator[None]:
    """Give the next test file its umask back: a trainer's commands close what their process writes."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a trainer's folder whose gradebook exists: nbgrader starts a process of alembic's to make one."""
    from parcours_u.grading.bench import Bench
    from parcours_u.grading.folder import open_folder

    opened = Bench(open_folder(tmp_path_factory.mktemp("modele") / "groupe"))
    with opened.gradebook():
        return opened.folder.path


@pytest.fixture
def fresh(empty_folder: Path, tmp_path: Path) -> Any:
    """Open a trainer's folder where nothing happened yet."""
    return _copied(empty_folder, tmp_path)


@pytest.fixture(scope="module")
def bench(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Open a trainer's folder where three people have codes and one module is released."""
    from parcours_u.cohort.people_list.reading import SHORT, read_people
    from parcours_u.grading.people import import_people
    from parcours_u.grading.release import release

    place = tmp_path_factory.mktemp("formation")
    opened = _copied(empty_folder, place)
    import_people(opened, read_people(PEOPLE.encode(), SHORT).people)
    release(opened, MODULE)
    return opened


def _copied(empty_folder: Path, place: Path) -> Any:
    from parcours_u.grading.bench import Bench
    from parcours_u.grading.folder import open_folder

    shutil.copytree(empty_folder, place / "groupe")
    return Bench(open_folder(place / "groupe"))


@pytest.fixture(scope="module")
def codes(bench: Any) -> list[str]:
    """Return the codes of the three people, by name."""
    from parcours_u.grading.people import participants

    return [person.code for person in participants(bench) if person.listed]


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    """Return a learner's own folder."""
    folder = tmp_path / "carnet"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def ids() -> list[str]:
    """Return the module's prompts."""
    return prompts()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Run a test from an empty working folder."""
    folder = tmp_path / "ailleurs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
