"""What a learner is told while writing, and what is still there afterwards."""

import os
import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from acting import Answer, ready
from playwright.sync_api import BrowserContext, Page, Route, expect

from running import Running, running, start

MODULE = "co-initier"
PROMPT = "co-initier-invitation"
Opener = Callable[[Running, str], Page]


def test_what_is_typed_is_saved_and_comes_back_after_a_reload(course: Running, open_module: Opener) -> None:
    page = open_module(course, MODULE)
    answer = Answer(page, PROMPT)
    answer.field.click()
    page.keyboard.type("Je vous invite à regarder avec nous.")
    answer.wait("saved")
    expect(answer.root).to_contain_text(re.compile(r"enregistré à \d{1,2}\u00a0h\u00a0\d\d"))
    page.reload()
    ready(page)
    expect(answer.field).to_have_value("Je vous invite à regarder avec nous.")


def test_earlier_wordings_can_be_read_again_and_restored(course: Running, open_module: Opener) -> None:
    page = open_module(course, "question-de-depart")
    answer = Answer(page, "question-de-depart-situation")
    answer.write("Une première version.")
    answer.write("Tout autre chose.")
    answer.root.get_by_text("Versions précédentes", exact=True).click()
    row = answer.root.locator("li").filter(has_text="Une première version")
    row.get_by_role("button", name=re.compile("^Restaurer")).click()
    answer.root.get_by_role("button", name="Oui, la remettre").click()
    expect(answer.field).to_have_value("Une première version.")
    answer.wait("saved")
    page.reload()
    ready(page)
    expect(answer.field).to_have_value("Une première version.")


def test_the_second_of_two_tabs_is_told_and_nothing_is_lost(
    course: Running, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(course.door)
        tab.goto(course.module("co-percevoir"))
        ready(tab)
    prompt = "co-percevoir-suspendre"
    first, second = (Answer(tab, prompt) for tab in tabs)
    first.write("Écrit dans le premier onglet.")
    second.field.fill("Écrit dans le second onglet.")
    second.wait("conflict")
    expect(second.field).to_have_value("Écrit dans le second onglet.")
    history = course.ask("GET", f"/parcours-u/entries/{prompt}/history")[1]["revisions"]
    assert {version["body"]["text"] for version in history} >= {
        "Écrit dans le premier onglet.",
        "Écrit dans le second onglet.",
    }
    second.root.get_by_role("button", name="Garder mon texte").click()
    second.wait("saved")
    entry = course.ask("GET", f"/parcours-u/entries?prompt={prompt}")[1]["entries"][0]
    assert entry["body"]["text"] == "Écrit dans le second onglet."


def test_hostile_and_huge_words_are_kept_exactly_and_stay_inert(course: Running, open_module: Opener) -> None:
    page = open_module(course, "recolte")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    answer = Answer(page, "recolte-chemin")
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> **gras** {{ 7*7 }} $\\frac{1}{2}$ 😀 שלום مرحبا"
    text = hostile + "é" * (200_000 - len(hostile))
    answer.write(text)
    page.reload()
    ready(page)
    expect(answer.field).to_have_value(text)
    page.goto(course.page("course/carnet.ipynb"))
    page.get_by_text("<script>alert(1)</script>").first.wait_for()
    assert dialogs == []


def kernels(course: Running) -> list[psutil.Process]:
    children = psutil.Process(course.process.pid).children(recursive=True)
    # Forked by the nursery, which is the server's own child; or spawned, where there is no fork to be had.
    forked = [child for child in children if child.ppid() != course.process.pid]
    return forked or [child for child in children if "ipykernel" in " ".join(child.cmdline())]


@contextmanager
def no_other_kernel(page: Page) -> Iterator[None]:
    """Let no other kernel take over meanwhile: what is said until then can be read."""

    def answer(route: Route) -> None:
        asks_for_one = route.request.method == "POST" and "check" not in (route.request.post_data_json or {})
        route.abort() if asks_for_one else route.continue_()

    address = page.url
    page.route(address, answer)
    yield
    page.unroute(address, answer)


def test_a_killed_kernel_is_told_and_every_saved_word_is_there_after_a_reload(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "co-creer")
    answer = Answer(page, "co-creer-protection")
    answer.write("Enregistré avant la panne.")
    with no_other_kernel(page):
        for kernel in kernels(course):
            kernel.kill()
        answer.field.press("End")
        page.keyboard.type(" Écrit pendant la panne.")
        answer.wait("unsaved")
        expect(page.locator("#pu-liaison")).to_contain_text("vos mots restent dans cette page")
        expect(answer.root.locator(".pu-status")).to_contain_text("Pas encore enregistré")
        expect(answer.field).to_have_value("Enregistré avant la panne. Écrit pendant la panne.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    ready(page)
    expect(answer.field).to_have_value(re.compile("^Enregistré avant la panne."))


def test_a_server_killed_while_one_writes_keeps_every_acknowledged_word(tmp_path: Path, page: Page) -> None:
    course = start(tmp_path / "carnet")
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    answer = Answer(page, PROMPT)
    answer.write("Enregistré avant la coupure.")
    orphans = kernels(course)
    course.kill()
    answer.field.press("End")
    page.keyboard.type(" Pendant.")
    answer.wait("unsaved")
    expect(answer.field).to_have_value("Enregistré avant la coupure. Pendant.")
    _, alive = psutil.wait_procs(orphans, timeout=30)
    assert not alive, "a kernel outlived the server that started it"
    port = course.base.rsplit(":", 1)[1]
    with running(tmp_path / "carnet", "--port", port):
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        ready(page)
        expect(answer.field).to_have_value(re.compile("^Enregistré avant la coupure."))


def test_a_disk_that_takes_no_more_is_told_and_the_text_stays_until_it_does(tmp_path: Path, page: Page) -> None:
    with running(tmp_path / "carnet") as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        answer = Answer(page, PROMPT)
        answer.write("Enregistré tant qu’il y avait de la place.")
        largest = max(path.stat().st_size for path in course.folder.iterdir())
        before = resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, (largest, before[1]))
        long_text = "Trop long pour ce disque. " * 20_000
        answer.field.fill(long_text)
        answer.wait("unsaved")
        expect(answer.field).to_have_value(long_text)
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, before)
        answer.wait("saved")
        page.reload()
        ready(page)
        expect(answer.field).to_have_value(long_text)


