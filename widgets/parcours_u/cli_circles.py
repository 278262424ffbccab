"""The commands of circles, pairs and core groups: parse, call one function, print. No rule inside.

A command proposes; only ``--retenir`` writes. Proposals are the same each time for the same people and the same seed.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcours_u.cli_options import Agreed, AsJson, Folder
from parcours_u.cli_results import count, print_json, refusals, say

if TYPE_CHECKING:
    from parcours_u.cohort.circles.desk import Proposal
    from parcours_u.domain.people import Group, GroupKind

__all__ = ["binomes", "cercles", "noyaux", "pas_avec"]

Finished = Annotated[
    str | None,
    typer.Option("--finir", metavar="NOM", help="Finir celui qui porte ce nom\u202f; ce qui y est partagé s’efface."),
]


def _sizes(text: str) -> tuple[int, int]:
    from parcours_u.cohort.circles.shape import parsed_sizes

    try:
        return parsed_sizes(text)
    except ValueError:
        raise typer.BadParameter("écrivez 4-5, ou 4, entre 2 et 12 personnes.") from None


def _wish(text: str) -> str:
    from parcours_u.cohort.circles.rules import PairWish
    from parcours_u.domain.people_list import plain

    try:
        return PairWish(plain(text)).value
    except ValueError:
        raise typer.BadParameter("écrivez ensemble, separes ou libres.") from None


def cercles(
    dossier: Folder = None,
    reformer: Annotated[
        bool, typer.Option("--reformer", help="Proposer d’autres cercles\u00a0: surtout des rencontres nouvelles.")
    ] = False,
    reparer: Annotated[
        bool, typer.Option("--reparer", help="Après un départ ou une arrivée, déplacer le moins de monde possible.")
    ] = False,
    deplacer: Annotated[
        str | None,
        typer.Option("--deplacer", metavar="PERSONNE", help="Voir ce que coûte un déplacement, avec --vers."),
    ] = None,
    vers: Annotated[str | None, typer.Option("--vers", metavar="CERCLE", help="Le cercle où la placer.")] = None,
    retenir: Annotated[bool, typer.Option("--retenir", help="Garder ce qui est proposé.")] = False,
    tailles: Annotated[
        Any, typer.Option("--tailles", parser=_sizes, metavar="MIN-MAX", help="Personnes par cercle\u202f; sinon 4-5.")
    ] = None,
    binomes: Annotated[
        Any,
        typer.Option("--binomes", parser=_wish, metavar="VŒU", help="Les binômes\u00a0: ensemble, separes ou libres."),
    ] = None,
    graine: Annotated[int, typer.Option("--graine", min=0, help="Un autre nombre explore autrement.")] = 0,
    oui: Agreed = "",
    en_json: AsJson = False,
) -> None:
    """Proposer des cercles variés, ou montrer et changer ceux d’aujourd’hui.

    Rien n’est gardé sans --retenir. Les tailles et le vœu sur les binômes sont retenus avec les cercles.

    Exemple\u00a0: parcours-u cohorte cercles --retenir --dossier mon-groupe
    """
    if (deplacer is None) != (vers is None) or [reformer, reparer, deplacer is not None].count(True) > 1:
        raise typer.BadParameter("choisissez --reformer, --reparer, ou --deplacer PERSONNE --vers CERCLE.")
    with refusals():
        from parcours_u.cohort.circles.asking import Asked, ask
        from parcours_u.domain.ending import ending_sentence, yes_to
        from parcours_u.domain.people_list import plain
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.people import People
        from parcours_u.store.roles import Roles

        asked = Asked(tailles, binomes, graine, reformer, reparer, deplacer or "", vers or "")
        with existing_cohort(dossier) as database:
            proposal, sentences = ask(database, asked, keep=retenir, agreed=oui)
            names = {one.id: one.told for one in People(database).present()}
            idle = sorted((names[one] for one in Roles(database).idle()), key=plain)
    if en_json:
        print_json(_row(proposal))
    else:
        _print(proposal, sentences)
    for note in proposal.notes:
        say(note)
    best = ", le meilleur possible" if proposal.optimal else f", {proposal.bound:.2f} au plus".replace(".", ",")
    say(f"{count(len(proposal.circles), 'cercle', 'cercles')}. Score\u00a0: {_score(proposal)} sur 100{best}.")
    if proposal.circles != proposal.before:
        say(ending_sentence(proposal.ending))
        options = f"--retenir --oui {yes_to(proposal.ending)}" if proposal.ending else "--retenir"
        say(f"C’est une proposition\u00a0: rien n’est gardé. Ajoutez {options} pour la garder.")
    elif proposal.kept:
        say("Les cercles sont gardés.")
        for name in idle:
            say(
                f"{name} n’a plus de cercle en charge, et ne voit plus personne\u00a0: donnez-lui-en avec "
                "«\u00a0parcours-u cohorte role --cercle\u00a0»."
            )


def pas_avec(
    personne: Annotated[str, typer.Argument(metavar="PERSONNE", help="Son code, son courriel ou son nom.")],
    autres: Annotated[
        list[str] | None, typer.Argument(metavar="[AUTRES…]", help="Toute la liste\u202f; vide, elle est levée.")
    ] = None,
    dossier: Folder = None,
) -> None:
    """Noter avec qui une personne préfère ne pas être. Ce souhait n’est montré à personne.

    Exemple\u00a0: parcours-u cohorte pas-avec "Une personne" "Une autre" --dossier mon-groupe
    """
    with refusals():
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.store.people import People
        from parcours_u.store.wishes import Wishes

        with existing_cohort(dossier) as database:
            people = People(database)
            whose, others = people.find(personne), {people.find(text).id for text in autres or []}
            former = Wishes(database).set(whose.id, others)
    if former and others:
        say(f"La liste d’avant ({count(len(former), 'personne', 'personnes')}) est remplacée, elle ne compte plus.")
    say(
        f"Le souhait est noté ({count(len(others), 'personne', 'personnes')})\u00a0: les prochains cercles en tiennent compte, il n’est montré à personne."
        if others
        else "Le souhait est levé."
        if former
        else "Il n’y avait pas de souhait à lever."
    )


def binomes(
    personnes: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSONNE PERSONNE]", help="Les deux à réunir.")
    ] = None,
    finir: Finished = None,
    oui: Agreed = "",
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Montrer les binômes, en former un, ou en finir un.

    Personne n’est dans deux binômes\u00a0: en former un finit ceux que ces deux personnes avaient, si vous dites oui.

    Exemple\u00a0: parcours-u cohorte binomes "Une personne" "Une autre" --dossier mon-groupe
    """
    if personnes and len(personnes) != 2:
        raise typer.BadParameter("un binôme réunit deux personnes.")
    from parcours_u.domain.people import GroupKind

    _by_hand(GroupKind.PAIR, "", personnes or [], finir, dossier, en_json, oui)


