"""The circles of today looked at, and somebody moved in them: what is told of them is true, and what is broken elsewhere is no obstacle."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from circles_samples import PROFILES, person
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.cohort.circles.asking import Asked, ask
from parcours_u.cohort.circles.cohort import read_cohort
from parcours_u.cohort.circles.desk import Proposal, standing
from parcours_u.cohort.circles.errors import CirclesRefused
from parcours_u.cohort.circles.problem import problem_for
from parcours_u.cohort.circles.rules import PairWish, hierarchy
from parcours_u.cohort.circles.shape import shape_for
from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.wishes import Wishes


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        yield found


def made(database: Database, circles: Sequence[int], superiors: dict[int, int], waiting: int = 0) -> list[str]:
    """Put people in circles of these sizes, in order, and some in none; return their ids."""
    people, ids = People(database), list[str]()
    for at in range(sum(circles) + waiting):
        above = ids[superiors[at]] if at in superiors else ""
        ids.append(people.add(Person("", f"Nom{at}", "P", profile=PROFILES[at % 6], superior=above)).id)
    left, wanted = list(ids), []
    for name, size in zip(("Orme", "Tilleul", "Saule"), circles, strict=False):
        wanted.append(Group("", GroupKind.CIRCLE, name, tuple(left[:size])))
        left = left[size:]
    Groups(database).replace(GroupKind.CIRCLE, [], wanted)
    return ids


def look(database: Database) -> Proposal:
    return ask(database, Asked())[0]


def moved(database: Database, at: int, to: str) -> Proposal:
    return ask(database, Asked(moved=f"P Nom{at}", to=to))[0]


def broken(proposal: Proposal) -> bool:
    return any("ne suivent plus les règles" in note for note in proposal.notes)


def test_people_who_wait_don_t_sit_together() -> None:
    people = [person(at) for at in range(4)] + [person(4), person(5, superior=4)]
    problem = problem_for(people, hierarchy(people), set(), shape_for(6, 4, 5))
    assert problem.broken([[0, 1, 2, 3]]) == 0
    assert problem.broken([[0, 1, 2], [3, 4, 5]]) == 1
    assert np.count_nonzero(problem.forbidden) == 2


def test_a_superior_and_their_subordinate_who_both_arrive_break_nothing(database: Database) -> None:
    made(database, (4, 4), {9: 8}, waiting=2)
    assert not broken(look(database))
    assert moved(database, 0, "Tilleul").notes[0].startswith("Placer P Nom0 dans le cercle Tilleul")


def test_a_circle_that_breaks_a_rule_keeps_nobody_else_from_moving(database: Database) -> None:
    ids = made(database, (4, 4, 4), {9: 8, 4: 0, 5: 0})
    assert broken(look(database))
    circles = {one.name: set(one.members) for one in moved(database, 1, "Tilleul").circles}
    assert ids[1] in circles["Tilleul"]
    with pytest.raises(CirclesRefused, match="un lien hiérarchique avec P Nom4"):
        moved(database, 0, "Tilleul")


def test_a_circle_that_is_too_small_may_still_exchange_or_receive_somebody(database: Database) -> None:
    made(database, (5, 2), {})
    assert [len(one.members) for one in moved(database, 0, "Tilleul").circles] == [4, 3]
    assert moved(database, 5, "Orme").notes[0].startswith("Placer P Nom5 dans le cercle Orme, en échange avec")


def test_a_move_that_leaves_circles_less_even_is_told_as_one(database: Database) -> None:
    made(database, (4, 4), {})
    Wishes(database).set_asked({"sizes": [3, 5], "pairs": PairWish.EITHER.value})
    found = moved(database, 1, "Tilleul")
    assert [len(one.members) for one in found.circles] == [3, 5]
    assert found.notes[0].endswith(", avec des cercles moins égaux.")


def paired(database: Database, ids: Sequence[str], *pairs: tuple[int, int], sizes: tuple[int, int] = (4, 4)) -> None:
    """Ask that people stay with their partner, in circles of these sizes."""
    wanted = [Group("", GroupKind.PAIR, f"Binôme {one}", (ids[one], ids[other])) for one, other in pairs]
    Groups(database).replace(GroupKind.PAIR, [], wanted)
    Wishes(database).set_asked({"sizes": list(sizes), "pairs": PairWish.TOGETHER.value})


@pytest.mark.parametrize(
    ("circles", "sizes", "pairs", "back", "told"),
    [
        (
            (4, 4),
            (4, 4),
            [(0, 1), (4, 5)],
            2,
            r", en échange avec P Nom\d et P Nom\d pour garder la taille des cercles,",
        ),
        ((4, 4), (3, 5), [(0, 1), (4, 5), (6, 7)], 2, ", en échange avec P Nom(4 et P Nom5|6 et P Nom7) pour garder"),
        ((4, 4), (3, 5), [(0, 1)], 1, r", en échange avec P Nom\d pour des cercles de la taille voulue,"),
        ((6, 4), (4, 6), [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)], 0, ""),
    ],
)
def test_who_stays_with_somebody_moves_with_them_and_both_are_told(
    database: Database,
    circles: tuple[int, ...],
    sizes: tuple[int, int],
    pairs: list[tuple[int, int]],
    back: int,
    told: str,
) -> None:
    ids = made(database, circles, {})
    paired(database, ids, *pairs, sizes=sizes)
    found = moved(database, 1, "Tilleul")
    inside = {one.name: set(one.members) for one in found.circles}
    assert {ids[0], ids[1]} <= inside["Tilleul"]
    assert not broken(found)
    assert len(inside["Orme"] & {*ids[circles[0] :]}) == back
    assert re.match(
        f"Placer P Nom1 et P Nom0, qui restent ensemble, dans le cercle Tilleul{told} .*(score|point)", found.notes[0]
    )


def test_somebody_alone_changes_places_with_a_pair_where_the_sizes_allow_it(database: Database) -> None:
    ids = made(database, (4, 4), {})
    paired(database, ids, (4, 5), (6, 7), sizes=(3, 5))
    Wishes(database).set(ids[0], [ids[4]])
    found = moved(database, 0, "Tilleul")
    assert {one.name: set(one.members) for one in found.circles}["Orme"] == {*ids[1:4], ids[4], ids[5]}
    assert "en échange avec P Nom4 et P Nom5 pour des cercles de la taille voulue" in found.notes[0]


def test_a_pair_that_a_rule_keeps_from_a_circle_is_told_of_whom_the_rule_is(database: Database) -> None:
    ids = made(database, (4, 4), {5: 0, 6: 0, 7: 0})
    paired(database, ids, (0, 1))
    with pytest.raises(
        CirclesRefused, match=r"P Nom1 et P Nom0 ne peuvent pas .*P Nom0 a un lien hiérarchique avec P Nom5"
    ):
        moved(database, 1, "Tilleul")


@pytest.mark.parametrize(("circles", "superiors", "waiting"), [((4,), {1: 0}, 0), ((4,), {}, 1)])
def test_circles_that_break_a_rule_or_forget_somebody_are_not_the_best(
    database: Database, circles: tuple[int, ...], superiors: dict[int, int], waiting: int
) -> None:
    made(database, circles, superiors, waiting)
    assert not look(database).optimal


def test_circles_that_reach_their_bound_are_the_best(database: Database) -> None:
    made(database, (4,), {})
    assert look(database).optimal


def test_what_is_asked_of_circles_is_kept_and_said_even_when_they_stay(database: Database, tmp_path: Path) -> None:
    made(database, (4, 4), {})

    def cercles(*words: str) -> Any:
        return CliRunner().invoke(app, ["cohorte", "cercles", *words, "--dossier", str(tmp_path / "groupe")])

    kept = cercles("--tailles", "2-3", "--retenir")
    assert kept.exit_code == 0, kept.stderr
    assert "--reparer\u00a0» ou «\u00a0--reformer\u00a0» l’applique" in kept.stderr
    assert "Les cercles sont gardés" not in kept.stderr
    assert Wishes(database).asked()["sizes"] == [2, 3]
    assert broken(look(database))
    assert "restent ceux d’aujourd’hui" in cercles("--retenir").stderr
    assert Wishes(database).asked()["sizes"] == [2, 3]


def test_the_score_of_a_repair_is_the_one_told_once_it_is_kept(database: Database) -> None:
    ids = made(database, (4, 4), {})
    for gone in (0, 1):
        People(database).leave(ids[gone])
    asked = Asked(sizes=(4, 6), repaired=True)
    repaired, told = ask(database, asked, keep=True, agreed=yes_to(ask(database, asked)[0].ending))
    assert [len(one.members) for one in repaired.circles] == [6]
    assert look(database).score == repaired.score
    assert "4 sont de nouvelles rencontres" in told[ids[2]]  # of five: the one who comes along is none


def test_circles_that_were_proven_the_best_are_told_so_until_what_they_come_from_changes(database: Database) -> None:
    people = People(database)
    ids = [
        people.add(Person("", f"Nom{at}", "P", profile=PROFILES[at % 2], organisation=f"O{at % 3}")).id
        for at in range(8)
    ]
    Wishes(database).set(ids[0], ids[1:6:2])
    formed = ask(database, Asked(), keep=True)[0]
    assert formed.optimal
    before = read_cohort(database, PairWish.EITHER)
    assert standing(replace(before, proven=None), (4, 5)).bound > formed.bound  # what is computed at once is higher
    assert (look(database).bound, look(database).optimal) == (formed.bound, True)
    assert ask(database, Asked(repaired=True))[0].optimal
    Wishes(database).set(ids[0], [])
    assert not look(database).optimal
    Wishes(database).set(ids[0], ids[1:6:2])
    assert look(database).optimal
    people.leave(ids[7])
    assert look(database).bound != formed.bound
