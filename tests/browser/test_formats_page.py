"""The page of formats, on a running course: the whole plan, a late day, and the calendar that goes into an agenda."""

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
    page.goto(course.page("course/formats.ipynb"))
    page.get_by_role("button", name="Refaire le plan").wait_for()
    return page


def test_the_three_days_are_there_hour_by_hour(formats: Page) -> None:
    for day in VOYAGE.days:
        expect(formats.get_by_role("heading", level=3, name=day.title)).to_be_visible()
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


def test_links_within_the_page_lead_to_something(formats: Page) -> None:
    targets = formats.locator("main a[href^='#format-']").evaluate_all("links => links.map((a) => a.hash.slice(1))")
    assert targets == [f"format-{one.id}" for one in FORMATS]
    assert [target for target in targets if formats.locator(f"[id='{target}']").count() != 1] == []


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
    for other in ("Lequel choisir", "Emporter le plan", "À son rythme, huit semaines"):
        assert other not in paper
    formats.emulate_media(media="screen")
    expect(formats.get_by_text("Lequel choisir").first).to_be_visible()
