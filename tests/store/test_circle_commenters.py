"""Who comments which circle, kept; and what is forgotten when a circle ends or a trainer leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.store.commenters import Commenters, NotSharedOut
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.schema import membership


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def circles(database: Database) -> list[Group]:
    people = [People(database).add(Person("", "du groupe", f"Une{rank}")).id for rank in range(8)]
    wanted = [Group("", GroupKind.CIRCLE, name, tuple(people[at::2])) for at, name in enumerate(("Érable", "Tilleul"))]
    return Groups(database).replace(GroupKind.CIRCLE, [], wanted)


def trainer(database: Database, name: str) -> str:
    return People(database).add(Person("", "de l’équipe", name, role=Role.TRAINER)).id


def test_it_is_kept_changed_and_taken_back(database: Database, circles: list[Group]) -> None:
    kept, awa, bo = Commenters(database), trainer(database, "Awa"), trainer(database, "Bo")
    kept.set({circles[0].id: awa, circles[1].id: awa}, {})
    kept.set({circles[1].id: bo}, kept.by_circle())
    assert kept.by_circle() == {circles[0].id: awa, circles[1].id: bo}
    kept.set({circles[0].id: ""}, kept.by_circle())
    assert kept.by_circle() == {circles[1].id: bo}
    assert [one.first_name for one, _ in kept.trainers()] == ["Awa", "Bo"]


def test_a_circle_that_ends_and_a_trainer_who_leaves_are_no_longer_in_it(
    database: Database, circles: list[Group]
) -> None:
    kept, awa, bo = Commenters(database), trainer(database, "Awa"), trainer(database, "Bo")
    kept.set({circles[0].id: awa, circles[1].id: bo}, {})
    Groups(database).end(GroupKind.CIRCLE, circles[0].name)
    assert kept.by_circle() == {circles[1].id: bo}
    People(database).leave(bo)
    assert kept.by_circle() == {}


def test_what_can_t_be_is_refused_and_nothing_changes(database: Database, circles: list[Group]) -> None:
    kept, awa = Commenters(database), trainer(database, "Awa")
    somebody = circles[0].members[0]
    kept.set({circles[0].id: awa}, {})
    for wrong in ({circles[0].id: somebody}, {"inconnu": awa}, {circles[1].id: awa, circles[0].id: "inconnue"}):
        with pytest.raises(NotSharedOut, match="gardée telle quelle"):
            kept.set(wrong, kept.by_circle())
    assert kept.by_circle() == {circles[0].id: awa}


def test_whoever_is_in_charge_of_a_circle_takes_no_other(database: Database, circles: list[Group]) -> None:
    kept, awa = Commenters(database), trainer(database, "Awa")
    with database.writing() as connection:
        row = {"group": circles[0].id, "person": awa, "since": "2027-03-01T09:00:00Z", "until": None}
        connection.execute(insert(membership).values(row))
    kept.set({circles[0].id: awa}, {})
    with pytest.raises(NotSharedOut, match="gardée telle quelle"):
        kept.set({circles[1].id: awa}, {})
    assert kept.by_circle() == {circles[0].id: awa}


def test_a_choice_made_from_what_is_no_longer_so_is_refused_with_who_has_what_now(
    database: Database, circles: list[Group]
) -> None:
    kept, awa, bo = Commenters(database), trainer(database, "Awa"), trainer(database, "Bo")
    seen = kept.by_circle()
    kept.set({circles[0].id: awa}, seen)
    with pytest.raises(NotSharedOut) as refused:
        kept.set({circles[0].id: bo, circles[1].id: bo}, seen)
    assert str(refused.value) == (
        f"La répartition a changé entre-temps («\u00a0{circles[0].name}\u00a0» est lu par Awa de l’équipe)\u00a0: elle est gardée telle "
        "quelle, relisez vos choix, puis gardez-les de nouveau."
    )
    assert kept.by_circle() == {circles[0].id: awa}
    kept.set({circles[0].id: bo, circles[1].id: bo}, kept.by_circle())
    kept.set({circles[0].id: ""}, {circles[0].id: bo})
    with pytest.raises(NotSharedOut, match=f"«\u00a0{circles[0].name}\u00a0» est lu par personne encore"):
        kept.set({circles[0].id: awa}, {circles[0].id: bo})


def test_two_who_choose_the_same_agree_and_what_one_does_not_touch_is_nobody_s_affair(
    database: Database, circles: list[Group]
) -> None:
    kept, awa, bo = Commenters(database), trainer(database, "Awa"), trainer(database, "Bo")
    kept.set({circles[0].id: awa}, {})
    kept.set({circles[0].id: awa}, {})
    kept.set({circles[1].id: bo}, {})
    assert kept.by_circle() == {circles[0].id: awa, circles[1].id: bo}


def test_many_changes_are_told_in_few_words(database: Database) -> None:
    people = [People(database).add(Person("", "du groupe", f"Une{rank}")).id for rank in range(7)]
    wanted = [Group("", GroupKind.CIRCLE, f"Cercle {rank}", (one,)) for rank, one in enumerate(people)]
    formed = {one.id: one for one in Groups(database).replace(GroupKind.CIRCLE, [], wanted)}
    kept, awa, bo = Commenters(database), trainer(database, "Awa"), trainer(database, "Bo")
    kept.set(dict.fromkeys(formed, awa), {})
    with pytest.raises(NotSharedOut, match="et 3 autres cercles ont changé"):
        kept.set(dict.fromkeys(formed, bo), {})
