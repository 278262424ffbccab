"""Names of a hundred letters without a space, on a phone: every page keeps its width, and every button its whole name."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from commented import Commented, commented
from parcours_u.domain.people import Group, GroupKind, Person, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from people_here import Browser, Cohort
from trainer_space import part_of_space, shown_part

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader]
LONG = "Anticonstitutionnellement" * 4
WIDTHS = (360, 320)  # a phone; a computer's window of 640 pixels at 200 %


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    with commented(tmp_path_factory.mktemp("noms") / "groupe") as found:
        yield found


@pytest.fixture(scope="module")
def learner(team: Commented) -> Browser:
    """Somebody in a circle, a pair and a core group where all names are long, with one word of another's to answer."""
    with cohort_database(team.cohort.folder) as database:
        people = [
            People(database).add(Person("", LONG, name, organisation=LONG, territory=LONG, code=f"CODE-{name}"))
            for name in ("Ana", "Bea", "Chloé")
        ]
        ids, groups = tuple(one.id for one in people), Groups(database)
        groups.replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, f"Cercle{LONG}", ids)])
        groups.replace(GroupKind.CORE_GROUP, [], [Group("", GroupKind.CORE_GROUP, f"Noyau{LONG}", ids)])
        groups.form_pair(*ids[:2], "")
    here, other = (_in(team.cohort, person) for person in ids[:2])
    team.people["Bea"] = other
    team.writes("Bea", LONG, "circle", "pair")
    return here


@pytest.fixture(scope="module")
def trainer(team: Commented, learner: Browser) -> Browser:
    """Somebody who comments what Bea deposited, and who has a module to remind the circle and the core group of."""
    team.opens("Bea", "trainer", "circle", "pair")
    team.deposits("Bea")
    trainer = team.comes("Awa", Role.TRAINER)
    team.collect("Awa")
    assert team.comment("Awa", "Bea", LONG).json["state"] == "saved"
    with cohort_database(team.cohort.folder) as database:
        kinds = (GroupKind.CIRCLE, GroupKind.CORE_GROUP)
        groups = [one.id for kind in kinds for one in Groups(database).current(kind)]
    team.expects("Awa", "2099-01-15T17:00:00Z", *groups)
    return trainer


def _in(team: Cohort, person: str) -> Browser:
    browser = team.browser()
    assert browser.join(team.invite(person).token).status == 303
    browser.person = person
    return browser


def check_fits(page: Page, named: Locator) -> None:
    """Look at a page once it shows what is ``named``, all that folds being open."""
    expect(named.first).to_be_attached()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    expect(named.filter(visible=True).first).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
        assert page.locator("main button:visible").evaluate_all(cut) == []


@pytest.mark.parametrize("name", ["cercle", "binome"])
def test_the_page_of_a_group_fits_a_phone(
    new_context: Callable[..., BrowserContext], learner: Browser, name: str
) -> None:
    page = learner.opened(new_context(), f"voila/render/course/{name}.ipynb")
    check_fits(page, page.get_by_role("button", name=f"Répondre à Bea {LONG}"))


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Aujourd’hui", "Premier jour"),
        ("Attribuer un module", f"Noyau{LONG} (3)"),
        ("Lire et commenter", f"Bea {LONG}"),
        ("Les personnes", f"Chloé {LONG}"),
        ("Les cercles, binômes et noyaux", f"Noyau{LONG}"),
        ("Écrire au groupe", f"le noyau Noyau{LONG}"),
        ("Voir la cohorte", f"Ana {LONG}"),
        ("Le serveur", "Sauvegarder maintenant"),
    ],
)
def test_each_part_of_the_trainer_s_page_fits_a_phone(
    new_context: Callable[..., BrowserContext], trainer: Browser, title: str, word: str
) -> None:
    page = trainer.opened(new_context(), part_of_space(title))
    part = shown_part(page)
    if title.startswith("Attribuer"):
        part.get_by_text("Quelques cercles").click()
    if title.startswith("Écrire"):
        part.get_by_label("Quel message").select_option("rappel")
    check_fits(page, part.get_by_text(word))
    if title.startswith("Lire"):
        part.get_by_role("button", name=re.compile("^Renvoyer les commentaires")).click()
        check_fits(page, part.get_by_role("group", name="Ce qui partirait").get_by_text(word))
        part.get_by_role("button", name=word).click()
        check_fits(page, part.get_by_role("heading", name=word))
