"""nbgrader's formgrader, where what people chose (a name, an id in an address) stays text. Imports neither nbgrader nor Jupyter.

nbgrader 0.9.6 escapes nothing: its pages are drawn without autoescaping, and its routes answer JSON that a browser takes for a
page. All of it is at JupyterLab's own address, where a script may run any program as the trainer. The page of one
submission comes from nbconvert, whose templates can't be autoescaped: see :class:`parcours_u.grading.preprocessors.NamesAsText`.
"""

import re

from jinja2 import Environment
from jinja2.ext import Extension
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import Application, OutputTransform

__all__ = ["escape_formgrader"]

_IN_SCRIPT = re.compile(r'= "\{\{ (\w+) \}\}";')


def escape_formgrader(web_app: Application) -> None:
    """Have the formgrader of a Jupyter server, once it is loaded, escape what it writes; nothing where there is none."""
    environment = web_app.settings.get("nbgrader_jinja2_env")
    if environment is not None:
        environment.add_extension(_Escaped)
        web_app.add_transform(_NoPage)


class _Escaped(Extension):
    """Templates that escape every value: as HTML, and where a value makes the whole of a script's string, as that string."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.autoescape = True

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template whose scripts take their values as JSON."""
        return _IN_SCRIPT.sub(r"= {{ \1 | tojson }};", source)


class _NoPage(OutputTransform):
    """What the formgrader's routes answer is no page, whoever opens their address. Its scripts expect text, not JSON."""

    def __init__(self, request: HTTPServerRequest) -> None:
        self._route = "/formgrader/api/" in request.path

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Say that an answer is text, and that nobody need guess otherwise."""
        if self._route and headers.get("Content-Type", "").startswith("text/html"):
            headers["Content-Type"] = "text/plain; charset=UTF-8"
            headers["X-Content-Type-Options"] = "nosniff"
        return status_code, headers, chunk
