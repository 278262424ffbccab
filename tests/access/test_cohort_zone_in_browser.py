"""On a machine in UTC, a cohort in Paris, and browsers anywhere: one assignment has one date, on every page and in every command."""

import os
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from parcours_u.cohort.programme_kept import choose
from parcours_u.content.catalogue import load_course
from parcours_u.domain.assigning import Assignment
from parcours_u.domain.people import Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.assignments import Assignments
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.programmes import Programmes
from people_here import HOME, Browser, Cohort, running_cohort
from trainer_space import SPACE, choose_part, shown_part

ASSIGNED, ZONE = "parcours-u/cohorte/attributions", "parcours-u/cohorte/fuseau"
LATE_IN_PARIS = "2027-03-01T22:59:59Z"  # the 1st of March in Paris, the 2nd in Nouméa


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    environment = {**os.environ, "TZ": "UTC"}
    with running_cohort(tmp_path_factory.mktemp("fuseau") / "groupe", environment=environment) as found:
        yield found


@pytest.fixture(scope="module")
def trainer(cohort: Cohort) -> Browser:
    return cohort.newcomer("Awa", Role.TRAINER)


@pytest.fixture
def participant(cohort: Cohort) -> Browser:
    return cohort.newcomer("Ana")


@pytest.fixture(autouse=True)
def nothing_known(cohort: Cohort) -> None:
    """Each test begins where no zone is known and one module is assigned."""
    with cohort_database(cohort.folder) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM setting WHERE person = 'cohort' AND name = 'zone'")
        for one in Assignments(database).all():
            Assignments(database).withdraw(one)
        Assignments(database).expect(Assignment("co-initier", LATE_IN_PARIS))


def known(cohort: Cohort) -> str:
    with cohort_database(cohort.folder) as database:
        return CohortZone(database).name


def say(cohort: Cohort, name: str) -> None:
    with cohort_database(cohort.folder) as database:
        CohortZone(database).choose(name)


def opened(new_context: Callable[..., BrowserContext], browser: Browser, zone: str, path: str = SPACE) -> Page:
    return browser.opened(new_context(timezone_id=zone, viewport={"width": 360, "height": 740}), path)


def overview(browser: Browser) -> str:
    views = browser.get("parcours-u/cohorte/vues").json["vues"]
    return str(next(view for view in views if view["titre"] == "Ce qui est attribué")["lignes"])


