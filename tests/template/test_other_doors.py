"""Pages that are no notebook, and the same page behind a Jupyter server (Binder's way)."""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import psutil
import pytest
from playwright.sync_api import expect
from served_pages import SHARE, Served, axe_findings, free_port, served, wait_until_ready
from voila.paths import collect_template_paths
from voila.utils import create_include_assets_functions

MODULE = "source/co-initier/co-initier"


@pytest.fixture(scope="module")
def jupyter(course_folder: Path, isolated_environment: Path) -> Iterator[Served]:
    """Run a Jupyter server with Voilà's extension alone, under a base address, behind a token."""
    port = free_port()
    command = [
        "jupyter", "server", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--port={port}", "--allow-root",
        "--ServerApp.base_url=/user/x/", "--IdentityProvider.token=secret", "--VoilaConfiguration.template=parcours_u",
        "--ServerApp.jpserver_extensions=voila.server_extension=True",
        "--ServerApp.jpserver_extensions=parcours_u.server=False", "--ServerApp.root_dir=.",
    ]  # fmt: skip
    with served(command, "is running at", f"http://127.0.0.1:{port}/user/x/", course_folder) as found:
        yield found


def test_a_page_behind_a_jupyter_server_is_the_same_page(page, jupyter):
    page.goto(jupyter.url(MODULE) + "?token=secret", wait_until="commit")
    wait_until_ready(page)
    assert page.url == jupyter.url(MODULE)
    expect(page).to_have_title("Co-initier – Étape 2 sur 7 – Un parcours inspiré de la Théorie\u00a0U")
    page.get_by_label("Notez").fill("écrit sur Binder")
    expect(page.locator("#pu-preparation, #pu-liaison:not(:empty)")).to_have_count(0)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(251, 247, 240)"
    assert page.locator(".widget-input").count() == 1


@pytest.fixture(scope="module")
def course_in_jupyter(course_folder: Path, isolated_environment: Path) -> Iterator[Served]:
    """Run a Jupyter server with the course as its extension, as Binder does."""
    port = free_port()
    command = [
        "jupyter", "server", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--port={port}", "--allow-root",
        "--ServerApp.base_url=/user/x/", "--IdentityProvider.token=secret", "--ServerApp.root_dir=.",
        "--ServerApp.jpserver_extensions=parcours_u.server=True",
    ]  # fmt: skip
    with served(command, "is running at", f"http://127.0.0.1:{port}/user/x/", course_folder) as found:
        yield found


def test_at_a_shared_address_the_browser_keeps_no_word(page, course_in_jupyter):
    page.goto(course_in_jupyter.url("accueil") + "?token=secret", wait_until="commit")
    wait_until_ready(page)
    assert page.locator("#pu-noyau").get_attribute("data-garde") == ""
    assert page.evaluate("indexedDB.databases()") == []


def test_a_kernel_that_restarts_by_itself_is_replaced_too(page, course_in_jupyter):
    page.goto(course_in_jupyter.url("source/co-initier/co-initier") + "?token=secret", wait_until="commit")
    wait_until_ready(page)
    field = page.locator("[data-prompt=co-initier-invitation] textarea")
    field.fill("Avant.")
    page.wait_for_selector("[data-prompt=co-initier-invitation][data-state=saved]")
    before = page.evaluate("parcoursU.kernel.id")
    server = psutil.Process(course_in_jupyter.process.pid)
    for kernel in server.children(recursive=True):
        if kernel.ppid() != server.pid or "ipykernel" in " ".join(kernel.cmdline()):
            kernel.kill()
    page.wait_for_function("before => parcoursU.kernel.id !== before", arg=before)
    field.press("End")
    page.keyboard.type(" Après.")
    page.wait_for_selector("[data-prompt=co-initier-invitation][data-state=saved]")
    expect(field).to_have_value("Avant. Après.")


def test_a_page_that_does_not_exist_is_told_in_french(page, pages):
    answer = page.goto(pages.url("source/nulle-part"))
    assert answer.status == 404
    expect(page).to_have_title(re.compile("^Page introuvable – "))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n’existe pas")
    page.get_by_role("link", name="Revenir à l’accueil").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bienvenue")


def test_the_root_leads_to_the_course_and_lists_no_file(page, pages):
    page.goto(pages.base)
    expect(page.get_by_role("link", name="Ouvrir l’accueil")).to_have_attribute(
        "href", "/voila/render/course/accueil.ipynb"
    )
    assert "co-initier.ipynb" not in page.content()


@pytest.mark.parametrize("path", ["voila/render/course/nulle-part.ipynb", ""])
def test_axe_finds_nothing_on_these_pages(new_context, pages, path):
    page = new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(pages.base + path)
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture
def template(monkeypatch):
    """Render a page as Voilà does."""
    monkeypatch.setenv("JUPYTER_PATH", str(SHARE))
    paths = collect_template_paths(["voila", "nbconvert"], "parcours_u", prune=True)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )

    def render(name: str, **values: object) -> str:
        include = create_include_assets_functions("parcours_u", "/")
        return environment.get_template(name).render(base_url="/", theme="light", **include, **values)

    return render


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "Cette page est fermée à cette fenêtre"),
        (400, "Cette demande n’a pas été comprise"),
        (500, "La page n’a pas pu s’ouvrir"),
    ],
)
def test_an_error_page_says_what_to_do_and_hides_what_the_server_said(template, status, words):
    html = template(
        "error.html", status_code=status, status_message="Traceback", message="/dossier/secret", exception="Boum"
    )
    assert f"<h1>{words}</h1>" in html
    for hidden in ("Traceback", "secret", "Boum"):
        assert hidden not in html


def test_the_opening_page_leads_on_by_itself_and_by_a_link(template):
    html = template("browser-open.html", open_url="http://127.0.0.1:1/?token=x&y")
    assert '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/?token=x&amp;y">' in html
    assert '<a href="http://127.0.0.1:1/?token=x&amp;y">ouvrez le parcours</a>' in html


def test_no_template_asks_another_host_for_anything():
    fetched = re.compile(r"""(?:src|<link[^>]*href)=["']?(?:https?:)?//""")
    for file in sorted((SHARE / "voila" / "templates" / "parcours_u").rglob("*.*")):
        assert not fetched.search(file.read_text(encoding="utf-8")), file.name
