"""Claims that a page, a form or a token makes of being somebody else: what is done is done for whoever holds the cookie."""

import asyncio
import json
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from parcours_u.server.route import TOKEN_HEADER
from people_here import FREE_TEXT, HOME, MODULE, Browser, Cohort

SECRET = "CE-QUE-SEULE-ADA-LIT"


@pytest.fixture
def writer(cohort: Cohort) -> Browser:
    """Somebody else, who wrote something."""
    found = cohort.newcomer("Adèle")
    assert found.write(SECRET).status == 200
    return found


def test_a_form_s_other_fields_make_nobody_somebody_else(cohort: Cohort, writer: Browser) -> None:
    claims = {"person": writer.person, "username": writer.person, "user": writer.person, "device": writer.person}
    for door in (f"rejoindre/{cohort.invite(cohort.add('Cyr').id).token}", "rejoindre", "connexion"):
        browser = cohort.browser()
        fields = {"rejoindre": {"code": cohort.invite(cohort.add("Dov").id).code, "confirm": "1"}}.get(door, {})
        if door == "connexion":
            fields = {"phrase": cohort.newcomer("Eden").phrase}
        assert browser.send(door, **fields, **claims).status == 303, door
        assert browser.get(HOME).status == 200
        assert SECRET not in browser.get("parcours-u/entries").text
        browser.send("phrase/nouvelle", **claims)
        browser.send("mes-appareils/fermer", **claims)
        browser.send("deconnexion", **claims)
        assert browser.get(HOME).status == 302
    assert writer.texts() == [SECRET]


@pytest.mark.parametrize("where", ["header", "authorization", "query"])
def test_no_guessed_token_of_a_page_opens_a_journal(cohort: Cohort, writer: Browser, where: str) -> None:
    stranger = cohort.browser()
    for token in (writer.person, writer.kernel(), writer.device_cookie[1], secrets.token_hex(32), "", "null"):
        headers = {"header": {TOKEN_HEADER: token}, "authorization": {"Authorization": f"token {token}"}}.get(where, {})
        query = f"?token={token}" if where == "query" else ""
        answer = stranger.ask("GET", f"parcours-u/entries{query}", headers=headers)
        assert answer.status == 403
        assert SECRET not in answer.text


class Line:
    """The line of one's own page to its kernel, on which anything may be sent."""

    def __init__(self, browser: Browser) -> None:
        page = browser.get(MODULE).text
        self._browser = browser
        (self._path,) = re.findall(r'data-ligne="([^"]+)"', page)
        states = [json.loads(found) for found in re.findall(r'class="pu-etats">(.*?)</script>', page, re.DOTALL)]
        self.answers = {
            told["state"]["prompt"]["id"]: model
            for state in states
            for model, told in state.items()
            if isinstance(told["state"].get("prompt"), dict)
        }

    async def __aenter__(self) -> "Line":
        """Open it."""
        place = urlsplit(self._browser.base).netloc
        cookies = "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items())
        self._session = secrets.token_hex(8)
        address = f"ws://{place}/{self._path}?session_id={self._session}"
        request = HTTPRequest(address, headers={"Cookie": cookies, "Origin": f"http://{place}"})
        self._socket = await websocket_connect(request, subprotocols=["v1.kernel.websocket.jupyter.org"])
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        self._socket.close()

    async def send(self, kind: str, **content: Any) -> None:
        """Send a message of any kind."""
        header = {"msg_id": secrets.token_hex(8), "msg_type": kind, "session": self._session, "version": "5.3"}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        await self._socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)

    async def custom(self, model: str, **content: Any) -> None:
        """Say something to a widget, as the page does."""
        await self.send("comm_msg", comm_id=model, data={"method": "custom", "content": content})

    async def heard(self, model: str, question: str) -> dict[str, Any]:
        """Return a widget's answer to a question."""
        async with asyncio.timeout(30):
            while isinstance(frame := await self._socket.read_message(), bytes):
                _, (header, _, _, content, *_) = deserialize_msg_from_ws_v1(frame)
                told = json.loads(content)
                if json.loads(header)["msg_type"] == "comm_msg" and told["comm_id"] == model:
                    found: dict[str, Any] = told["data"].get("content", {})
                    if found.get("id") == question:
                        return found
        raise AssertionError("the line was closed before the answer")


def test_a_forged_trait_writes_and_reads_nothing_of_anybody_else(cohort: Cohort, writer: Browser) -> None:
    forger = cohort.newcomer("Fanny")
    line = Line(forger)
    model = line.answers[FREE_TEXT]
    forged = {"person": writer.person, "owner": writer.person, "user": writer.person, "token": writer.device_cookie[1]}

    async def forge() -> dict[str, Any]:
        async with line:
            for state in (forged, {"base": f"http://{urlsplit(writer.base).netloc}/?person={writer.person}"}):
                await line.send(
                    "comm_msg", comm_id=model, data={"method": "update", "state": state, "buffer_paths": []}
                )
            draft = {"view": "x", "seq": 1, "base": 0, "value": {"text": "usurpé"}}
            await line.custom(model, type="draft", **draft, **forged)
            await line.custom(model, type="open", id="lu", **forged)
            return await line.heard(model, "lu")

    told = json.dumps(asyncio.run(forge()), ensure_ascii=False)
    assert SECRET not in told
    assert writer.texts() == [SECRET]
    assert forger.texts() in (["usurpé"], [])


def test_a_page_runs_no_code_of_its_own_in_its_kernel(cohort: Cohort, tmp_path: Path) -> None:
    line, mark = Line(cohort.newcomer("Gil")), tmp_path / "exécuté"
    model = line.answers[FREE_TEXT]

    async def attempt() -> dict[str, Any]:
        async with line:
            code = f"open({str(mark)!r}, 'w').close()"
            await line.send("execute_request", code=code, silent=False, store_history=False, allow_stdin=False)
            await line.custom(model, type="open", id="ensuite")  # behind it, on the same channel
            return await line.heard(model, "ensuite")

    assert asyncio.run(attempt())["id"] == "ensuite"
    assert not mark.exists()
