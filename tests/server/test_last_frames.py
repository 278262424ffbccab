"""A page that goes while its last words are on their way: they are read as what they are, and nobody else waits for it."""

import json
import socket
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from living_pages import MODULE, kernel_in
from tornado.websocket import _websocket_mask

from parcours_u.server.kernel_line import KernelLine
from running import Running

PROTOCOL = "Sec-WebSocket-Protocol: v1.kernel.websocket.jupyter.org\r\n"


def frame() -> bytes:
    """Return what a page sends of a draft, as a browser frames it."""
    header = {"msg_id": "1", "msg_type": "comm_msg", "session": "page", "username": "", "version": "5.3"}
    content = {"comm_id": "no-such-widget", "data": {"method": "custom", "content": {}}}
    parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    data = serialize_msg_to_ws_v1(parts, "shell")
    mask = b"mask"
    return bytes([0x82, 0x80 | 126]) + len(data).to_bytes(2) + mask + _websocket_mask(mask, data)


@pytest.mark.parametrize("protocol", [PROTOCOL, ""], ids=["agreed", "none agreed"])
def test_the_last_words_of_a_page_that_is_gone_never_hold_the_course_back(course: Running, protocol: str) -> None:
    kernel = kernel_in(course.ask("GET", MODULE)[1])
    parts = urlsplit(course.base)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as page:
        page.sendall(
            f"GET /parcours-u/kernels/{kernel}/channels?session_id=page&token={course.token} HTTP/1.1\r\n"
            f"Host: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{protocol}"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
            + 3 * frame()
        )
    for _ in range(20):
        assert course.ask("GET", "/sante")[0] in {200, 503}  # it gives up when nothing comes for a minute


def test_how_a_page_s_frames_are_written_is_still_known_when_the_page_is_gone() -> None:
    line = KernelLine.__new__(KernelLine)
    line.connection = SimpleNamespace(kernel_ws_protocol=None)
    chosen = line.select_subprotocol(["v1.kernel.websocket.jupyter.org"])
    line.ws_connection = None  # what tornado does then
    assert line.selected_subprotocol == chosen == "v1.kernel.websocket.jupyter.org"
