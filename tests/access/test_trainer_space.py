"""The trainer's space on a cohort that really runs: for trainers alone, the same thing drawn and told."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from axe import in_light_and_dark
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.assignments import Assignments
from parcours_u.store.groups import Groups
from people_here import HOME, Browser, Cohort, running_cohort
from trainer_space import SPACE, part_of_space, shown_part

VIEWS = "parcours-u/cohorte/vues"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """A cohort of its own: two circles, and a name that would be a program."""
    with running_cohort(tmp_path_factory.mktemp("suivie") / "groupe") as cohort:
        people = [cohort.add(name).id for name in ("Ana", "Bea", "Chloé", HOSTILE, "Dan", "Éli")]
        with cohort_database(cohort.folder) as database:
            circles = [
                Group("", GroupKind.CIRCLE, name, tuple(people[at::2])) for at, name in enumerate(("Tilleul", "Érable"))
            ]
            Groups(database).replace(GroupKind.CIRCLE, [], circles)
        yield cohort


@pytest.fixture(scope="module")
def trainer(followed: Cohort) -> Browser:
    return followed.newcomer("Awa", Role.TRAINER)


def test_a_trainer_sees_every_view_and_no_word_of_anybody(followed: Cohort, trainer: Browser) -> None:
    writer = followed.newcomer("Fay")
    writer.write("mot-temoin")
    answer = trainer.get(VIEWS)
    views = {view["id"]: view for view in answer.json["vues"]}
    assert list(views) == ["avancee", "attribues", "personnes", "cercles", "profils", "variete", "rencontres", "jours"]
    assert {row[0] for row in views["variete"]["lignes"]} == {"Tilleul", "Érable"}
    assert "Awa" not in str(views["rencontres"]["lignes"])
    assert "temoin" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.nbgrader
def test_a_module_that_is_opened_meanwhile_is_seen_at_the_next_look(followed: Cohort, trainer: Browser) -> None:
    def opened() -> list[str]:
        return [row[0] for row in trainer.get(VIEWS).json["vues"][0]["lignes"]]

    before = opened()
    words = ("module", "diffuser", "co-percevoir", "--dossier", followed.folder.path)
    done = command(*words, cwd=followed.folder.path.parent)
    assert done.returncode == 0, done.stderr
    assert opened() == [*before, "Co-percevoir"]


def test_a_date_is_on_the_home_page_of_those_it_is_for(followed: Cohort) -> None:
    concerned, other = followed.newcomer("Jo"), followed.newcomer("Kim")
    with cohort_database(followed.folder) as database:
        circle = Group("", GroupKind.CIRCLE, "Frêne", (concerned.person,))
        there = Groups(database).current(GroupKind.CIRCLE)
        own = next(
            one for one in Groups(database).replace(GroupKind.CIRCLE, there, [*there, circle]) if one.name == "Frêne"
        )
        Assignments(database).expect(Assignment("presencing", "2030-03-15T12:00:00Z", circles=(own.id,)))
    assert "attendu pour le 15\u00a0mars 2030" in concerned.get(HOME).text
    assert "attendu pour le" not in other.get(HOME).text
    with cohort_database(followed.folder) as database:
        Groups(database).end(GroupKind.CIRCLE, "Frêne")


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, Role.ACCOMPANIST])
def test_nobody_else_sees_any_of_it(followed: Cohort, role: Role) -> None:
    other = followed.newcomer("Gil", role)
    assert other.get(VIEWS).status == 403
    assert "personnes qui animent une cohorte" in other.get(VIEWS).json["message"]
    assert other.get(SPACE).status == 404


def test_a_trainer_of_one_circle_sees_its_members_alone(followed: Cohort) -> None:
    own = followed.newcomer("Hugo", Role.TRAINER)
    with cohort_database(followed.folder) as database:
        circles = Groups(database).current(GroupKind.CIRCLE)
        put_in_charge(database, own.person, circles[0].id)
    views = {view["id"]: view for view in own.get(VIEWS).json["vues"]}
    assert [row[0] for row in views["variete"]["lignes"]] == [circles[0].name]
    assert len(views["rencontres"]["lignes"]) == len(circles[0].members)


def command(*words: object, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command beside the server, as the trainer would."""
    line = [sys.executable, "-m", "parcours_u.cli", *map(str, words)]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=False, timeout=240)


