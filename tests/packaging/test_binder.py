"""Binder, without Docker: the Dockerfile that repo2docker writes, and binder/'s own files run as its image runs them."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect

from parcours_u.content.catalogue import load_course
from parcours_u.links import link_for, notebook_path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+(?=/user/)")
OUVRIR_LINK = re.compile(r"^http://\S+$")
BASE_URL = "/user/ma-ville-parcours-u-abcd1234/"
TOKEN = "jeton-de-binder"
ANSWERS_READ = """() =>
    !document.querySelector("main [aria-busy=true], [data-prompt]:not([data-state]), [data-prompt][data-state=loading]")
"""
CELL_FAILED = "There was an error when executing cell"


@pytest.fixture(scope="module")
def dockerfile(clean_checkout: Path) -> str:
    """Return the Dockerfile that repo2docker writes for this repository."""
    options = ["--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", *options, str(clean_checkout)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "FROM " in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def container(pinned_environment, clean_checkout: Path, tmp_path_factory: pytest.TempPathFactory):
    """Return an environment prepared as Binder's image is: pinned list, then postBuild, in a home that is the repository."""
    environment = pinned_environment("binder")
    home = tmp_path_factory.mktemp("jovyan")
    shutil.copytree(clean_checkout, home, dirs_exist_ok=True)
    environment.variables["HOME"] = str(home)
    done = environment.run("./binder/postBuild", cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr
    return environment


def start_as_binder_does(container, **variables: str):
    """Run binder/start around the server, with the command line that BinderHub's spawner gives."""
    arguments = [f"--NotebookApp.base_url={BASE_URL}", f"--NotebookApp.token={TOKEN}"]
    arguments += ["--NotebookApp.trust_xheaders=True"]
    arguments += [argument.replace("--NotebookApp.", "--ServerApp.") for argument in arguments]
    root = ["--allow-root"] if os.geteuid() == 0 else []  # an image runs as an ordinary account; this test may not
    home = Path(container.variables["HOME"])
    command = ["./binder/start", "jupyter-lab", "--ip=127.0.0.1", "--port=0", "--no-browser", *root, *arguments]
    # What ends a container; on Ctrl-C a Jupyter server asks a question first.
    return container.server(*command, cwd=home, ready=ADDRESS, end=signal.SIGTERM, **variables)


def address_in(server, link: str) -> str:
    """Return where BinderHub sends somebody who followed a Binder link, once the server runs."""
    (page,) = parse_qs(urlsplit(link).query)["urlpath"]
    return f"{server.address}{BASE_URL}{page}?token={TOKEN}"


@pytest.fixture(scope="module")
def binder(container):
    """Return the running server of a container."""
    with start_as_binder_does(container) as server:
        yield server


def main_text(page: Page, address: str) -> str:
    """Open a page, wait until it is ready and every answer was read, and return what its main part says."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    page.wait_for_selector("html[data-pu-pret=oui]")
    page.wait_for_function(ANSWERS_READ)
    return page.get_by_role("main").inner_text()


def settled_texts(pages: list[Page]) -> list[str]:
    """Return what pages say, once they say the same; what they say after a minute if they never do."""
    deadline = time.monotonic() + 60
    while True:
        texts = [page.get_by_role("main").inner_text() for page in pages]
        if len(set(texts)) == 1 or time.monotonic() > deadline:
            return texts
        pages[0].wait_for_timeout(100)


def test_the_image_runs_the_python_and_the_pins_of_the_binder_folder(dockerfile):
    assert "Building conda environment for python=3.11\n" in dockerfile
    assert re.search(r"bin/pip install --no-cache-dir -r \"binder/requirements\.txt\"", dockerfile)


def test_the_image_is_built_by_post_build_and_started_through_start(dockerfile):
    assert re.search(r"^RUN chmod \+x binder/postBuild", dockerfile, re.MULTILINE)
    assert re.search(r"^RUN \./binder/postBuild", dockerfile, re.MULTILINE)
    assert re.search(r'^ENV R2D_ENTRYPOINT="?\s*\S*/binder/start"?', dockerfile, re.MULTILINE)


def test_the_pins_are_installed_before_the_package(dockerfile):
    assert dockerfile.index('binder/requirements.txt"') < dockerfile.index("RUN ./binder/postBuild")


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_the_scripts_are_executable_and_stop_at_the_first_error(clean_checkout, name):
    script = clean_checkout / "binder" / name
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text(encoding="utf-8").startswith("#!/bin/bash\n")
    assert "\nset -euo pipefail\n" in script.read_text(encoding="utf-8")


def test_start_becomes_the_command_it_is_given(container, tmp_path):
    home = Path(container.variables["HOME"])
    done = container.run("./binder/start", "sh", "-c", 'echo "$PARCOURS_U_DOSSIER|$1"; exit 7', "-", "a b", cwd=home)
    assert done.returncode == 7
    assert done.stdout.strip() == f"{home}/.local/share/parcours-u/carnet|a b"


def test_the_server_extension_is_switched_on_by_installing(container):
    done = container.run("jupyter", "server", "extension", "list", cwd=Path(container.variables["HOME"]))
    told = re.sub(r"\x1b\[\d*m", "", done.stdout + done.stderr)
    assert re.search(r"parcours_u\.server enabled", told)
    assert re.search(r"parcours_u\.server.*OK", told)


def test_nobody_enters_without_the_token(binder):
    answer = requests.get(
        f"{binder.address}{BASE_URL}voila/render/course/accueil.ipynb", allow_redirects=False, timeout=60
    )
    assert answer.status_code in {302, 403}


def test_the_first_link_opens_the_home_page_in_french(binder, page):
    text = main_text(page, address_in(binder, link_for(load_course(), "accueil", repository="ma-ville/parcours-u")))
    assert page.locator("html").get_attribute("lang") == "fr"
    assert CELL_FAILED not in page.content()
    for module in load_course().modules:
        assert module.title in text


def test_each_module_s_own_link_opens_its_page(binder, page):
    course = load_course()
    for module in course.modules:
        text = main_text(page, address_in(binder, link_for(course, module.id, repository="ma-ville/parcours-u")))
        assert CELL_FAILED not in page.content()
        assert module.title in text
        assert all(prompt.question in text for prompt in module.prompts)


def test_the_second_link_opens_jupyterlab(binder, page):
    page.goto(address_in(binder, "https://mybinder.org/v2/gh/ma-ville/parcours-u/HEAD?urlpath=lab"))
    expect(page.locator("#jp-main-dock-panel")).to_be_visible()


def test_the_extension_and_the_program_show_the_same_pages(container, new_context, tmp_path):
    command = ["parcours-u", "ouvrir", "--sans-navigateur", "--port", "0", "--dossier", str(tmp_path / "program")]
    with (
        start_as_binder_does(container, PARCOURS_U_DOSSIER=str(tmp_path / "extension")) as extension,
        container.server(*command, cwd=tmp_path, ready=OUVRIR_LINK) as program,
    ):
        door = urlsplit(program.address)
        bases = {
            f"{door.scheme}://{door.netloc}/": f"?{door.query}",
            f"{extension.address}{BASE_URL}": f"?token={TOKEN}",
        }
        pages = [new_context().new_page() for _ in bases]
        course = load_course()
        whole = {
            "accueil": [module.title for module in course.modules],
            "co-initier": [prompt.question for prompt in course.part("co-initier").prompts],
            "clinique-de-cas": [prompt.question for prompt in course.part("clinique-de-cas").prompts],
            "carnet": ["carnet"],  # nothing was written: no module to name
        }
        for part in (*whole, "accueil"):
            notebook = notebook_path(course, part)
            for page, (base, token) in zip(pages, bases.items(), strict=True):
                main_text(page, f"{base}voila/render/{notebook}{token}")
            alone, in_container = settled_texts(pages)
            assert in_container == alone
            assert [text for text in whole[part] if text not in alone] == []


def test_the_journal_stays_out_of_the_repository_s_folders(binder, container, page):
    main_text(page, address_in(binder, link_for(load_course(), "accueil", repository="a/b")))
    home = Path(container.variables["HOME"])
    journals = {file.relative_to(home).parts[:3] for file in home.rglob("*.sqlite3")}
    assert journals == {(".local", "share", "parcours-u")}


def test_on_binder_the_home_page_says_who_keeps_the_words(container, page):
    with start_as_binder_does(container, BINDER_LAUNCH_HOST="https://mybinder.org/") as server:
        text = main_text(page, address_in(server, link_for(load_course(), "accueil", repository="a/b")))
    assert "Binder" in text
