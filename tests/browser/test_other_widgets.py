"""Widgets that are not the course's own outlive their kernel too, with all that a person set in them."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from acting import kernels, kill_kernels
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, expect

from parcours_u.content.variant.building import build_variant
from running import Running, running

HARVESTED = Path(__file__).parents[1] / "variant" / "harvested"
CONTROLS = (
    "import ipywidgets as w\nname, said = w.Text(description='Nom'), w.Label()\n"
    "name.observe(lambda change: setattr(said, 'value', 'Bonjour ' + change['new']), 'value')\nw.VBox([name, said])",
    "one, two = w.IntSlider(description='Un', value=3), w.IntSlider(description='Deux')\n"
    "link = w.jslink((one, 'value'), (two, 'value'))\nw.HBox([one, two])",
    "fixed = w.IntText(description='Jamais touché', value=1)\nfixed",
    "within = w.Output()\nwith within:\n    display(w.Text(description='Dans une sortie'))\nwithin",
    "add, box = w.Button(description='Ajouter'), w.VBox()\n"
    "add.on_click(lambda _: setattr(box, 'children', [*box.children, w.Label('ajouté')]))\nw.VBox([add, box])",
    "w.Audio(value=b'RIFF', format='wav', autoplay=False)",
)
COUNTER = """\
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      const add = document.createElement("button");
      const show = () => (add.textContent = `Compte : ${model.get("count")}`);
      add.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
      model.on("change:count", show);
      show();
      el.append(add);
    } }'''
    count = traitlets.Int(0).tag(sync=True)
counter = Counter()
counter"""
# What a thread makes is told to whoever asked for it, which is the server, and not the page.
LATER = """\
import threading, time
import ipywidgets as w
box = w.VBox()
def work():
    time.sleep(0.2)
    box.children = [w.Label("venu plus tard")]
threading.Thread(target=work).start()
box"""
# As many as there were runs of the cell.
GROWING = """\
import ipywidgets as w
from pathlib import Path
runs = Path("{folder}") / "essais.txt"
done = len(runs.read_text()) if runs.exists() else 0
runs.write_text("x" * (done + 1))
display(*[w.Text(description=f"Essai {{rank}}") for rank in range(done + 1)])"""
# Each flush is a message of its own, as a program that shows how far it is makes them.
PRINTING = """\
def told():
    for rank in range(3):
        print(rank, end=" ", flush=True)
    print("\\x1b[31mrouge\\x1b[0m", flush=True)
    for done in ("10 %", "100 %", "9 %"):
        print(f"\\rFait : {done}", end="", flush=True)
told()"""
PRINTING_LATER = """\
import ipywidgets as w
button, out = w.Button(description="Compter"), w.Output()
@button.on_click
def _(_):
    with out:
        told()
w.VBox([button, out])"""
Opener = Callable[[str], Page]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A variant of the course that has pages of its authors' own."""
    folder = tmp_path_factory.mktemp("variante")
    source = Path(shutil.copytree(HARVESTED, folder / "trois-ruisseaux"))
    build_variant(source)
    pages = {
        "commandes": CONTROLS,
        "compteur": (COUNTER, LATER),
        "bavard": (PRINTING, PRINTING_LATER),
        "changeant": (GROWING.format(folder=folder.as_posix()),),
    }
    for name, cells in pages.items():
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": kernel})
        nbformat.write(notebook, source / "construit" / "course" / f"{name}.ipynb")
    with running(folder / "carnet", "--variante", str(source)) as found:
        yield found


@pytest.fixture
def opened(course: Running, page: Page) -> Opener:
    """Open a page, and fail on any reload of it."""

    def open_page(name: str) -> Page:
        page.goto(course.door)
        page.goto(course.page(f"course/{name}.ipynb"))
        page.wait_for_selector("html[data-pu-pret]", state="attached")
        page.evaluate("window.unchanged = true")
        return page

    return open_page


def lose_kernel(course: Running, page: Page) -> Callable[[], None]:
    """Kill the page's kernel; return how to wait for the one that takes over."""
    before = page.evaluate("parcoursU.kernel.id")
    kill_kernels(course)

    def taken_over() -> None:
        page.wait_for_function(
            "before => parcoursU.kernel.id !== before && parcoursU.kernel.state === 'open'", arg=before
        )
        assert page.evaluate("window.unchanged")
        expect(page.locator("#pu-liaison")).to_be_empty()

    return taken_over


def test_what_is_typed_in_a_control_whose_kernel_is_no_more_finds_another_one(course: Running, opened: Opener) -> None:
    page = opened("commandes")
    name = page.get_by_label("Nom")
    name.fill("Alix")
    expect(page.get_by_text("Bonjour Alix", exact=True)).to_be_visible()
    taken_over = lose_kernel(course, page)
    name.press("End")
    page.keyboard.type(" et Sacha")  # nothing else tells the page that its kernel is no more
    taken_over()
    page.keyboard.type(" aussi")
    expect(name).to_be_focused()
    expect(name).to_have_value("Alix et Sacha aussi")
    expect(page.get_by_text("Bonjour Alix et Sacha aussi", exact=True)).to_be_visible()


def test_controls_keep_what_was_set_in_them_and_go_on_with_the_kernel_that_took_over(
    course: Running, opened: Opener
) -> None:
    page = opened("commandes")
    sliders = page.get_by_role("slider")
    sliders.nth(0).press("ArrowRight")
    expect(sliders.nth(1)).to_have_attribute("aria-valuenow", re.compile("^4"))
    within = page.get_by_label("Dans une sortie")
    within.fill("gardé")
    taken_over = lose_kernel(course, page)
    page.evaluate("parcoursU.kernel.doubt()")
    taken_over()
    expect(sliders.nth(0)).to_have_attribute("aria-valuenow", re.compile("^4"))
    expect(within).to_have_value("gardé")
    expect(page.get_by_label("Jamais touché")).to_have_value("1")
    sliders.nth(1).press("ArrowRight")
    expect(sliders.nth(0)).to_have_attribute("aria-valuenow", re.compile("^5"))
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_text("ajouté")).to_be_visible()


def test_a_control_that_was_set_while_the_line_was_cut_reaches_the_same_kernel(opened: Opener) -> None:
    page = opened("commandes")
    page.context.set_offline(True)
    page.wait_for_function("() => parcoursU.kernel.state === 'cut'")
    page.get_by_label("Nom").fill("Camille")
    page.context.set_offline(False)
    expect(page.get_by_text("Bonjour Camille", exact=True)).to_be_visible()


def test_a_widget_of_another_author_keeps_what_was_set_in_it_beside_widgets_that_came_later(
    course: Running, opened: Opener
) -> None:
    page = opened("compteur")
    expect(page.get_by_text("venu plus tard")).to_be_visible()
    page.get_by_role("button", name="Compte : 0").click()
    page.get_by_role("button", name="Compte : 1").click()
    taken_over = lose_kernel(course, page)
    page.get_by_role("button", name="Compte : 2").click()
    taken_over()
    page.get_by_role("button", name="Compte : 3").click()
    expect(page.get_by_role("button", name="Compte : 4")).to_be_visible()
    counted = "[...parcoursU.widgets.models.values()].find((model) => model.get('count') !== undefined).get('count')"
    assert page.evaluate(counted) == 4


def test_a_kernel_that_draws_another_number_of_widgets_is_followed_without_a_reload(
    course: Running, opened: Opener
) -> None:
    page = opened("changeant")
    fields = page.get_by_label(re.compile("Essai"))
    before = fields.count()
    taken_over = lose_kernel(course, page)
    fields.first.fill("tapé")
    taken_over()
    expect(fields).to_have_count(before + 1)


def test_what_a_program_prints_bit_by_bit_is_one_text_without_what_it_printed_over(opened: Opener) -> None:
    page = opened("bavard")
    told = page.locator("main pre")
    expect(told).to_have_text(["0 1 2 rouge\nFait : 9 %"])
    page.get_by_role("button", name="Compter").click()
    expect(told).to_have_text(["0 1 2 rouge\nFait : 9 %"] * 2)
    page.get_by_role("button", name="Compter").click()
    expect(told.last).to_have_text("0 1 2 rouge\nFait : 9 %0 1 2 rouge\nFait : 9 %")
    kept = (
        "[...parcoursU.widgets.models.values()].flatMap((model) => model.get('outputs') ?? []).map(({ text }) => text)"
    )
    assert not any("100" in text for text in page.evaluate(kept))


def test_a_kernel_that_ends_at_work_is_replaced_though_nothing_more_is_done(course: Running, opened: Opener) -> None:
    page = opened("commandes")
    for kernel in kernels(course):
        kernel.suspend()
    page.get_by_label("Nom").fill("Dominique")
    lose_kernel(course, page)()
    expect(page.get_by_text("Bonjour Dominique", exact=True)).to_be_visible()


def test_a_sound_is_let_through_by_the_pages_own_policy(course: Running, page: Page) -> None:
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto(course.door)
    page.goto(course.page("course/commandes.ipynb"))
    audio = page.locator("audio")
    expect(audio).to_have_attribute("src", re.compile("^blob:"))
    page.wait_for_function("() => document.querySelector('audio').error !== null")  # it was read, and is no sound
    assert refused == []