@pytest.mark.browser
def test_the_first_browser_in_charge_says_where_the_cohort_is_and_everything_agrees(
    cohort: Cohort, trainer: Browser, participant: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    assert "1er\\xa0mars 2027 à 22\\xa0h\\xa059" in overview(trainer)
    page = opened(new_context, trainer, "Europe/Paris")
    part = choose_part(page, "Attribuer un module")
    expect(
        part.get_by_role("listitem").get_by_text("pour le lundi 1er\u00a0mars 2027 à 23\u00a0h\u00a059")
    ).to_be_visible()
    assert known(cohort) == "Europe/Paris"
    assert "1er\\xa0mars 2027 à 23\\xa0h\\xa059" in overview(trainer)
    home = opened(new_context, participant, "Pacific/Noumea", HOME)
    expect(home.get_by_text("attendu pour le 1er\u00a0mars 2027")).to_be_visible()


@pytest.mark.browser
def test_a_browser_that_is_elsewhere_is_told_the_cohort_s_hours_and_that_they_are(
    cohort: Cohort, trainer: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    say(cohort, "Europe/Paris")
    page = opened(new_context, trainer, "Pacific/Noumea")
    notice = "Les dates et les heures sont celles du groupe (Europe/Paris), et non celles de cet appareil."
    expect(shown_part(page).get_by_text(notice)).to_be_visible()
    part = choose_part(page, "Attribuer un module")
    expect(
        part.get_by_role("listitem").get_by_text("pour le lundi 1er\u00a0mars 2027 à 23\u00a0h\u00a059")
    ).to_be_visible()
    expect(part.get_by_text(notice)).to_be_visible()
    assert known(cohort) == "Europe/Paris"


@pytest.mark.browser
def test_a_browser_that_shows_the_same_hours_is_told_nothing_more(
    cohort: Cohort, trainer: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    say(cohort, "Europe/Paris")
    page = opened(new_context, trainer, "Europe/Brussels")
    part = choose_part(page, "Attribuer un module")
    expect(part.get_by_role("listitem").get_by_text("23\u00a0h\u00a059")).to_be_visible()
    expect(page.get_by_text("celles du groupe")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.nbgrader
@pytest.mark.parametrize(
    ("day", "told", "kept"),
    [
        ("2027-03-28", "dimanche 28\u00a0mars 2027 à 3\u00a0h\u00a030", "2027-03-28T01:30:00Z"),
        ("2027-10-31", "dimanche 31\u00a0octobre 2027 à 2\u00a0h\u00a030", "2027-10-31T00:30:00Z"),
        ("2027-07-14", "mercredi 14\u00a0juillet 2027 à 2\u00a0h\u00a030", "2027-07-14T00:30:00Z"),
    ],
    ids=["an hour that is not", "an hour that comes twice", "summer"],
)
def test_a_date_chosen_elsewhere_is_the_cohort_s_also_where_clocks_change(
    cohort: Cohort, trainer: Browser, new_context: Callable[..., BrowserContext], day: str, told: str, kept: str
) -> None:
    say(cohort, "Europe/Paris")
    part = choose_part(opened(new_context, trainer, "Pacific/Noumea"), "Attribuer un module")
    part.get_by_label("Module", exact=True).select_option("presencing")
    part.get_by_label("Date", exact=True).fill(day)
    part.get_by_label("Heure", exact=True).fill("02:30")
    expect(part.get_by_text("Presencing, pour tout le monde", exact=False).first).to_contain_text(told)
    part.get_by_role("button", name="Attribuer", exact=True).click()
    expect(part.get_by_text("C’est attribué")).to_contain_text(told)
    assert kept in [one["pour_le"] for one in trainer.get(ASSIGNED).json["attributions"]]


@pytest.mark.browser
def test_today_is_the_cohort_s_day(
    cohort: Cohort, trainer: Browser, participant: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    say(cohort, "Pacific/Noumea")
    with cohort_database(cohort.folder) as database:
        choose(Programmes(database), load_course(), "voyage-trois-jours", date(2027, 3, 16))
    for browser, path, words in ((trainer, SPACE, "Maintenant"), (participant, HOME, "En ce moment")):
        context = new_context(timezone_id="Europe/Paris")
        context.clock.set_fixed_time("2027-03-15T22:40:00Z")  # 9 h 40 of the 16th in Nouméa
        page = browser.opened(context, path)
        expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_text("celles du groupe (Pacific/Noumea)").first).to_be_visible()


@pytest.mark.browser
def test_the_cohort_s_hour_is_changed_on_a_phone_and_the_whole_page_follows(
    cohort: Cohort, trainer: Browser, participant: Browser, new_context: Callable[..., BrowserContext]
) -> None:
    say(cohort, "America/Martinique")
    page = opened(new_context, trainer, "Europe/Brussels")
    shown_part(page).get_by_role("link", name="Changer l’heure de la cohorte").click()
    part = shown_part(page)
    expect(part.get_by_text("Les heures de la cohorte sont celles de la Martinique.")).to_be_visible()
    expect(part.get_by_text("celles du groupe (America/Martinique), et non celles de cet appareil.")).to_be_visible()
    places = part.get_by_label("Le lieu de la cohorte")
    assert places.locator("option").all_inner_texts()[::10] == ["Paris", "Europe/Brussels (cet appareil)"]
    places.select_option("Paris")
    part.get_by_role("button", name="Garder cette heure").focus()
    page.keyboard.press("Enter")
    done = part.get_by_text("Les heures de la cohorte sont celles de Paris. Pour elle, nous sommes le")
    expect(done).to_contain_text("Une date déjà donnée reste au même instant")
    expect(part.get_by_text("et non celles de cet appareil")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    assert known(cohort) == "Europe/Paris"
    assigned = choose_part(page, "Attribuer un module")
    expect(assigned.get_by_role("listitem").get_by_text("1er\u00a0mars 2027 à 23\u00a0h\u00a059")).to_be_visible()
    expect(page.get_by_text("et non celles de cet appareil")).to_have_count(0)
    home = opened(new_context, participant, "Pacific/Noumea", HOME)
    expect(home.get_by_text("attendu pour le 1er\u00a0mars 2027")).to_be_visible()


def test_another_zone_is_chosen_by_who_has_the_whole_cohort_in_charge(cohort: Cohort, trainer: Browser) -> None:
    say(cohort, "America/New_York")
    assert trainer.ask("PUT", ZONE, {"fuseau": "Europe/Paris"}).json == {"fuseau": "America/New_York"}
    told = trainer.get(f"{ZONE}?ici=Asia/Tokyo").json
    assert (told["fuseau"], told["choix"][0]) == ("America/New_York", ["Europe/Paris", "Paris"])
    assert ["Asia/Tokyo", "Asia/Tokyo (cet appareil)"] in told["choix"]
    assert ["America/New_York", "America/New_York"] in told["choix"]
    done = trainer.ask("POST", ZONE, {"fuseau": "Europe/Paris"})
    assert (done.status, done.json["fuseau"], known(cohort)) == (200, "Europe/Paris", "Europe/Paris")
    for wrong in ({"fuseau": "../../etc/passwd"}, {"fuseau": "Etc/GMT+5"}, {"fuseau": ["Europe/Paris"]}, {}):
        refused = trainer.ask("POST", ZONE, wrong)
        assert (refused.status, "n’est pas un fuseau horaire connu" in refused.json["message"]) == (409, True)
    other = cohort.newcomer("Lou")
    other.get("vos-mots")  # with an anti-forgery token
    assert [other.ask(method, ZONE, {"fuseau": "UTC"}).status for method in ("GET", "POST")] == [403, 403]
    assert known(cohort) == "Europe/Paris"


def test_whoever_is_in_charge_of_some_circles_only_is_not_asked_where_the_cohort_is(
    cohort: Cohort, trainer: Browser
) -> None:
    assert 'data-fuseau-suppose="oui"' in trainer.get(SPACE).text
    assert "data-fuseau-suppose" not in cohort.newcomer("Ana").get(HOME).text
    assert cohort.newcomer("Gil").ask("PUT", ZONE, {"fuseau": "Europe/Paris"}).status == 403
    assert trainer.ask("PUT", ZONE, {"fuseau": "../../etc/passwd"}).json == {"fuseau": "UTC"}
    assert trainer.ask("PUT", ZONE, {}).json == {"fuseau": "UTC"}
    assert trainer.ask("PUT", ZONE, {"fuseau": "Indian/Reunion"}).json == {"fuseau": "Indian/Reunion"}
    assert trainer.ask("PUT", ZONE, {"fuseau": "Europe/Paris"}).json == {"fuseau": "Indian/Reunion"}
    assert 'data-fuseau="Indian/Reunion"' in trainer.get(SPACE).text
    assert "data-fuseau-suppose" not in trainer.get(SPACE).text
