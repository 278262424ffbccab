"""The course where JupyterHub lets people in: it takes no script's request on the strength of a cookie alone.

JupyterHub wants its anti-forgery token of whatever a script asks or imports, were it only to read; what stands for it here does
to Jupyter's own server what JupyterHub does.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from in_jupyter import BASE, TOKEN, in_jupyter
from running import Running

PAGE = "course/source/question-de-depart/question-de-depart.ipynb"
LIKE_A_HUB = """
from jupyter_server.auth.identity import PasswordIdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError, RequestHandler

class Hub(PasswordIdentityProvider):
    def get_user(self, handler):
        if handler.request.headers.get("Sec-Fetch-Mode") in {"cors", "same-origin"}:
            try:
                own = type(handler).check_xsrf_cookie
                (RequestHandler.check_xsrf_cookie if own is JupyterHandler.check_xsrf_cookie else own)(handler)
            except HTTPError:
                return None
        return super().get_user(handler)

get_config().ServerApp.identity_provider_class = Hub
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run such a server."""
    place = tmp_path_factory.mktemp("hub")
    (settings := place / "reglages").mkdir()
    (settings / "jupyter_server_config.py").write_text(LIKE_A_HUB)
    with in_jupyter(place, JUPYTER_CONFIG_DIR=str(settings)) as (server, _):
        yield server


def test_a_page_has_its_widgets_keeps_what_is_written_and_may_ask_for_its_kernel(page, course):
    page.goto(f"{course.base}{BASE}/voila/render/{PAGE}?token={TOKEN}")
    page.locator("textarea").first.fill("écrit derrière un hub")
    expect(page.get_by_text("enregistré à").first).to_be_visible()
    assert page.evaluate("parcoursU.kernel.check().then((answer) => answer.status)") == 204
    page.reload()
    expect(page.locator("textarea").first).to_have_value("écrit derrière un hub")
