"""Half of a sign in what a page says on its channel: refused in a sentence, and the line goes on."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from together import QUESTION, together

HALF = "\ud83d"
REPLY = {"kind": "reply", "owner": "ada", "prompt": QUESTION, "text": "Merci."}


@pytest.mark.parametrize(
    "said",
    [
        {"type": "join", "room": f"circle:{HALF}"},
        {"type": "leave", "room": HALF},
        {"type": HALF, "id": HALF},
        {"type": "do", "room": "circle:c1", "id": HALF, "operation": REPLY},
        {"type": "do", "room": "circle:c1", "id": "1", "operation": {"kind": "take_back", "reply": HALF}},
    ],
)
def test_half_of_a_sign_is_refused_in_a_sentence_and_the_line_goes_on(tmp_path: Path, said: dict[str, Any]) -> None:
    async def scene() -> None:
        async with together(tmp_path) as place:
            bo = await place.listen("bo")
            await bo.join("circle:c1")
            await bo.say(**said)
            refused = await bo.hear()
            assert (refused["type"], "\u00a0" in refused["message"]) == ("refused", True)
            assert (await bo.join("cohort"))["type"] == "joined"

    asyncio.run(scene())