def noyaux(
    nom: Annotated[str, typer.Argument(metavar="[NOM]", help="Le nom du noyau à former, ou à changer.")] = "",
    personnes: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSONNES…]", help="Toutes celles qui en sont.")
    ] = None,
    finir: Finished = None,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Montrer les noyaux, ces groupes qui portent un projet\u202f; en former un, le changer, le finir.

    Exemple\u00a0: parcours-u cohorte noyaux "La cantine" "Une personne" "Une autre" --dossier mon-groupe
    """
    if nom and not personnes and finir is None:
        raise typer.BadParameter("dites qui est dans ce noyau.")
    from parcours_u.domain.people import GroupKind

    _by_hand(GroupKind.CORE_GROUP, nom, personnes or [], finir, dossier, en_json)


def _by_hand(
    kind: "GroupKind",
    name: str,
    people: list[str],
    ended: str | None,
    dossier: Path | None,
    en_json: bool,
    agreed: str = "",
) -> None:
    if ended is not None and not ended.strip():
        raise typer.BadParameter("dites lequel finir, par son nom.")
    if ended is not None and (name or people):
        raise typer.BadParameter("formez ou finissez, l’un après l’autre.")
    with refusals():
        from parcours_u.cohort.groups_by_hand import change
        from parcours_u.domain.people_list import plain
        from parcours_u.grading.cohort import existing_cohort

        with existing_cohort(dossier) as database:
            done = change(database, kind, name, people, ended, agreed=agreed)
    if en_json:
        print_json({"groupes": [_group(group) for group in done.groups]})
    else:
        for group in done.groups:
            typer.echo(
                f"{group.name}\u00a0: {', '.join(sorted((done.names[member] for member in group.members), key=plain))}"
            )
    for sentence in done.sentences:
        say(sentence)


def _row(proposal: "Proposal") -> dict[str, Any]:
    return {
        "cercles": [_group(circle) for circle in proposal.circles],
        "score": proposal.score,
        "borne": proposal.bound,
        "optimal": proposal.optimal,
    }


def _group(group: "Group") -> dict[str, Any]:
    return {"nom": group.name, "membres": list(group.members)}


def _print(proposal: "Proposal", sentences: dict[str, str]) -> None:
    for circle in proposal.circles:
        typer.echo(f"{circle.name} ({count(len(circle.members), 'personne', 'personnes')})")
        for member in circle.members:
            typer.echo(f"  {sentences[member]}")


def _score(proposal: "Proposal") -> str:
    return f"{proposal.score:.2f}".replace(".", ",")
