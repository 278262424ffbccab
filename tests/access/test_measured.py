"""What is read before anybody is asked who they are: no more than it may need, and no word of anybody but the proxy's."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from parcours_u.server.cohort import measured
from parcours_u.server.cohort.measured import MeasuredServer

Ask = Callable[..., Awaitable[HTTPResponse]]


class Echo(RequestHandler):
    """Tells what was understood of a request."""

    def get(self) -> None:
        """Tell who asks, and how."""
        self.write({"address": self.request.remote_ip, "protocol": self.request.protocol})

    def post(self) -> None:
        """Tell how much came."""
        self.write({"size": len(self.request.body)})


@asynccontextmanager
async def served(proxy: str = "127.0.0.1", most: int = 1000) -> AsyncIterator[tuple[MeasuredServer, Ask]]:
    server = MeasuredServer(
        Application([("/", Echo)]), lambda *_: most, lambda address: address == proxy, xheaders=bool(proxy)
    )
    (socket,) = bind_sockets(0, "127.0.0.1")
    server.add_sockets([socket])
    client = AsyncHTTPClient(force_instance=True)

    def ask(**options: Any) -> Awaitable[HTTPResponse]:
        return client.fetch(f"http://127.0.0.1:{socket.getsockname()[1]}/", raise_error=False, **options)

    try:
        yield server, ask
    finally:
        client.close()
        server.stop()
        await server.close_all_connections()


def understood(headers: dict[str, str], proxy: str = "127.0.0.1") -> dict[str, str]:
    async def asked() -> dict[str, str]:
        async with served(proxy) as (_, ask):
            found: dict[str, str] = json.loads((await ask(headers=headers)).body)
            return found

    return asyncio.run(asked())


def sent(size: int, chunks: bool = False) -> tuple[int, dict[str, Any], int]:
    """Send so many bytes; return the answer's status and what it says, and how many bytes are then still held."""

    async def produce(write: Callable[[bytes], Awaitable[None]]) -> None:
        for start in range(0, size, 300):
            await write(b"x" * min(300, size - start))

    async def asked() -> tuple[int, dict[str, Any], int]:
        async with served() as (server, ask):
            options = {"body_producer": produce} if chunks else {"body": b"x" * size}
            answer = await ask(method="POST", **options)
            again = await ask()  # the line is as good as before
            assert again.code == 200
            return answer.code, json.loads(answer.body), server.held

    return asyncio.run(asked())


def test_of_the_proxy_s_headers_only_the_two_that_it_is_asked_for_count() -> None:
    told = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5", "X-Forwarded-Proto": "https"}
    claimed = {"X-Real-Ip": "192.0.2.66", "X-Scheme": "http"}
    assert understood(told | claimed) == {"address": "203.0.113.5", "protocol": "https"}
    assert understood({"X-Real-Ip": "192.0.2.66", "X-Scheme": "https"}) == {"address": "127.0.0.1", "protocol": "http"}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.5:1234", "203.0.113.5"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.5:", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
    ],
)
def test_a_proxy_may_write_the_port_of_who_asks(written: str, address: str) -> None:
    assert understood({"X-Forwarded-For": f"198.51.100.1:80, {written}"})["address"] == address
    assert understood({"X-Forwarded-For": written}, proxy="192.0.2.10")["address"] == "127.0.0.1"


@pytest.mark.parametrize("proxy", ["", "192.0.2.10"], ids=["without one", "from elsewhere"])
def test_what_anybody_else_says_of_themselves_does_not(proxy: str) -> None:
    told = {
        "X-Forwarded-For": "203.0.113.5",
        "X-Forwarded-Proto": "https",
        "X-Real-Ip": "192.0.2.66",
        "X-Scheme": "https",
    }
    assert understood(told, proxy) == {"address": "127.0.0.1", "protocol": "http"}


@pytest.mark.parametrize("chunks", [False, True], ids=["announced", "in chunks"])
def test_a_body_up_to_the_limit_is_answered_and_a_larger_one_is_told_why_not(chunks: bool) -> None:
    assert sent(1000, chunks) == (200, {"size": 1000}, 0)
    status, told, held = sent(100_000, chunks)
    assert (status, held) == (413, 0)
    assert "rien n’en a été gardé" in told["message"]


def test_all_bodies_together_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "_MOST_HELD", 100)
    status, told, held = sent(500)
    assert (status, held) == (503, 0)
    assert "réessayez dans un instant" in told["message"]


def test_one_place_does_not_take_all_the_lines() -> None:
    async def closed(place: str, port: int) -> bool:
        """Open a line, and tell whether it is closed at once; otherwise it stays open."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(place, 0))
        kept.append(writer)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            return await reader.read(12) != b"HTTP/1.1 200"
        except ConnectionError:
            return True

    kept: list[asyncio.StreamWriter] = []

    async def scene() -> list[bool]:
        async with served(proxy="") as (server, _):
            server.most_lines = 6
            port = next(iter(server._sockets.values())).getsockname()[1]
            places = [*4 * ["127.0.0.1"], *4 * ["127.0.0.2"], "127.0.0.3"]
            found = [await closed(place, port) for place in places]
            kept[0].close()
            async with asyncio.timeout(30):
                while server._lines.total() == 6:
                    await asyncio.sleep(0)
            found.append(await closed("127.0.0.3", port))
            for writer in kept:
                writer.close()
            return found

    assert asyncio.run(scene()) == [*3 * [False], True, *3 * [False], True, True, False]


def test_a_body_that_never_comes_whole_is_forgotten() -> None:
    async def left() -> int:
        async with served() as (server, _):
            port = next(iter(server._sockets.values())).getsockname()[1]
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n" + 500 * b"x")
            async with asyncio.timeout(30):
                while not server.held:
                    await asyncio.sleep(0)
                writer.close()
                while server.held:
                    await asyncio.sleep(0)
            return server.held

    assert asyncio.run(left()) == 0
