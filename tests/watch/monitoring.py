"""Asking a course that runs as a monitor does: with a token in a header, or with none."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from running import Running

__all__ = ["ask", "figures"]


def ask(course: Running, path: str, token: str = "", method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Send one request; return its status and its body."""
    parts = urlsplit(course.base)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request(method, path, headers={"Authorization": f"Bearer {token}", **headers} if token else headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def figures(course: Running, token: str) -> dict[str, float]:
    """Return the figures by name and labels, as Prometheus reads them."""
    status, content = ask(course, "/parcours-u/metrics", token)
    assert status == 200
    lines = [line for line in content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