def put_in_charge(database, person: str, circle: str) -> None:
    """Make somebody the trainer of one circle."""
    from sqlalchemy import insert

    from parcours_u.store.schema import membership

    with database.writing() as connection:
        row = {"group": circle, "person": person, "since": "2027-03-01T09:00:00Z", "until": None}
        connection.execute(insert(membership).values(row))


@pytest.mark.browser
def test_the_page_draws_and_tells_every_view_on_a_phone_and_is_accessible(
    new_context: Callable[..., BrowserContext], followed: Cohort, trainer: Browser
) -> None:
    page = trainer.opened(new_context(viewport={"width": 320, "height": 640}), part_of_space("Voir la cohorte"))
    expect(page.get_by_role("img", name="Qui a rencontré qui")).to_be_visible()
    expect(page.locator(".pu-vues").get_by_role("heading", level=3)).to_have_text(
        [
            "L’avancée de la cohorte",
            "Ce qui est attribué",
            "Personne par personne",
            "Par cercle",
            "Par profil",
            "La variété des cercles",
            "Qui a rencontré qui",
            "L’engagement au fil des jours",
        ]
    )
    table = page.get_by_role("region", name="Qui a rencontré qui, en tableau")
    expect(table.get_by_role("rowheader").filter(has_text=HOSTILE)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    followed.add("Inès")
    page.get_by_role("button", name="Relire où en est la cohorte").click()
    expect(table.get_by_role("rowheader").filter(has_text="Inès")).to_have_count(1)


@pytest.mark.browser
def test_a_long_table_is_folded_beneath_its_drawing_and_whole_on_paper(
    new_context: Callable[..., BrowserContext], followed: Cohort, trainer: Browser
) -> None:
    followed.gather(f"Prénom{at:02}" for at in range(12))
    page = trainer.opened(new_context(viewport={"width": 360, "height": 640}), part_of_space("Voir la cohorte"))
    view = page.get_by_role("region", name="Qui a rencontré qui", exact=True)
    table = view.get_by_role("region", name="Qui a rencontré qui, en tableau")
    fold = view.get_by_text("Qui a rencontré qui, en tableau\u00a0:")
    expect(fold).to_be_visible()
    expect(table).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(table).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(table).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(table.get_by_role("rowheader").filter(has_text="Prénom07")).to_have_count(1)
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    page.get_by_role("button", name="Relire où en est la cohorte").click()
    expect(shown_part(page).get_by_text("La cohorte est à jour.")).to_be_visible()
    expect(table).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scrolls"), [(320, True), (360, True), (1280, False)])
def test_a_table_that_goes_on_says_so_beneath_its_whole_name(
    new_context: Callable[..., BrowserContext], trainer: Browser, width: int, scrolls: bool
) -> None:
    page = trainer.opened(new_context(viewport={"width": width, "height": 740}), part_of_space("Voir la cohorte"))
    view = page.get_by_role("region", name="La variété des cercles", exact=True)
    box = view.get_by_role("region", name="La variété des cercles, en tableau")
    expect(view.get_by_role("table", name="La variété des cercles, en tableau")).to_be_visible()
    expect(view.get_by_text("Le tableau continue à droite")).to_be_visible(visible=scrolls)
    assert box.evaluate("box => box.scrollWidth > box.clientWidth") is scrolls
    name = view.locator(".pu-vue-legende")
    assert name.evaluate("name => name.getBoundingClientRect().right <= innerWidth && !name.closest('.pu-vue-tableau')")
    box.focus()
    expect(box).to_be_focused()


@pytest.mark.browser
def test_the_drawings_of_the_cohort_are_read_on_a_phone(
    new_context: Callable[..., BrowserContext], trainer: Browser
) -> None:
    page = trainer.opened(new_context(viewport={"width": 360, "height": 740}), part_of_space("Voir la cohorte"))
    expect(page.get_by_role("img", name="Qui a rencontré qui")).to_be_visible()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".pu-vue-dessin svg")].flatMap((svg) => [...svg.querySelectorAll("text")].map(
            (one) => parseFloat(getComputedStyle(one).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
    )
    assert min(sizes) >= 11
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
