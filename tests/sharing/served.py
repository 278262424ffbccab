"""The stand-in cohort served in a thread, with pages that show the widgets of what is shared, for real browsers."""

import asyncio
import html
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from together import Together, together

from parcours_u.views.circle import Beneath, Circle, HomeDay, HomeGroup, OneKind

_PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Banc d’essai – parcours-u</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/banc/{kind}.css">
<style>
  body {{ margin: 0; background: #fbf7f0; color: #2b2622; font: 17px/1.6 system-ui, sans-serif; }}
  a {{ color: inherit; }}
  main {{ max-width: 60rem; margin: 0 auto; padding: 0.5rem; }}
  @media (prefers-color-scheme: dark) {{ body {{ background: #1b1815; color: #f2eae0; }} }}
</style>
<main><h1>Mon cercle</h1><label>Mes mots <textarea id="own"></textarea></label>{places}</main>
<script type="module">
  import widget from "/banc/{kind}.js";
  for (const el of document.querySelectorAll("[data-widget]")) {{
    const traits = {{ base: "/", prompt: el.dataset.widget, kind: new URLSearchParams(location.search).get("kind") }};
    widget.render({{ model: {{ get: (name) => traits[name] }}, el }});
  }}
  document.body.dataset.ready = "true";
</script>
</html>
"""
_FILES = {
    "circle.js": (Circle._esm, "text/javascript"),
    "circle.css": (Circle._css, "text/css"),
    "group.js": (OneKind._esm, "text/javascript"),
    "group.css": (OneKind._css, "text/css"),
    "home.js": (HomeGroup._esm, "text/javascript"),
    "home.css": (HomeGroup._css, "text/css"),
    "day.js": (HomeDay._esm, "text/javascript"),
    "day.css": (HomeDay._css, "text/css"),
    "beneath.js": (Beneath._esm, "text/javascript"),
    "beneath.css": (Beneath._css, "text/css"),
}


class BenchPage(JupyterHandler):
    """A page that shows one kind of widget."""

    @allow_unauthenticated
    def get(self, kind: str) -> None:
        """Serve it; reading the token sets its cookie."""
        _ = self.xsrf_token
        prompts = self.get_arguments("prompt") or [""]
        places = "".join(f'<div data-widget="{html.escape(prompt)}"></div>' for prompt in prompts)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(_PAGE.format(kind=kind, places=places))


class BenchFile(JupyterHandler):
    """A widget's script or style."""

    @allow_unauthenticated
    def get(self, name: str) -> None:
        """Serve it."""
        text, kind = _FILES[name]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(str(text))


@contextmanager
def served(folder: Path) -> Iterator[Together]:
    """Serve a cohort from another thread for the length of a block."""
    ready: Future[Together] = Future()
    stopping: Future[asyncio.Event] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        stopping.set_result(stop)
        more = [(r"/banc/(circle|beneath|group|home|day)", BenchPage), (r"/banc/([a-z]+\.(?:js|css))", BenchFile)]
        async with together(folder, more=more) as place:
            ready.set_result(place)
            await stop.wait()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    place = ready.result(timeout=60)
    try:
        yield place
    finally:
        loop.call_soon_threadsafe(stopping.result().set)
        thread.join(timeout=60)
        loop.close()
