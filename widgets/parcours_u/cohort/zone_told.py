"""Where a cohort is, in words: the places that are offered, and what a change does to the dates that were given."""

from datetime import UTC, datetime

from parcours_u.domain.french_dates import french_moment
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.programmes import Programmes
from parcours_u.zones import UTC_NAME, machine_zone, zone_named

__all__ = ["hours_sentence", "move", "offered"]

# By zone, the place, and whose hours they are.
_PLACES = {
    "Europe/Paris": ("Paris", "de Paris"),
    "America/Guadeloupe": ("Guadeloupe", "de la Guadeloupe"),
    "America/Martinique": ("Martinique", "de la Martinique"),
    "America/Cayenne": ("Guyane", "de la Guyane"),
    "Indian/Reunion": ("La Réunion", "de La Réunion"),
    "Indian/Mayotte": ("Mayotte", "de Mayotte"),
    "America/Miquelon": ("Saint-Pierre-et-Miquelon", "de Saint-Pierre-et-Miquelon"),
    "Pacific/Noumea": ("Nouvelle-Calédonie", "de la Nouvelle-Calédonie"),
    "Pacific/Wallis": ("Wallis-et-Futuna", "de Wallis-et-Futuna"),
    "Pacific/Tahiti": ("Polynésie française (Tahiti)", "de la Polynésie française"),
}


def offered(now: str, here: str) -> list[tuple[str, str]]:
    """Return the zones to choose among, each with its place: those of France, today's, and that of whoever asks.

    Parameters
    ----------
    now : str
        The zone that hours are told in.
    here : str
        The zone of the device that asks, as it says.
    """
    names = [name for name in dict.fromkeys((*_PLACES, now, here)) if zone_named(name) is not None]
    places = {name: _PLACES.get(name, (name, ""))[0] for name in names}
    return [(name, f"{place} (cet appareil)" if name == here else place) for name, place in places.items()]


def hours_sentence(name: str) -> str:
    """Return whose hours a cohort's are; an empty name is that of a machine which does not say where it is."""
    if not name:
        return "Les heures de la cohorte sont celles de la machine du serveur, faute d’un lieu choisi."
    place = "du temps universel (UTC)" if name == UTC_NAME else f"du fuseau {name}"
    return f"Les heures de la cohorte sont celles {_PLACES.get(name, ('', place))[1]}."


def move(database: Database, name: str) -> list[str]:
    """Keep another zone for a cohort; return, in French sentences, what it is now and what becomes of dates.

    Raises
    ------
    StoreError
        When there is none of this name here. The former one is kept.
    """
    kept = CohortZone(database)
    before = kept.name or machine_zone()
    kept.choose(name)
    told = [
        f"{hours_sentence(name)} Pour elle, nous sommes le {french_moment(datetime.now(UTC).isoformat(), kept.get())}."
    ]
    if name == before:
        return told
    if Assignments(database).all():
        told.append(
            "Une date déjà donnée reste au même instant, dit à cette heure-là\u00a0: relisez ce qui est attribué, et donnez de nouveau "
            "les dates qui tombent mal."
        )
    if Programmes(database).get() is not None:
        told.append("Le programme garde ses jours et ses heures, comptés là-bas.")
    return told
