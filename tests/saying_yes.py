"""Saying yes to what a command told that it would end."""

import re


def yes_in(told: str) -> list[str]:
    """Return what a command asks to be run again with."""
    return ["--oui", re.findall(r"--oui (\w+)", told)[-1]]
