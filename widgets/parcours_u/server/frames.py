"""What a page may send to its kernel: whole frames of the protocol ``v1.kernel.websocket.jupyter.org``; see widgets/front/src/wire.js.

jupyter_server believes what a frame announces. One whose first bytes say a thousand thousand million parts held the event loop for
ever: nobody of the cohort could save a word any more. So frames are looked at first, and cost no more than their own length.
"""

import json
import re
import struct
from itertools import pairwise

__all__ = ["is_whole", "with_whole_signs"]

_CHANNEL = b"shell"  # the one that pages use
_FEWEST = 6  # offsets: of the channel, of the message's four parts, and the end of all
_MOST = 1_000  # a message has at most a few buffers
_LONGEST_HEADER = 16 * 1024
_HEADER, _BUFFERS = 1, 5  # offsets: JSON is between the two
# An escaped backslash, and a sign beyond the first 65,536 that is written as its two halves, are as they should be.
_SIGNS = re.compile(rb"(\\\\|\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|\\u[dD][89a-fA-F]\w\w")


def is_whole(frame: bytes) -> bool:
    """Tell whether a frame holds the parts that it announces, for the channel that pages use, under a header that can be read."""
    count = int.from_bytes(frame[:8], "little")
    table = 8 * (count + 1)
    if not (_FEWEST <= count <= _MOST and table <= len(frame)):
        return False
    offsets = struct.unpack_from(f"<{count}Q", frame, 8)
    if offsets[0] < table or offsets[-1] > len(frame) or any(end < start for start, end in pairwise(offsets)):
        return False
    return frame[offsets[0] : offsets[1]] == _CHANNEL and _is_header(frame[offsets[1] : offsets[2]])


def with_whole_signs(frame: bytes) -> bytes:
    """Return a whole frame with the sign that says so in the place of each half of a sign: a kernel could write none in its answers."""
    start, end = (int.from_bytes(frame[8 * (rank + 1) : 8 * (rank + 2)], "little") for rank in (_HEADER, _BUFFERS))
    return frame[:start] + _SIGNS.sub(lambda found: found[1] or rb"\ufffd", frame[start:end]) + frame[end:]


def _is_header(part: bytes) -> bool:
    """Tell whether jupyter_server finds a message's type in a part."""
    if len(part) > _LONGEST_HEADER:
        return False
    try:
        header = json.loads(part.decode())
    except (ValueError, RecursionError):
        return False
    return isinstance(header, dict) and isinstance(header.get("msg_type"), str)
