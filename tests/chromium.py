"""Find the Chromium that the browser tests drive, or install it: never skip them.

``python tests/chromium.py`` prints its path; ``--installer`` installs one first where there is none.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from debian import install_packages, runs

__all__ = ["CHROMIUM_ARGUMENTS", "find_chromium", "install_chromium"]

# Without a GPU or a sandbox (containers), and silent: Chromium's own services would call home during the tests.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The same engine without what surrounds a page (address bar, menus): opening one asks a tenth of the processor's time.
_WITHOUT_A_WINDOW = "chromium-headless-shell"
_USUAL_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The tests look at pages that hold Arabic, Hebrew and emoji.
_FONTS = ("fonts-dejavu-core", "fonts-noto-color-emoji")
_NOT_FOUND = (
    "Chromium est introuvable, et les tests du navigateur en ont besoin\N{NO-BREAK SPACE}: lancez "
    "«\N{NO-BREAK SPACE}python tests/chromium.py --installer\N{NO-BREAK SPACE}», ou indiquez où il se trouve "
    "avec la variable PARCOURS_U_CHROMIUM."
)


def find_chromium(*, whole: bool = False) -> str:
    """Return the path of a Chromium that starts.

    Looks at ``PARCOURS_U_CHROMIUM``, then at the usual names on ``PATH``, then at playwright's own download. A
    candidate counts when ``--version`` runs: on some systems ``chromium-browser`` is only a notice.

    Parameters
    ----------
    whole
        Prefer the browser that people use, as a figure must, to the one that has no window.

    Raises
    ------
    RuntimeError
        When there is none: one French sentence, which says how to get one.
    """
    chosen = os.environ.get("PARCOURS_U_CHROMIUM")
    if chosen:
        if _starts(chosen):
            return chosen
        raise RuntimeError(
            f"La variable PARCOURS_U_CHROMIUM indique «\N{NO-BREAK SPACE}{chosen}\N{NO-BREAK SPACE}», qui n’est "
            "pas un Chromium utilisable\N{NO-BREAK SPACE}: corrigez-la ou retirez-la."
        )
    for name in (*_USUAL_NAMES, _WITHOUT_A_WINDOW) if whole else (_WITHOUT_A_WINDOW, *_USUAL_NAMES):
        path = shutil.which(name)
        if path and _starts(path):
            return path
    downloaded = _downloaded_by_playwright()
    if downloaded and _starts(downloaded):
        return downloaded
    raise RuntimeError(_NOT_FOUND)


def install_chromium() -> str:
    """Install Chromium where there is none, and return its path.

    As root on a Debian-like system, with apt; elsewhere, or if that brings none, with ``playwright install``.

    Raises
    ------
    RuntimeError
        When neither way works.
    """
    try:
        return find_chromium()
    except RuntimeError:
        if os.environ.get("PARCOURS_U_CHROMIUM"):
            raise
    for attempt in (_install_with_apt, _install_with_playwright):
        if attempt():
            try:
                return find_chromium()
            except RuntimeError:
                continue
    raise RuntimeError(
        "Chromium n’a pas pu être installé ici, ni par apt ni par playwright\N{NO-BREAK SPACE}: installez-le "
        "vous-même, puis indiquez où il se trouve avec la variable PARCOURS_U_CHROMIUM."
    )


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _downloaded_by_playwright() -> str:
    """Return where playwright keeps its own Chromium, or nothing if it has downloaded none.

    Asked in a process of its own: playwright's synchronous interface leaves an event loop behind in the caller's.
    """
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n    print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, timeout=60, check=False)
    path = asked.stdout.strip()
    return path if asked.returncode == 0 and Path(path).is_file() else ""


def _install_with_apt() -> bool:
    return any(install_packages(name, *_FONTS) for name in (_WITHOUT_A_WINDOW, "chromium"))


def _install_with_playwright() -> bool:
    return runs([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def main() -> int:
    """Print Chromium's path, after installing it if asked to; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--installer", action="store_true", help="installer Chromium s’il est introuvable")
    options = parser.parse_args()
    try:
        print(install_chromium() if options.installer else find_chromium())
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
