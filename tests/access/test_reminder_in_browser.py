"""« Le rappel d’une étape » in a real browser: for whom it is, and the addresses of those alone who are awaited."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from axe import in_light_and_dark
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Group, GroupKind, Person, Profile, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.assignments import Assignments
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from people_here import Browser, Cohort, running_cohort
from trainer_space import SPACE, choose_part

SPRING, SUMMER, AUTUMN = "2031-03-15T17:00:00Z", "2031-06-15T16:00:00Z", "2031-09-15T16:00:00Z"
ADDRESSES = {name: f"{name.lower()}@exemple.invalid" for name in ("Ana", "Bea", "Dan", "Gus")}
AWAITED = "Copier les adresses des personnes attendues"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """Two circles of two people; modules are assigned, and none was ever opened to deposits."""
    with running_cohort(tmp_path_factory.mktemp("rappel") / "groupe") as found:
        with cohort_database(found.folder) as database:
            people = [
                People(database).add(
                    Person("", "du groupe", name, profile=Profile.AGENT, email=email, code=name.upper())
                )
                for name, email in ADDRESSES.items()
            ]
            halves = {"Tilleul": people[:2], "Érable": people[2:]}
            wanted = [Group("", GroupKind.CIRCLE, name, tuple(one.id for one in half)) for name, half in halves.items()]
            circles = {one.name: one.id for one in Groups(database).replace(GroupKind.CIRCLE, [], wanted)}
            for one in (
                Assignment("co-initier", SPRING, circles=(circles["Tilleul"],)),
                Assignment("co-initier", SUMMER, circles=(circles["Érable"],)),
                Assignment("presencing", AUTUMN),
                Assignment("co-percevoir", AUTUMN, profiles=(Profile.AGENT,)),
            ):
                Assignments(database).expect(one)
        yield found


@pytest.fixture(scope="module")
def trainer(cohort: Cohort) -> Browser:
    return cohort.newcomer("Awa", Role.TRAINER)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], trainer: Browser) -> Page:
    found = trainer.opened(new_context(viewport={"width": 360, "height": 740}, timezone_id="Europe/Paris"), SPACE)
    found.evaluate("navigator.clipboard.writeText = (text) => { window.copie = text; return Promise.resolve(); }")
    return found


def reminder(page: Page, step: str) -> Locator:
    part = choose_part(page, "Écrire au groupe")
    part.get_by_label("Quel message").select_option("rappel")
    part.get_by_label("Pour quelle étape").select_option(label=step)
    return part


@pytest.mark.browser
@pytest.mark.parametrize(
    ("step", "names", "whom"),
    [
        (
            "Co-initier, pour le 15\u00a0mars 2031 à 18\u00a0h\u00a000",
            ("Ana", "Bea"),
            "Ce rappel est pour le cercle Tilleul.",
        ),
        (
            "Co-initier, pour le 15\u00a0juin 2031 à 18\u00a0h\u00a000",
            ("Dan", "Gus"),
            "Ce rappel est pour le cercle Érable.",
        ),
        ("Presencing, pour le 15\u00a0septembre 2031 à 18\u00a0h\u00a000", tuple(ADDRESSES), ""),
        (
            "Co-percevoir, pour le 15\u00a0septembre 2031 à 18\u00a0h\u00a000",
            tuple(ADDRESSES),
            "Ce rappel est pour le profil",
        ),
        ("Co-créer", tuple(ADDRESSES), ""),
    ],
    ids=["one circle", "another circle, another date", "everybody", "a profile", "not assigned"],
)
def test_the_addresses_are_those_of_whom_the_reminder_is_for(
    page: Page, step: str, names: tuple[str, ...], whom: str
) -> None:
    part = reminder(page, step)
    told = part.get_by_text("Ce rappel est pour")
    if whom:
        expect(told).to_contain_text(whom)
    else:
        expect(told).to_have_count(0)
    assert "Tilleul" not in part.get_by_label("Message", exact=True).input_value()
    part.get_by_role("button", name=AWAITED).click()
    expect(part.get_by_label("Adresses")).to_have_value("; ".join(ADDRESSES[name] for name in names))
    assert page.evaluate("window.copie") == "; ".join(ADDRESSES[name] for name in names)


@pytest.mark.browser
def test_addresses_shown_for_one_date_are_gone_with_another(page: Page) -> None:
    part = reminder(page, "Co-initier, pour le 15\u00a0mars 2031 à 18\u00a0h\u00a000")
    part.get_by_role("button", name=AWAITED).click()
    expect(part.get_by_label("Adresses")).to_be_visible()
    reminder(page, "Co-initier, pour le 15\u00a0juin 2031 à 18\u00a0h\u00a000")
    expect(part.get_by_label("Adresses")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
