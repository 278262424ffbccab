"""Words that could not leave, when the page itself goes: asked about, kept where that is right, offered back, then erased."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from acting import Answer, ready
from playwright.sync_api import Browser, BrowserContext, Page, expect
from vault import BOXES, boxes, kept

from axe import in_light_and_dark
from chromium import CHROMIUM_ARGUMENTS, find_chromium
from running import Running, running, start

MODULE = "co-initier"
PROMPT = "co-initier-invitation"
SCALE = "co-initier-ecoute"

Visit = Callable[[Running], Page]


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """One browser of one person, whose pages come and go."""
    return new_context()


@pytest.fixture
def visit(context: BrowserContext) -> Visit:
    """Open the module's page in a tab of that browser."""

    def open_page(course: Running) -> Page:
        page = context.new_page()
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        return page

    return open_page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "carnet"


@pytest.fixture
def crashed(folder: Path, visit: Visit, context: BrowserContext) -> Iterator[Running]:
    """A course that runs again, after a page closed with words that the server, then away, never got."""
    course = start(folder)
    page = visit(course)
    Answer(page, PROMPT).write("Enregistré.")
    course.kill()
    Answer(page, PROMPT).field.press("End")
    page.keyboard.type(" Jamais parti.")
    kept(page, 1)
    page.close()
    with running(folder, "--port", course.base.rsplit(":", 1)[1]) as again:
        yield again


def written(course: Running) -> str:
    return str(course.ask("GET", f"/parcours-u/entries?prompt={PROMPT}")[1]["entries"][0]["body"]["text"])


def test_unsent_words_are_sealed_and_their_key_cannot_be_taken_away(crashed: Running, visit: Visit) -> None:
    found = boxes(visit(crashed))
    assert found["extractable"] == [False]
    assert len(found["words"]) == 1
    assert "Jamais parti" not in found["words"][0]


def test_words_that_had_not_left_are_offered_back_and_sent(crashed: Running, visit: Visit) -> None:
    page = visit(crashed)
    answer = Answer(page, PROMPT)
    expect(answer.field).to_have_value("Enregistré.")
    found = answer.root.get_by_role("group", name="Mots retrouvés")
    expect(found).to_contain_text("Enregistré. Jamais parti.")
    expect(page.locator("#pu-annonces")).to_contain_text("n’étaient pas partis quand la page s’est fermée")
    assert [item["id"] for one in in_light_and_dark(page) for item in one["violations"]] == []
    found.get_by_role("button", name="Reprendre ces mots").click()
    answer.wait("saved")
    expect(found).to_be_hidden()
    expect(answer.field).to_be_focused()
    assert written(crashed) == "Enregistré. Jamais parti."
    kept(page, 0)


def test_what_two_closed_tabs_had_left_is_offered_one_after_the_other(folder: Path, visit: Visit) -> None:
    course = start(folder)
    first, second = visit(course), visit(course)
    course.kill()
    for rank, page in enumerate((first, second), start=1):
        Answer(page, PROMPT).field.fill(f"De l’onglet {rank}.")
        kept(page, rank)
    first.close()
    second.close()
    with running(folder, "--port", course.base.rsplit(":", 1)[1]) as again:
        page = visit(again)
        answer = Answer(page, PROMPT)
        found = answer.root.get_by_role("group", name="Mots retrouvés")
        expect(found).to_contain_text("De l’onglet 2.")
        found.get_by_role("button", name="Reprendre ces mots").click()
        expect(found).to_contain_text("De l’onglet 1.")
        expect(answer.field).to_have_value("De l’onglet 2.")
        found.get_by_role("button", name="Les oublier").click()
        expect(found).to_be_hidden()
        answer.wait("saved")
        assert written(again) == "De l’onglet 2."
        kept(page, 0)


def test_a_choice_that_had_not_left_is_told_as_it_was_read(
    tmp_path: Path, visit: Visit, context: BrowserContext
) -> None:
    course = start(tmp_path / "carnet")
    page = visit(course)
    course.kill()
    chosen = Answer(page, SCALE).root.get_by_role("radio").first
    label = chosen.evaluate("(one) => one.labels[0].innerText")
    chosen.check()
    kept(page, 1)
    page.close()
    with running(tmp_path / "carnet", "--port", course.base.rsplit(":", 1)[1]) as again:
        answer = Answer(visit(again), SCALE)
        found = answer.root.get_by_role("group", name="Mots retrouvés")
        expect(found).to_contain_text(f"Niveau\u00a0: 1 – {label}")
        found.get_by_role("button", name="Reprendre ces mots").click()
        answer.wait("saved")
        expect(answer.root.get_by_role("radio").first).to_be_checked()


def test_a_browser_that_is_killed_offers_the_words_back_when_it_opens_again(
    tmp_path: Path, folder: Path, chromium: Browser
) -> None:
    def opened() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS, locale="fr-FR"
        )

    def on_module(context: BrowserContext, course: Running) -> Page:
        page = context.new_page()
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        return page

    with running(folder) as course:
        context = opened()
        page = on_module(context, course)
        Answer(page, PROMPT).wait("new")
        context.set_offline(True)
        Answer(page, PROMPT).field.fill("Écrit juste avant la panne du navigateur.")
        kept(page, 1)
        browser = [
            one for one in psutil.process_iter(["cmdline"]) if str(tmp_path / "profile") in str(one.info["cmdline"])
        ]
        with context.expect_event("close"):
            for process in browser:
                process.kill()
        assert not psutil.wait_procs(browser, timeout=60)[1]
        again = opened()
        found = Answer(on_module(again, course), PROMPT).root.get_by_role("group", name="Mots retrouvés")
        expect(found).to_contain_text("Écrit juste avant la panne du navigateur.")
        again.close()


