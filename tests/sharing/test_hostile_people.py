"""Names, replies and answers that would be programs, on every page where somebody else meets them: they are text."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from in_circle import CIRCLE, put_in_circle, reply, share
from parcours_u.domain.people import Role
from people_here import HOME, MODULE, Browser, Cohort, running_cohort
from trainer_space import part_of_space

NAME = "<img src=x onerror='window.pris=1'>"
WORDS = (
    '</script><script>window.pris = 1</script><img src=x onerror="window.pris=1"><svg onload=window.pris=1>'
    "<a href='javascript:window.pris=1'>ici</a> {{7*7}} ${7*7} \u202e à l’envers"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("hostile") / "groupe") as found:
        yield found


@pytest.fixture(scope="module")
def two(hostile: Cohort) -> tuple[Browser, Browser]:
    """Somebody whose name and words are a program, in a circle with somebody else who answered in kind."""
    attacker, neighbour = hostile.newcomer(NAME), hostile.newcomer("Bo")
    put_in_circle(hostile, attacker, neighbour, name=f"Cercle {NAME}")
    assert attacker.write(WORDS).status == 200
    assert share(attacker, "cohort").status == 200
    assert reply(neighbour, "cohort", attacker.person, WORDS).status == 200
    return attacker, neighbour


def unharmed(page: Page) -> None:
    """Check that nothing of it ran, or became an element."""
    assert page.evaluate("() => window.pris ?? null") is None
    assert page.locator("img[src='x'], svg[onload], a[href^='javascript:']").count() == 0


@pytest.mark.parametrize("who", [0, 1], ids=["its author", "the other one"])
@pytest.mark.parametrize("path", [CIRCLE, MODULE, HOME, "voila/render/course/carnet.ipynb", "mes-appareils"])
def test_on_the_pages_of_the_circle_it_is_text(
    hostile: Cohort, two: tuple[Browser, Browser], new_context: Callable[..., BrowserContext], path: str, who: int
) -> None:
    page = two[who].opened(new_context(), path)
    if path == "mes-appareils":
        page.locator("main").wait_for()
    else:
        page.wait_for_function("() => document.documentElement.dataset.puPret === 'oui'")
    if path == CIRCLE:
        expect(page.get_by_role("article").first).to_contain_text("window.pris")
        expect(page.locator("main")).to_contain_text(NAME if who else "Bo")
    unharmed(page)


def test_on_the_trainer_s_page_it_is_text(
    hostile: Cohort, two: tuple[Browser, Browser], new_context: Callable[..., BrowserContext]
) -> None:
    trainer = hostile.newcomer(f"Awa {NAME}", Role.TRAINER)
    page = trainer.opened(new_context(), part_of_space("Voir la cohorte"))
    expect(page.get_by_role("img", name="Qui a rencontré qui")).to_be_visible()
    expect(page.locator("main")).to_contain_text(NAME)
    unharmed(page)
    page.goto(f"{hostile.base}/{CIRCLE}")
    expect(page.get_by_role("article").first).to_contain_text("window.pris")
    unharmed(page)


def test_in_the_journal_that_is_taken_away_it_is_text(
    hostile: Cohort, two: tuple[Browser, Browser], page: Page
) -> None:
    page.set_content(two[0].get("parcours-u/carnet.html").text)
    expect(page.locator("body")).to_contain_text("window.pris")
    unharmed(page)


def test_on_the_printed_cards_and_the_page_that_follows_a_cohort_it_is_text(
    hostile: Cohort, two: tuple[Browser, Browser], page: Page, tmp_path: Path
) -> None:
    hostile.add(f"Zoé {NAME}")
    for words in (("inviter", "--cartes", "p.html"), ("suivre", "--page", "p.html")):
        command = [sys.executable, "-m", "parcours_u.cli", "cohorte", *words, "--dossier", str(hostile.folder.path)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
        page.set_content((tmp_path / "p.html").read_text(encoding="utf-8"))
        expect(page.locator("body")).to_contain_text("onerror")
        unharmed(page)
        (tmp_path / "p.html").unlink()
