"""Reading a whole group's deposits from the gradebook: four queries, whatever its size. Imports nbgrader.

nbgrader's own objects cost one query an answer, and a minute for 3,000 people. Its mapped classes are queried instead, by
the session that its gradebook gives, and only ever read: counts and dates, no answer and no comment leaves the database.
"""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from nbgrader.api import Assignment, Comment, Grade, Notebook, SolutionCell, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from parcours_u.domain.following import Deposited, Released
from parcours_u.domain.visible import is_visible
from parcours_u.grading.bench import Bench
from parcours_u.grading.cohort import folder_roll
from parcours_u.store.roll import Roll

__all__ = ["dated", "deposits", "is_open", "released", "undated"]

# What nobody sees: a comment made of nothing else is none. The rarest of these signs, beyond the last blank one, are left out.
_BLANK = "".join(sign for sign in (*map(chr, range(1, 0x3001)), "\ufeff") if not is_visible(sign))


def released(bench: Bench, order: Sequence[str] = ()) -> list[Released]:
    """Return the modules that were released, those of ``order`` first and in that order."""
    counted = (
        select(Assignment.name, func.count(SolutionCell.id))
        .join(Notebook, Notebook.assignment_id == Assignment.id)
        .outerjoin(SolutionCell, SolutionCell.notebook_id == Notebook.id)
        .group_by(Assignment.name)
    )
    with bench.gradebook() as gradebook:
        found = [Released(name, questions) for name, questions in gradebook.db.execute(counted)]
    places = {module: place for place, module in enumerate(order)}
    found.sort(key=lambda one: (places.get(one.module, len(places)), one.module))
    return [one for one in found if bench.folder.release(one.module).is_file()]


def is_open(bench: Bench, module: str) -> bool:
    """Tell whether deposits of a module are taken: an opening that was cut short may have released it, and left the exchange as it was."""
    if module not in {one.module for one in released(bench)}:
        return False
    return sys.platform == "win32" or bench.folder.outbound(bench.course_id, module).is_file()


def deposits(bench: Bench, module: str | None = None, person: str | None = None) -> list[Deposited]:
    """Return what everybody deposited, or one person by their code, in one module or in all.

    In a cohort a deposit is late by the date of whoever made it; elsewhere by the one date that nbgrader knows, and its extensions.
    """
    return dated(undated(bench, module, person), folder_roll(bench.folder))


def dated(found: list[Deposited], roll: Roll | None) -> list[Deposited]:
    """Return deposits that :func:`undated` returned, each late by the roll of the cohort where there is one."""
    return found if roll is None else roll.dated(found)


def undated(bench: Bench, module: str | None = None, person: str | None = None) -> list[Deposited]:
    """Return the same as :func:`deposits`, late by nbgrader's one date even in a cohort, which is not read."""
    made = (
        select(
            SubmittedNotebook.id,
            SubmittedAssignment.student_id,
            Assignment.name,
            SubmittedAssignment.timestamp,
            Assignment.duedate,
            SubmittedAssignment.extension,
        )
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    )
    # Preparing gives nought to a question left as it was released, and nothing to one that was answered.
    answered = select(Grade.notebook_id, func.count()).where(Grade.auto_score.is_(None)).group_by(Grade.notebook_id)
    commented = (
        select(Comment.notebook_id, func.count())
        .where(func.trim(Comment.manual_comment, _BLANK) != "")
        .group_by(Comment.notebook_id)
    )
    if module is not None:
        made = made.where(Assignment.name == module)
    if person is not None:
        made = made.where(SubmittedAssignment.student_id == person)
    with bench.gradebook() as gradebook:
        session: Session = gradebook.db
        rows = session.execute(made).all()
        if person is not None:
            own = [row.id for row in rows]
            answered, commented = (
                answered.where(Grade.notebook_id.in_(own)),
                commented.where(Comment.notebook_id.in_(own)),
            )
        answers = {row[0]: row[1] for row in session.execute(answered)}
        comments = {row[0]: row[1] for row in session.execute(commented)}
    return [
        Deposited(code, name, at, _is_late(at, due, extension), answers.get(id_, 0), comments.get(id_, 0))
        for id_, code, name, at, due, extension in rows
    ]


def _is_late(at: datetime | None, due: datetime | None, extension: timedelta | None) -> bool:
    return at is not None and due is not None and at > due + (extension or timedelta())
