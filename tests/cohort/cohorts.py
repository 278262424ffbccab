"""Cohorts for the tests: people, circles and deposits, in as few words as a test needs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from parcours_u.cohort.overview.seen import Seen
from parcours_u.domain.circles import met_pair
from parcours_u.domain.following import Deposited, Released
from parcours_u.domain.people import Group, GroupKind, Person, Profile

__all__ = ["FIRST_DAY", "circle", "cohorts", "deposit", "person", "seen"]

FIRST_DAY = datetime(2027, 3, 1, 9, 0)
MODULES = ("co-initier", "presencing")


def person(number: int, profile: Profile = Profile.AGENT, **more: str) -> Person:
    """Return somebody; their code is « C » and their number."""
    names = {"last_name": f"Nom{number:02}", "first_name": "Prénom", **more}
    return Person(f"id{number:02}", **names, profile=profile, code=f"C{number}")


def circle(name: str, *numbers: int) -> Group:
    """Return a circle of these people."""
    return Group(f"cercle-{name}", GroupKind.CIRCLE, name, tuple(f"id{number:02}" for number in numbers))


def deposit(number: int, module: str = MODULES[0], day: int = 0, comments: int = 0, answers: int = 3) -> Deposited:
    """Return somebody's deposit, so many days after the first."""
    return Deposited(f"C{number}", module, FIRST_DAY + timedelta(days=day), False, answers, comments)


def seen(
    people: list[Person],
    deposits: Sequence[Deposited] = (),
    circles: Sequence[Group] = (),
    before: Sequence[tuple[int, int]] = (),
    **more: object,
) -> Seen:
    """Return what a trainer's views are made from."""
    met_before = {met_pair(f"id{one:02}", f"id{other:02}") for one, other in before}
    today = {
        met_pair(one, other) for group in circles for one in group.members for other in group.members if one != other
    }
    values: dict[str, object] = {
        "released": tuple(Released(module, 5) for module in MODULES),
        "titles": {"co-initier": "Co-initier", "presencing": "Presencing"},
        "today": date(2027, 3, 3),
        "zone": UTC,
        **more,
    }
    return Seen(tuple(people), tuple(circles), met_before | today, met_before, deposits=tuple(deposits), **values)  # type: ignore[arg-type]


@st.composite
def cohorts(draw: st.DrawFn) -> Seen:
    """Draw a cohort with any profiles, circles and deposits."""
    profiles = draw(st.lists(st.sampled_from(Profile), min_size=1, max_size=45))
    people = [person(number, profile) for number, profile in enumerate(profiles)]
    deposits = [
        deposit(number, module, draw(st.integers(0, 90)), draw(st.integers(0, 1)))
        for number in range(len(people))
        for module in MODULES
        if draw(st.booleans())
    ]
    circles = [circle(f"Cercle {at}", *range(at, min(at + 5, len(people)))) for at in range(0, len(people), 5)]
    returned = {(one.person, one.module): "2027-04-10T09:00:00Z" for one in deposits if one.comments}
    formed = draw(st.sampled_from([circles, []]))
    return seen(people, deposits, formed, before=[(0, len(people) - 1)], returned=returned)
