"""What becomes of a late day, in French: the whole of it in a sentence, and what each slot becomes."""

from parcours_u.domain.course import Course
from parcours_u.domain.day_plan import Fate, PlannedSlot, Replanned
from parcours_u.domain.days import When, clock
from parcours_u.domain.french_words import lowered, spoken_minutes

__all__ = ["notes", "state", "summary"]


def summary(found: Replanned) -> str:
    """Return what becomes of the day, in French."""
    fates = [one.fate for one in found.slots]
    given = [
        _counted(fates.count(Fate.SHORTENED), "séquence est réduite", "séquences sont réduites"),
        _counted(fates.count(Fate.DROPPED), "séquence est supprimée", "séquences sont supprimées"),
    ]
    given = [text for text in given if text]
    if found.late:
        kept = f"Même ainsi ({', '.join(given)}), " if given else "Plus rien ne peut céder\u00a0: "
        return (
            f"{kept}la journée finira à {clock(found.end)}, avec {spoken_minutes(found.late)} de retard. "
            "Décidez avec le groupe\u00a0: finir plus tard, ou reporter une séquence."
        )
    if not given:
        spare = f", avec {spoken_minutes(found.spare)} d’avance" if found.spare else ""
        return f"Tout tient\u00a0: la journée finit à {clock(found.end)}{spare}."
    spare = f", avec {spoken_minutes(found.spare)} libre{'s' if _several(found.spare) else ''}" if found.spare else ""
    return f"La journée finit à {clock(found.end)}{spare}. Pour cela, {' et '.join(given)}."


def notes(course: Course, one: PlannedSlot) -> list[str]:
    """Return what to know of a slot that gives way, or that makes somebody wait."""
    slot = one.slot
    told = []
    if one.fate is Fate.SHORTENED and slot.late.version:
        told.append(f"Version conseillée\u00a0: «\u00a0{course.version(slot.late.version)[1].title}\u00a0».")
    if one.fate is not Fate.KEPT:
        told.append(f"Ce que l’on perd\u00a0: {lowered(slot.late.losing(dropped=one.fate is Fate.DROPPED))}")
    if one.delay:
        told.append(f"On vous attend à {clock(one.planned)}\u00a0: prévenez de {spoken_minutes(one.delay)} de retard.")
    return told


def state(one: PlannedSlot) -> str:
    """Return what becomes of a slot, and of its length."""
    if one.fate is Fate.DROPPED:
        return f"supprimée ({_planned(one)})"
    if one.fate is Fate.SHORTENED:
        return f"réduite à {spoken_minutes(one.minutes)} ({_planned(one)})"
    if one.slot.late.when is When.KEEP and not one.slot.kind.protected:
        return f"gardée, à ne pas réduire ({spoken_minutes(one.minutes)})"
    return f"gardée ({spoken_minutes(one.minutes)})"


def _planned(one: PlannedSlot) -> str:
    minutes = one.slot.minutes
    return f"{spoken_minutes(minutes)} prévue{'s' if _several(minutes) else ''}"


def _several(minutes: int) -> bool:
    """Tell whether what goes with a length is in the plural: « 1 h 30 » is not, in French."""
    return minutes >= 2 * 60 or 2 <= minutes < 60


def _counted(count: int, one: str, several: str) -> str:
    if not count:
        return ""
    return f"une {one}" if count == 1 else f"{count} {several}"
