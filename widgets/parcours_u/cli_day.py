"""The commands of a cohort's days: the programme that it lives, the messages to the group. Parse, call, print; no rule inside."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parcours_u.cli_options import AsJson, Folder
from parcours_u.cli_results import count, opened_bench, print_json, refusals, say

if TYPE_CHECKING:
    from parcours_u.domain.following import Deposited
    from parcours_u.grading.folder import TrainerFolder
    from parcours_u.store.database import Database

__all__ = ["message", "programme"]


def _day(text: str) -> date:
    from parcours_u.domain.french_dates import written_date

    try:
        return written_date(text)
    except ValueError:
        raise typer.BadParameter("écrivez une date, comme 15/03/2027 ou 2027-03-15.") from None


def _time(text: str) -> int:
    from parcours_u.domain.days import written_time

    try:
        return written_time(text)
    except ValueError:
        raise typer.BadParameter("écrivez une heure, comme 15:10 ou 15h10.") from None


def programme(
    format_id: Annotated[
        str | None, typer.Argument(metavar="[FORMAT]", help="Le format suivi\u00a0: voyage-trois-jours…")
    ] = None,
    premier_jour: Annotated[
        Any, typer.Option("--premier-jour", parser=_day, metavar="DATE", help="Son premier jour\u00a0: 15/03/2027…")
    ] = None,
    retard: Annotated[
        int | None, typer.Option("--retard", metavar="MINUTES", help="Refaire la suite du jour, avec ce retard.")
    ] = None,
    heure: Annotated[
        Any,
        typer.Option("--heure", parser=_time, metavar="HEURE", help="L’heure qu’il est, si ce n’est pas maintenant."),
    ] = None,
    comme_prevu: Annotated[bool, typer.Option("--comme-prevu", help="Revenir au plan, sans retard.")] = False,
    oublier: Annotated[bool, typer.Option("--oublier", help="Ne plus suivre de programme.")] = False,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Choisir le format que suit la cohorte et son premier jour, puis voir le plan d’aujourd’hui, refait s’il a du retard.

    Exemple\u00a0: parcours-u cohorte programme voyage-trois-jours --premier-jour 15/03/2027 --dossier mon-groupe
    """
    if (format_id is None) is not (premier_jour is None):
        raise typer.BadParameter("donnez le format et son premier jour ensemble, avec --premier-jour.")
    if heure is not None and retard is None:
        raise typer.BadParameter("--heure dit à quelle heure un retard est constaté\u00a0: donnez aussi --retard.")
    if [retard is not None, comme_prevu, oublier].count(True) > 1 or (oublier and format_id is not None):
        raise typer.BadParameter("choisissez l’un de --retard, --comme-prevu ou --oublier, et --oublier seul.")
    with refusals():
        from parcours_u.cohort.day_told import DayTeller, format_row
        from parcours_u.cohort.programme_kept import choose, run_late
        from parcours_u.content.catalogue import load_course
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.grading.folder import open_folder
        from parcours_u.grading.version import follow
        from parcours_u.paths import content_root
        from parcours_u.store.cohort_zone import CohortZone
        from parcours_u.store.programmes import Programmes

        with existing_cohort(dossier) as database:
            follow(open_folder(dossier))
            course, programmes, now = load_course(), Programmes(database), datetime.now(CohortZone(database).get())
            if format_id is not None:
                choose(programmes, course, format_id, premier_jour)
            if retard is not None:
                run_late(programmes, course, now.date(), retard, 60 * now.hour + now.minute if heure is None else heure)
            if oublier:
                programmes.forget()
            chosen = programmes.get()
            if comme_prevu and chosen is not None:
                programmes.set_late(chosen, None)
                chosen = programmes.get()
        told = DayTeller(course, content_root(), str).programme(chosen) if chosen is not None else None
    if en_json:
        print_json({"programme": told, "formats": [format_row(one) for one in course.formats]})
    else:
        _print_day(told, now.date())
    _say_programme(told, now.date())


