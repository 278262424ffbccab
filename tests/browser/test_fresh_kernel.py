"""A page outlives its kernel and its server: another kernel takes over, and every text is where it was."""

import re
from collections.abc import Callable
from pathlib import Path

import psutil
from acting import Answer, ready
from playwright.sync_api import Page, expect

from axe import in_light_and_dark
from running import Running, running, start

MODULE = "co-initier"
PROMPT = "co-initier-invitation"
CUT = "La connexion est coupée\u00a0: vos mots restent dans cette page, ils partiront dès son retour."
Opener = Callable[[Running, str], Page]


def kernel_of(page: Page) -> str:
    return str(page.evaluate("parcoursU.kernel.id"))


def kernels(course: Running) -> list[psutil.Process]:
    children = psutil.Process(course.process.pid).children(recursive=True)
    forked = [child for child in children if child.ppid() != course.process.pid]
    return forked or [child for child in children if "ipykernel" in " ".join(child.cmdline())]


def written(course: Running, prompt: str) -> str:
    return str(course.ask("GET", f"/parcours-u/entries?prompt={prompt}")[1]["entries"][0]["body"]["text"])


def asides(course: Running, prompt: str) -> list[str]:
    revisions = course.ask("GET", f"/parcours-u/entries/{prompt}/history")[1]["revisions"]
    return [revision["body"]["text"] for revision in revisions if revision["aside"]]


def test_a_killed_kernel_is_replaced_while_somebody_types_and_nothing_moves(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, MODULE)
    answer = Answer(page, PROMPT)
    answer.write("Avant la panne, et la fin.")
    before = kernel_of(page)
    for kernel in kernels(course):
        kernel.kill()
    answer.field.evaluate("field => field.setSelectionRange(14, 14)")
    page.keyboard.type(" puis pendant elle")
    page.wait_for_function("before => parcoursU.kernel.id !== before", arg=before)
    page.keyboard.type(" aussi")
    answer.wait("saved")
    text = "Avant la panne puis pendant elle aussi, et la fin."
    expect(answer.field).to_have_value(text)
    expect(answer.field).to_be_focused()
    assert answer.field.evaluate("field => field.selectionStart") == text.index(",")
    assert written(course, PROMPT) == text
    assert asides(course, PROMPT) == []


def test_a_server_that_comes_back_gets_every_word_typed_while_it_was_away(tmp_path: Path, page: Page) -> None:
    course = start(tmp_path / "carnet")
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    answer = Answer(page, PROMPT)
    answer.write("Avant.")
    course.kill()
    answer.field.press("End")
    page.keyboard.type(" Pendant.")
    expect(page.locator("#pu-liaison")).to_have_text(CUT)
    expect(answer.root.locator(".pu-status")).to_contain_text("Pas encore enregistré")
    assert [item["id"] for found in in_light_and_dark(page) for item in found["violations"]] == []
    with running(tmp_path / "carnet", "--port", course.base.rsplit(":", 1)[1]) as again:
        answer.wait("saved")
        expect(page.locator("#pu-liaison")).to_be_empty()
        expect(answer.field).to_have_value("Avant. Pendant.")
        expect(answer.field).to_be_focused()
        assert written(again, PROMPT) == "Avant. Pendant."
        assert asides(again, PROMPT) == []
        answer.write("Avant. Pendant. Après.")
        assert written(again, PROMPT) == "Avant. Pendant. Après."
    assert loads == []
