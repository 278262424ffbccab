"""Waiting, from a page, until the server has no more of something."""

from playwright.sync_api import Page

__all__ = ["wait_until_gone"]

# Synchronous on purpose: a promise is true at once to what waits for a function, whatever it comes to.
_GONE = """at => {
  const asked = new XMLHttpRequest();
  asked.open('GET', at, false);
  asked.send();
  return asked.status === 404;
}"""


def wait_until_gone(page: Page, address: str) -> None:
    """Wait until an address of the page's own server answers that there is nothing there.

    Raises
    ------
    playwright.sync_api.TimeoutError
        When there always was something.
    """
    page.wait_for_function(_GONE, arg=address, polling=100)
