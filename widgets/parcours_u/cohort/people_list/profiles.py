"""What people write in the column « profil », and which profile they mean."""

from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import plain

__all__ = ["ACCEPTED", "profiles_in"]

ACCEPTED = "élu, citoyen, dirigeant, transformation, agent ou partenaire"
"""The six profiles, as a list is asked to write them."""

_OPENINGS = {
    Profile.ELECTED: (
        "elu, elue, elus, elues, mandat electif, maire, maires, adjoint au maire, adjointe au maire, "
        "conseiller municipal, conseillere municipale, conseiller communautaire, conseillere communautaire, "
        "conseiller departemental, conseillere departementale, conseiller regional, conseillere regionale, "
        "conseiller metropolitain, conseillere metropolitaine"
    ),
    Profile.CITIZEN: (
        "citoyen, citoyenne, citoyens, citoyennes, citoyennete, habitant, habitante, habitants, habitantes, "
        "usager, usagere, usagers, usageres"
    ),
    Profile.DIRECTOR: (
        "dirigeant, dirigeante, dirigeants, dirigeantes, cadre dirigeant, cadre dirigeante, "
        "directeur, directrice, directeurs, directrices, direction, dgs, dga, dgas, dgst"
    ),
    Profile.TRANSFORMATION: (
        "transformation, transformations, labo, labos, laboratoire, laboratoires, lab, innovation, "
        "charge de mission transformation, chargee de mission transformation, "
        "charge de mission innovation, chargee de mission innovation, charge de transformation, chargee de transformation, "
        "charge d innovation, chargee d innovation, chef de projet transformation, cheffe de projet transformation, "
        "chef de projet innovation, cheffe de projet innovation"
    ),
    Profile.AGENT: "agent, agente, agents, agentes, personnel, fonctionnaire, fonctionnaires",
    Profile.PARTNER: "partenaire, partenaires, partenariat, partenariats",
}
_BY_WORDS = {tuple(words.split()): profile for profile, all_ in _OPENINGS.items() for words in all_.split(", ")}
_LONGEST = max(map(len, _BY_WORDS))
_ARTICLES = {"un", "une", "l", "le", "la", "les"}
_ENDINGS = {"e", "s", "es", "ne", "nes", "ere", "eres", "rice", "rices", "trice", "trices"}  # « agent·e·s »


def profiles_in(text: str) -> set[Profile]:
    """Return the profiles that a cell names: one when it is clear, none or several when somebody has to choose.

    The first words decide: « Élue municipale » is elected, « Assistante du maire » and « Non élu » have to be asked. What follows
    counts as long as it names another profile at once: « agent, élu ». Case, accents and gender are the writer's own.
    """
    words = [word for word in plain(text).split() if word not in _ENDINGS]
    while words and words[0] in _ARTICLES:
        del words[0]
    found = set()
    while opening := next((n for n in range(_LONGEST, 0, -1) if tuple(words[:n]) in _BY_WORDS), 0):
        found.add(_BY_WORDS[tuple(words[:opening])])
        del words[:opening]
        while words and words[0] in {"et", "ou"}:
            del words[0]
    return found
