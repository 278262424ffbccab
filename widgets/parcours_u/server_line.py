"""The line from a page's kernel to the server: one connection, opened once and kept.

Opening one for each key that is saved cost the server a fifth of what the save does. Standard library only, as
:mod:`parcours_u.client`.
"""

import http.client
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

__all__ = ["ServerLine"]


class ServerLine:
    """A connection that is opened when first needed, and again when the server has closed it.

    Parameters
    ----------
    address : str
        What the paths asked for start from, ``http://host:port/base/``.
    """

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)
        self._kept: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Ask, and return the status and the body of the answer.

        A line that the server closed meanwhile shows it only once it was asked: what can be asked twice is then asked again.
        A POST, which can't, has a line of its own.

        Raises
        ------
        OSError, http.client.HTTPException
            When the server can't be reached, or does not answer within so many seconds.
        """
        kept = None if method == "POST" else self._kept
        if kept is not None:
            self._kept = None
            try:
                return self._on(kept, method, path, content, headers, seconds)
            except (ConnectionError, http.client.HTTPException):
                pass
        fresh = http.client.HTTPConnection(self._address.hostname or "", self._address.port)
        return self._on(fresh, method, path, content, headers, seconds)

    def close(self) -> None:
        """Close the line; it is opened again when it is needed."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _on(
        self,
        line: http.client.HTTPConnection,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        seconds: float,
    ) -> tuple[int, bytes]:
        """Ask on a line; once its answer is read whole, it is kept for the next time."""
        whole = False
        try:
            line.timeout = seconds
            if line.sock is not None:
                line.sock.settimeout(seconds)
            line.request(method, quote(self._address.path) + path, content, dict(headers))
            response = line.getresponse()
            answer = response.status, response.read()
            whole = not response.will_close
            return answer
        finally:
            if whole and self._kept is None:
                self._kept = line
            else:
                line.close()
