"""People told among others: no two alike, whatever their names; a name alone where it is nobody else's."""

from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.namesakes import set_apart
from parcours_u.domain.people import Person, Role
from parcours_u.domain.people_list import plain

WORDS = st.sampled_from(["", "Ana", "ana", "Roy", "Ana (Roy)", "Mairie", "Roy (Mairie)", "a@x.fr", "A1", "(", "é"])


def told(*people: Person) -> list[str]:
    return [one.told for one in set_apart(people)]


def someone(rank: int, **known: str) -> Person:
    return Person(f"{rank:016x}", "Martin", "Claire", **known)


@given(st.lists(st.tuples(*[WORDS] * 5, st.sampled_from(list(Role))), max_size=12), st.randoms(use_true_random=False))
def test_no_two_people_are_told_alike_nor_otherwise_in_another_order(rows, chance) -> None:
    people = [
        Person(f"{rank:016x}", last, first, role=role, organisation=organisation, email=email, code=code)
        for rank, (last, first, organisation, email, code, role) in enumerate(rows)
    ]
    names = {one.id: one.told for one in set_apart(people)}
    assert len({plain(name) or name for name in names.values()}) == len(people)
    chance.shuffle(people)
    assert {one.id: one.told for one in set_apart(people)} == names


def test_a_name_that_nobody_else_bears_is_told_alone() -> None:
    alone = Person("1" * 16, "Roy", "Ana", organisation="Mairie de X", email="ana@exemple.invalid", code="A1")
    assert told(alone, someone(2)) == ["Ana Roy", "Claire Martin"]


def test_namesakes_are_told_with_their_organisation_else_their_address_else_their_code() -> None:
    first = someone(1, organisation="Mairie de X", email="un@exemple.invalid", code="A1")
    assert told(first, someone(2, organisation="Mairie de Y", email="deux@exemple.invalid")) == [
        "Claire Martin (Mairie de X)",
        "Claire Martin (Mairie de Y)",
    ]
    assert told(first, someone(2, organisation="mairie de x", email="deux@exemple.invalid")) == [
        "Claire Martin (un@exemple.invalid)",
        "Claire Martin (deux@exemple.invalid)",
    ]
    assert told(someone(1, code="A1"), someone(2, code="B2")) == ["Claire Martin (A1)", "Claire Martin (B2)"]


def test_a_name_in_capitals_or_without_its_accents_is_the_same() -> None:
    people = [Person(str(rank), last, "Zoé", organisation=f"O{rank}") for rank, last in enumerate(("Noël", "NOEL"))]
    assert told(*people) == ["Zoé Noël (O0)", "Zoé NOEL (O1)"]


def test_who_has_nothing_else_is_told_by_what_they_do_here() -> None:
    assert told(someone(1, code="A1"), Person("2" * 16, "Martin", "Claire", role=Role.TRAINER)) == [
        "Claire Martin (A1)",
        "Claire Martin (formation)",
    ]
