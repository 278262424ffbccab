"""One visit of a page in Chromium, as a person makes it: open, read, type one character; and what it cost the network."""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from sides import COUNTED, PageFailed, Side

__all__ = ["OFFLINE", "Visit", "round_of"]

# No name but this machine's address is resolved, and no proxy asked: a page's request to another host fails at once, inside
# the browser. Routing by playwright would do it too, but switches the browser's cache off.
OFFLINE = ["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]

_PROBE = Path(__file__).with_name("probe.js")
_CELL_FAILED = "There was an error when executing cell"  # Voilà answers 200 all the same
_SECONDS = 120
_LETTERS = 40
_WINDOW: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Visit:
    """What one visit took."""

    text_ms: float | None
    """From the start of the navigation to the first paragraph painted; None for a bare form."""
    field_ms: float
    """From the start of the navigation to a character typed by keyboard being in the first text field."""
    bytes: int
    """Received over HTTP, headers included, as they were on the wire."""
    requests: int
    """Sent over HTTP to the server."""
    cached: int
    """Answered by the browser's own cache."""
    sockets: int
    socket_bytes: int
    """Payload of WebSocket messages, both ways."""
    prompt: str
    """The answer that the character was typed in; a bare form does not say it."""
    foreign: tuple[str, ...]
    """Other hosts asked, one a request; none of these requests left the browser."""
    files: tuple[str, ...]
    """The paths of the files that the page had asked for when its field took the character."""
    helped_to_leave: bool
    """The page could not have ended its kernel by itself."""


@dataclass
class _Network:
    """What goes over the wire, told by Chromium's own Network events."""

    session: CDPSession
    host: str
    urls: dict[str, str] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)
    redirects: int = 0
    redirect_bytes: int = 0
    sockets: int = 0
    socket_bytes: int = 0
    foreign: list[str] = field(default_factory=list)

    def start(self) -> None:
        for name, listener in {
            "requestWillBeSent": self._sent,
            "requestServedFromCache": lambda event: self.cached.add(event["requestId"]),
            "responseReceived": self._answered,
            "dataReceived": self._data,
            "loadingFinished": self._finished,
            "webSocketCreated": self._socket,
            "webSocketFrameSent": self._message,
            "webSocketFrameReceived": self._message,
        }.items():
            self.session.on(f"Network.{name}", listener)
        self.session.send("Network.enable")

    def stop(self) -> None:
        """Stop counting; events sent before the answer to this have all been counted."""
        self.session.send("Network.disable")
        self.session.detach()

    def files(self) -> tuple[str, ...]:
        """Return the paths asked for up to now, without the page itself and the kernel's own routes."""
        _, *asked = [urlsplit(url) for url in self.urls.values()]
        return tuple(f"{one.path}?{one.query}" if one.query else one.path for one in asked if "/api/" not in one.path)

    @property
    def requests(self) -> int:
        return len(self.urls) - len(self.cached & self.urls.keys()) + self.redirects

    @property
    def bytes(self) -> int:
        return self.redirect_bytes + sum(size for request, size in self.received.items() if request in self.urls)

    def _sent(self, event: dict[str, Any]) -> None:
        parts = urlsplit(event["request"]["url"])
        if parts.scheme not in {"http", "https"}:
            return  # data: and blob: are already in the page
        if parts.netloc != self.host:
            self.foreign.append(parts.hostname or "")
            return
        if "redirectResponse" in event:
            self.redirects += 1
            self.redirect_bytes += int(event["redirectResponse"]["encodedDataLength"])
        self.urls[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])
        self.received[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def _data(self, event: dict[str, Any]) -> None:
        # Kept for what never finishes; the total that comes with the end replaces it.
        self.received[event["requestId"]] = self.received.get(event["requestId"], 0) + int(event["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.received[event["requestId"]] = int(event["encodedDataLength"])

    def _socket(self, event: dict[str, Any]) -> None:
        self.sockets += 1
        if urlsplit(event["url"]).netloc != self.host:
            self.foreign.append(urlsplit(event["url"]).hostname or "")

    def _message(self, event: dict[str, Any]) -> None:
        message, text = event["response"], event["response"]["payloadData"]
        # Chromium tells binary messages in base64.
        self.socket_bytes += len(text.encode()) if message["opcode"] == 1 else len(text.rstrip("=")) * 3 // 4


def round_of(browser: Browser, side: Side, openings: Sequence[str]) -> Iterator[Visit]:
    """Visit a side's pages, one after the other, in a new context with an empty cache.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        Started with :data:`OFFLINE`.
    side : Side
        The server, and which pages.
    openings : sequence of str
        The first paragraph of each page's prose; a bare form's is not waited for.

    Raises
    ------
    PageFailed
        When a page does not show its text, take a key, keep it, or save it.
    """
    context = browser.new_context(locale="fr-FR", viewport=_WINDOW)
    try:
        context.set_default_timeout(_SECONDS * 1000)
        known = json.dumps([_letters(opening)[:_LETTERS] for opening in openings if side.entries])
        context.add_init_script(f"({_PROBE.read_text(encoding='utf-8')})({known})")
        side.enter(context)
        page = context.new_page()
        for address in side.pages:
            yield _visit(context, page, side, address)
    finally:
        context.close()


def _visit(context: BrowserContext, page: Page, side: Side, address: str) -> Visit:
    others = side.processes()
    network = _Network(context.new_cdp_session(page), urlsplit(address).netloc)
    network.start()
    page.goto(address, wait_until="commit")
    _type(page, side)
    files = network.files()
    if side.entries is None:
        page.evaluate("() => parcoursBench.leave()")
        _wait(page, f"counted({json.dumps(COUNTED)})", f"{side.name}: what was typed was not kept and counted")
    else:
        _wait(page, "saved()", f"{side.name}: what was typed was not kept in its field and saved")
    page.wait_for_load_state("networkidle")
    report = page.evaluate("() => parcoursBench.report()")
    network.stop()
    if _CELL_FAILED in page.content():
        raise PageFailed(f"{side.name}: a cell of the notebook failed")
    if side.entries is not None:
        written = {entry["prompt"]: entry for entry in side.entries()}
        if report["value"] not in _texts(written.get(report["prompt"])):
            raise PageFailed(f"{side.name}: the page says that it is saved, the journal does not have it")
    helped = side.entries is not None and _let_the_kernel_end(context, side)
    kernels = side.processes() - others
    page.goto("about:blank")
    side.wait_for_end_of(kernels)
    return Visit(
        text_ms=report["text"],
        field_ms=report["typed"],
        bytes=network.bytes,
        requests=network.requests,
        cached=len(network.cached & network.urls.keys()),
        sockets=network.sockets,
        socket_bytes=network.socket_bytes,
        prompt=report["prompt"],
        foreign=tuple(network.foreign),
        files=files,
        helped_to_leave=helped,
    )


def _let_the_kernel_end(context: BrowserContext, side: Side) -> bool:
    """Make sure that the page can end its kernel when it is left; say whether it needed that.

    Voilà's front end asks for it, and its server refuses whoever it never gave this cookie (voila-dashboards/voila#1458).
    Kernels left over would weigh on the visits that follow.
    """
    if any(cookie["name"] == "_xsrf" for cookie in context.cookies(side.pages[0])):
        return False
    host = urlsplit(side.pages[0]).hostname or ""
    context.add_cookies([{"name": "_xsrf", "value": secrets.token_hex(16), "domain": host, "path": "/"}])
    return True


def _type(page: Page, side: Side) -> None:
    """Press one key as soon as a field has the focus; again while the page lets it fall (it may draw its fields anew)."""
    for _ in range(50):
        _wait(page, "focus()", f"{side.name}: no text to read or no field that can be written in")
        page.keyboard.press("u")
        if page.evaluate("() => parcoursBench.took()"):
            return
    raise PageFailed(f"{side.name}: the first text field has the focus and takes no key")


def _wait(page: Page, condition: str, otherwise: str) -> None:
    try:
        page.wait_for_function(f"() => window.parcoursBench?.{condition}")
    except PlaywrightTimeout:
        cause = f" ({_CELL_FAILED.lower()})" if _CELL_FAILED in page.content() else ""
        raise PageFailed(f"{otherwise}, within {_SECONDS} s{cause}") from None


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
