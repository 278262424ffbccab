"""Who among those who accompany a cohort reads a deposited answer, and comments it: :mod:`.policy` asked about a gradebook.

What was deposited is in the gradebook, under a code. Who its author is, and who the answer is open to *today*, is in the cohort's
database, where there is one to ask:

- Somebody of the cohort who deposited from its pages: their entry says who it is for now. One that was narrowed since, or erased
  with the rest of their journal, is no longer read here, whatever copy had left.
- Somebody of the cohort who sent a file, written elsewhere: no entry here tells about it. Sending it was opening it to whoever
  accompanies, and it is read, unless they have an entry for the same question here, which then decides.
- A code that is nobody's in the cohort (a list imported for deposits by file, an account of this machine): they deposited to the
  whole team. Trainers of the whole cohort read it, as the command line does; one in charge of some circles does not: these
  people are in none.
- Somebody who left the cohort: nobody reads them any more in its pages, whatever they had deposited.
"""

from parcours_u.domain.audience import NOBODY, Audience, Reader
from parcours_u.domain.people import Role
from parcours_u.domain.policy import Action, may, relations
from parcours_u.domain.standing import Standing

__all__ = ["may_comment", "may_read", "outsider"]

_SENT: Audience = frozenset({Reader.TRAINER})


def outsider(code: str) -> Standing:
    """Return what a code that is nobody's in the cohort stands for: somebody who learns, in no circle."""
    return Standing(code, Role.PARTICIPANT)


def may_read(reader: Standing, author: Standing, opened: Audience | None, *, from_here: bool) -> bool:
    """Tell whether somebody reads an answer that was deposited.

    Parameters
    ----------
    reader, author : Standing
        What both are today.
    opened : Audience or None
        Who its author's entry is for; None when there is no such entry here.
    from_here : bool
        Whether the entry should be here: it was deposited from the cohort's own pages by one of its people.
    """
    return _may(Action.READ_DEPOSITED, reader, author, opened, from_here)


def may_comment(reader: Standing, author: Standing, opened: Audience | None, *, from_here: bool) -> bool:
    """Tell whether somebody comments an answer that was deposited."""
    return _may(Action.COMMENT, reader, author, opened, from_here)


def _may(action: Action, reader: Standing, author: Standing, opened: Audience | None, from_here: bool) -> bool:
    if opened is None:
        opened = NOBODY if from_here else _SENT
    return reader.person != author.person and may(action, relations(reader, author), opened, deposited=True)
