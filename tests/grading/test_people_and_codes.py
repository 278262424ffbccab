import csv
import stat
from pathlib import Path

import pytest
from classroom import NBGRADER

from parcours_u.grading.bench import Bench
from parcours_u.grading.codes import check_code
from parcours_u.grading.errors import GradingError
from parcours_u.grading.people import Imported, import_people, participants
from parcours_u.grading.roster import RosterError

pytestmark = NBGRADER


def imported(bench: Bench, place: Path, text: str) -> Imported:
    path = place / "liste.csv"
    path.write_text(text, encoding="utf-8")
    return import_people(bench, path)


def codes(bench: Bench) -> dict[str, str]:
    return {f"{person.first_name} {person.last_name}": person.code for person in participants(bench)}


def test_each_person_gets_a_code_that_says_nothing_of_them(fresh: Bench, tmp_path: Path) -> None:
    done = imported(fresh, tmp_path, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\nPetit;Luc;\n")
    assert (done.added, done.kept) == (2, 0)
    given = codes(fresh)
    assert len({check_code(code) for code in given.values()}) == 2


def test_importing_again_keeps_codes_by_address_else_by_name(fresh: Bench, tmp_path: Path) -> None:
    imported(fresh, tmp_path, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\nPetit;Luc;\nRoy;Max;\n")
    before = codes(fresh)
    done = imported(
        fresh,
        tmp_path,
        "nom;prénom;courriel\nDurand-Roy;Ève;EVE@exemple.fr\nPETIT;Luc;luc@exemple.fr\nDurand;Ève;autre@exemple.fr\n",
    )
    after = codes(fresh)
    assert (done.added, done.kept) == (1, 2)
    assert after["Ève Durand-Roy"] == before["Ève Durand"]
    assert after["Luc PETIT"] == before["Luc Petit"]
    assert after["Max Roy"] == before["Max Roy"]
    assert after["Ève Durand"] not in before.values()
    again = imported(fresh, tmp_path, "nom;prénom;courriel\nPetit;Luc;\n")
    assert again.kept == 1
    assert {person.email for person in participants(fresh)} >= {"luc@exemple.fr"}


def test_a_name_that_two_people_bear_needs_an_address(fresh: Bench, tmp_path: Path) -> None:
    imported(fresh, tmp_path, "nom;prénom;courriel\nRoy;Max;a@exemple.fr\nRoy;Max;b@exemple.fr\n")
    with pytest.raises(RosterError) as refused:
        imported(fresh, tmp_path, "nom;prénom;courriel\nSy;Awa;\nRoy;Max;\n")
    assert "Ligne 3, colonne «\u00a0courriel\u00a0»" in refused.value.problems[0]
    assert len(participants(fresh)) == 2


def test_a_list_with_one_problem_adds_nobody(fresh: Bench, tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        imported(fresh, tmp_path, "nom;prénom;courriel\nDurand;Ève;\nPetit;;\n")
    assert participants(fresh) == []
    assert not fresh.folder.codes.exists()


def test_a_gradebook_that_fails_midway_is_put_back_as_it_was(
    fresh: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.api import Gradebook

    imported(fresh, tmp_path, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\n")
    before = participants(fresh)
    real = Gradebook.update_or_create_student

    def failing(self: Gradebook, code: str, **details: str) -> object:
        if details["last_name"] == "Roy":
            raise OSError(28, "No space left on device")
        return real(self, code, **details)

    monkeypatch.setattr(Gradebook, "update_or_create_student", failing)
    with pytest.raises(GradingError, match="personne n’a été ajouté"):
        imported(fresh, tmp_path, "nom;prénom;courriel\nDurand-X;Ève;eve@exemple.fr\nPetit;Luc;\nRoy;Max;\n")
    assert participants(fresh) == before


def test_a_list_that_is_not_there_is_refused(fresh: Bench, tmp_path: Path) -> None:
    with pytest.raises(GradingError, match="ne peut pas être lu"):
        import_people(fresh, tmp_path / "rien.csv")


def test_the_codes_file_is_private_and_runs_nothing_in_a_spreadsheet(fresh: Bench, tmp_path: Path) -> None:
    done = imported(fresh, tmp_path, 'nom;prénom;courriel\n"=HYPERLINK(1)";+33;x@exemple.fr\n-Roy;@Max;\nPetit;Luc;\n')
    assert stat.S_IMODE(done.file.stat().st_mode) == 0o600
    rows = list(csv.reader(done.file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["code", "nom", "prénom", "courriel"]
    cells = {cell for row in rows[1:] for cell in row}
    assert {"'=HYPERLINK(1)", "'+33", "'-Roy", "'@Max", "Petit"} <= cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert {person.last_name for person in participants(fresh)} == {"=HYPERLINK(1)", "-Roy", "Petit"}
