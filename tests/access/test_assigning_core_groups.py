"""A module assigned to a core group from the trainer's page, as the command does."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import insert

from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.schema import membership
from people_here import Browser, Cohort, running_cohort
from trainer_space import part_of_space

ASSIGNED = "parcours-u/cohorte/attributions"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("noyaux") / "groupe") as found:
        yield found


@pytest.fixture(scope="module")
def people(cohort: Cohort) -> dict[str, Browser]:
    """Ana and Bea in a circle, Ana and Dan in a core group, one who animates all of it and one who animates the circle."""
    found = {name: cohort.newcomer(name) for name in ("Ana", "Bea", "Dan")}
    found["Awa"] = cohort.newcomer("Awa", Role.TRAINER)
    with cohort_database(cohort.folder) as database:
        for kind, name, those in (
            (GroupKind.CIRCLE, "Tilleul", ("Ana", "Bea")),
            (GroupKind.CORE_GROUP, "Le potager", ("Ana", "Dan")),
        ):
            wanted = [Group("", kind, name, tuple(found[one].person for one in those))]
            Groups(database).replace(kind, [], wanted)
    return found


@pytest.mark.browser
@pytest.mark.nbgrader
def test_a_core_group_is_offered_named_and_hears_of_its_date_alone(
    new_context: Callable[..., BrowserContext], cohort: Cohort, people: dict[str, Browser]
) -> None:
    page = people["Awa"].opened(
        new_context(viewport={"width": 360, "height": 740}), part_of_space("Attribuer un module")
    )
    panel = page.locator(".pu-attribuer")
    panel.get_by_label("Module", exact=True).select_option("co-percevoir")
    panel.get_by_label("Quelques cercles, noyaux ou profils").check()
    expect(panel.get_by_text("Cochez au moins un cercle, un noyau ou un profil.")).to_be_visible()
    panel.get_by_role("group", name="Noyaux").get_by_label("Le potager (2)").check()
    panel.get_by_label("Date", exact=True).fill("2031-03-15")
    expect(
        panel.get_by_text("pour le noyau Le potager (2\u00a0personnes), pour le samedi 15\u00a0mars 2031")
    ).to_be_visible()
    panel.get_by_label("Tilleul (2)").check()  # Ana is in both: nobody is counted twice
    expect(panel.get_by_text("pour le cercle Tilleul et le noyau Le potager, pour le samedi")).to_be_visible()
    panel.get_by_label("Tilleul (2)").uncheck()
    panel.get_by_role("button", name="Attribuer", exact=True).click()
    expect(panel.get_by_text("C’est attribué")).to_be_visible()
    (told,) = people["Awa"].get(ASSIGNED).json["attributions"]
    assert (told["noms"], told["personnes"]) == (["Le potager"], 2)
    due = {
        name: [one["due"] for one in people[name].get("parcours-u/progress").json["modules"] if one["due"]]
        for name in ("Ana", "Bea", "Dan")
    }
    assert {name: len(dates) for name, dates in due.items()} == {"Ana": 1, "Bea": 0, "Dan": 1}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_trainer_of_one_circle_is_offered_no_core_group(cohort: Cohort, people: dict[str, Browser]) -> None:
    told = people["Awa"].get(ASSIGNED).json
    assert [one["nom"] for one in told["noyaux"]] == ["Le potager"]
    with cohort_database(cohort.folder) as database:
        (circle,) = Groups(database).current(GroupKind.CIRCLE)
    tom = cohort.newcomer("Tom", Role.TRAINER)
    row = {"group": circle.id, "person": tom.person, "since": "2027-03-01T09:00:00Z", "until": None}
    with cohort_database(cohort.folder) as database, database.writing() as connection:
        connection.execute(insert(membership).values(row))
    told = tom.get(ASSIGNED).json
    assert ([one["nom"] for one in told["cercles"]], told["noyaux"]) == (["Tilleul"], [])
