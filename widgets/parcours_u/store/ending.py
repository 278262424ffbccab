"""No group ends for something else that is asked, unless whoever asks said yes to the end of these very groups."""

from collections.abc import Iterable, Sequence

from parcours_u.domain.ending import ending_sentence, yes_to
from parcours_u.domain.people import Group, Person
from parcours_u.store.errors import StoreError

__all__ = ["WouldEnd", "check_agreed"]


class WouldEnd(StoreError):
    """What is asked would end groups, to which nobody said yes. Nothing is changed.

    Attributes
    ----------
    question : str
        Which they are, and what goes with them, as one French sentence.
    yes : str
        What says yes to it, when the same is asked again.
    """

    def __init__(self, question: str, yes: str) -> None:
        super().__init__(
            f"{question} Rien n’a encore été changé\u00a0: si c’est bien ce que vous voulez, relancez la même commande avec --oui {yes}."
        )
        self.question, self.yes = question, yes


def check_agreed(ended: Sequence[Group], agreed: str, people: Iterable[Person]) -> None:
    """Check, before a transaction is committed, that the groups that it ended are those to which somebody said yes.

    Parameters
    ----------
    ended : sequence of Group
        All those that it ended.
    agreed : str
        The yes that was given, see :func:`.yes_to`; empty for none.
    people : iterable of Person
        The cohort's, to tell who is in them.

    Raises
    ------
    WouldEnd
        When they are others: they are told, and asked about again. Where none ended, nothing is lost, whatever was agreed to.
    """
    if ended and yes_to(ended) != agreed:
        raise WouldEnd(ending_sentence(ended, {one.id: one.told for one in people}), yes_to(ended))
