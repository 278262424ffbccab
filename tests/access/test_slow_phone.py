"""A phone at 400 kbit/s: coming in, reading, writing, and having it saved works, without waiting for ever."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from people_here import FREE_TEXT, MODULE, running_cohort
from slow_phone import PHONE, slow_page

pytestmark = pytest.mark.browser


def test_somebody_comes_in_and_writes_by_a_slow_line(
    tmp_path: Path, new_context: Callable[..., BrowserContext]
) -> None:
    with running_cohort(tmp_path / "groupe") as cohort:
        person = cohort.add("Ada")
        context = new_context(**PHONE)
        context.set_default_timeout(120_000)
        page = slow_page(context)
        page.goto(f"{cohort.base}/rejoindre/{cohort.invite(person.id).token}")
        page.get_by_role("button", name="Ouvrir mon accès sur cet appareil").click()
        page.get_by_label("Je l’ai notée").check()
        page.get_by_role("button", name="Entrer dans le parcours").click()
        page.wait_for_url("**/accueil.ipynb")
        page.goto(f"{cohort.base}/{MODULE}", wait_until="commit")
        page.locator("main p").first.wait_for()  # the text, before anything else
        field = page.locator(f'[data-prompt="{FREE_TEXT}"] .pu-control:not([inert]) textarea').first
        field.wait_for()
        field.fill("Écrit dans le train, entre deux tunnels.")
        page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
        page.reload()
        expect(field).to_have_value("Écrit dans le train, entre deux tunnels.", timeout=120_000)
        assert page.locator(".pu-erreur").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
