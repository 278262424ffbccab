"""How long a phone on a slow line waits: a real Chromium at 400 kbit/s, from an invitation to a word saved."""

from collections.abc import Callable
from time import perf_counter

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from sides import PageFailed

from people_here import FREE_TEXT, MODULE, Cohort
from slow_phone import PHONE, slow_page

__all__ = ["STEPS", "visit_by_phone"]

STEPS = (
    "invitation readable",
    "button to phrase readable",
    "phrase noted to home readable",
    "module readable",
    "module takes words",
    "word to saved",
)
_LONG = 120_000


def visit_by_phone(browser: Browser, cohort: Cohort, opening: str) -> list[float]:
    """Come in with an empty cache and write a word in a module; return the milliseconds of each of :data:`STEPS`.

    Parameters
    ----------
    opening : str
        How the module's first paragraph begins.

    Raises
    ------
    PageFailed
        When a step takes two minutes.
    """
    link = f"{cohort.base}/rejoindre/{cohort.invite(cohort.add('Téléphone').id).token}"
    context = browser.new_context(locale="fr-FR", **PHONE)
    try:
        context.set_default_timeout(_LONG)
        return _visit(slow_page(context), link, f"{cohort.base}/{MODULE}", opening)
    except PlaywrightTimeout as error:
        raise PageFailed(f"a phone waited for two minutes: {error}") from None
    finally:
        context.close()


def _visit(page: Page, link: str, module: str, opening: str) -> list[float]:
    answer = page.locator(f'[data-prompt="{FREE_TEXT}"]').first
    field = answer.locator("textarea").first
    open_field = f'[data-prompt="{FREE_TEXT}"] .pu-control:not([inert]) textarea'
    took = [
        _timed(
            lambda: page.goto(link, wait_until="commit"), page.get_by_role("button", name="Ouvrir mon accès").wait_for
        ),
        _timed(
            page.get_by_role("button", name="Ouvrir mon accès").click,
            page.get_by_role("heading", name="Votre phrase de récupération").wait_for,
        ),
    ]
    page.get_by_label("Je l’ai notée").check()
    took.append(
        _timed(page.get_by_role("button", name="Entrer dans le parcours").click, page.locator("main h1").first.wait_for)
    )
    begun = perf_counter()
    page.goto(module, wait_until="commit")
    page.locator("main").get_by_text(opening).first.wait_for()
    took.append(1000 * (perf_counter() - begun))
    page.wait_for_selector(open_field)
    took.append(1000 * (perf_counter() - begun))
    field.focus()
    took.append(
        _timed(
            lambda: page.keyboard.type("u"),
            lambda: page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]'),
        )
    )
    return took


def _timed(doing: Callable[[], object], done: Callable[[], object]) -> float:
    """Return the milliseconds from doing something to what it leads to being there."""
    begun = perf_counter()
    doing()
    done()
    return 1000 * (perf_counter() - begun)
