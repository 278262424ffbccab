"""« Commenter »: JupyterLab on the trainer's folder, opened on nbgrader's own formgrader. Imports JupyterLab.

Nothing leaves the machine: no news, no update check, no catalogue of extensions, no MathJax from a CDN (the formgrader's
template is ours for that alone). The learner's side of this package and Voilà, Jupyter extensions too, are not loaded here.
"""

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from jupyterlab.labapp import LabApp
from tornado.netutil import bind_sockets
from traitlets.config import Config

from parcours_u.grading.bench import Bench
from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.formgrader import escape_formgrader
from parcours_u.hangup import end_on_hangup

__all__ = ["comment"]

_LOOPBACK = "127.0.0.1"
_PORT = 8890
_SETTINGS = Path(__file__).resolve().parent / "lab"


def comment(folder: TrainerFolder, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve JupyterLab on a trainer's folder until a signal says stop.

    Parameters
    ----------
    port : int or None
        The port asked for; 0 for any free one; None for the usual one, or another when it is taken.
    ready : callable
        Called with the address of the formgrader once the server answers.

    Raises
    ------
    GradingError
        When the folder's configuration can't be read, or the port is taken.
    """
    if port:
        _check_free(port)
    Bench(folder)  # reads the configuration, makes the gradebook private, finds alembic: the formgrader needs all three
    os.chdir(folder.path)  # where nbgrader's extensions look for their configuration
    server = LabApp.initialize_server(argv=[], config=_config(folder, port))
    escape_formgrader(server.web_app)
    token = server.identity_provider.token
    query = {"formgrader": "true", **({"token": token} if token else {})}
    address = f"http://{_LOOPBACK}:{server.port}{server.base_url}lab?{urlencode(query)}"
    # What Jupyter calls critical from here on is its welcome, in English and with the token, and its farewell.
    server.log.addFilter(lambda record: record.levelno < logging.CRITICAL)
    server.io_loop.add_callback(ready, address)
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # a shell starts what goes in the background deaf to Ctrl-C
        signal.signal(signal.SIGINT, signal.default_int_handler)
    end_on_hangup()
    server.start()


def _check_free(port: int) -> None:
    try:
        for socket in bind_sockets(port, _LOOPBACK):
            socket.close()
    except OSError as error:
        raise GradingError(
            f"Le port {port} est déjà pris par un autre programme\u00a0: rien n’a été démarré, "
            "choisissez-en un autre avec --port, ou 0 pour en prendre un libre."
        ) from error


def _config(folder: TrainerFolder, port: int | None) -> Config:
    config = Config()
    config.ServerApp.root_dir = str(folder.path)
    config.ServerApp.ip = _LOOPBACK
    config.ServerApp.port = _PORT if port is None else port
    config.ServerApp.port_retries = 50 if port is None else 0
    config.ServerApp.open_browser = False
    config.ServerApp.answer_yes = True  # Ctrl-C stops, without asking in English
    config.ServerApp.allow_root = True  # whose account this is was chosen already; nobody else can connect
    config.ServerApp.log_level = config.LabApp.log_level = "ERROR"
    config.ServerApp.jpserver_extensions = {
        "jupyterlab": True,
        "parcours_u.server": False,
        "voila.server_extension": False,
    }
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
    config.LabApp.extension_manager = "readonly"
    config.LabApp.app_settings_dir = str(_SETTINGS)
    config.LabApp.workspaces_dir = str(folder.path / ".jupyterlab")  # not the tabs of another folder
    return config
