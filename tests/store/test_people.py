"""A cohort's people: joined again and again by a list, nobody loses who they are; a departure ends what it must."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaving import leave
from parcours_u.domain.joined import Joined, joined_sentences
from parcours_u.domain.people import GroupKind, Person, Profile, Role
from parcours_u.domain.people_list import Listed, ListError, PeopleList, name_key
from parcours_u.store.database import Database
from parcours_u.store.errors import StoreError
from parcours_u.store.joining import Joining
from parcours_u.store.people import People

COLUMNS = frozenset({"last_name", "first_name", "email", "profile", "organisation", "territory", "superior", "pair"})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "carnet.sqlite3")
    yield opened
    opened.close()


def listed(*rows: str, pairs: tuple[tuple[int, int], ...] = (), columns: frozenset[str] = COLUMNS) -> PeopleList:
    """Return a list from rows « first name, last name, address, organisation »."""
    people = []
    for number, row in enumerate(rows, start=2):
        first, last, email, organisation = (row + ",,,").split(",")[:4]
        people.append(Listed(number, last, first, email, Profile.AGENT, organisation))
    return PeopleList(tuple(people), pairs, columns)


def join(database: Database, found: PeopleList) -> Joined:
    with database.writing() as connection:
        joining = Joining(connection, found)
        codes = joining.codes
        return joining.write({row.row: codes.get(row.row, f"C{row.row}") for row in found.people})


def test_a_list_imported_again_changes_nothing(database: Database) -> None:
    found = listed("Ève,Durand,e@x.fr", "Luc,Petit", pairs=((2, 3),))
    first = join(database, found)
    again = join(database, found)
    assert (first.added, first.pairs) == (2, 1)
    assert (again.added, again.updated, again.returned, again.pairs, again.ended, again.unlisted) == (
        0,
        0,
        (),
        0,
        (),
        (),
    )
    assert again.people == first.people


def test_the_same_person_is_the_same_address_else_the_same_name(database: Database) -> None:
    before = join(database, listed("Ève,Durand,e@x.fr", "Zoé,Roy", "Ève,Petit,p@x.fr"))
    after = join(database, listed("Ève,Durand-Roy,E@X.fr", "Zoe,ROY,z@x.fr", "Ève,Petit,autre@x.fr"))
    assert (after.updated, after.added) == (3, 0)
    assert [(one.id, one.code) for one in after.people] == [(one.id, one.code) for one in before.people]
    assert after.absent == ()


def test_who_corrects_their_address_keeps_their_pair_and_what_it_shares(database: Database) -> None:
    before = join(database, listed("Ève,Durand,eve@exmple.fr", "Luc,Petit", pairs=((2, 3),)))
    after = join(database, listed("Ève,Durand,eve@exemple.fr", "Luc,Petit", pairs=((2, 3),)))
    assert (after.added, after.updated, after.pairs, after.ended) == (0, 1, 0, ())
    assert after.people[0].id == before.people[0].id
    assert after.people[0].email == "eve@exemple.fr"
    assert [one.name for one in after.readdressed] == ["Ève Durand"]  # it may be a namesake: the trainer is told


def test_a_namesake_of_somebody_who_is_on_the_list_by_their_address_is_new(database: Database) -> None:
    (eve,) = join(database, listed("Ève,Durand,e@x.fr")).people
    after = join(database, listed("Ève,Durand,e@x.fr", "Ève,Durand,autre@x.fr"))
    assert (after.added, after.people[0]) == (1, eve)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("Max,Roy,c@x.fr",), "Ligne 2, colonne «\u00a0courriel\u00a0».*sous d’autres adresses.*ajoutez à la liste"),
        (("Ève,Petit,1@x.fr", "Ève,Petit,2@x.fr"), "Ligne 3, colonne «\u00a0nom\u00a0».*désignent la même personne"),
        (("Éva,Petit,p@x.fr", "Ève,Petit"), "Ligne 3, colonne «\u00a0nom\u00a0».*désignent la même personne"),
    ],
)
def test_who_may_be_somebody_or_somebody_else_is_asked_for(database: Database, rows: tuple[str, ...], why: str) -> None:
    join(database, listed("Max,Roy,a@x.fr", "Max,Roy,b@x.fr", "Ève,Petit,p@x.fr"))
    with pytest.raises(ListError, match=why):
        join(database, listed(*rows))
    assert len(People(database).present()) == 3


SWAPPED = ("Ann,A,b@x.fr", "Bob,B,c@x.fr", "Cy,C,d@x.fr", "Di,D,a@x.fr")


@settings(max_examples=24, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations("abcd?-"))
def test_addresses_that_moved_turn_nobody_into_somebody_else(tmp_path_factory, addresses: list[str]) -> None:
    database = Database(tmp_path_factory.mktemp("cohorte") / "carnet.sqlite3")
    try:
        before = join(database, listed(*SWAPPED)).people
        moved = [
            f"{row.rpartition(',')[0]},{one}@x.fr".replace(",-@x.fr", "")
            for row, one in zip(SWAPPED, addresses, strict=False)
        ]
        try:
            join(database, listed(*moved))
        except ListError:
            assert People(database).present() == [*before]
        assert [(one.id, one.name) for one in People(database).present()] == [(one.id, one.name) for one in before]
    finally:
        database.close()


@pytest.mark.parametrize(
    "rows",
    [("Cy,Gamma,b@x.fr",), ("Cy,Gamma,b@x.fr", "Bob,Beta")],
)
def test_a_row_with_the_address_of_one_and_the_name_of_another_is_refused(
    database: Database, rows: tuple[str, ...]
) -> None:
    before = join(database, listed("Bob,Beta,b@x.fr", "Cy,Gamma")).people
    with pytest.raises(ListError) as refused:
        join(database, listed(*rows))
    (told,) = refused.value.problems
    assert told.startswith(
        "Ligne 2, colonne «\u00a0courriel\u00a0»\u00a0: cette adresse est celle d’une personne déjà inscrite, Bob Beta, et ce nom celui d’une autre\u202f; corrigez"
    )
    assert People(database).present() == [*before]


def test_who_took_the_name_of_somebody_else_on_the_list_stays_themselves(database: Database) -> None:
    before = join(database, listed("Ann,Alpha,a@x.fr", "Ann,Beta,b@x.fr")).people
    after = join(database, listed("Ann,Beta,a@x.fr", "Ann,Beta,b@x.fr"))
    assert [one.id for one in after.people] == [one.id for one in before]


def test_who_changed_their_name_is_told_by_both(database: Database) -> None:
    join(database, listed("Ève,Durand,e@x.fr", "Luc,Petit,l@x.fr"))
    (told,) = joined_sentences(join(database, listed("Ève,Durand-Roy,e@x.fr", "LUC,petit,l@x.fr")))
    assert "sous un autre nom\u00a0: Ève Durand s’appelle maintenant Ève Durand-Roy." in told


def test_a_list_of_some_newcomers_names_ten_of_the_others(database: Database) -> None:
    join(database, listed(*(f"Prénom,Nom{rank:02}" for rank in range(13))))
    (told,) = joined_sentences(join(database, listed("Ève,Durand")))
    assert "Prénom Nom09 et 3\u00a0autres. Pour noter un départ" in told
    assert "Nom10" not in told


def test_a_third_namesake_is_new_once_the_others_are_on_the_list(database: Database) -> None:
    join(database, listed("Max,Roy,a@x.fr", "Max,Roy,b@x.fr"))
    assert join(database, listed("Max,Roy,a@x.fr", "Max,Roy,b@x.fr", "Max,Roy,c@x.fr")).added == 1


@pytest.mark.parametrize(("one", "other"), [("Zoé,Lebœuf", "Zoe,LEBOEUF"), ("Læticia,Roy", "Laeticia,Roy")])
def test_joined_letters_are_typed_apart(database: Database, one: str, other: str) -> None:
    join(database, listed(one))
    assert join(database, listed(other)).added == 0


def test_a_list_leaves_a_host_their_role_and_their_territory(database: Database) -> None:
    host = People(database).add(Person("", "Sy", "Awa", role=Role.HOST, territory="la vallée"))
    row = Listed(2, "Sy", "Awa", "awa@x.fr", Profile.AGENT, territory="la plaine")
    (after,) = join(database, PeopleList((row,), columns=COLUMNS)).people
    assert (after.id, after.role, after.territory, after.email) == (host.id, Role.HOST, "la vallée", "awa@x.fr")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.HOST, Role.ACCOMPANIST])
def test_a_pair_with_somebody_of_another_role_changes_nothing(database: Database, role: Role) -> None:
    People(database).add(Person("", "Sy", "Awa", role=role))
    with pytest.raises(ListError, match="Ligne 3, colonne «\u00a0binôme\u00a0»\u00a0: Awa Sy a un autre rôle"):
        join(database, listed("Ève,Durand", "Awa,Sy", pairs=((2, 3),)))
    assert len(People(database).present()) == 1


def test_what_a_list_has_no_column_for_stays_as_it_was(database: Database) -> None:
    join(database, listed("Ève,Durand,e@x.fr,Ville"))
    (kept,) = join(database, listed("Ève,Durand", columns=COLUMNS - {"organisation"})).people
    assert (kept.organisation, kept.email) == ("Ville", "e@x.fr")
    (emptied,) = join(database, listed("Ève,Durand")).people
    assert (emptied.organisation, emptied.email) == ("", "e@x.fr")


def test_a_row_that_may_be_two_people_changes_nothing(database: Database) -> None:
    join(database, listed("Max,Roy,a@x.fr", "Max,Roy,b@x.fr"))
    with pytest.raises(ListError, match="Ligne 3, colonne «\u00a0courriel\u00a0»"):
        join(database, listed("Awa,Sy", "Max,Roy"))
    assert len(People(database).present()) == 2


def test_superiors_are_kept_by_id(database: Database) -> None:
    rows = (Listed(2, "Durand", "Ève"), Listed(3, "Petit", "Luc", superior=2))
    eve, luc = join(database, PeopleList(rows, columns=COLUMNS)).people
    assert (eve.superior, luc.superior) == ("", eve.id)


def test_a_departure_ends_the_pair_and_nobody_sees_the_person_any_more(database: Database) -> None:
    eve, luc = join(database, listed("Ève,Durand", "Luc,Petit", pairs=((2, 3),))).people
    people = People(database)
    done = leave(database, luc.id)
    assert [group.name for group in done.ended] == ["Ève et Luc"]
    assert [one.id for one in people.present()] == [eve.id]
    assert people.get(luc.id) is None
    assert people.groups() == []
    with pytest.raises(StoreError, match="n’est plus dans la cohorte"):
        people.leave(luc.id)


def test_somebody_who_comes_back_is_who_they_were(database: Database) -> None:
    found = listed("Ève,Durand", "Luc,Petit", pairs=((2, 3),))
    before = join(database, found)
    leave(database, before.people[1].id)
    after = join(database, found)
    assert ([one.name for one in after.returned], after.added, after.pairs) == (["Luc Petit"], 0, 1)
    assert after.people == before.people


def test_a_new_pair_ends_the_former_ones_of_both(database: Database) -> None:
    names = ("Ève,Durand", "Luc,Petit", "Awa,Sy", "Anh,Nguyên")
    join(database, listed(*names, pairs=((2, 3), (4, 5))))
    done = join(database, listed(*names, pairs=((2, 4),)))
    assert done.pairs == 1
    assert [one.partition("\u00a0: ")[0] for one in joined_sentences(done)] == [
        f"Le binôme «\u00a0{name}\u00a0» est fini" for name in ("Anh et Awa", "Ève et Luc")
    ]
    assert [(group.kind, group.name) for group in People(database).groups()] == [(GroupKind.PAIR, "Awa et Ève")]


def test_a_pair_whose_cells_were_emptied_is_told_and_goes_on(database: Database) -> None:
    names = ("Ève,Durand", "Luc,Petit", "Awa,Sy")
    join(database, listed(*names, pairs=((2, 3),)))
    (told,) = joined_sentences(join(database, listed(*names)))
    assert told.startswith("Binômes qui ne sont plus sur la liste, et continuent\u00a0: «\u00a0Ève et Luc\u00a0». Pour")
    assert joined_sentences(join(database, listed(*names, columns=COLUMNS - {"pair"}))) == []
    late = join(database, listed("Luc,Petit"))  # a part of the cohort says nothing of a pair with who is not on it
    assert late.unlisted == ()
    assert len(People(database).groups()) == 1


def test_a_trainer_is_in_no_list_and_never_missing_from_one(database: Database) -> None:
    trainer = People(database).add(Person("", "Sy", "Awa", role=Role.TRAINER))
    assert People(database).get(trainer.id) == trainer
    assert join(database, listed("Ève,Durand")).absent == ()


@pytest.mark.parametrize("text", ["C2", "e@X.fr", "ève durand", "DURAND Eve"])
def test_somebody_is_found_by_code_address_or_name(database: Database, text: str) -> None:
    eve, _ = join(database, listed("Ève,Durand,e@x.fr", "Luc,Petit")).people
    assert People(database).find(text) == eve


@pytest.mark.parametrize(
    ("text", "why"), [("Max Roy", "Plusieurs personnes"), ("Zoé", "Personne ne répond"), ("", "Personne")]
)
def test_nobody_is_taken_for_somebody_else(database: Database, text: str, why: str) -> None:
    join(database, listed("Max,Roy,a@x.fr", "Max,Roy,b@x.fr"))
    with pytest.raises(StoreError, match=why):
        People(database).find(text)


names = st.sampled_from(["Ève,Durand", "Luc,Petit", "Awa,Sy", "Anh,Nguyên", "Max,Roy"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(names, min_size=1, max_size=5, unique=True), min_size=1, max_size=4), st.data())
def test_nobody_ever_loses_their_id_or_code(tmp_path_factory, lists: list[list[str]], data: st.DataObject) -> None:
    database = Database(tmp_path_factory.mktemp("cohorte") / "carnet.sqlite3")
    known: dict[tuple[str, str], tuple[str, str]] = {}
    try:
        for number, rows in enumerate(lists):
            with database.writing() as connection:
                joining = Joining(connection, found := listed(*rows))
                codes = joining.codes
                done = joining.write({row.row: codes.get(row.row, f"{number}-{row.row}") for row in found.people})
            for one in done.people:
                assert known.setdefault(name_key(one), (one.id, one.code)) == (one.id, one.code)
            present = People(database).present()
            assert {name_key(one) for one in present} >= {name_key(row) for row in found.people}
            if data.draw(st.booleans()):
                People(database).leave(data.draw(st.sampled_from(present)).id)
        assert len({one for one, _ in known.values()}) == len(known)
    finally:
        database.close()
