"""Choosing what a cohort lives, and saying that a day runs late: what is refused, and how it is said."""

from datetime import date

from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import PLAUSIBLE_YEARS
from parcours_u.domain.programme import NotThatDay, dated_days, lateness
from parcours_u.store.programmes import Programmes

__all__ = ["ProgrammeRefused", "choose", "run_late"]

_NO_FORMAT = "Il n’y a pas de format «\u00a0{}\u00a0» dans ce parcours\u00a0: rien n’a été changé, choisissez parmi {}."
_NO_DATE = "Le premier jour est trop lointain ou trop ancien\u00a0: rien n’a été changé, vérifiez l’année."
_NO_LATENESS = "Un retard est de 1 à 600\u00a0minutes\u00a0: le plan reste le même, redonnez-le."
_NO_PROGRAMME = (
    "La cohorte ne suit pas de programme\u00a0: aucun retard n’a été noté, choisissez d’abord un format et son premier jour, "
    "avec «\u00a0parcours-u cohorte programme FORMAT --premier-jour DATE\u00a0»."
)
_NOT_THAT_DAY = "Ce jour n’est pas dans le programme de la cohorte\u00a0: rien n’a été changé."
_OVER = "À cette heure, même avec ce retard, la journée est finie\u00a0: le plan reste le même."
_CHANGED = (
    "Le programme a changé entre-temps\u00a0: le retard n’a pas été noté, relisez le programme avant de recommencer."
)


class ProgrammeRefused(Exception):
    """The programme stays as it was. The message is one French sentence."""


def choose(programmes: Programmes, course: Course, format_id: str, first_day: date) -> None:
    """Live a format from a day on.

    Raises
    ------
    ProgrammeRefused
        When the course has no such format, or the year is a mistake.
    """
    known = [one.id for one in course.formats]
    if format_id not in known:
        raise ProgrammeRefused(_NO_FORMAT.format(format_id, ", ".join(known)))
    if first_day.year not in PLAUSIBLE_YEARS:
        raise ProgrammeRefused(_NO_DATE)
    programmes.choose(format_id, first_day.isoformat())


def run_late(programmes: Programmes, course: Course, on: date, minutes: int, now: int) -> None:
    """Note that a day is some minutes behind its plan at some time, in minutes since midnight.

    Raises
    ------
    ProgrammeRefused
        When the cohort lives no such day, the lateness is none, or the day would be over.
    """
    chosen = programmes.get()
    if chosen is None or chosen.format not in {one.id for one in course.formats}:
        raise ProgrammeRefused(_NO_PROGRAMME)
    day = dict(dated_days(course.format(chosen.format), date.fromisoformat(chosen.first_day))).get(on)
    if day is None:
        raise ProgrammeRefused(_NOT_THAT_DAY)
    try:
        late = lateness(day, on, minutes, now)
    except NotThatDay:
        raise ProgrammeRefused(_OVER) from None
    except ValueError:
        raise ProgrammeRefused(_NO_LATENESS) from None
    if not programmes.set_late(chosen, late):
        raise ProgrammeRefused(_CHANGED)
