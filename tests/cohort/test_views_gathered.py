"""What the views are made from in a real database: a departure tells nothing of who left, and groups have their names."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from parcours_u.cohort.overview.gathering import gather
from parcours_u.cohort.overview.modules import assigned_view, modules_view
from parcours_u.content.catalogue import load_course
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.following import Released
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.grading.cohort import cohort_database
from parcours_u.grading.folder import open_folder
from parcours_u.store.assignments import Assignments
from parcours_u.store.database import Database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.schema import entry

MODULE, TODAY = "co-initier", date(2027, 3, 3)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with cohort_database(open_folder(tmp_path / "groupe")) as found:
        yield found


def began(database: Database) -> str:
    return modules_view(gather(database, load_course(), [Released(MODULE, 5)], [], TODAY)).rows[0][1]


def test_removing_somebody_and_bringing_them_back_says_nothing_of_whether_they_began(database: Database) -> None:
    people = [People(database).add(Person("", f"Nom{at}", "Prénom", code=f"C{at}")) for at in range(12)]
    prompt = next(one for one in load_course().modules if one.id == MODULE).prompts[0].id
    with database.writing() as connection:
        for one in people[:10]:  # one fewer would be told as five
            connection.execute(insert(entry).values(person=one.id, prompt=prompt, head=1, audience={}))
    before = began(database)
    assert before == "au moins 10"
    People(database).leave(people[0].id)
    assert began(database) == before
    People(database).add(Person("", "Nom0", "Prénom", code="C0"))
    assert began(database) == before


def test_who_trains_one_circle_reads_the_name_of_another_circle_of_today(database: Database) -> None:
    ids = [People(database).add(Person("", f"Nom{at}", "Prénom", code=f"C{at}")).id for at in range(4)]
    wanted = [
        Group("", GroupKind.CIRCLE, "Tilleul", tuple(ids[:2])),
        Group("", GroupKind.CIRCLE, "Érable", tuple(ids[2:])),
    ]
    circles = {one.name: one.id for one in Groups(database).replace(GroupKind.CIRCLE, [], wanted)}
    Assignments(database).expect(Assignment(MODULE, "2027-03-15T12:00:00Z", circles=(circles["Érable"],)))
    (row,) = assigned_view(gather(database, load_course(), [], [], TODAY, [circles["Tilleul"]])).rows
    assert row[1] == "Érable"