def message(
    message_id: Annotated[
        str | None, typer.Argument(metavar="[MESSAGE]", help="Le message\u202f; sans lui, la liste.")
    ] = None,
    module: Annotated[
        str | None, typer.Option("--module", metavar="ID", help="L’étape dont parle un rappel ou un retour.")
    ] = None,
    adresses: Annotated[
        bool,
        typer.Option(
            "--adresses",
            help="Donner les adresses en une ligne, à coller dans le champ Cci\u202f; d’un rappel, celles des personnes attendues.",
        ),
    ] = False,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Donner un message tout prêt pour le groupe, à copier où vous écrivez. Rien ne part d’ici.

    Exemple\u00a0: parcours-u cohorte message rappel --module co-initier --dossier mon-groupe
    """
    if adresses and bool(message_id) is not bool(module):
        raise typer.BadParameter(
            "--adresses donne la ligne des adresses, sans message\u202f; pour un rappel, donnez aussi --module."
        )
    if module and not message_id:
        raise typer.BadParameter("dites quel message parle de ce module\u00a0: rappel, retours…")
    with refusals():
        from parcours_u.cohort.written_messages import addresses_line, answered_first, message_rows
        from parcours_u.content.catalogue import load_course
        from parcours_u.grading.cohort import existing_cohort
        from parcours_u.grading.folder import open_folder
        from parcours_u.grading.version import follow
        from parcours_u.server.cohort.reach import Reach
        from parcours_u.store.assignments import Assignments
        from parcours_u.store.cohort_zone import CohortZone
        from parcours_u.store.groups import Groups
        from parcours_u.store.people import People
        from parcours_u.store.programmes import Programmes

        with existing_cohort(dossier) as database:
            folder = open_folder(dossier)
            follow(folder)
            reach = Reach.read(folder.cohort)
            course, assigned = load_course(), Assignments(database).all()
            made, returned = _deposited(folder) if message_id or en_json else ([], {})
            rows = message_rows(
                course,
                reach.public if reach else "",
                Programmes(database).get(),
                assigned,
                CohortZone(database).get(),
                answered=answered_first(made, returned),
                groups=Groups(database).expecting(),
            )
            people = People(database).present()
            if versions := [
                one for row in rows if row["id"] == message_id for one in row["versions"] if one["module"] == module
            ]:  # of the dates of a module, the message speaks of the first: so are the addresses
                awaited = _awaited(database, folder, made, versions[0])
                people = [one for one in people if one.id in awaited]
    for asked, known in ((message_id, [row["id"] for row in rows]), (module, [one.id for one in course.modules])):
        if asked is not None and asked not in known:
            say(f"Il n’y a pas de «\u00a0{asked}\u00a0» dans ce parcours\u00a0: choisissez parmi {', '.join(known)}.")
            raise typer.Exit(1)
    if adresses:
        if module is not None and not any(row["attendus"] for row in rows if row["id"] == message_id):
            say(f"Le message «\u00a0{message_id}\u00a0» n’attend personne\u00a0: relancez avec --adresses seul.")
            raise typer.Exit(1)
        _tell_addresses(*addresses_line(people), versions, en_json)
        return
    chosen = [
        {**row, "versions": [one for one in row["versions"] if module in {None, one["module"]}]}
        for row in rows
        if message_id in {None, row["id"]}
    ]
    if not all(row["versions"] for row in chosen):
        say(
            f"Le message «\u00a0{message_id}\u00a0» ne parle d’aucun module\u00a0: il est le même pour tous, relancez sans --module."
        )
        raise typer.Exit(1)
    if en_json:
        print_json({"messages": chosen})
    elif message_id is None:
        from parcours_u.grading.tables import print_table

        told = [{"id": row["id"], "message": row["titre"], "quand": row["quand"]} for row in rows]
        print_table(("id", "message", "quand"), told)
    else:
        found = chosen[0]["versions"][0]
        typer.echo(f"{found['objet']}\n\n{found['texte']}")
        say(found["pour"])


def _tell_addresses(line: str, without: int, versions: list[dict[str, str]], en_json: bool) -> None:
    if en_json:
        print_json({"ligne": line, "sans": without})
    elif line:
        typer.echo(line)
    say("Collez-les dans le champ «\u00a0Cci\u00a0» (copie cachée), jamais dans «\u00a0À\u00a0».")
    if without:
        say(f"{count(without, 'personne n’a', 'personnes n’ont')} pas d’adresse dans la liste.")
    if len(versions) > 1:
        say(
            f"Ce sont celles du rappel «\u00a0{versions[0]['nom']}\u00a0»\u202f; "
            "pour une autre date, passez par «\u00a0Écrire au groupe\u00a0», dans l’espace de l’équipe."
        )


def _deposited(folder: "TrainerFolder") -> tuple[list["Deposited"], dict[tuple[str, str], str]]:
    """Return what was deposited, and when comments were returned; nothing is opened where nothing was ever deposited."""
    from parcours_u.grading.keeping import GRADEBOOK

    if not (folder.path / GRADEBOOK).is_file():
        return [], {}
    with opened_bench(folder.path) as bench:
        from parcours_u.grading.following import released, undated
        from parcours_u.grading.ledger import returned_moments

        return undated(bench), returned_moments(folder.path, [one.module for one in released(bench)])


def _awaited(
    database: "Database", folder: "TrainerFolder", made: list["Deposited"], version: dict[str, str]
) -> frozenset[str]:
    """Return the ids of those who have not deposited what a version of a reminder is about."""
    from functools import partial

    from parcours_u.grading.inbound import arrived
    from parcours_u.server.reading_sight import WHOEVER_HOLDS_THE_FOLDER, look_around
    from parcours_u.store.assignments import Assignments

    with database.reading() as connection:
        sight = look_around(connection, WHOEVER_HOLDS_THE_FOLDER, frozenset())
    known = {(one.person, one.module) for one in made} | arrived(folder)
    codes = {code for code, one in known if one == version["module"]}
    expected = partial(Assignments(database).expectations().awaits, module=version["module"], due=version["pour_le"])
    return frozenset(one.key for one in sight.awaited(expected, codes))


def _print_day(told: dict[str, Any] | None, today: date) -> None:
    from parcours_u.grading.tables import print_table

    day = next((one for one in told["jours"] if one["date"] == today.isoformat()), None) if told else None
    if day is None:
        return
    again = {one["id"]: one for one in day["retard"]["sequences"]} if day["retard"] else {}
    rows = [{**slot, "sequence": slot["titre"], "etat": "", **again.get(slot["id"], {})} for slot in day["sequences"]]
    columns = ("debut", "fin", "sequence", "etat") if again else ("debut", "fin", "sequence")
    print_table(columns, [{key: row[key] for key in columns} for row in rows])
    if day["retard"]:
        say(day["retard"]["resume"])


def _say_programme(told: dict[str, Any] | None, today: date) -> None:
    from parcours_u.domain.french_dates import french_weekday

    if told is None:
        say("La cohorte ne suit pas de programme\u00a0: donnez un format et --premier-jour.")
        return
    first = french_weekday(date.fromisoformat(told["premier_jour"]))
    say(f"La cohorte suit «\u00a0{told['titre']}\u00a0», depuis le {first}.")
    following = next((one for one in told["jours"] if one["date"] > today.isoformat()), None)
    if following is not None:
        say(f"Prochain jour\u00a0: {french_weekday(date.fromisoformat(following['date']))}, {following['titre']}")
