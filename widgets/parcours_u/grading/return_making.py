"""Making a return: the page that nbgrader's feedback makes here, from one template compiled once. Imports nbgrader.

nbgrader converts the commented notebook through nbconvert, which compiles the template again for each person, to show none
of its cells: this course's template draws the comments beside their answers, and nothing else. So the page is drawn from
them directly, and put with the deposit's other files where nbgrader's release finds it. A test holds both to the same page.
Where a folder's ``nbgrader_config.py`` says otherwise than this course, nbgrader's own feedback is run.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache

from jinja2 import Environment, FileSystemLoader, Template
from nbgrader.utils import rmtree

from parcours_u.grading.bench import Bench, failure
from parcours_u.grading.config import TEMPLATES
from parcours_u.grading.ledger import Ledger
from parcours_u.grading.notebooks import prompt_ids, read_released
from parcours_u.grading.return_page import return_page

__all__ = ["Commented", "make_return"]

_MODE = 0o644  # nbgrader's own; the folder is closed


@dataclass(frozen=True, repr=False)
class Commented:
    """A deposit as its return shows it: answers and comments by prompt id."""

    person: str
    deposited_at: str
    answers: Mapping[str, str]
    comments: Mapping[str, str]


def make_return(bench: Bench, module: str, commented: Commented, ledger: Ledger, zone: tzinfo | None) -> str | None:
    """Make ``feedback/<person>/<module>/<module>.html``, with hours told in ``zone``.

    Returns
    -------
    str or None
        The name of what went wrong, None when the page is there.
    """
    if not bench.usual:
        return failure(bench.api.generate_feedback(module, commented.person, force=True))
    try:
        _make(bench, module, commented, ledger, zone)
    except Exception as error:  # the others go on; its text is not passed on: it may quote an answer
        return type(error).__name__
    return None


def _make(bench: Bench, module: str, commented: Commented, ledger: Ledger, zone: tzinfo | None) -> None:
    page = return_page(
        course=bench.course,
        module=module,
        person=commented.person,
        deposited_at=commented.deposited_at,
        prompts=prompt_ids(read_released(bench.folder.release(module))),
        answers=commented.answers,
        comments=commented.comments,
        about=ledger.about,
        zone=zone,
    )
    html = _template().render(resources={"parcours_u": page})
    file = bench.folder.feedback(commented.person, module)
    if file.parent.exists():
        rmtree(str(file.parent))
    file.parent.mkdir(parents=True)
    for path in bench.folder.autograded(commented.person, module).iterdir():
        if path.suffix != ".ipynb":
            shutil.copyfile(path, file.with_name(path.name))
    file.write_bytes(html.encode())
    for path in file.parent.iterdir():
        path.chmod(_MODE)


@cache
def _template() -> Template:
    folder = FileSystemLoader(TEMPLATES / "feedback")
    # As nbconvert sets it, so that the page is the same.
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "index.html.j2"
    )
