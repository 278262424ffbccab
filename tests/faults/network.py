"""A person's browser whose network is cut while they type: a real Chromium, whose words must all arrive."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kinds import Fault
from ledger import Ledger
from playwright.async_api import Browser, Page, async_playwright
from scene import Scene

from chromium import CHROMIUM_ARGUMENTS, find_chromium

__all__ = ["NETWORK", "PROMPT", "chromium", "network_cut"]

NETWORK = "réseau coupé (navigateur)"
MODULE, PROMPT = "co-evoluer", "co-evoluer-revenir"
_LONG = 120_000


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a Chromium for the length of a block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def network_cut(browser: Browser) -> Fault:
    """Return the fault that cuts this browser's network."""

    async def cut(scene: Scene, ledger: Ledger, chance: random.Random) -> None:
        """Type, with the network cut for a part of it; sometimes the server is killed meanwhile. All must be saved at last."""
        context = await browser.new_context(locale="fr-FR")
        try:
            await context.request.get(scene.course.door)
            page = await context.new_page()
            page.set_default_timeout(_LONG)
            await page.goto(scene.course.module(MODULE))
            await _type(page, scene, ledger, chance)
        finally:
            await context.close()

    return cut


async def _type(page: Page, scene: Scene, ledger: Ledger, chance: random.Random) -> None:
    await page.wait_for_selector(f'[data-prompt="{PROMPT}"] .pu-control:not([inert]) textarea')
    sheet = ledger.open(PROMPT, alone=False)  # a page that lost its kernel goes on under the name of another
    field = page.locator(f'[data-prompt="{PROMPT}"] textarea').first
    await field.fill(f"{sheet.start}avant la coupure.")
    await asyncio.sleep(chance.uniform(0, 2))
    await page.context.set_offline(True)
    await field.press("End")
    await page.keyboard.type(" Pendant la coupure.")
    if chance.random() < 0.3:
        await scene.kill()
        await scene.begin()
    await asyncio.sleep(chance.uniform(0, 6))
    await page.context.set_offline(False)
    await page.keyboard.type(" Après la coupure.")
    await page.wait_for_selector(f'[data-prompt="{PROMPT}"][data-state="saved"]')
    # The page now says that all of it is saved.
    sheet.keep(f"{sheet.start}avant la coupure. Pendant la coupure. Après la coupure.")
