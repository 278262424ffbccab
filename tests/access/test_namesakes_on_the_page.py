"""Two people of one name on the trainer's page: told apart in every list, on invitations and on cards."""

from collections.abc import Iterator

import pytest

from parcours_u.domain.people import Person, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.people import People
from people_here import Browser, Cohort, running_cohort

X, Y = "Claire Martin (Mairie de X)", "Claire Martin (Mairie de Y)"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("homonymes") / "groupe") as found:
        with cohort_database(found.folder) as database:
            for place in ("X", "Y"):
                one = Person(
                    "", "Martin", "Claire", organisation=f"Mairie de {place}", email=f"{place}@exemple.invalid"
                )
                People(database).add(one)
        yield found


@pytest.fixture(scope="module")
def trainer(cohort: Cohort) -> Browser:
    found = cohort.newcomer("Awa", Role.TRAINER)
    found.get("vos-mots")
    return found


@pytest.mark.parametrize("path", ["personnes", "groupes"])
def test_lists_tell_them_apart(trainer: Browser, path: str) -> None:
    names = [one["name"] for one in trainer.get(f"parcours-u/cohorte/{path}").json["people"]]
    assert [name for name in names if "Claire" in name].count(X) == names.count(Y) == 1


def test_places_in_circles_are_told_of_each(trainer: Browser) -> None:
    found = trainer.ask("POST", "parcours-u/cohorte/cercles/proposition", {"what": "anew"}).json
    assert {X, Y} <= {sentence.partition(" rejoint")[0] for sentence in found["sentences"].values()}


def test_an_invitation_and_the_cards_say_whose_they_are(trainer: Browser) -> None:
    ids = {one["name"]: one["id"] for one in trainer.get("parcours-u/cohorte/personnes").json["people"]}
    answer = trainer.ask("POST", f"parcours-u/cohorte/personnes/{ids[Y]}/invitation", {"days": 7}).json
    assert (answer["name"], answer["first_name"]) == (Y, "Claire")
    cards = trainer.send("parcours-u/cohorte/cartes", days="7").text
    assert cards.count(X) == cards.count(Y) == 2
