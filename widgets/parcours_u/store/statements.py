"""What is asked of the database at each key that somebody types: written once, so that it need not be put together each time."""

from sqlalchemy import String, and_, bindparam, func, insert, select, update

from parcours_u.store.schema import entry, revision

__all__ = ["ADD", "BEFORE", "POINT", "RENEW", "STANDING"]

_person = bindparam("whose", type_=String)
_prompt = bindparam("question", type_=String)
_of_the_answer = and_(revision.c.person == _person, revision.c.prompt == _prompt)
_the_entry = and_(entry.c.person == _person, entry.c.prompt == _prompt)

_last = select(func.max(revision.c.number)).where(_of_the_answer).correlate(None).scalar_subquery()
STANDING = (
    select(entry.c.head, entry.c.audience, _last.label("last"), revision)
    .join_from(entry, revision, and_(_of_the_answer, revision.c.number == entry.c.head), isouter=True)
    .where(_the_entry)
)
"""An answer's current version, who it is for, and its last number, which may be that of a version kept aside."""

BEFORE = (
    select(revision.c.number, revision.c.body)
    .where(_of_the_answer, revision.c.number < bindparam("below"), revision.c.aside == bindparam("kept_aside"))
    .order_by(revision.c.number.desc())
    .limit(1)
)
"""The version before a version: its number, and its body as the row holds it."""

ADD = insert(revision)

RENEW = (
    update(revision)
    .where(_of_the_answer, revision.c.number == bindparam("from"))
    .values(number=bindparam("to"), saved_at=bindparam("at"), body=bindparam("text"))
)
"""A version takes the row of the one before."""

POINT = update(entry).where(_the_entry).values(head=bindparam("to"))
"""A version becomes the current one."""
