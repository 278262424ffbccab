"""What the return page shows, as plain data for its template: no HTML here, the template escapes everything."""

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any

from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.visible import is_visible
from parcours_u.grading.returns import return_json

__all__ = ["return_page"]

_STYLE = Path(__file__).parent / "templates" / "feedback" / "retour.css"


def return_page(
    course: Course,
    module: str,
    person: str,
    deposited_at: str,
    prompts: Sequence[str],
    answers: Mapping[str, str],
    comments: Mapping[str, str],
    about: Callable[[str, str, str, str], str],
    zone: tzinfo | None = None,
) -> dict[str, Any]:
    """Return the page's data.

    Parameters
    ----------
    prompts : sequence of str
        The module's prompts, in order.
    answers, comments : mapping
        The deposited texts and the trainers' words, by prompt id.
    about : callable
        ``about(person, prompt, comment, answer)`` returns the answer that a comment is about.
    zone : datetime.tzinfo, optional
        Where the moment of the deposit is told; the machine's own by default.
    """
    items = []
    for prompt in prompts:
        comment, answer = comments.get(prompt, ""), answers.get(prompt, "")
        if not is_visible(comment):
            if answer:
                items.append({"prompt": prompt, "question": _question(course, prompt), "answer": answer, "comment": ""})
            continue
        answer = about(person, prompt, comment, answer)
        items.append({"prompt": prompt, "question": _question(course, prompt), "answer": answer, "comment": comment})
    said = [
        {"prompt": item["prompt"], "text": item["comment"], "about": item["answer"]}
        for item in items
        if item["comment"]
    ]
    return {
        "title": _title(course, module),
        "course": course.title,
        "code": person,
        "deposited": french_moment(deposited_at, zone),
        "items": items,
        "comments": len(said),
        "json": return_json(module, person, deposited_at, said),
        "style": _STYLE.read_text(encoding="utf-8"),
    }


def _question(course: Course, prompt: str) -> str:
    try:
        return course.prompt(prompt).question
    except KeyError:  # a prompt that a later version of the course no longer has
        return prompt


def _title(course: Course, module: str) -> str:
    try:
        return course.part(module).title
    except KeyError:
        return module