def test_words_that_are_forgotten_are_erased_and_change_nothing(crashed: Running, visit: Visit) -> None:
    page = visit(crashed)
    answer = Answer(page, PROMPT)
    answer.root.get_by_role("button", name="Les oublier").click()
    kept(page, 0)
    assert written(crashed) == "Enregistré."


def test_words_offered_back_on_an_answer_that_went_on_elsewhere_are_two_versions(
    crashed: Running, visit: Visit
) -> None:
    body = {"body": {"text": "Écrit ailleurs."}, "base": 1}
    assert "saved" in crashed.ask("PUT", f"/parcours-u/entries/{PROMPT}", body)[1]
    answer = Answer(visit(crashed), PROMPT)
    answer.root.get_by_role("button", name="Reprendre ces mots").click()
    answer.wait("conflict")
    expect(answer.root).to_contain_text("Cette réponse a été changée ailleurs")
    assert written(crashed) == "Écrit ailleurs."


def erase(course: Running, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(course.door)
    page.goto(course.page("course/carnet.ipynb"))
    page.get_by_text("Effacer tout mon carnet").first.click()
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name=re.compile("^Effacer")).last.click()
    expect(page.get_by_role("main")).to_contain_text("il ne reste aucun mot de votre carnet")
    return page


def test_erasing_the_journal_erases_what_the_browser_kept(crashed: Running, context: BrowserContext) -> None:
    kept(erase(crashed, context), 0)


def test_words_written_after_another_tab_erased_the_journal_are_offered_back_too(
    folder: Path, visit: Visit, context: BrowserContext
) -> None:
    course = start(folder)
    page = visit(course)
    erase(course, context)
    course.kill()
    Answer(page, PROMPT).field.fill("Écrit depuis.")
    kept(page, 1)
    page.close()
    with running(folder, "--port", course.base.rsplit(":", 1)[1]) as again:
        found = Answer(visit(again), PROMPT).root.get_by_role("group", name="Mots retrouvés")
        expect(found).to_contain_text("Écrit depuis.")


def test_the_words_of_one_journal_are_never_shown_to_another(crashed: Running, visit: Visit, folder: Path) -> None:
    port = crashed.base.rsplit(":", 1)[1]
    crashed.stop()
    with running(folder.parent / "autre", "--port", port) as another:
        page = visit(another)
        Answer(page, PROMPT).wait("new")
        kept(page, 0)
        expect(page.get_by_role("group", name="Mots retrouvés")).to_be_hidden()


def test_a_tab_leaves_the_words_of_an_open_one_alone(tmp_path: Path, visit: Visit) -> None:
    course = start(tmp_path / "carnet")
    first = visit(course)
    second_address = course.module(MODULE)
    Answer(first, PROMPT).write("Enregistré.")
    port = course.base.rsplit(":", 1)[1]
    first.route("**/*", lambda route: route.abort())  # the first tab alone stays cut, once the server is back
    course.kill()
    Answer(first, PROMPT).field.press("End")
    first.keyboard.type(" En attente.")
    kept(first, 1)
    with running(tmp_path / "carnet", "--port", port) as again:
        second = visit(again)
        assert second.url == second_address
        Answer(second, PROMPT).wait("saved")
        expect(second.get_by_role("group", name="Mots retrouvés")).to_be_hidden()
        assert len(boxes(second)["words"]) == 1


def test_leaving_is_questioned_only_while_something_is_unsent(tmp_path: Path, visit: Visit) -> None:
    course = start(tmp_path / "carnet")
    page = visit(course)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    Answer(page, PROMPT).write("Tout est enregistré.")
    page.reload()
    ready(page)
    assert dialogs == []
    course.kill()
    Answer(page, PROMPT).field.press("End")
    page.keyboard.type(" Sauf ceci.")
    page.evaluate(
        "() => { setTimeout(() => location.assign('about:blank')) }"
    )  # a tab that closes asks for half a second only
    page.wait_for_url("about:blank")
    assert dialogs == ["beforeunload"]


def test_a_browser_that_refuses_its_storage_still_gets_its_page(course: Running, context: BrowserContext) -> None:
    page, broken = context.new_page(), []
    page.on("pageerror", lambda error: broken.append(str(error)))
    refuse = "get() { throw new DOMException('The operation is insecure.', 'SecurityError') }"
    for name in ("indexedDB", "localStorage", "sessionStorage"):
        page.add_init_script(f"Object.defineProperty(window, '{name}', {{ {refuse} }})")
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    Answer(page, PROMPT).field.fill("Écrit tout de même.")
    Answer(page, PROMPT).wait("saved")
    assert broken == []


def test_nothing_is_kept_where_the_address_is_not_a_secure_one(course: Running, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(course.door)
    page.goto(course.module(MODULE))
    ready(page)
    context.set_offline(True)
    Answer(page, PROMPT).field.fill("Seulement ici.")
    expect(page.locator("#pu-liaison")).to_contain_text("vos mots restent dans cette page")
    assert page.evaluate(BOXES) is None
    assert "Seulement ici" not in page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    context.set_offline(False)
    Answer(page, PROMPT).wait("saved")
