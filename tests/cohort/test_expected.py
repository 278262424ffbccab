"""What may be assigned to whom: to one's own circles, and with no count that would tell of a few people."""

import pytest
from cohorts import circle, person

from parcours_u.cohort.expected import Choices, may_assign
from parcours_u.content.catalogue import load_course
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role

ELECTED, AGENT, CITIZEN = Profile.ELECTED, Profile.AGENT, Profile.CITIZEN
PEOPLE = [*(person(number, AGENT) for number in range(6)), person(6, ELECTED), person(7, ELECTED)]
CIRCLES = [circle("Tilleul", 0, 1, 6), circle("Érable", 2, 3, 7)]
TRAINER = Person("formation", "Nom", "Prénom", role=Role.TRAINER, profile=ELECTED)


def row(one: Assignment, own: frozenset[str] = frozenset()):
    (found,) = Choices(load_course(), [*PEOPLE, TRAINER], CIRCLES, own).to_dict([one])["attributions"]
    return found


@pytest.mark.parametrize(
    ("circles", "profiles", "people"),
    [
        ((), (), 8),
        (("cercle-Tilleul",), (), 3),
        (("cercle-Tilleul", "cercle-Érable"), (), 6),
        ((), (AGENT,), 6),
        ((), (ELECTED,), None),
        ((), (AGENT, ELECTED), None),
        (("cercle-Tilleul",), (AGENT,), None),  # less the circle, it would tell how many of these are elsewhere
        ((), (CITIZEN,), None),
    ],
)
def test_people_are_counted_unless_few_of_a_profile_would_be(
    circles: tuple[str, ...], profiles: tuple[Profile, ...], people: int | None
) -> None:
    assert row(Assignment("co-initier", "2027-03-15T12:00:00Z", circles, profiles))["personnes"] == people


def test_choices_tell_of_no_small_profile() -> None:
    told = Choices(load_course(), [*PEOPLE, TRAINER], CIRCLES, frozenset()).to_dict([])
    assert {one["id"]: one["personnes"] for one in told["profils"]} == {"elu": None, "agent": 6}
    assert [(one["nom"], one["personnes"]) for one in told["cercles"]] == [("Tilleul", 3), ("Érable", 3)]
    assert (told["toutes"], told["personnes"]) == (True, 8)


def test_core_groups_are_offered_beside_circles_and_nobody_in_both_is_counted_twice() -> None:
    garden = Group("noyau-jardin", GroupKind.CORE_GROUP, "Le jardin", (PEOPLE[0].id, PEOPLE[4].id))
    choices = Choices(load_course(), [*PEOPLE, TRAINER], [*CIRCLES, garden], frozenset())
    told = choices.to_dict(
        [Assignment("co-initier", "x", (garden.id,)), Assignment("co-creer", "x", ("cercle-Tilleul", garden.id))]
    )
    assert [(one["nom"], one["personnes"]) for one in told["noyaux"]] == [("Le jardin", 2)]
    assert [one["nom"] for one in told["cercles"]] == ["Tilleul", "Érable"]
    assert [(one["noms"], one["personnes"]) for one in told["attributions"]] == [
        (["Le jardin"], 2),
        (["Le jardin", "Tilleul"], 4),
    ]
    own = Choices(load_course(), PEOPLE, [*CIRCLES, garden], frozenset({"cercle-Tilleul"})).to_dict([])
    assert own["noyaux"] == []


def test_circles_core_groups_and_profiles_are_told_apart() -> None:
    garden = Group("noyau-jardin", GroupKind.CORE_GROUP, "Le jardin", (PEOPLE[0].id,))
    asked = Assignment("co-initier", "x", (garden.id, "cercle-Tilleul", "cercle-Érable", "parti"), (Profile.AGENT,))
    (told,) = Choices(load_course(), PEOPLE, [*CIRCLES, garden], frozenset()).to_dict([asked])["attributions"]
    assert told["pour"] == {
        "cercles": ["Érable", "Tilleul"],
        "noyaux": ["Le jardin"],
        "autres": ["un groupe d’avant"],
        "profils": [Profile.AGENT.label],
    }


def test_a_group_of_before_is_named_so() -> None:
    found = row(Assignment("co-initier", "2027-03-15T12:00:00Z", ("cercle-parti", "cercle-Tilleul")))
    assert found["noms"] == ["Tilleul", "un groupe d’avant"]


def test_a_trainer_of_one_circle_assigns_to_it_alone() -> None:
    own = frozenset({"cercle-Tilleul"})
    told = Choices(load_course(), PEOPLE, CIRCLES, own).to_dict(
        [
            Assignment("co-initier", "x"),
            Assignment("presencing", "x", ("cercle-Érable",)),
            Assignment("co-creer", "x", tuple(own)),
        ]
    )
    assert [one["nom"] for one in told["cercles"]] == ["Tilleul"]
    assert (told["profils"], told["toutes"], told["personnes"]) == ([], False, None)
    assert [(one["module"], one["a_changer"]) for one in told["attributions"]] == [
        ("co-initier", False),
        ("co-creer", True),
    ]
    assert may_assign(Assignment("co-creer", "x", tuple(own)), own)
    assert not may_assign(Assignment("co-creer", "x", ("cercle-Érable", "cercle-Tilleul")), own)
    assert not may_assign(Assignment("co-creer", "x", tuple(own), (AGENT,)), own)
    assert not may_assign(Assignment("co-creer", "x"), own)
