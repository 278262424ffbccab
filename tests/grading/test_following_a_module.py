"""What the gradebook tells of a whole group, in a few queries: the same as nbgrader's own objects do."""

import json
from datetime import timedelta
from typing import Any

import pytest
import typer
from classroom import HOSTILE, MODULE, NBGRADER, deposit_in_exchange, write_comment, zip_of
from sqlalchemy import event
from typer.testing import CliRunner

from parcours_u import cli_trainer
from parcours_u.domain.following import Released
from parcours_u.grading.bench import Bench
from parcours_u.grading.collecting import collect
from parcours_u.grading.following import deposits, released
from parcours_u.grading.release import release
from parcours_u.grading.reports import print_table
from parcours_u.grading.zips import import_zips

pytestmark = NBGRADER

app = typer.Typer()
app.add_typer(cli_trainer.module_app, name="module")


def told(bench: Bench, *words: str) -> Any:
    return CliRunner().invoke(app, ["module", "etat", *words, "--dossier", str(bench.folder.path)])


@pytest.fixture(scope="module")
def followed(bench: Bench, codes: list[str], ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a group where two people deposited, one of whom was commented, and a second module is released."""
    release(bench, "presencing")
    place = tmp_path_factory.mktemp("apprenants")
    deposit_in_exchange(bench, place, codes[0], dict(zip(ids[:4], HOSTILE[:4], strict=True)))
    collect(bench, MODULE)
    import_zips(bench, [zip_of(place, codes[1], {ids[0]: "Écouter"})])
    write_comment(bench, codes[0], ids[0], "remarque-temoin")
    write_comment(bench, codes[0], ids[1], " \n\t\u00a0\u202f")
    return bench


def test_answers_and_comments_are_counted_and_white_space_is_no_comment(followed: Bench, codes: list[str]) -> None:
    found = {one.person: one for one in deposits(followed)}
    assert {person: (one.module, one.answers, one.comments) for person, one in found.items()} == {
        codes[0]: (MODULE, 4, 1),
        codes[1]: (MODULE, 1, 0),
    }
    assert len(followed.comments(MODULE, codes[0])) == 1


def test_lateness_is_nbgraders_own_extensions_included(followed: Bench, codes: list[str]) -> None:
    with followed.gradebook() as gradebook:
        moment = gradebook.find_submission(MODULE, codes[0]).timestamp
    try:
        for limit, minutes in ((moment, 0), (moment - timedelta(minutes=1), 0), (moment - timedelta(minutes=1), 5)):
            with followed.gradebook() as gradebook:
                gradebook.update_or_create_assignment(MODULE, duedate=limit.isoformat(" "))
                gradebook.grant_extension(MODULE, codes[0], minutes=minutes)
                late = gradebook.find_submission(MODULE, codes[0]).total_seconds_late > 0
            assert next(one.late for one in deposits(followed, MODULE) if one.person == codes[0]) == late
        assert not late
    finally:
        with followed.gradebook() as gradebook:
            gradebook.update_or_create_assignment(MODULE, duedate=None)


def test_modules_come_in_the_order_of_the_course_with_their_questions(followed: Bench, ids: list[str]) -> None:
    found = released(followed, ["presencing", MODULE])
    assert [one.module for one in found] == ["presencing", MODULE]
    assert found[1] == Released(MODULE, len(ids))
    assert deposits(followed, "presencing") == []


def test_a_larger_group_asks_no_more_of_the_gradebook(followed: Bench) -> None:
    asked = []
    with followed.gradebook() as gradebook:
        event.listen(gradebook.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
        deposits(followed)
        released(followed)
    assert len(asked) == 4


def test_the_state_of_all_modules_is_a_table_of_modules_then_of_people(followed: Bench, codes: list[str]) -> None:
    result = told(followed)
    modules, people = (block.splitlines() for block in result.stdout.split("\n\n"))
    assert result.exit_code == 0
    assert [line.split()[0] for line in modules] == ["module", "Co-initier", "Presencing"]
    assert people[0].split()[:3] == ["personne", "déposés", "commentés"]
    assert len(people) == 1 + len(codes)
    assert "2\u00a0modules diffusés" in result.stderr
    assert "temoin" not in result.stdout + result.stderr


def test_the_state_of_all_modules_in_json_tells_each_module_of_each_person(
    followed: Bench, codes: list[str], ids: list[str]
) -> None:
    answer = json.loads(told(followed, "--json").stdout)
    assert [(row["module"], row["deposes"], row["commentes"]) for row in answer["modules"]] == [
        (MODULE, 2, 1),
        ("presencing", 0, 0),
    ]
    people = {row["code"]: row for row in answer["personnes"]}
    assert set(people) == set(codes)
    assert people[codes[0]]["modules"][MODULE]["reponses"] == 4
    assert people[codes[2]]["modules"] == {}
    assert answer["questions"] > len(ids)


def test_a_group_without_any_module_is_told_what_to_do(fresh: Bench) -> None:
    result = told(fresh)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Aucun module n’est encore diffusé" in result.stderr


def test_a_table_is_aligned_whatever_the_script_and_shows_no_control_character(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{"code": "A", "nom": "東京"}, {"code": "B\x1b[2J\n", "nom": "[bold]Ève"}]
    print_table(("nom", "code"), rows)
    assert capsys.readouterr().out.splitlines() == ["nom         code", "東京        A", "[bold]Ève   B\ufffd[2J\ufffd"]
