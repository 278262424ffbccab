"""The commands that keep what people wrote: back up, restore, look into what is wrong. Parse, call, print; no rule inside."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from parcours_u import __version__
from parcours_u.cli_options import AsJson
from parcours_u.cli_results import count, refusals, say
from parcours_u.domain.french_dates import french_moment

__all__ = ["diagnostic", "restaurer", "sauvegarder"]

Folder = Annotated[
    Path | None,
    typer.Option("--dossier", help="Dossier du carnet, ou dossier d’animation\u202f; sinon, votre carnet."),
]


def sauvegarder(
    fichier: Annotated[
        Path | None,
        typer.Argument(metavar="[FICHIER.zip]", help="Où écrire\u202f; sinon, un nom daté, dans le dossier courant."),
    ] = None,
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Garder dans un seul fichier un carnet ou un dossier d’animation, même pendant que l’on y écrit.

    Exemple\u00a0: parcours-u sauvegarder mon-carnet.zip --dossier mon-carnet
    """
    from parcours_u.grading.cohort import COHORT
    from parcours_u.grading.folder import is_trainer_folder
    from parcours_u.store.backup.place import usual_name
    from parcours_u.store.cohort_zone import zone_in_file
    from parcours_u.store.folder import default_folder

    folder = (dossier or default_folder()).expanduser()
    kind = "groupe" if is_trainer_folder(folder) else "carnet"
    target = fichier or Path(usual_name(kind, zone_in_file(folder / COHORT)))
    with refusals():
        result: dict[str, Any] = {"fichier": str(target), "sorte": kind}
        if kind == "groupe":
            from parcours_u.grading.keeping import save_group

            group = save_group(folder, target, __version__)
            result |= {"fait_le": group.made_at, "fichiers": group.files}
            held = count(group.files, "fichier", "fichiers")
        else:
            from parcours_u.store.backup.journal import save_journal

            saved = save_journal(folder, target, __version__)
            result |= {"fait_le": saved.made_at, "reponses": saved.contents.answers}
            result |= {"versions": saved.contents.revisions, "depots": saved.contents.deposits}
            held = _held(saved.contents)
    _print(en_json, result)
    say(f"La sauvegarde est faite et relue jusqu’au bout\u00a0: {held}.")
    say(
        "Elle contient des textes confiés, non chiffrés\u00a0: gardez-la dans un lieu protégé, si possible sur un autre disque."
    )


def restaurer(
    fichier: Annotated[
        Path, typer.Argument(metavar="FICHIER.zip", help="Une sauvegarde faite par «\u00a0sauvegarder\u00a0».")
    ],
    dossier: Folder = None,
    en_json: AsJson = False,
) -> None:
    """Remettre en place une sauvegarde. Un carnet déjà là est gardé à part\u202f; un dossier d’animation revient dans un dossier neuf.

    Exemple\u00a0: parcours-u restaurer mon-carnet.zip --dossier mon-carnet
    """
    with refusals():
        from parcours_u.store.backup.archive import GROUP, read_manifest

        kind = read_manifest(fichier).kind
        result: dict[str, Any] = {"sorte": kind}
        told = _restore_group(fichier, dossier, result) if kind == GROUP else _restore_journal(fichier, dossier, result)
    _print(en_json, result)
    for sentence in told:
        say(sentence)


def diagnostic(dossier: Folder = None, en_json: AsJson = False) -> None:
    """Dire ce qui ne va pas, pourquoi, et quoi faire. Rien n’est changé.

    Exemple\u00a0: parcours-u diagnostic --dossier mon-carnet
    """
    from parcours_u.without_iri import without_iri

    with without_iri():
        from parcours_u.diagnosis.finding import State
        from parcours_u.diagnosis.look import diagnose
        from parcours_u.store.folder import default_folder

        found = []
        for finding in diagnose((dossier or default_folder()).expanduser()):
            found.append(finding)
            if not en_json:
                typer.echo(f"[{finding.state}] {finding.what}")
                for told in filter(None, (finding.why, finding.action)):
                    typer.echo(f"    {'Pourquoi' if told == finding.why else 'À faire'}\u00a0: {told}")
    stopped = [finding for finding in found if finding.state is State.BLOCKING]
    watched = [finding for finding in found if finding.state is State.WATCH]
    if en_json:
        result = {"constats": [finding.to_dict() for finding in found], "bloque": bool(stopped)}
        typer.echo(json.dumps(result, ensure_ascii=False))
    say(
        f"Bloquant\u00a0: {len(stopped)}. À surveiller\u00a0: {len(watched)}."
        if stopped or watched
        else "Tout va bien."
    )
    if stopped:
        raise typer.Exit(1)


def _restore_journal(file: Path, dossier: Path | None, result: dict[str, Any]) -> list[str]:
    from parcours_u.grading.folder import is_trainer_folder
    from parcours_u.store.backup.errors import BackupError
    from parcours_u.store.backup.journal import restore_journal
    from parcours_u.store.folder import default_folder

    folder = (dossier or default_folder()).expanduser()
    if is_trainer_folder(folder):
        raise BackupError(
            "Cette sauvegarde est celle d’un carnet, et ce dossier est un dossier d’animation\u00a0: rien n’a été changé, "
            "choisissez un autre dossier avec --dossier."
        )
    done = restore_journal(file, folder, __version__)
    result |= {"dossier": str(folder), "fait_le": done.made_at, "reponses": done.contents.answers}
    result |= {"versions": done.contents.revisions, "depots": done.contents.deposits}
    result |= {"garde_a_part": str(done.aside) if done.aside else None}
    told = [f"Le carnet du {french_moment(done.made_at)} est de nouveau en place\u00a0: {_held(done.contents)}."]
    if done.aside:
        told.append(f"Celui qui était là est gardé à part\u00a0: {done.aside}")
    return told


def _restore_group(file: Path, dossier: Path | None, result: dict[str, Any]) -> list[str]:
    from parcours_u.grading.cohort import COHORT
    from parcours_u.grading.keeping import TO_READ, restore_group
    from parcours_u.store.backup.errors import BackupError
    from parcours_u.store.cohort_zone import zone_in_file

    if dossier is None:  # nobody would know which of two folders of the same people goes on
        raise BackupError(
            "Cette sauvegarde est celle d’un dossier d’animation, qui revient dans un dossier neuf\u00a0: rien n’a été changé, "
            "dites lequel avec --dossier."
        )
    done = restore_group(file, dossier)
    zone = zone_in_file(dossier.expanduser() / COHORT)
    result |= {"dossier": str(dossier), "fait_le": done.made_at, "fichiers": done.files, "a_relire": list(done.to_read)}
    told = [
        f"Le dossier d’animation du {french_moment(done.made_at, zone)} est de nouveau en place\u00a0: "
        f"{count(done.files, 'fichier', 'fichiers')}."
    ]
    if done.to_read:
        told.append(
            f"Relisez ces fichiers avant de les remettre, ils s’exécuteraient\u00a0: {', '.join(done.to_read)} "
            f"(dossier {TO_READ})."
        )
    return told


def _held(contents: Any) -> str:
    return (
        f"{count(contents.answers, 'réponse', 'réponses')}, {count(contents.revisions, 'version', 'versions')}, "
        f"{count(contents.deposits, 'dépôt', 'dépôts')}"
    )


def _print(en_json: bool, result: dict[str, Any]) -> None:
    if en_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        typer.echo(result.get("fichier") or result["dossier"])
