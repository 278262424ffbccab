"""Whatever is sent to a kernel's line: a page's own frames pass, anything else closes that line, at once and without a word."""

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from parcours_u.server.frames import is_whole, with_whole_signs
from parcours_u.server.kernel_line import KernelLine
from parcours_u.server.pace import Pace

HEADER = {"msg_id": "1", "msg_type": "comm_msg", "session": "page", "version": "5.3"}
NUMBERS = st.integers(0, 2**64 - 1) | st.integers(0, 400)


class Kernel:
    """Takes frames as jupyter_server does, up to where it knows what to do with them."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def handle_incoming_message(self, frame: bytes) -> None:
        """Read what jupyter_server reads."""
        channel, parts = deserialize_msg_from_ws_v1(frame)
        assert channel == "shell"
        self.taken.append(json.loads(parts[0])["msg_type"])


def line() -> tuple[KernelLine, Kernel, list[int]]:
    """Return a line, its kernel, and why it was closed."""
    found, kernel, closed = KernelLine.__new__(KernelLine), Kernel(), []
    found.connection, found._protocol, found.close = kernel, "v1.kernel.websocket.jupyter.org", closed.append
    found._pace = Pace(10_000)
    return found, kernel, closed


def framed(header: object = HEADER, channel: str = "shell", buffers: tuple[bytes, ...] = ()) -> bytes:
    parts = [json.dumps(part).encode() for part in (header, {}, {}, {"comm_id": "x"})]
    frame: bytes = serialize_msg_to_ws_v1([*parts, *buffers], channel)
    return frame


@st.composite
def announced(draw: Any) -> bytes:
    """Return what has the look of a frame: a count, offsets, and anything after."""
    count = draw(NUMBERS)
    offsets = draw(st.lists(NUMBERS, max_size=12))
    return b"".join(number.to_bytes(8, "little") for number in (count, *offsets)) + draw(st.binary(max_size=200))


@st.composite
def damaged(draw: Any) -> bytes:
    """Return a page's own frame with a few bytes of it changed, or cut."""
    frame = bytearray(framed(buffers=tuple(draw(st.lists(st.binary(max_size=20), max_size=3)))))
    for _ in range(draw(st.integers(0, 4))):
        frame[draw(st.integers(0, len(frame) - 1))] = draw(st.integers(0, 255))
    return bytes(frame[: draw(st.integers(0, len(frame)))])


@given(st.binary() | announced() | damaged() | st.text())
@example((10**7).to_bytes(8, "little"))
@example((2**40).to_bytes(8, "little") + 64 * b"\0")
@example(framed([1]))
@example(framed({"msg_type": 3}))
@example(framed(HEADER, "control"))
@example(json.dumps({"header": HEADER, "channel": "shell"}))
def test_no_message_holds_a_line_back_nor_fails(sent: bytes | str) -> None:
    found, kernel, closed = line()
    found.on_message(sent)
    assert len(kernel.taken) + len(closed) == 1


@given(st.lists(st.binary(max_size=100), max_size=5))
def test_what_a_page_sends_passes(buffers: list[bytes]) -> None:
    found, kernel, closed = line()
    found.on_message(framed(buffers=tuple(buffers)))
    assert (kernel.taken, closed) == (["comm_msg"], [])


def test_a_header_as_deep_as_python_can_t_read_is_none() -> None:
    parts = [b'{"msg_type": ' + 5_000 * b"[" + 5_000 * b"]" + b"}", b"{}", b"{}", b"{}"]
    assert not is_whole(serialize_msg_to_ws_v1(parts, "shell"))


@pytest.mark.parametrize("sent", [b"", b"anything", "anything"])
def test_a_line_on_which_nothing_was_agreed_takes_nothing(sent: bytes | str) -> None:
    found, kernel, closed = line()
    found._protocol = None
    found.on_message(sent)
    assert (kernel.taken, closed) == ([], [1003])


def test_a_line_on_which_more_is_sent_than_a_kernel_reads_closes() -> None:
    found, kernel, closed = line()
    for _ in range(20):
        found.on_message(framed(buffers=(2_000 * b"x",)))
    assert 1 <= len(kernel.taken) < 10
    assert {*closed} == {1008}


def test_the_last_frames_of_a_page_that_is_gone_are_nobody_s() -> None:
    found, _, closed = line()
    found.connection = None
    found.on_message(framed())
    assert closed == []


@given(st.text(st.characters() | st.sampled_from(["\ud83d", "\ude00", "\\", "u", "d", "8", "😀"])))
@example("\\\ud83d")
@example("\\ud83d")
@example("\ud83d\ude00\ude00")
def test_no_half_of_a_sign_reaches_a_kernel_and_the_rest_is_as_it_was_sent(text: str) -> None:
    parts = [json.dumps(part).encode() for part in (HEADER, {}, {}, {"text": text})]
    half = rb"\ud83d"
    channel, [*told, buffer] = deserialize_msg_from_ws_v1(
        with_whole_signs(serialize_msg_to_ws_v1([*parts, half], "shell"))
    )
    assert (channel, json.loads(told[0]), bytes(buffer)) == ("shell", HEADER, half)
    assert json.loads(told[3])["text"] == re.sub("[\ud800-\udfff]", "\ufffd", json.loads(json.dumps(text)))
