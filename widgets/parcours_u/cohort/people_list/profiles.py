"""What people write in the column « profil », and which profile they mean."""

from parcours_u.domain.people import Profile
from parcours_u.domain.people_list import plain

__all__ = ["ACCEPTED", "profiles_in"]

ACCEPTED = "élu, citoyen, dirigeant, transformation, agent ou partenaire"
"""The six profiles, as a list is asked to write them."""

_WORDS = {
    Profile.ELECTED: "elu elue elus elues electif maire maires",
    Profile.CITIZEN: (
        "citoyen citoyenne citoyens citoyennes citoyennete habitant habitante habitants habitantes usager usagere usagers"
    ),
    Profile.DIRECTOR: (
        "dirigeant dirigeante dirigeants dirigeantes directeur directrice directeurs directrices direction dgs dga dgst"
    ),
    Profile.TRANSFORMATION: "transformation transformations labo labos laboratoire laboratoires lab innovation",
    Profile.AGENT: "agent agente agents agentes personnel fonctionnaire fonctionnaires",
    Profile.PARTNER: "partenaire partenaires partenariat partenariats",
}
_BY_WORD = {word: profile for profile, words in _WORDS.items() for word in words.split()}


def profiles_in(text: str) -> set[Profile]:
    """Return the profiles that a cell names: one when it is clear, none or several when somebody has to choose.

    Case, accents and gender are the writer's own: « Élue », « ELUS », « agent·e territorial·e », « transformation/labo ».
    """
    return {_BY_WORD[word] for word in plain(text).split() if word in _BY_WORD}
