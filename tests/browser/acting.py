"""What learners and trainers do: typing on a page, running the trainer's commands."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Locator, Page, expect

from running import Running

__all__ = ["Answer", "Trainer", "kernels", "kill_kernels", "ready"]


class Answer:
    """One prompt on a page, used by its labels as a person would."""

    def __init__(self, page: Page, prompt: str) -> None:
        self.page = page
        self.prompt = prompt
        self.root: Locator = page.locator(f'[data-prompt="{prompt}"]')
        self.field: Locator = self.root.locator("textarea, input[type=text]").first

    def write(self, text: str) -> None:
        """Type into the field and wait until the page says that it is saved."""
        self.field.fill(text)
        self.wait("saved")

    def wait(self, state: str) -> None:
        """Wait for a state of the answer, as the page tells it."""
        self.page.wait_for_selector(f'[data-prompt="{self.prompt}"][data-state="{state}"]')

    @contextmanager
    def passing(self, state: str) -> Iterator[None]:
        """Wait, at the end of a block, until the answer has come to a state since its beginning, however briefly."""
        self.root.evaluate(
            """(root, state) => {
                window.passed = new Promise((done) => new MutationObserver((_, looking) => {
                    if (root.dataset.state !== state) return;
                    looking.disconnect();
                    done();
                }).observe(root, { attributeFilter: ["data-state"] }));
            }""",
            state,
        )
        yield
        self.page.evaluate("passed")

    def share(self) -> None:
        """Open the answer to the trainer."""
        self.root.get_by_label("Moi et mon formateur ou ma formatrice").check()
        self.root.get_by_text("Elle partira quand vous déposerez").wait_for()


class Trainer:
    """A trainer at the command line, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def do(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Run one command with ``--json``; return what it printed."""
        command = [sys.executable, "-m", "parcours_u.cli", *words, "--dossier", str(self.folder), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == code, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def comment(self, module: str, person: str, prompt: str, text: str) -> None:
        """Write a comment where the formgrader writes it: nbgrader's own gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            comment = gradebook.find_comment(prompt, module, module, person)
            comment.manual_comment = text
            gradebook.db.commit()


def ready(page: Page) -> None:
    """Wait until the page's last widget is there (a module ends with its deposit), and every answer that it holds."""
    page.get_by_role("button", name="Voir ce qui partirait").wait_for()
    expect(page.locator("[data-prompt][data-state=loading]")).to_have_count(0)


def kernels(course: Running) -> list[psutil.Process]:
    """Return the processes of a course's kernels."""
    children = psutil.Process(course.process.pid).children(recursive=True)
    forked = [child for child in children if child.ppid() != course.process.pid]
    return forked or [child for child in children if "ipykernel" in " ".join(child.cmdline())]


def kill_kernels(course: Running) -> None:
    """End them as a machine without memory does."""
    found = kernels(course)
    for kernel in found:
        kernel.kill()
    assert not psutil.wait_procs(found, timeout=60)[1]
