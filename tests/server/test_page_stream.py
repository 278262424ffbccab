"""A page in the order in which it leaves: its text before any kernel, then what each cell draws; and what it never carries."""

import asyncio
import re
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

import parcours_u
from parcours_u.server.page_stream import PageRoom
from parcours_u.server.template import TEMPLATE, use_own_template
from running import Running

SHARE = Path(parcours_u.__file__).parent / "server" / "share"
MODULE = "/voila/render/course/source/co-initier/co-initier.ipynb"


def test_the_whole_text_comes_before_the_kernel(course: Running) -> None:
    connection = HTTPConnection(urlsplit(course.base).netloc, timeout=60)
    try:
        connection.request("GET", MODULE, headers={"Authorization": f"token {course.token}"})
        answer = connection.getresponse()
        page = answer.read().decode()
    finally:
        connection.close()
    text, rest = page.split('<i id="pu-noyau"', 1)
    assert "</main>" in text
    assert "</footer>" in text
    assert 'class="pu-sortie"' not in text
    order = [int(number) for number in re.findall(r'<div class="pu-sortie" data-pu-cell="(\d+)">', rest)]
    assert order == sorted(order)
    assert rest.rstrip().endswith("</html>")


def test_a_page_carries_no_script_of_its_own_and_its_policy_lets_none_run(course: Running) -> None:
    _, body, headers = course.ask("GET", MODULE)
    scripts = re.findall(r"<script\b([^>]*)>", body.decode())
    assert all("src=" in attributes or 'type="application/json"' in attributes for attributes in scripts)
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["script-src"] == "'self' blob:"


def test_what_a_learner_wrote_is_never_in_the_page_itself(course: Running) -> None:
    secret = "CONFIDENCE-QUI-VOYAGE-PAR-MESSAGE"  # it reaches the page as a message, asked for by the widget
    status, _, _ = course.ask("PUT", "/parcours-u/entries/co-initier-invitation", {"body": {"text": secret}, "base": 0})
    assert status == 200
    assert secret.encode() not in course.ask("GET", MODULE)[1]


def test_a_page_that_is_only_read_takes_no_kernel(course: Running) -> None:
    _, body, _ = course.ask("GET", "/voila/render/course/glossaire.ipynb")
    page = body.decode()
    assert "</main>" in page
    assert page.rstrip().endswith("</html>")
    assert "pu-noyau" not in page


class WatchedKernel(AsyncKernelManager):
    """A kernel that remembers who asked it anything."""

    clients: list[Any]

    def client(self, **options: Any) -> Any:
        """Return a client, and keep it."""
        made = super().client(**options)
        self.clients.append(made)
        return made


@pytest.mark.parametrize("cells", [[], ["1", "2"]], ids=["no cell", "two cells"])
@pytest.mark.parametrize("read", [0, 1, None], ids=["left at once", "left early", "read whole"])
def test_nothing_stays_open_towards_a_kernel_once_its_page_is_left(
    tmp_path: Path, cells: list[str], read: int | None
) -> None:
    nbformat.write(new_notebook(cells=[*map(new_code_cell, cells)]), tmp_path / "page.ipynb")
    use_own_template()

    async def visited() -> list[Any]:
        room = PageRoom.furnish(tmp_path, SHARE, TEMPLATE, "/", Config())
        shell = await room.shells.get("page.ipynb")
        kernel = WatchedKernel(kernel_name="python3")
        kernel.clients = []
        await kernel.start_kernel()
        before = asyncio.all_tasks()
        try:
            drawing = room.run(shell, kernel, print)
            pieces = [html async for html in drawing] if read is None else [await anext(drawing) for _ in range(read)]
            assert len(pieces) == (len(cells) + 1 if read is None else read)
            await drawing.aclose()
            await asyncio.gather(*(asyncio.all_tasks() - before))  # what still runs could open a client again
            return [client for client in kernel.clients if not client.context.closed]
        finally:
            for client in kernel.clients:  # forgotten open, one would freeze this very process
                client.stop_channels()
            await kernel.shutdown_kernel(now=True)

    assert asyncio.run(visited()) == []


def page_of(folder: Path, *cells: str) -> tuple[str, list[str]]:
    """Return the page of a notebook with these code cells, as a server would send it, and what its log was told."""
    notebook = new_notebook(cells=[new_markdown_cell("# Titre"), *map(new_code_cell, cells)])
    nbformat.write(notebook, folder / "page.ipynb")
    use_own_template()
    told: list[str] = []

    async def made() -> str:
        room = PageRoom.furnish(folder, SHARE, TEMPLATE, "/", Config())
        shell = await room.shells.get("page.ipynb")
        kernel = AsyncKernelManager(kernel_name="python3")
        await kernel.start_kernel()
        try:
            return "".join([shell.text(), *[html async for html in room.run(shell, kernel, told.append)]])
        finally:
            await kernel.shutdown_kernel(now=True)

    return asyncio.run(made()), told


def test_a_widget_changed_by_a_later_cell_is_told_again(tmp_path: Path) -> None:
    page, _ = page_of(tmp_path, "import ipywidgets as w; text = w.Text('avant'); text", "text.value = 'après'")
    first, second = re.findall(r'class="pu-etats">(.*?)</script>', page)
    assert '"value":"avant"' in first
    assert '"value":"après"' in second


def test_binary_values_come_in_base64_with_their_place(tmp_path: Path) -> None:
    page, _ = page_of(tmp_path, "import ipywidgets as w; w.Image(value=b'\\x00\\xff')")
    assert re.search(r'"buffers":\[\{"data":"AP8=","encoding":"base64","path":\["value"\]\}\]', page)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("mot = 'confidence'; 1 / 0", "ZeroDivisionError"), ("import os; os._exit(1)", "DeadKernelError")],
)
def test_a_cell_that_fails_ends_the_page_whole_and_tells_nothing_of_its_content(
    tmp_path: Path, cell: str, kind: str
) -> None:
    page, told = page_of(tmp_path, cell, "print('jamais')")
    assert "Cet espace n’a pas pu s’ouvrir" in page
    assert page.rstrip().endswith("</html>")
    assert "jamais" not in page
    assert "confidence" not in page.split("</main>")[1]
    assert told == [f"cell 1 failed: {kind}"]


def test_a_notebook_that_changes_is_rendered_anew(tmp_path: Path) -> None:
    use_own_template()
    room = PageRoom.furnish(tmp_path, SHARE, TEMPLATE, "/", Config())

    def shown(title: str) -> str:
        nbformat.write(new_notebook(cells=[new_markdown_cell(f"# {title}")]), tmp_path / "page.ipynb")
        return asyncio.run(room.shells.get("page.ipynb")).text()

    assert "Un premier titre" in shown("Un premier titre")
    assert "Autre chose" in shown("Autre chose")
