"""Roles in a trainer's words: read from what they typed, and told back once given."""

from collections.abc import Sequence

from parcours_u.cohort.people_list.names import parted
from parcours_u.cohort.people_rows import charge_words
from parcours_u.domain.french_words import some
from parcours_u.domain.people import GroupKind, Person, Role
from parcours_u.domain.people_list import plain
from parcours_u.domain.visible import one_line
from parcours_u.store.errors import StoreError
from parcours_u.store.roles import Charge, Given

__all__ = ["asked_charge", "given_sentences", "newcomer", "role_in"]

_WORDS = {
    Role.PARTICIPANT: "participant participante participation",
    Role.TRAINER: "formateur formatrice formation trainer",
    Role.HOST: "hote hotesse accueil host",
    Role.ACCOMPANIST: "accompagnant accompagnante accompagnateur accompagnatrice accompagnement accompanist",
}


def role_in(text: str) -> Role | None:
    """Return the role that a word names, None where it names none."""
    return next((role for role, words in _WORDS.items() if plain(text) in words.split()), None)


def asked_charge(role: Role, territory: str, circles: Sequence[str], core_groups: Sequence[str]) -> Charge:
    """Return what is asked, from the options of a command.

    Raises
    ------
    StoreError
        When circles or core groups are named for a role that is in charge of none.
    """
    if circles and role is not Role.TRAINER:
        raise StoreError("Un cercle se confie avec le rôle de formation\u00a0: rien n’a été changé.")
    if core_groups and role is not Role.ACCOMPANIST:
        raise StoreError("Un noyau se confie avec le rôle d’accompagnement\u00a0: rien n’a été changé.")
    return Charge(role, one_line(territory), (*circles, *core_groups))


def newcomer(name: str) -> Person:
    """Return somebody who is to be added, from their name written whole.

    Raises
    ------
    StoreError
        When it is an address.
    """
    name = one_line(name)
    if "@" in name:
        raise StoreError(
            f"«\u00a0{name}\u00a0» est une adresse, pas un nom\u00a0: personne n’a été ajouté, "
            "écrivez le prénom et le nom de la personne à ajouter."
        )
    last, first = parted(name)
    return Person("", last, first) if first else Person("", "", last)


def given_sentences(done: Given, people: Sequence[Person]) -> list[str]:
    """Return what was done, in French sentences; ``people`` is everybody in the cohort."""
    role, charge = done.person.role, charge_words(done.person, done.groups)
    told = [f"{done.person.told} a maintenant ce rôle\u00a0: {role.label}{f' ({charge})' if charge else ''}."]
    territories = {one.territory for one in people if one.role is Role.PARTICIPANT and one.territory}
    if role is Role.HOST and plain(done.person.territory) not in map(plain, territories):
        known = (
            f"ceux de la cohorte sont {some(sorted(territories, key=plain))}"
            if territories
            else "aucun n’est encore dit"
        )
        told.append(
            f"Personne n’est encore de ce territoire\u00a0: {known}. Relancez avec le bon nom s’il était mal écrit."
        )
    if left := [one for one in done.left if one not in done.ended]:
        told.append(f"Groupes quittés\u00a0: {', '.join(one.name for one in left)}.")
    if any(one.kind is GroupKind.CIRCLE for one in left):
        told.append("Les cercles se réparent avec «\u00a0parcours-u cohorte cercles --reparer\u00a0».")
    return [*told, *(one.ended_sentence for one in done.ended)]
