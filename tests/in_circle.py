"""People of a cohort that really runs, in one circle: sharing, replying and reading as their pages do."""

from collections.abc import Sequence
from typing import Any

from parcours_u.domain.people import Group, GroupKind
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from people_here import FREE_TEXT, Answer, Browser, Cohort

__all__ = ["CIRCLE", "put_in_circle", "replies", "reply", "share", "text_of"]

CIRCLE = "voila/render/course/cercle.ipynb"


def put_in_circle(cohort: Cohort, *people: Browser, name: str = "Le noyer") -> str:
    """Form the only circle of a cohort; return its room."""
    with cohort_database(cohort.folder) as database:
        groups = Groups(database)
        wanted = [Group("", GroupKind.CIRCLE, name, tuple(one.person for one in people))]
        (made,) = groups.replace(GroupKind.CIRCLE, groups.current(GroupKind.CIRCLE), wanted)
    return f"circle:{made.id}"


def share(browser: Browser, *readers: str, prompt: str = FREE_TEXT) -> Answer:
    """Choose who an answer is for."""
    return browser.ask("PATCH", f"parcours-u/entries/{prompt}", {"audience": list(readers)})


def reply(browser: Browser, room: str, owner: str, text: str, prompt: str = FREE_TEXT) -> Answer:
    """Answer somebody's entry."""
    asked = {"room": room, "owner": owner, "prompt": prompt, "text": text}
    return browser.ask("POST", "parcours-u/shared/replies", asked)


def _entry(browser: Browser, owner: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = browser.get("parcours-u/shared").json["entries"]
    return next(one for one in found if one["owner"] == owner)


def text_of(browser: Browser, owner: str) -> str:
    """Return the words of somebody's entry, as another one reads them."""
    return " ".join(text for _, text in _entry(browser, owner)["texts"])


def replies(browser: Browser, owner: str) -> Sequence[str]:
    """Return the replies to somebody's entry, in order, as another one reads them."""
    return [one["text"] for one in _entry(browser, owner)["replies"]]
