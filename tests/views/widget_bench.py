"""A page that shows real widgets, their real kernel side included, with no Jupyter in between."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, Locator, Page, expect
from recording_comm import RecordingComm, connected

from parcours_u.domain.course import Prompt
from parcours_u.views.kinds import answer_for

_PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Banc d’essai – parcours-u</title>
<link rel="icon" href="data:,">
<style>
  body { margin: 0; background: #fbf7f0; color: #2b2622; font: 17px/1.6 system-ui, sans-serif; }
  main { max-width: 60rem; margin: 0 auto; padding: 0.5rem; }
  @media (prefers-color-scheme: dark) { body { background: #1b1815; color: #f2eae0; } }
</style>
<main><h1>Un module</h1><h2>Écrire pour mon projet</h2><div id="place"></div></main>
<script type="module" src="bench.js"></script>
</html>
"""


class _Site(BaseHTTPRequestHandler):
    files: dict[str, tuple[str, str]]

    def do_GET(self) -> None:
        kind, content = self.files.get(self.path.split("?")[0], ("text/plain", ""))
        body = content.encode()
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def site(files: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Serve a few texts on a free port of this machine."""
    handler = type("Site", (_Site,), {"files": files})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Bench:
    """Opens pages of widgets over one journal."""

    def __init__(self, address: str, files: dict[str, tuple[str, str]], journal: MemoryJournal) -> None:
        self._address = address
        self._files = files
        self.journal = journal
        self.errors: list[str] = []

    def open(self, context: BrowserContext, widgets: Sequence[Any], hash_: str = "", prepare: Any = None) -> Page:
        """Open a page that shows these widgets; ``prepare`` is called with the page before it loads."""
        comms = {f"w{id(widget)}": connected(widget) for widget in widgets}
        state = [
            {"id": name, "state": json.loads(json.dumps(widget.get_state()))}
            for name, widget in zip(comms, widgets, strict=True)
        ]
        self._files["/state.json"] = ("application/json", json.dumps(state))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.expose_function("kernelReceives", lambda name, content: _answered(comms, name, content))
        if prepare is not None:
            prepare(page)
        page.goto(f"{self._address}{hash_}")
        page.wait_for_selector("body[data-ready=true]")
        page.wait_for_function("bench.deaf || !document.querySelector('[data-state=loading]')")
        return page

    def answers(self, context: BrowserContext, *prompts: Prompt, **options: Any) -> Page:
        """Open a page that shows the journal's answers to these prompts."""
        widgets = [
            answer_for(prompt, self.journal.entry(prompt.id), self.journal, tuple(self.journal.made))
            for prompt in prompts
        ]
        return self.open(context, widgets, **options)


def _answered(comms: dict[str, RecordingComm], name: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Play a page's message; return what the widget answered, then what it made the others say."""
    before = {other: len(comm.sent) for other, comm in comms.items()}
    comms[name].ask(**content)
    order = [name, *(other for other in comms if other != name)]
    return [{**message, "widget": other} for other in order for message in comms[other].sent[before[other] :]]


@contextmanager
def bench(journal: MemoryJournal) -> Iterator[Bench]:
    """Serve a bench for one journal; an error in a script of its pages is an error of the test."""
    script = (Path(__file__).parent / "bench.js").read_text(encoding="utf-8")
    files = {"/": ("text/html", _PAGE), "/bench.js": ("text/javascript", script)}
    with site(files) as address:
        found = Bench(address, files, journal)
        yield found
    assert found.errors == []


def answer(page: Page, prompt: Prompt) -> Locator:
    """Find a prompt's widget."""
    return page.locator(f"[data-prompt={prompt.id}]")


def saved(page: Page, prompt: Prompt) -> None:
    """Wait until everything typed in a widget is saved."""
    page.wait_for_selector(f"[data-prompt={prompt.id}][data-state=saved]")


def frozen(page: Page) -> None:
    """Put the page's clock in the test's hands, before it loads."""
    page.clock.install(time=datetime.fromisoformat("2026-03-03T13:00:00+00:00"))


def stopped(at_bench: Bench, context: BrowserContext, prompt: Prompt) -> Page:
    """Open an answer on a page whose time only passes when the test says so; it is 14:03 in Paris."""
    page = at_bench.answers(context, prompt, prepare=frozen)
    page.clock.pause_at(datetime.fromisoformat("2026-03-03T13:03:00+00:00"))
    return page


def drafts(page: Page) -> list[str]:
    """Return the texts that left a page, oldest first."""
    return [draft["value"]["text"] for draft in page.evaluate("bench.drafts()")]


def typed(page: Page, text: str) -> None:
    """Type into the page's text."""
    page.locator("textarea").press_sequentially(text)


def tab(page: Page, times: int = 1, key: str = "Tab") -> None:
    """Move the focus on, as many times as said."""
    for _ in range(times):
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """Return the accessible name of what has the focus."""
    return str(page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"))


def heard(page: Page, words: str) -> None:
    """Wait until the page's live region says exactly this."""
    expect(page.locator("#pu-annonces")).to_have_text(words)
