"""Pages that are left: their kernels go with them, at once when nothing could be written yet, and no other page suffers."""

import re

from acting import Answer, ready
from playwright.sync_api import Page, expect

from gone import wait_until_gone
from running import Running

MODULE = "course/source/co-evoluer/co-evoluer.ipynb"


def kernel_of(page: Page) -> str:
    return str(page.evaluate("parcoursU.kernel.id"))


def test_a_page_left_as_soon_as_it_is_read_leaves_no_kernel_behind(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.page(MODULE), wait_until="commit")
    page.wait_for_function("() => window.parcoursU?.kernel.id")
    kernel = kernel_of(page)
    page.goto(course.door)
    wait_until_gone(page, f"/api/kernels/{kernel}")


def test_a_whole_page_keeps_its_kernel_once_its_text_has_all_come(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.page(MODULE))
    ready(page)
    Answer(page, "co-evoluer-revenir").write("Toujours là.")
    expect(Answer(page, "co-evoluer-revenir").field).to_have_value("Toujours là.")
    assert course.ask("GET", f"/api/kernels/{kernel_of(page)}")[0] == 200


def test_a_page_asks_its_own_server_for_few_things(course: Running, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(course.door)
    asked.clear()
    page.goto(course.page("course/source/co-initier/co-initier.ipynb"))
    ready(page)
    assert len(asked) <= 25
    assert all(re.match(re.escape(course.base), url) for url in asked)
