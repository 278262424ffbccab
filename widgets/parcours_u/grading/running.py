"""Asking the course that is open to make a deposit, on behalf of JupyterLab's submit button. Standard library only.

nbgrader submits inside the Jupyter server, and makes it wait meanwhile. Where the course is an extension of that same
server, a request to it would wait for ever: the extension offers a function instead (:func:`offer`), which is run in a
thread of its own. Where the course is another process, its JSON routes are asked, with the token in the environment.
"""

import http.client
import json
import os
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from parcours_u.grading.errors import GradingError

__all__ = ["deposit_shared_answers", "offer"]

_HEADER = "X-Parcours-U-Token"
_SECONDS = 180
_offered: list[Callable[[str], None]] = []


def offer(deposit: Callable[[str], None]) -> Callable[[], None]:
    """Let this process's submit button deposit through ``deposit``; return what takes the offer back.

    Parameters
    ----------
    deposit : callable
        Given a module's id, deposits its shared answers in the exchange, or raises with a French sentence. Called in a
        thread that has no event loop.
    """
    _offered.append(deposit)
    return lambda: _offered.remove(deposit)


def deposit_shared_answers(module: str) -> None:
    """Deposit a module's shared answers through the course that is open.

    Raises
    ------
    GradingError
        When none is open, or it refuses; nothing has left.
    """
    if _offered:
        _in_thread(_offered[-1], module)
        return
    address, token = os.environ.get("PARCOURS_U_SERVER", ""), os.environ.get("PARCOURS_U_TOKEN", "")
    if not address or not token or _is_this_server(address):
        raise _not_open()
    preview = _ask(address, token, "GET", module)
    if preview.get("preview", {}).get("way") != "exchange":
        raise GradingError(
            "Le parcours ouvert n’a pas d’espace d’échange\u00a0: "
            "rien n’est parti, déposez depuis la page du module, elle vous donnera un fichier à envoyer."
        )
    _ask(address, token, "POST", module)


def _in_thread(deposit: Callable[[str], None], module: str) -> None:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            deposit(module)
        except BaseException as error:  # carried to the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, name="deposit")
    thread.start()
    thread.join()
    if errors:
        raise GradingError(str(errors[0])) from errors[0]


def _ask(address: str, token: str, method: str, module: str) -> dict[str, Any]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
    path = f"{parts.path.rstrip('/')}/parcours-u/deposits/{quote(module, safe='')}"
    body = json.dumps({"code": ""}) if method == "POST" else None
    try:
        connection.request(method, path, body, {_HEADER: token, "Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        raise _not_open() from None
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK:
        raise GradingError(str(answer.get("message", "")) or str(_not_open()))
    return dict(answer)


def _is_this_server(address: str) -> bool:
    from jupyter_server.serverapp import ServerApp

    return ServerApp.initialized() and ServerApp.instance().port == urlsplit(address).port


def _not_open() -> GradingError:
    return GradingError(
        "Le parcours n’est pas ouvert sur cette machine\u00a0: "
        "rien n’est parti, ouvrez-le avec «\u00a0parcours-u ouvrir\u00a0» puis déposez depuis la page du module."
    )
