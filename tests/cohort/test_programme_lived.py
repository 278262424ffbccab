"""What those who live a programme are told of it: hours, titles and pages, and nothing of those who hold the day."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from parcours_u.cohort.programme_lived import lived_row
from parcours_u.content.catalogue import load_course
from parcours_u.domain.programme import Lateness, Programme

COURSE = load_course()
VOYAGE = COURSE.format("voyage-trois-jours")
MONDAY = date(2027, 3, 15)
CHOSEN = Programme(VOYAGE.id, MONDAY.isoformat())


def told(chosen: Programme = CHOSEN) -> dict:
    found = lived_row(COURSE, chosen, "/base/{}".format)
    assert found is not None
    return found


def test_each_day_has_its_date_and_its_moments_in_order() -> None:
    days = told()["jours"]
    assert [day["date"] for day in days] == [str(MONDAY + timedelta(days=rank)) for rank in range(3)]
    first = days[0]["moments"][0]
    assert (first["titre"], first["debut"], first["fin"]) == ("Accueil", "09:00", "09:30")
    assert {one["page"]["adresse"].split("/")[2] for day in days for one in day["moments"] if one["page"]} == {
        "course",
        "exercises",
    }


def test_nothing_of_those_who_hold_the_day_is_in_it() -> None:
    text = json.dumps(told(), ensure_ascii=False)
    for _, slot in ((day, slot) for day in VOYAGE.days for slot in day.slots):
        for own in (slot.what, slot.tasks, slot.plan_b, slot.late.lost, *slot.materials):
            assert not own or own not in text
    assert "guide" not in text
    assert "papier" not in text


def test_a_late_day_is_told_as_it_now_is() -> None:
    late = Lateness(MONDAY.isoformat(), 30, VOYAGE.days[0].slots[1].id, 600, 0)
    plan, again = told()["jours"][0], told(replace(CHOSEN, late=late))["jours"][0]
    assert (plan["change"], again["change"]) == (False, True)
    assert again["fin_prevue"] == plan["fin_prevue"] == plan["moments"][-1]["fin"]
    assert again["moments"][0] == plan["moments"][0]
    assert again["moments"][1]["debut"] == "10:00"
    assert told(replace(CHOSEN, late=late))["jours"][1:] == told()["jours"][1:]


@pytest.mark.parametrize("one", [one for one in COURSE.formats if not one.days], ids=lambda one: one.id)
def test_a_format_in_stages_tells_when_each_is(one) -> None:
    stages = told(Programme(one.id, MONDAY.isoformat()))["etapes"]
    assert [stage["titre"] for stage in stages] == [stage.title for stage in one.stages]
    assert stages[0]["du"] == MONDAY.isoformat()
    assert all(stage["du"] <= stage["au"] for stage in stages)


def test_a_format_that_the_course_no_longer_has_is_nothing() -> None:
    assert lived_row(COURSE, Programme("inconnu", MONDAY.isoformat()), str) is None
