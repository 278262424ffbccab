"""The line from a kernel to its server: one connection, that may be closed at any moment."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from parcours_u.server_line import ServerLine

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Answers a few requests on each connection, then closes it without a word."""

    def __init__(self, listening: socket.socket, requests: int) -> None:
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        self.connections = 0
        self.asked: list[str] = []
        self._listening = listening
        self._requests = requests

    def run(self) -> None:
        """Serve until the socket is closed."""
        with ThreadPoolExecutor() as threads:
            while True:
                try:
                    connection, _ = self._listening.accept()
                except OSError:
                    return
                self.connections += 1
                threads.submit(self._answer, connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as coming:
            for _ in range(self._requests):
                if not (first := coming.readline()):
                    return
                while coming.readline().strip():
                    pass
                self.asked.append(first.split()[0].decode())
                connection.sendall(ANSWER)


@contextmanager
def serving(requests: int) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening, requests)
        thread = threading.Thread(target=server.run)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def ask(line: ServerLine, method: str = "GET") -> None:
    assert line.ask(method, "entries", None, {}, 10) == (200, b"{}")


def test_the_line_stays_open() -> None:
    with serving(requests=3) as server:
        line = ServerLine(server.address)
        for _ in range(3):
            ask(line)
        assert server.connections == 1
        line.close()


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_what_finds_the_line_closed_is_asked_again_on_another(method: str) -> None:
    with serving(requests=1) as server:
        line = ServerLine(server.address)
        ask(line)
        ask(line, method)
        assert server.asked == ["GET", method]


def test_what_must_not_be_asked_twice_never_leaves_on_a_line_that_may_be_closed() -> None:
    with serving(requests=3) as server:
        line = ServerLine(server.address)
        ask(line)
        ask(line, "POST")
        assert server.connections == 2
        line.close()


def test_a_server_that_is_gone_is_an_error_and_not_a_wait() -> None:
    with serving(requests=1) as server:
        line = ServerLine(server.address)
        ask(line)
    with pytest.raises(OSError, match="refused"):
        ask(line)