def test_on_a_full_disk_every_page_still_opens_with_what_was_written_and_goes_on_once_there_is_room(
    tmp_path: Path, page: Page
) -> None:
    with running(tmp_path / "carnet") as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        answer = Answer(page, PROMPT)
        answer.write("Enregistré tant qu’il y avait de la place.")
        drawn = page.locator("[data-prompt]").count()
        page.goto(course.module("co-creer"))
        ready(page)
        before = resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))  # no page of a database
        page.goto(course.module(MODULE))
        ready(page)
        expect(answer.field).to_have_value("Enregistré tant qu’il y avait de la place.")
        expect(page.locator("[data-prompt]")).to_have_count(drawn)
        answer.field.fill("Écrit sur un disque plein.")
        answer.wait("unsaved")
        resource.prlimit(course.process.pid, resource.RLIMIT_FSIZE, before)
        answer.wait("saved")


def test_a_folder_made_read_only_is_told_and_the_text_stays(tmp_path: Path, page: Page) -> None:
    with running(tmp_path / "carnet") as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        answer = Answer(page, PROMPT)
        answer.write("Avant.")
        course.folder.chmod(0o500)
        answer.field.fill("Pendant que le dossier est fermé.")
        answer.wait("unsaved")
        expect(answer.root.get_by_role("alert").first).to_contain_text("lecture seule")
        course.folder.chmod(0o700)
        answer.wait("saved")
        expect(answer.field).to_have_value("Pendant que le dossier est fermé.")


def test_a_page_that_is_left_lets_its_kernel_go(tmp_path: Path, page: Page) -> None:
    with running(tmp_path / "carnet") as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        before = kernels(course)
        answer = Answer(page, PROMPT)
        answer.wait("new")
        answer.field.fill("Les derniers mots, juste avant de partir.")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("about:blank")
        _, alive = psutil.wait_procs(before, timeout=60)
        assert not alive
        entry = course.ask("GET", f"/parcours-u/entries?prompt={PROMPT}")[1]["entries"][0]
        assert entry["body"]["text"] == "Les derniers mots, juste avant de partir."


def test_a_stopped_server_leaves_no_kernel_behind(tmp_path: Path, page: Page) -> None:
    course = start(tmp_path / "carnet")
    page.goto(course.link)
    started = kernels(course)
    assert started
    os.kill(course.process.pid, signal.SIGTERM)
    assert course.process.wait(timeout=30) == 0
    assert not [process for process in started if process.is_running()]


def test_half_of_a_sign_ends_no_line_and_is_saved_as_the_sign_that_says_so(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "question-de-depart")
    answer = Answer(page, "question-de-depart-situation")
    page.evaluate("parcoursU.kernel.send('comm_msg', { comm_id: '\\ud83d', data: {} })")
    answer.field.evaluate(
        r"""(field) => {
          delete String.prototype.toWellFormed;
          field.value = "une idée \ud83d";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    answer.wait("saved")
    page.reload()
    ready(page)
    expect(answer.field).to_have_value("une idée \ufffd")
