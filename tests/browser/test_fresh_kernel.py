"""A page outlives its kernel and its server: another kernel takes over, and every text is where it was."""

from collections.abc import Callable
from pathlib import Path

from acting import Answer, kernels, kill_kernels, ready
from playwright.sync_api import Page, expect

from axe import in_light_and_dark
from running import Running, running, start

MODULE = "co-initier"
PROMPT = "co-initier-invitation"
CUT = "La connexion est coupée\u00a0: vos mots restent dans cette page, ils partiront dès son retour."
Opener = Callable[[Running, str], Page]


def kernel_of(page: Page) -> str:
    return str(page.evaluate("parcoursU.kernel.id"))


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
    kill_kernels(course)
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


def test_a_network_that_comes_back_gets_the_words_at_once_and_the_kernel_is_the_same(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "co-percevoir")
    answer = Answer(page, "co-percevoir-suspendre")
    answer.write("Avant la coupure.")
    kernel = kernel_of(page)
    page.context.set_offline(True)
    page.wait_for_function("() => parcoursU.kernel.state === 'cut'")
    answer.field.press("End")
    for words in (" Un.", " Deux.", " Trois."):
        page.keyboard.type(words)
        answer.wait("unsaved")
    expect(page.locator("#pu-liaison")).to_have_text(CUT)
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(page.locator(".pu-depot .pu-issue")).to_contain_text("réessayez dès qu’elle sera revenue")
    page.context.set_offline(False)
    answer.wait("saved")
    expect(page.locator("#pu-annonces")).to_have_text("La page est de nouveau reliée au parcours.")
    assert kernel_of(page) == kernel
    assert written(course, answer.prompt) == "Avant la coupure. Un. Deux. Trois."
    assert asides(course, answer.prompt) == []


def test_a_kernel_culled_while_nobody_typed_is_replaced_and_shows_what_was_saved_elsewhere_meanwhile(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "co-creer")
    answer = Answer(page, "co-creer-protection")
    answer.write("Écrit ici.")
    before = kernel_of(page)
    entry = course.ask("GET", f"/parcours-u/entries?prompt={answer.prompt}")[1]["entries"][0]
    body = {"body": {"text": "Écrit ailleurs."}, "base": entry["revision"]}
    assert "saved" in course.ask("PUT", f"/parcours-u/entries/{answer.prompt}", body)[1]
    assert page.request.delete(f"{course.base}/api/kernels/{before}", headers=xsrf(page)).status == 204
    page.evaluate("parcoursU.kernel.doubt()")
    expect(answer.field).to_have_value("Écrit ailleurs.")
    assert kernel_of(page) != before
    answer.write("Écrit ailleurs, puis ici.")
    assert asides(course, answer.prompt) == []


def test_what_surrounds_the_answers_works_with_the_kernel_that_took_over(course: Running, open_module: Opener) -> None:
    page = open_module(course, "co-initier")
    before = kernel_of(page)
    kill_kernels(course)
    page.evaluate("parcoursU.kernel.doubt()")
    page.wait_for_function("before => parcoursU.kernel.id !== before", arg=before)
    page.get_by_role("button", name="Voir ce qui partirait").click()
    expect(page.get_by_role("status").filter(has_text="partirait")).to_have_count(1)


def test_what_was_asked_of_a_kernel_that_then_ended_is_told_at_once_and_can_be_asked_again(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "presencing")
    for kernel in kernels(course):
        kernel.suspend()
    look = page.get_by_role("button", name="Voir ce qui partirait")
    look.click()
    expect(look).to_have_attribute("aria-disabled", "true")
    kill_kernels(course)
    expect(page.locator(".pu-depot .pu-issue")).to_contain_text("La connexion a été coupée entre-temps")
    look.click()
    expect(page.get_by_role("status").filter(has_text="partirait")).to_have_count(1)


def test_kernels_that_are_killed_one_after_the_other_lose_no_word_and_split_no_answer(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "recolte")
    answer = Answer(page, "recolte-recit")
    answer.wait("new")
    answer.field.focus()
    typed = ""
    for moment in ("saving", "saved", "saving"):
        before = kernel_of(page)
        with answer.passing(moment):
            page.keyboard.type("avant, ")
        kill_kernels(course)
        page.keyboard.type("après. ")
        typed += "avant, après. "
        page.wait_for_function("before => parcoursU.kernel.id !== before", arg=before)
    answer.wait("saved")
    expect(answer.field).to_have_value(typed)
    assert written(course, answer.prompt) == typed
    assert asides(course, answer.prompt) == []


def test_words_typed_while_the_answer_was_changed_elsewhere_are_a_second_version(
    course: Running, open_module: Opener
) -> None:
    page = open_module(course, "co-evoluer")
    answer = Answer(page, "co-evoluer-revenir")
    answer.write("Écrit ici.")
    entry = course.ask("GET", f"/parcours-u/entries?prompt={answer.prompt}")[1]["entries"][0]
    kill_kernels(course)
    body = {"body": {"text": "Écrit ailleurs."}, "base": entry["revision"]}
    assert "saved" in course.ask("PUT", f"/parcours-u/entries/{answer.prompt}", body)[1]
    answer.field.fill("Écrit ici, sans le savoir.")
    answer.wait("conflict")
    expect(answer.field).to_have_value("Écrit ici, sans le savoir.")
    assert written(course, answer.prompt) == "Écrit ailleurs."
    assert asides(course, answer.prompt) == ["Écrit ici, sans le savoir."]
    answer.root.get_by_role("button", name="Garder mon texte").click()
    answer.wait("saved")
    assert written(course, answer.prompt) == "Écrit ici, sans le savoir."


def xsrf(page: Page) -> dict[str, str]:
    cookies = {str(cookie.get("name")): str(cookie.get("value")) for cookie in page.context.cookies()}
    return {"X-XSRFToken": cookies["_xsrf"]}
