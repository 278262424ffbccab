"""A phone on a slow line: a real Chromium's page that sends and receives at 400 kbit/s, each word 150 ms late."""

from playwright.sync_api import BrowserContext, Page

__all__ = ["PHONE", "slow_page"]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
"""What a browser context of a phone is made with."""

_BYTES_A_SECOND = 400_000 / 8
_LATE_MS = 150


def slow_page(context: BrowserContext) -> Page:
    """Open a page whose line is slow."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": _LATE_MS,
            "downloadThroughput": _BYTES_A_SECOND,
            "uploadThroughput": _BYTES_A_SECOND,
            "connectionType": "cellular3g",
        },
    )
    return page
