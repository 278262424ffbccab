"""A cohort whose database is locked, full or gone while people write and share: the page says so, keeps the words, recovers."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from disks import FolderDisk
from in_circle import CIRCLE, put_in_circle, replies, reply, share, text_of
from people_here import FREE_TEXT, MODULE, Browser, Cohort, animate, running_cohort

DATABASE = "carnet.sqlite3"
# Another program, which keeps the database to itself until it is told to let go.
_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


@contextmanager
def locked(cohort: Cohort) -> Iterator[None]:
    """Have another program hold the database."""
    command = [sys.executable, "-c", _HOLDER, str(cohort.folder.cohort / DATABASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate()


@contextmanager
def full(cohort: Cohort) -> Iterator[None]:
    """Leave the server no room to write in."""
    disk = FolderDisk(cohort.folder.cohort)
    disk.fill(cohort)
    yield
    disk.free(cohort)


FAULTS = {"locked by another program": locked, "full": full}


class Scene:
    """Ada, who writes in a module; Bo, who reads and replies on the circle's page."""

    def __init__(self, cohort: Cohort, new_context: Callable[..., BrowserContext]) -> None:
        self.cohort = cohort
        self.ada, self.bo = cohort.newcomer("Ada"), cohort.newcomer("Bo")
        self.room = put_in_circle(cohort, self.ada, self.bo)
        assert self.ada.write("Avant.").status == 200
        assert share(self.ada, "circle").status == 200
        self.writing = self.ada.opened(new_context(), MODULE)
        self.reading = self.bo.opened(new_context(), CIRCLE)
        expect(self.field).to_have_value("Avant.")
        expect(self.shared).to_contain_text("Avant.")

    @property
    def answer(self) -> Locator:
        """Ada's."""
        return self.writing.locator(f'[data-prompt="{FREE_TEXT}"]').first

    @property
    def field(self) -> Locator:
        """Where she writes."""
        return self.answer.locator("textarea").first

    @property
    def shared(self) -> Locator:
        """What Bo sees of it."""
        return self.reading.get_by_role("article", name="Ada du groupe")


@pytest.fixture
def scene(tmp_path: Path, new_context: Callable[..., BrowserContext]) -> Iterator[Scene]:
    with running_cohort(tmp_path / "groupe") as cohort:
        yield Scene(cohort, new_context)


def saved(page: Page) -> None:
    page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')


def write_reply(page: Page, text: str) -> None:
    page.get_by_role("button", name="Répondre à Ada du groupe").click()
    page.get_by_label("Votre réponse à Ada du groupe").fill(text)
    page.get_by_role("button", name="Envoyer").click()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_page_says_so_keeps_the_words_and_recovers_by_itself(
    scene: Scene, fault: Callable[[Cohort], AbstractContextManager[None]]
) -> None:
    with fault(scene.cohort):
        scene.field.fill("Avant. Pendant.")
        write_reply(scene.reading, "Je réponds pendant.")
        expect(scene.answer.locator(".pu-status")).to_contain_text("Pas encore enregistré")
        expect(scene.reading.get_by_role("alert").filter(has_text=".")).to_have_count(1)
        expect(scene.field).to_have_value("Avant. Pendant.")
        expect(scene.reading.get_by_label("Votre réponse à Ada du groupe")).to_have_value("Je réponds pendant.")
        refused = reply(scene.bo, scene.room, scene.ada.person, "jamais acceptée")
        assert refused.status >= 500
        assert refused.json["message"].endswith(".")
    saved(scene.writing)
    expect(scene.shared).to_contain_text("Avant. Pendant.")
    scene.reading.get_by_role("button", name="Envoyer").click()
    expect(scene.shared).to_contain_text("Je réponds pendant.")
    assert replies(scene.ada, scene.ada.person) == ["Je réponds pendant."]
    assert scene.cohort.stop() == 0
    assert "Traceback" not in scene.cohort.said
    everything_is_there(scene.cohort.folder.cohort)


def test_a_database_deleted_while_people_write_and_share_is_put_back(scene: Scene) -> None:
    for path in scene.cohort.folder.cohort.glob(f"{DATABASE}*"):
        path.unlink()
    scene.field.fill("Avant. Pendant.")
    saved(scene.writing)
    write_reply(scene.reading, "Je réponds.")
    expect(scene.shared).to_contain_text("Je réponds.")
    scene.cohort.kill()
    again = animate(scene.cohort.folder.path, port=None)
    scene.cohort.process = again.process
    assert text_of(scene.bo, scene.ada.person) == "Avant. Pendant."
    assert replies(scene.ada, scene.ada.person) == ["Je réponds."]
    assert scene.cohort.stop() == 0
    everything_is_there(scene.cohort.folder.cohort)


def everything_is_there(folder: Path) -> None:
    """Check that the file alone is whole, once the server has ended."""
    assert [*folder.glob(f"{DATABASE}-*")] == []
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_whoever_comes_in_meanwhile_is_asked_to_wait_and_their_invitation_still_serves(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as cohort:
        token = cohort.invite(cohort.add("Cy").id).token
        late: Browser = cohort.browser()
        with full(cohort):
            answer = late.join(token)
            assert answer.status >= 500
            assert "Traceback" not in answer.text
        assert late.join(token).status == 303
