"""Find hunspell and its French dictionary, which ``parcours-u verifier`` reads with, or install them: never skip spelling.

``python tests/hunspell.py`` says whether they are there; ``--installer`` installs them first where they are not.
"""

import argparse
import sys

from debian import install_packages
from parcours_u.content.checks.spelling import MISSING, NoDictionary, unknown_words

__all__ = ["install_hunspell", "is_there"]

_PACKAGES = ("hunspell", "hunspell-fr")


def is_there() -> bool:
    """Tell whether this machine can check French spelling."""
    try:
        unknown_words([])
    except NoDictionary:
        return False
    return True


def install_hunspell() -> bool:
    """Install the program and the dictionary where they are not, and tell whether they are there now."""
    return is_there() or (install_packages(*_PACKAGES) and is_there())


def main() -> int:
    """Say whether spelling can be checked, after installing what it takes if asked to; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--installer", action="store_true", help="installer hunspell s’il est introuvable")
    options = parser.parse_args()
    if install_hunspell() if options.installer else is_there():
        return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
