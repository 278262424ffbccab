"""The trainer's commands as they are typed: what they print where, and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from classroom import MODULE, NBGRADER, deposit_in_exchange, write_comment, zip_of
from typer.testing import CliRunner

from parcours_u import cli_trainer
from parcours_u.grading.bench import Bench

pytestmark = NBGRADER

app = typer.Typer()
app.add_typer(cli_trainer.participants_app, name="participants")
app.add_typer(cli_trainer.module_app, name="module")
app.add_typer(cli_trainer.depot_app, name="depot")
app.command()(cli_trainer.commenter)


def run(bench: Bench, *words: str) -> Any:
    return CliRunner().invoke(app, [*words, "--dossier", str(bench.folder.path)])


def as_json(result: Any) -> Any:
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def test_the_whole_loop_from_the_command_line(fresh: Bench, tmp_path: Path, learner: Path, ids: list[str]) -> None:
    roster = tmp_path / "groupe.csv"
    roster.write_text("nom,prénom,courriel\nDurand,Ève,eve@exemple.fr\nPetit,Luc,\n", encoding="utf-8")
    given = run(fresh, "participants", "importer", str(roster), "--json")
    eve, luc = (person["code"] for person in as_json(given)["participants"])
    assert given.exit_code == 0

    released = run(fresh, "module", "diffuser", MODULE, "--pour-le", "15/03/2030", "--json")
    assert as_json(released) == {
        "module": MODULE, "questions": len(ids), "pour_le": as_json(released)["pour_le"],
        "deja_diffuse": False, "espace_echange": True,
    }  # fmt: skip
    assert "15\u00a0mars 2030 à 23\u00a0h\u00a059" in released.stderr

    deposit_in_exchange(fresh, learner, eve, {ids[0]: "mot-temoin"})
    collected = run(fresh, "module", "recueillir", MODULE, "--json")
    (row,) = as_json(collected)["depots"]
    assert (row["code"], row["etat"], row["retard"]) == (eve, "nouveau", False)
    assert "Recueillir co-initier" in collected.stderr

    imported = run(fresh, "depot", "importer", str(zip_of(tmp_path, luc, {ids[0]: "mot-temoin"})), "--json")
    assert as_json(imported)["depots"][0]["etat"] == "nouveau"

    for person in (eve, luc):
        write_comment(fresh, person, ids[0], "remarque-temoin")
    returned = run(fresh, "module", "retours", MODULE, "--json")
    rows = {row["code"]: row for row in as_json(returned)["retours"]}
    assert (rows[eve]["voie"], rows[eve]["fichier"]) == ("espace d’échange", "")
    assert Path(rows[luc]["fichier"]).is_file()
    standing = run(fresh, "module", "etat", MODULE, "--json")
    assert [row["commentaires"] for row in as_json(standing)["personnes"]] == [1, 1]

    for result in (given, released, collected, imported, returned, standing):
        assert "temoin" not in result.stdout + result.stderr


def test_without_json_a_table_is_printed_and_messages_go_elsewhere(fresh: Bench, tmp_path: Path) -> None:
    roster = tmp_path / "groupe.csv"
    roster.write_text("nom;prénom\nDurand;[bold]Ève\n", encoding="utf-8")
    given = run(fresh, "participants", "importer", str(roster))
    title, person = given.stdout.splitlines()
    assert title.split() == ["code", "nom", "prénom", "courriel"]
    assert person.split()[1:] == ["Durand", "[bold]Ève"]
    assert "1\u00a0personne ajoutée" in given.stderr
    assert run(fresh, "participants", "lister").stdout == given.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("module", "diffuser", "co-naitre"), 1, "Il n’y a pas de module"),
        (("module", "diffuser", MODULE, "--pour-le", "demain"), 1, "n’est pas une date"),
        (("module", "recueillir", MODULE), 1, "n’a pas été diffusé"),
        (("module", "retours", MODULE), 1, "n’a pas été diffusé"),
        (("module", "etat", MODULE), 1, "n’a pas été diffusé"),
        (("depot", "importer", "rien.zip"), 1, "n’existe pas"),
        (("participants", "importer", "rien.csv"), 1, "ne peut pas être lu"),
        (("module", "diffuser"), 2, "Missing argument"),
        (("module", "renvoyer", MODULE), 2, "No such command"),
    ],
)
def test_what_can_not_be_done_ends_with_its_code_and_one_sentence(
    fresh: Bench, elsewhere: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    result = run(fresh, *words)
    assert result.exit_code == code
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_list_with_problems_says_each_of_them(fresh: Bench, tmp_path: Path) -> None:
    roster = tmp_path / "groupe.csv"
    roster.write_text("nom;prénom\n;Ève\nPetit;\n", encoding="utf-8")
    result = run(fresh, "participants", "importer", str(roster))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0].startswith("Ligne 2")
    assert result.stderr.splitlines()[-1].startswith("La liste n’a pas été importée")


def test_one_refused_deposit_makes_the_command_fail_after_importing_the_others(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    (tmp_path / "lettre.zip").write_bytes(b"bonjour")
    good = zip_of(tmp_path, codes[0], {ids[0]: "Écouter"})
    result = run(bench, "depot", "importer", str(tmp_path / "lettre.zip"), str(good), "--json")
    assert result.exit_code == 1
    assert [row["etat"] for row in as_json(result)["depots"]] == ["refusé", "nouveau"]
    assert "«\u00a0lettre.zip\u00a0» n’a pas été importé" in result.stderr


def test_a_port_that_is_taken_is_said(fresh: Bench) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run(fresh, "commenter", "--sans-navigateur", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "est déjà pris" in result.stderr


def test_every_command_explains_itself_in_french_with_an_example() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        for told in getattr(command, "commands", {name: command}).values():
            assert "Exemple\u00a0: parcours-u " in told.help
            assert all(
                option.help for option in told.params if option.param_type_name == "option" and option.name != "help"
            )
