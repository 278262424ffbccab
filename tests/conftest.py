"""What every test gets: an environment of its own, and a browser that notices any foreign request."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from chromium import CHROMIUM_ARGUMENTS, find_chromium

# How long a slow machine may take before a condition counts as failed; a quick one never waits for it.
_PATIENCE = 60_000
_LOCAL_SCHEMES = {"about", "blob", "data"}
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes its own folder there, for this account alone
_ENOUGH_BYTES = 8 * 2**30

expect.set_options(timeout=_PATIENCE)
# A property holds or not, however long a loaded machine takes over an example.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_configure() -> None:
    """Have what the tests start hear interruptions, and keep temporary folders in memory where there is room.

    A run that was begun in the background (``make tests &``) ignores SIGINT, and so would every server of its tests. In memory:
    each journal and gradebook waits for its disk at every write.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    room = shutil.disk_usage(_IN_MEMORY).free if _IN_MEMORY.is_dir() else 0
    if min(room, psutil.virtual_memory().available) > _ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """Heed what whoever started the tests may have them ignore (``nohup`` does): what tests start would inherit that."""
    usual = {signal.SIGHUP: signal.SIG_DFL, signal.SIGQUIT: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is quick first: modules that drive Chromium go last, those that build and install between both.

    Whole modules, so that their servers start once. Playwright's synchronous interface also leaves an event loop
    running in the main thread: a test that calls ``asyncio.run`` itself must come before. Among modules that drive Chromium,
    those that build and install come first: the longest of all, one of two processes would end the run alone with it.
    """
    in_browser = {item.path for item in items if "chromium" in getattr(item, "fixturenames", ())}
    packaging = Path(__file__).parent / "packaging"
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(
        key=lambda item: (item.path in in_browser, item.path.is_relative_to(packaging) is not (item.path in in_browser))
    )


@pytest.fixture(scope="session", autouse=True)
def isolated_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the tests, and every process they start, an empty home: no configuration of this machine is read.

    The interpreter's own folder comes first on ``PATH``: nbgrader calls ``alembic`` by its bare name. Only pip's
    configuration and playwright's download are still found where they were: they say how to install, and what is
    installed, not how the product behaves.
    """
    home = tmp_path_factory.mktemp("home")
    before = Path.home()
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith(("JUPYTER", "IPYTHON", "NBGRADER", "BINDER_", "XDG_")) or (
                name.startswith("PARCOURS_U_") and name != "PARCOURS_U_CHROMIUM"
            ):
                patch.delenv(name)
        patch.setenv("PLAYWRIGHT_BROWSERS_PATH", _still(_playwright_downloads(before), "PLAYWRIGHT_BROWSERS_PATH"))
        pip_settings = before / ".config" / "pip" / "pip.conf"
        if pip_settings.is_file():
            patch.setenv("PIP_CONFIG_FILE", _still(pip_settings, "PIP_CONFIG_FILE"))
        patch.setenv("PIP_CACHE_DIR", _still(before / ".cache" / "pip", "PIP_CACHE_DIR"))
        # Where it is set, every server and kernel that the tests start would compile the package again.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("JUPYTER_CONFIG_DIR", str(home / "jupyter" / "config"))
        patch.setenv("JUPYTER_DATA_DIR", str(home / "jupyter" / "data"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(home / "jupyter" / "runtime"))
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
        yield home


def _still(path: Path, variable: str) -> str:
    return os.environ.get(variable, str(path))


def _playwright_downloads(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    return home / ".cache" / "ms-playwright"


@pytest.fixture(scope="session")
def allowed_hosts() -> frozenset[str]:
    """Hosts that a page may ask: this machine only. A module may override it for a server of its own."""
    return frozenset({"127.0.0.1", "localhost", "::1"})


@pytest.fixture(scope="session")
def chromium(isolated_environment: Path) -> Iterator[Browser]:
    """Start Chromium once; a machine without one fails here, in a sentence that says how to get it."""
    executable = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def _silent_contexts(browser: Browser, allowed_hosts: frozenset[str]) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def record(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _LOCAL_SCHEMES and parts.hostname not in allowed_hosts:
            foreign.append(url)

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "fr-FR", **options})
        context.set_default_timeout(_PATIENCE)
        # Before any routing: what a test answers itself would have left the machine all the same.
        context.on("request", lambda request: record(request.url))
        context.on("page", lambda opened: opened.on("websocket", lambda socket: record(socket.url)))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        for page in context.pages:
            page.close()  # as a person closes a tab: the page says so, and its place is free
        context.close()
    if foreign:
        pytest.fail("the page asked another host: " + ", ".join(sorted(set(foreign))), pytrace=False)


@pytest.fixture(scope="module")
def silent_contexts(
    chromium: Browser, allowed_hosts: frozenset[str]
) -> Callable[[], AbstractContextManager[Callable[..., BrowserContext]]]:
    """Give what ``new_context`` is made with, to a fixture that keeps a page open for several tests."""
    return partial(_silent_contexts, chromium, allowed_hosts)


@pytest.fixture
def new_context(
    silent_contexts: Callable[[], AbstractContextManager[Callable[..., BrowserContext]]],
) -> Iterator[Callable[..., BrowserContext]]:
    """Open French browser contexts; at the end, fail if any of their pages asked anything of another host.

    Options are those of :meth:`playwright.sync_api.Browser.new_context`: a colour scheme, a viewport…
    """
    with silent_contexts() as open_context:
        yield open_context


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Open one French page that may only speak to this machine."""
    return new_context().new_page()
