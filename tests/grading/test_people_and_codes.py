import csv
import io
import stat

import pytest
from classroom import NBGRADER, full

from parcours_u.cohort.people_list.reading import SHORT, read_people
from parcours_u.domain.people_list import ListError
from parcours_u.grading.bench import Bench
from parcours_u.grading.codes import check_code
from parcours_u.grading.errors import GradingError
from parcours_u.grading.people import Imported, Participant, enrolment, import_people, participants, write_codes

pytestmark = NBGRADER


def imported(bench: Bench, text: str) -> Imported:
    return import_people(bench, read_people(text.encode(), SHORT).people)


def codes(bench: Bench) -> dict[str, str]:
    return {f"{person.first_name} {person.last_name}": person.code for person in participants(bench)}


def test_each_person_gets_a_code_that_says_nothing_of_them(fresh: Bench) -> None:
    done = imported(fresh, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\nPetit;Luc;\n")
    assert (done.added, done.kept) == (2, 0)
    given = codes(fresh)
    assert len({check_code(code) for code in given.values()}) == 2


def test_importing_again_keeps_codes_by_address_else_by_name(fresh: Bench) -> None:
    imported(fresh, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\nPetit;Luc;\nRoy;Max;\n")
    before = codes(fresh)
    done = imported(
        fresh,
        "nom;prénom;courriel\nDurand-Roy;Ève;EVE@exemple.fr\nPETIT;Luc;luc@exemple.fr\nDurand;Ève;autre@exemple.fr\n",
    )
    after = codes(fresh)
    assert (done.added, done.kept) == (1, 2)
    assert after["Ève Durand-Roy"] == before["Ève Durand"]
    assert after["Luc PETIT"] == before["Luc Petit"]
    assert after["Max Roy"] == before["Max Roy"]
    assert after["Ève Durand"] not in before.values()
    again = imported(fresh, "nom;prénom;courriel\nPetit;Luc;\n")
    assert again.kept == 1
    assert {person.email for person in participants(fresh)} >= {"luc@exemple.fr"}


def test_a_name_that_two_people_bear_needs_an_address(fresh: Bench) -> None:
    imported(fresh, "nom;prénom;courriel\nRoy;Max;a@exemple.fr\nRoy;Max;b@exemple.fr\n")
    with pytest.raises(ListError) as refused:
        imported(fresh, "nom;prénom;courriel\nSy;Awa;\nRoy;Max;\n")
    assert "Ligne 3, colonne «\u00a0courriel\u00a0»" in refused.value.problems[0]
    assert len(participants(fresh)) == 2


def test_a_list_with_one_problem_adds_nobody(fresh: Bench) -> None:
    with pytest.raises(ListError):
        imported(fresh, "nom;prénom;courriel\nDurand;Ève;\nPetit;;\n")
    assert participants(fresh) == []
    assert not fresh.folder.codes.exists()


def test_a_disk_that_fills_up_midway_leaves_the_gradebook_as_it_was(fresh: Bench) -> None:
    imported(fresh, "nom;prénom;courriel\nDurand;Ève;eve@exemple.fr\n")
    before = participants(fresh)
    rows = "".join(f"Nom{rank:03};Prénom;\n" for rank in range(300))
    with (
        full(fresh.folder.path / "gradebook.db"),
        pytest.raises(GradingError, match=r"disque est plein.*resté tel quel"),
    ):
        imported(fresh, f"nom;prénom;courriel\nDurand-X;Ève;eve@exemple.fr\n{rows}")
    assert participants(fresh) == before


def test_a_long_list_waits_for_the_disk_once(fresh: Bench) -> None:
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    imported(fresh, "nom;prénom\nDurand;Ève\n")
    commits: list[object] = []
    count = commits.append
    event.listen(Session, "after_commit", count)
    try:
        rows = "".join(f"Nom{rank:03};Prénom\n" for rank in range(200))
        assert imported(fresh, f"nom;prénom\nDurand;Ève\n{rows}").added == 200
    finally:
        event.remove(Session, "after_commit", count)
    assert len(commits) == 1
    assert len(participants(fresh)) == 201


def test_a_disk_that_refuses_the_file_of_codes_is_said_and_everybody_keeps_their_code(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parcours_u.grading import people

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(people, "write_private", full)
    with pytest.raises(GradingError, match="garde son code"):
        imported(fresh, "nom;prénom\nDurand;Ève\n")
    assert [person.last_name for person in participants(fresh)] == ["Durand"]


def test_the_codes_file_is_private_and_runs_nothing_in_a_spreadsheet(fresh: Bench) -> None:
    done = imported(fresh, 'nom;prénom;courriel\n"=HYPERLINK(1)";+Ana;x@exemple.fr\n-Roy;@Max;\nPetit;Luc;\n')
    assert stat.S_IMODE(done.file.stat().st_mode) == 0o600
    rows = list(csv.reader(done.file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["code", "nom", "prénom", "courriel"]
    cells = {cell for row in rows[1:] for cell in row}
    assert {"'=HYPERLINK(1)", "'+Ana", "'-Roy", "'@Max", "Petit"} <= cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert {person.last_name for person in participants(fresh)} == {"=HYPERLINK(1)", "-Roy", "Petit"}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_the_codes_file_begins_as_a_formula_does(fresh: Bench, first: str) -> None:
    name = f"{first}HYPERLINK(1)"
    with enrolment(fresh) as enrol:
        enrol([Participant("CODE-1", name, name, name)])
    write_codes(fresh)
    _, row = csv.reader(io.StringIO(fresh.folder.codes.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == ["CODE-1", *[f"'{name}"] * 3]
