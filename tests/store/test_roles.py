"""Roles given, and what is in charge of whom; above all: a circle that ends gives nobody the whole cohort."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from leaving import leave, yes_to_leaving
from parcours_u.domain.audience import Reader
from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.domain.policy import Action, may, may_manage, relations
from parcours_u.domain.standing import Standing
from parcours_u.store import schema
from parcours_u.store.access import Access
from parcours_u.store.database import Database
from parcours_u.store.ending import WouldEnd
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.roles import Charge, Roles
from parcours_u.store.sql_journal import SqlJournal
from parcours_u.store.standings import standings

TRAINER, HOST, ACCOMPANIST = Role.TRAINER, Role.HOST, Role.ACCOMPANIST


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(tmp_path / "carnet.sqlite3")
    yield found
    found.close()


class Cohort:
    """A trainer of everybody, four people in two circles, two of them a pair and a core group."""

    def __init__(self, database: Database) -> None:
        self.database, self.people, self.roles, self.groups = (
            database,
            People(database),
            Roles(database),
            Groups(database),
        )
        self.chief = self.people.add(Person("", "Chef", "Awa", role=TRAINER)).id
        names = ("Bo", "Cy", "Di", "Ed")
        self.ids = [self.people.add(Person("", "Nom", name, code=f"CODE-{name}")).id for name in names]
        self.circles("Tilleul", "Érable")
        self.groups.form_pair(*self.ids[:2], "Bo et Cy")
        self.groups.replace(
            GroupKind.CORE_GROUP, [], [Group("", GroupKind.CORE_GROUP, "La cantine", tuple(self.ids[:2]))]
        )

    def circles(self, *names: str) -> None:
        """Form two circles anew."""
        wanted = [Group("", GroupKind.CIRCLE, name, tuple(self.ids[at::2])) for at, name in enumerate(names)]
        today = self.groups.current(GroupKind.CIRCLE)
        self.groups.replace(GroupKind.CIRCLE, today, wanted, yes_to(today))

    def stand(self, person: str) -> Standing:
        """Return what somebody is."""
        with self.database.reading() as connection:
            return standings(connection)[person]

    def reads_deposits_of(self, reader: str) -> set[str]:
        """Return whose deposits somebody reads."""
        with self.database.reading() as connection:
            found = standings(connection)
        opened = frozenset({Reader.TRAINER})
        return {
            one
            for one in self.ids
            if may(Action.READ_DEPOSITED, relations(found[reader], found[one]), opened, deposited=True)
        }


@pytest.fixture
def cohort(database: Database) -> Cohort:
    return Cohort(database)


def test_a_trainer_of_a_circle_reads_its_members_and_nobody_else(cohort: Cohort) -> None:
    own = cohort.roles.add(Person("", "Roy", "Max"), Charge(TRAINER, groups=("tilleul",))).person.id
    assert cohort.reads_deposits_of(own) == set(cohort.ids[::2])
    assert not may_manage(cohort.stand(own))
    assert [one.name for one in cohort.roles.charges()[own]] == ["Tilleul"]


def test_when_their_circles_end_a_trainer_is_in_charge_of_nobody_and_never_of_everybody(cohort: Cohort) -> None:
    own = cohort.roles.add(Person("", "Roy", "Max"), Charge(TRAINER, groups=("Tilleul",))).person.id
    cohort.circles("Saule", "Orme")
    assert cohort.reads_deposits_of(own) == set()
    assert not may_manage(cohort.stand(own))
    assert cohort.roles.idle() == [own]
    cohort.circles("Tremble", "Hêtre")  # and for ever
    assert cohort.reads_deposits_of(own) == set()
    cohort.roles.give(own, Charge(TRAINER, groups=("Hêtre",)))
    assert cohort.reads_deposits_of(own) == set(cohort.ids[1::2])
    assert cohort.roles.idle() == []


def test_a_trainer_who_comes_back_is_in_charge_of_what_they_were(cohort: Cohort) -> None:
    own = cohort.roles.add(Person("", "Roy", "Max"), Charge(TRAINER, groups=("Tilleul",))).person.id
    cohort.people.leave(own)
    assert cohort.reads_deposits_of(own) == set()
    with cohort.database.writing() as connection:
        connection.execute(schema.person.update().where(schema.person.c.id == own).values(left_at=None))
    assert cohort.reads_deposits_of(own) == set(cohort.ids[::2])


def test_the_whole_cohort_is_given_in_words_never_by_what_ends(cohort: Cohort) -> None:
    own = cohort.roles.add(Person("", "Roy", "Max"), Charge(TRAINER, groups=("Tilleul", "Érable"))).person.id
    cohort.roles.give(own, Charge(TRAINER))
    assert cohort.reads_deposits_of(own) == set(cohort.ids)
    assert own not in cohort.roles.charges()


def test_a_role_other_than_taking_part_leaves_groups_and_a_pair_does_not_go_on(cohort: Cohort) -> None:
    with pytest.raises(WouldEnd, match="«\u00a0Bo et Cy\u00a0» \\(Bo Nom, Cy Nom\\) finit"):
        cohort.roles.give(cohort.ids[0], Charge(HOST, "Nord"))
    done = cohort.roles.give(cohort.ids[0], Charge(HOST, "Nord"), yes_to_leaving(cohort.database, cohort.ids[0]))
    assert {one.name for one in done.left} == {"Tilleul", "Bo et Cy", "La cantine"}
    assert [one.name for one in done.ended] == ["Bo et Cy"]
    assert cohort.stand(cohort.ids[0]) == Standing(cohort.ids[0], HOST, territory="Nord")


def test_an_accompanist_is_in_the_core_groups_that_they_were_given(cohort: Cohort) -> None:
    guide = cohort.roles.add(Person("", "Sy", "Ana"), Charge(ACCOMPANIST, groups=("La cantine",))).person.id
    (group,) = cohort.groups.current(GroupKind.CORE_GROUP)
    assert cohort.stand(guide).groups == {(GroupKind.CORE_GROUP, group.id)}
    assert guide not in group.members
    leave(cohort.database, cohort.ids[0])
    done = leave(cohort.database, cohort.ids[1])
    assert "La cantine" in {one.name for one in done.ended}  # an accompanist alone is no core group
    assert cohort.stand(guide).groups == frozenset()


def test_a_role_that_makes_no_sense_is_refused_in_one_sentence_and_changes_nothing(cohort: Cohort) -> None:
    bo, chief = cohort.ids[0], cohort.chief
    before = cohort.people.present(), cohort.people.groups(), cohort.roles.charges()
    for person, charge, why in [
        (bo, Charge(TRAINER, groups=("Baobab",)), "Aucun cercle ne s’appelle.*il y a"),
        (bo, Charge(ACCOMPANIST, groups=("Baobab",)), "Aucun noyau"),
        (bo, Charge(HOST), "Quel territoire"),
        (bo, Charge(Role.VISITOR), "Une visite"),
        (bo, Charge(HOST, "Nord", ("Tilleul",)), "Un cercle se confie"),
        (bo, Charge(TRAINER, "Nord"), "Un territoire se donne"),
        (chief, Charge(HOST, "Nord"), "dernière personne"),
        (chief, Charge(TRAINER, groups=("Tilleul",)), "dernière personne"),
        ("0" * 16, Charge(TRAINER), "n’est pas"),
    ]:
        with pytest.raises(StoreError, match=why) as refused:
            cohort.roles.give(person, charge)
        assert str(refused.value).count("\u00a0: ") <= 2
    with pytest.raises(StoreError, match="dernière personne"):
        cohort.people.leave(chief)
    with pytest.raises(StoreError, match="code de dépôt"):
        cohort.roles.add(Person("", "Roy", "Max"), Charge(Role.PARTICIPANT))
    assert (cohort.people.present(), cohort.people.groups(), cohort.roles.charges()) == before


def test_whoever_never_came_in_is_not_counted_as_in_charge(cohort: Cohort) -> None:
    access, chief = Access(cohort.database), cohort.chief
    spare = cohort.people.add(Person("", "", "Équipe de formation", role=TRAINER)).id
    access.accept(access.invite(chief).token, "Ordinateur")
    for gone in (
        lambda: cohort.people.leave(chief),
        lambda: cohort.roles.give(chief, Charge(HOST, "Nord")),
        lambda: cohort.roles.give(chief, Charge(TRAINER, groups=("Tilleul",))),
    ):
        with pytest.raises(StoreError, match="seule personne en charge de toute la cohorte à être déjà entrée"):
            gone()
    access.accept(access.invite(spare).token, "Téléphone")
    cohort.people.leave(chief)
    assert [one.id for one in cohort.people.managers()] == [spare]


def test_before_anybody_came_in_one_of_two_in_charge_may_go(cohort: Cohort) -> None:
    spare = cohort.people.add(Person("", "", "Équipe de formation", role=TRAINER)).id
    cohort.people.leave(spare)
    with pytest.raises(StoreError, match="dernière personne"):
        cohort.people.leave(cohort.chief)


def test_who_shared_or_deposited_something_is_not_made_anything_else(cohort: Cohort) -> None:
    bo, cy, di = cohort.ids[:3]
    SqlJournal(cohort.database, bo).save("q", {"text": "mots"}, 0)
    SqlJournal(cohort.database, bo).set_audience("q", frozenset({Reader.CIRCLE}))
    SqlJournal(cohort.database, di).save("q", {"text": "pour moi"}, 0)
    with cohort.database.writing() as connection:
        row = {"person": cy, "id": "d", "module": "m", "at": "2027-03-01T08:00:00Z", "way": "zip", "sender": "C"}
        connection.execute(insert(schema.deposit).values(**row, prompts=[], withdrawn=[]))
    for person in (bo, cy):
        with pytest.raises(StoreError, match="déjà partagé ou déposé"):
            cohort.roles.give(person, Charge(TRAINER))
    assert (
        cohort.roles.give(di, Charge(TRAINER)).person.role is TRAINER
    )  # words of one's own change nothing for anybody


def test_whoever_has_no_code_does_not_take_part_yet(cohort: Cohort) -> None:
    own = cohort.roles.add(Person("", "Roy", "Max"), Charge(TRAINER)).person.id
    with pytest.raises(StoreError, match="pas de code de dépôt"):
        cohort.roles.give(own, Charge(Role.PARTICIPANT))
    assert cohort.roles.give(cohort.ids[3], Charge(Role.PARTICIPANT)).left == ()


def test_only_participants_are_members_of_groups(cohort: Cohort) -> None:
    with pytest.raises(StoreError, match="autre titre"):
        cohort.groups.form_pair(cohort.ids[0], cohort.chief, "Bo et Awa")
    today = cohort.groups.current(GroupKind.CORE_GROUP)
    wanted = Group(today[0].id, GroupKind.CORE_GROUP, today[0].name, (*today[0].members, cohort.chief))
    with pytest.raises(StoreError, match="autre titre"):
        cohort.groups.replace(GroupKind.CORE_GROUP, today, [wanted])
    assert cohort.groups.current(GroupKind.CORE_GROUP) == today
