"""The page of the three days, on a running course: the whole plan, a late day, and the calendar that goes into an agenda."""

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from axe import in_light_and_dark
from parcours_u.content.catalogue import load_course
from running import Running

FORMATS = load_course().formats
VOYAGE = next(one for one in FORMATS if one.id == "voyage-trois-jours")


@pytest.fixture
def formats(course: Running, page: Page) -> Page:
    page.goto(course.door)
    page.goto(course.page("course/formats/voyage-trois-jours.ipynb"))
    page.get_by_role("button", name="Refaire le plan").wait_for()
    return page


def test_the_three_days_are_there_hour_by_hour(formats: Page) -> None:
    for day in VOYAGE.days:
        expect(formats.get_by_role("heading", level=2, name=day.title)).to_be_visible()
        for slot in day.slots:
            expect(formats.locator(f"#sequence-{slot.id}")).to_contain_text(slot.title)
    expect(formats.locator("#sequence-j2-table")).to_contain_text("14\u00a0h\u00a030")


def test_at_ten_past_three_the_afternoon_is_planned_again(formats: Page) -> None:
    formats.get_by_label("Nous en sommes à").select_option("j3-clinique")
    formats.get_by_label("Il est").fill("15:10")
    formats.get_by_role("button", name="Refaire le plan").press("Enter")
    rest = formats.locator(".pu-reste")
    expect(rest).to_have_count(5)
    expect(rest.first).to_contain_text("supprimée")
    expect(rest.last).to_contain_text("17\u00a0h\u00a000")
    expect(formats.locator(".pu-retard .pu-issue")).to_contain_text("La journée finit à 17\u00a0h\u00a000")
    formats.locator(".pu-conduite summary").first.press("Enter")
    found = [item["id"] for answer in in_light_and_dark(formats) for item in answer["violations"]]
    assert found == []


def test_the_calendar_is_downloaded_from_the_day_chosen(formats: Page) -> None:
    formats.get_by_label("Premier jour").fill("2027-03-15")
    with formats.expect_download() as download:
        formats.get_by_role("link", name="Télécharger l’agenda").click()
    assert download.value.suggested_filename == "voyage-trois-jours-2027-03-15.ics"
    events = Calendar.from_ical(download.value.path().read_bytes()).events
    assert len(events) == sum(len(day.slots) for day in VOYAGE.days)


def test_every_format_is_one_step_from_the_list_of_formats(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.page("course/formats.ipynb"))
    for one in FORMATS:
        expect(page.get_by_role("heading", level=3).get_by_role("link", name=one.title)).to_have_count(1)
    page.get_by_role("heading", level=3).get_by_role("link", name=FORMATS[-1].title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FORMATS[-1].title)
    expect(page.get_by_role("navigation", name="Fil d’Ariane")).to_contain_text("Les formats")


def test_a_visitor_s_link_leads_straight_to_an_exercise(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.page("course/un-quart-d-heure.ipynb"))
    page.get_by_role("button", name="Démarrer").click()
    expect(page.get_by_text("Étape 1 sur 3").first).to_be_visible()
    expect(page.get_by_role("link", name="votre question de départ")).to_be_visible()


def test_the_plan_prints_alone_with_what_was_folded(formats: Page) -> None:
    formats.evaluate(
        """() => {
          window.print = () => {
            window.dispatchEvent(new Event("beforeprint"));
            window.paper = document.querySelector("main").innerText;
            window.dispatchEvent(new Event("afterprint"));
          };
        }"""
    )
    formats.emulate_media(media="print")
    formats.locator(".pu-agenda button").evaluate("button => button.click()")  # on paper, it is not there to be seen
    paper = formats.evaluate("window.paper")
    assert "Première clinique de cas" in paper
    assert "Plan B" in paper
    assert "Voyage apprenant, trois jours" in paper
    for other in ("Quand l’heure tourne", "Emporter le plan"):
        assert other not in paper
    formats.emulate_media(media="screen")
    expect(formats.get_by_text("Quand l’heure tourne").first).to_be_visible()
