"""Inviting people: the trainer at the first start, anybody by name, those who lost everything. In the caller's thread."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.people import Person, Role
from parcours_u.server.cohort.cards import Card
from parcours_u.store.access import Access
from parcours_u.store.people import People

__all__ = ["before_the_start", "invite", "to_invite", "trainer_link"]

_TRAINER_HOURS = 72.0


def trainer_link(people: People, access: Access, public: str) -> tuple[str, bool]:
    """Return what the trainer opens to come in, and whether that is an invitation.

    Whoever starts the server runs the machine: they are the trainer of the whole cohort, made at the first start. Once they have
    joined, the address alone is told: their devices and their phrase open it, and no start makes another way in.
    """
    if not people.managers():
        people.add(Person("", "", "Équipe de formation", role=Role.TRAINER))
    first = before_the_start(people, access)
    if not first:
        return public, False
    return f"{public}rejoindre/{access.invite(first[0].id, _TRAINER_HOURS).token}", True


def before_the_start(people: People, access: Access) -> list[Person]:
    """Return who has the whole cohort in charge, as long as none of them is in: the first one comes in by :func:`trainer_link`."""
    trainers = people.managers()
    return [] if any(access.has_key(one.id) for one in trainers) else trainers


def to_invite(people: People, access: Access, names: Sequence[str] = ()) -> list[Person]:
    """Return who is meant: by name, code or address; without any, everybody who has not joined yet, the team included.

    Visitors have a link of their own, and those :func:`before_the_start` too: another invitation would end it.

    Raises
    ------
    StoreError
        When a name is nobody's, or several people's.
    """
    if names:
        return list({one.id: one for one in map(people.find, names)}.values())
    first = before_the_start(people, access)
    here = [one for one in people.present() if one.role is not Role.VISITOR and one not in first]
    return [one for one in here if not access.has_key(one.id)]


def invite(
    access: Access,
    found: Sequence[Person],
    public: str,
    hours: float,
    renew: bool,
    tell: Callable[[int, int, str], None],
    zone: tzinfo | None = None,
) -> list[Card]:
    """Invite people, and return what each is handed; a former invitation of theirs is replaced.

    Parameters
    ----------
    public : str
        The address that people are given.
    hours : float
        How long invitations last.
    renew : bool
        Whether they had joined, and lost everything: what only their former key opens is erased when they accept.
    tell : callable
        Told how many are done, of how many, and who is next.
    zone : datetime.tzinfo, optional
        Where the hours of the cards are told; the machine's own by default.

    Raises
    ------
    AccessRefused
        When somebody has joined already, or with ``renew`` has not; those before are invited.
    """
    cards = []
    for rank, one in enumerate(found):
        tell(rank, len(found), one.told)
        made = (access.reset if renew else access.invite)(one.id, hours)
        link, until = f"{public}rejoindre/{made.token}", french_moment(made.expires_at, zone)
        cards.append(Card(one.told, one.first_name or one.name, link, made.code, made.expires_at, until))
    return cards
