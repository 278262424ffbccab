"""The wheel, installed in an empty environment outside any checkout, gives the whole course."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import requests

ADDRESS = re.compile(r"^http://\S+$")
CELL_FAILED = "There was an error when executing cell"


def files_under(checkout: Path, folder: str) -> set[str]:
    return {file.relative_to(checkout / folder).as_posix() for file in (checkout / folder).rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def carried(built_wheel: Path) -> set[str]:
    """Return the names of the wheel's files."""
    with zipfile.ZipFile(built_wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(pinned_environment, built_wheel: Path):
    """Return an environment where the wheel is installed, from the pinned dependencies alone."""
    environment = pinned_environment("wheel")
    done = environment.install("--no-index", str(built_wheel))
    assert done.returncode == 0, "run `make verrouiller`: " + done.stderr
    return environment


@pytest.fixture(scope="module")
def opened(installed, tmp_path_factory):
    """Return a running `parcours-u ouvrir`, started from an empty folder."""
    folder = tmp_path_factory.mktemp("elsewhere")
    command = ["parcours-u", "ouvrir", "--sans-navigateur", "--port", "0", "--dossier", str(folder / "carnet")]
    with installed.server(*command, cwd=folder, ready=ADDRESS) as server:
        yield server


@pytest.fixture(scope="module")
def visitor(opened):
    """Return a visitor who followed the printed link, and the home page's address once there."""
    session = requests.Session()
    answer = session.get(opened.address, timeout=60)
    assert answer.status_code == 200, answer.text
    session.home = answer.url
    session.first_page = answer.text
    return session


def test_the_wheel_carries_the_course_and_the_exercises_whole(carried, clean_checkout):
    for folder in ("course", "exercises"):
        expected = {f"parcours_u/_content/{folder}/{name}" for name in files_under(clean_checkout, folder)}
        assert expected - carried == set()


def test_the_wheel_carries_every_file_of_the_package(carried, clean_checkout):
    expected = {f"parcours_u/{name}" for name in files_under(clean_checkout, "widgets/parcours_u")}
    assert expected - carried == set()


def test_the_wheel_carries_nothing_else(carried):
    package = re.compile(r"parcours_u/(?!_content/(?!course/|exercises/))|parcours_u-[^/]+\.(dist-info|data)/")
    assert [name for name in carried if not package.match(name)] == []
    assert [name for name in carried if re.search(r"\.ipynb_checkpoints|__pycache__|\.sqlite|\.db$", name)] == []


def test_the_wheel_carries_both_licences(carried):
    named = {name.rsplit("/", 1)[1] for name in carried if "/licenses/" in name}
    assert named == {"LICENSE", "LICENSE-CONTENU"}


def test_the_wheel_s_dependencies_agree(installed, tmp_path):
    done = installed.run("python", "-m", "pip", "check", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_ouvrir_prints_the_link_alone_on_its_first_line(installed, tmp_path):
    command = ["parcours-u", "ouvrir", "--sans-navigateur", "--port", "0", "--dossier", str(tmp_path / "carnet")]
    with subprocess.Popen(
        command, cwd=tmp_path, env=installed.variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert ADDRESS.match(process.stdout.readline().rstrip("\n"))
        finally:
            process.terminate()


def test_the_home_page_is_served_in_french(visitor):
    assert re.search(r"<html[^>]*\blang=\"fr\"", visitor.first_page)
    assert CELL_FAILED not in visitor.first_page


def test_every_module_and_exercise_page_is_served(visitor, clean_checkout):
    base = visitor.home.split("voila/render/")[0]
    notebooks = [
        notebook.relative_to(clean_checkout).as_posix()
        for pattern in ("course/*.ipynb", "course/source/*/*.ipynb", "exercises/*.ipynb")
        for notebook in sorted(clean_checkout.glob(pattern))
    ]
    assert len(notebooks) >= 12, notebooks  # four pages, seven modules, one exercise
    for notebook in notebooks:
        answer = visitor.get(f"{base}voila/render/{notebook}", timeout=60)
        assert answer.status_code == 200, notebook
        assert re.search(r"<html[^>]*\blang=\"fr\"", answer.text), notebook
        assert CELL_FAILED not in answer.text, notebook


def test_ctrl_c_stops_it_cleanly(installed, tmp_path):
    command = ["parcours-u", "ouvrir", "--sans-navigateur", "--port", "0", "--dossier", str(tmp_path / "carnet")]
    with installed.server(*command, cwd=tmp_path, ready=ADDRESS) as server:
        assert server.address
        assert server.stop() == 0, "".join(server.output)
    assert "Traceback" not in "".join(server.output)
