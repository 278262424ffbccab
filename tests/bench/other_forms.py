"""The same form in Panel and in Streamlit: a module's questions, a text area under each, and the count of what is written.

Neither is a dependency of the project. They are installed by pip, from the usual index, in an environment of their own under the
account's cache folder (``parcours-u/bench-…``), kept from one run to the next; delete it when you like.
"""

import hashlib
import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

import psutil
from platformdirs import user_cache_path
from sides import COUNTED, Side
from started import free_port, started

from parcours_u.content.catalogue import load_course

__all__ = ["OTHERS", "PANEL", "STREAMLIT", "form_side", "installed"]

PANEL = "Panel"
STREAMLIT = "Streamlit"
OTHERS = (PANEL, STREAMLIT)

_VERSIONS = {"panel": "1.9.4", "streamlit": "1.67.0"}
_FORMS = Path(__file__).parent / "forms"
_LOOPBACK = "127.0.0.1"


def installed() -> tuple[Path, dict[str, str]]:
    """Return the Python of the environment that holds both, made first where it is missing; and their versions.

    To be called before the benchmark's clean environment: pip is the account's own.

    Raises
    ------
    RuntimeError
        When pip cannot install them.
    """
    wanted = [f"{name}=={version}" for name, version in _VERSIONS.items()]
    digest = hashlib.sha256(" ".join([sys.version, *wanted]).encode()).hexdigest()[:12]
    folder = user_cache_path("parcours-u") / f"bench-{digest}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    whole = folder / "whole"
    if not whole.exists():
        print(f"installing {' and '.join(wanted)} in {folder}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *wanted], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"pip could not install Panel and Streamlit:\n{done.stderr[-2000:]}")
        whole.touch()
    return python, _VERSIONS


@contextmanager
def form_side(name: str, python: Path, folder: Path, module: str, opening: str) -> Iterator[Side]:
    """Serve a module's questions by Panel or Streamlit, as their own commands do.

    Parameters
    ----------
    name : str
        One of :data:`OTHERS`.
    python : pathlib.Path
        The Python that has both.
    folder : pathlib.Path
        Where the form is written, and where the server runs.
    module : str
        The module's id.
    opening : str
        The first paragraph of its prose.
    """
    folder.mkdir(parents=True)
    part = load_course().part(module)
    form = folder / "form.json"
    questions = [prompt.question for prompt in part.prompts]
    told = {"title": part.title, "opening": opening, "questions": questions, "counted": COUNTED.rstrip("1")}
    form.write_text(json.dumps(told), encoding="utf-8")
    port = str(free_port())
    command, ready, path = {
        PANEL: (
            [
                *("panel", "serve", str(_FORMS / "panel_form.py"), "--address", _LOOPBACK, "--port", port),
                *("--allow-websocket-origin", f"{_LOOPBACK}:{port}", "--args", str(form)),
            ],
            "app running at",
            "panel_form",
        ),
        STREAMLIT: (
            [
                *("streamlit", "run", str(_FORMS / "streamlit_form.py"), "--server.headless", "true"),
                *("--server.address", _LOOPBACK, "--server.port", port, "--browser.gatherUsageStats", "false"),
                *("--", str(form)),
            ],
            "URL:",
            "",
        ),
    }[name]
    own = {
        name: value for name, value in environ.items() if name != "PYTHONPATH"
    }  # this project's packages are not its own
    with started([str(python), "-m", *command], folder, own, lambda line: ready in line) as (process, _):
        yield Side(name, (f"http://{_LOOPBACK}:{port}/{path}",), psutil.Process(process.pid))
