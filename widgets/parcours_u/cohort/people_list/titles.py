"""How people title the columns of a list, and what each title tells."""

import re
from collections.abc import Sequence

from parcours_u.domain.people_list import plain

__all__ = ["told_by"]

_TITLES = {
    "last_name": (
        *("nom", "noms", "nom de famille", "nom d usage", "nom usuel", "nom de naissance", "nom marital", "patronyme"),
    ),
    "first_name": ("prenom", "prenoms", "prenom s", "prenom usuel", "prenom d usage"),
    "full_name": (
        *("nom et prenom", "nom prenom", "noms et prenoms", "noms prenoms", "nom prenoms", "nom et prenoms"),
        *("prenom et nom", "prenom nom", "prenoms et noms", "nom complet", "identite"),
        *("participant", "participante", "participants", "participant e", "participant e s", "personne", "personnes"),
    ),
    "email": (
        *("courriel", "courriels", "adresse courriel", "adresse de courriel", "email", "e mail", "mail", "mel"),
        *(
            "adresse email",
            "adresse e mail",
            "adresse mail",
            "adresse mel",
            "adresse electronique",
            "adresse de messagerie",
        ),
        *("courrier electronique", "courriel professionnel", "email professionnel", "e mail professionnel"),
        *("adresse email professionnelle", "adresse mail professionnelle", "adresse courriel professionnelle"),
        *("mail professionnel", "mail pro", "email pro", "courriel pro"),
    ),
    "profile": (
        *(
            "profil",
            "profils",
            "type de profil",
            "profil de la personne",
            "profil du participant",
            "profil participant",
        ),
        *("type de participant", "categorie de participant"),
    ),
    "organisation": (
        *("organisation", "organisations", "organisme", "structure", "collectivite", "employeur", "etablissement"),
        *("organisation ou collectivite", "collectivite ou organisation", "structure ou collectivite", "institution"),
        *("entite", "structure d appartenance", "organisation d appartenance", "collectivite d appartenance"),
        *("nom de la structure", "nom de l organisation", "nom de la collectivite", "collectivite territoriale"),
        *("organisation employeur", "structure employeur", "collectivite employeur"),
    ),
    "territory": (
        *("territoire", "territoires", "territoire d action", "territoire d intervention", "territoire concerne"),
        *("territoire de projet", "nom du territoire"),
    ),
    "superior": (
        *("superieur", "superieure", "superieur hierarchique", "superieure hierarchique", "superieur e hierarchique"),
        *("superieur e", "superieur direct", "superieur hierarchique direct", "responsable hierarchique"),
        *("responsable direct", "responsable", "n 1", "n1", "hierarchie", "superieur ou superieure hierarchique"),
        *("nom du superieur", "nom du superieur hierarchique", "nom et prenom du superieur hierarchique"),
        *("responsable n 1", "superieur n 1", "nom du n 1", "responsable hierarchique direct", "nom du responsable"),
        *("manager", "manageur", "manageuse", "manager direct", "nom du manager", "encadrant", "encadrante"),
        *("chef", "cheffe", "chef de service", "cheffe de service"),
    ),
    "pair": (
        *("binome", "binomes", "binome avec", "en binome avec", "paire", "duo", "en binome", "binome souhaite"),
        *("nom du binome", "numero de binome", "n de binome", "groupe binome", "partenaire de binome"),
    ),
}
_BY_TITLE = {title: name for name, titles in _TITLES.items() for title in titles}
_ASIDES = ("facultatif", "facultative", "optionnel", "optionnelle", "obligatoire", "si connu", "si connue")
_EXPLANATION = re.compile(r"[(\[].*?(?:[)\]]|$)")  # « Profil (élu, agent…) »


def told_by(titles: Sequence[str]) -> list[str | None]:
    """Return what each column tells, by its title; None for one that nobody knows.

    A title that isn't known is read again without what it explains in brackets, and as two words for one thing, unless another column
    tells that very thing: beside « Organisation », « Organisation (adresse) » is another matter.
    """
    known = [_BY_TITLE.get(_words(title)) for title in titles]
    told = set(known)
    briefly = [_either(_EXPLANATION.sub(" ", title)) for title in titles]
    return [name or (other if other not in told else None) for name, other in zip(known, briefly, strict=True)]


def _either(title: str) -> str | None:
    """Return what a title tells, as a whole or in each of its parts: « Organisation/Collectivité »."""
    found = {_BY_TITLE.get(_words(part)) for part in title.split("/")}
    return _BY_TITLE.get(_words(title)) or (found.pop() if len(found) == 1 else None)


def _words(title: str) -> str:
    words = plain(title)
    for aside in _ASIDES:
        words = words.removesuffix(aside).strip()
    return words
