"""The formats that this repository holds: realistic days, each module and exercise has its place, and well-set French."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parcours_u.content.checks.typography import faults
from parcours_u.content.reading import read_course
from parcours_u.domain.day_plan import Fate, replan
from parcours_u.domain.days import SlotKind, When
from parcours_u.domain.formats import Unit

ROOT = Path(__file__).resolve().parents[2]
COURSE = read_course(ROOT).course
FORMATS = {one.id: one for one in COURSE.formats}
VOYAGE = FORMATS["voyage-trois-jours"]
TIMED = [(day, slot, start) for day in VOYAGE.days for slot, start in day.times()]


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from texts(value)


def test_the_issue_s_eight_formats_are_there():
    assert list(FORMATS) == [
        "voyage-trois-jours",
        "a-son-rythme-8-semaines",
        "a-son-rythme-13-semaines",
        "parcours-leger",
        "accompagnement-de-projet",
        "former-des-facilitateurs",
        "co-construire-le-parcours",
        "tenir-un-noyau",
    ]


@pytest.mark.parametrize("number", range(len(COURSE.formats)), ids=list(FORMATS))
def test_french_is_well_set(number):
    assert [fault for text in texts(COURSE.to_dict()["formats"][number]) for fault in faults(text)] == []


def test_every_exercise_is_used_by_some_format():
    used = {version for one in COURSE.formats for version in one.versions()}
    unused = [part.id for part in COURSE.exercises if used.isdisjoint(form.id for form in part.formats)]
    assert unused == []


@pytest.mark.parametrize("name", ["voyage-trois-jours", "a-son-rythme-8-semaines", "a-son-rythme-13-semaines"])
def test_the_whole_course_goes_through_every_module_in_order(name):
    one = FORMATS[name]
    opened = [slot.module for day in one.days for slot in day.slots if slot.module]
    opened += [module for stage in one.stages for module in stage.modules]
    assert list(dict.fromkeys(opened)) == [module.id for module in COURSE.modules]


def test_the_voyage_lasts_three_days_of_about_six_useful_hours():
    assert len(VOYAGE.days) == 3
    for day in VOYAGE.days:
        useful = sum(slot.minutes for slot in day.slots if slot.kind is SlotKind.SESSION)
        assert 330 <= useful <= 430


def test_each_day_has_a_lunch_of_an_hour_at_noon_and_nobody_sits_too_long_without_a_break():
    for day in VOYAGE.days:
        meals = [(slot, start) for slot, start in day.times() if slot.kind is SlotKind.MEAL]
        assert len(meals) == 1
        assert meals[0][0].minutes >= 60
        assert 12 * 60 <= meals[0][1] <= 13 * 60
        seated = 0
        for slot in day.slots:
            outside = slot.version == "voyage-d-observation-seance"
            seated = 0 if slot.kind.protected or outside else seated + slot.minutes
            assert seated <= 140, f"{slot.id}: {seated} minutes without a break"


def test_citizens_join_for_one_slot_at_the_hour_they_were_told():
    tables = [slot for _, slot, _ in TIMED if slot.version == "dialogue-habitants-services-seance"]
    assert len(tables) == 1
    assert tables[0].fixed
    assert tables[0].late.when is When.KEEP
    assert "accueil-invites" in tables[0].lead


def test_every_duty_and_every_room_of_the_voyage_is_used():
    assert {duty.id for duty in VOYAGE.duties} == {duty for _, slot, _ in TIMED for duty in slot.lead}
    assert {room.id for room in VOYAGE.rooms} == {room for _, slot, _ in TIMED for room in slot.room}


@pytest.mark.parametrize(("day", "slot", "start"), TIMED, ids=[slot.id for _, slot, _ in TIMED])
def test_ten_minutes_late_never_costs_a_whole_slot_before_the_end_of_a_day(day, slot, start):
    plan = replan(day, slot.id, start + 10)
    assert [one.slot.id for one in plan.slots if one.fate is Fate.DROPPED] == []
    assert plan.late == 0


@pytest.mark.parametrize("name", ["a-son-rythme-8-semaines", "a-son-rythme-13-semaines"])
def test_at_one_s_own_rhythm_peers_meet_every_fortnight_and_kinds_of_weeks_alternate(name):
    stages = FORMATS[name].stages
    assert FORMATS[name].length.unit is Unit.WEEK
    assert [bool(stage.meeting) for stage in stages] == [week % 2 == 0 for week in range(1, len(stages) + 1)]
    assert all(
        stage.rhythm.startswith("Inspiration" if week % 2 else "Pratique") for week, stage in enumerate(stages, 1)
    )


def reaches(version, people):
    """Tell whether a number of people that a format is for can be parted in groups of a size that a version is for."""
    return any(
        groups * version.min <= number <= groups * version.max
        for number in range(people.min, people.max + 1)
        for groups in range(1, number + 1)
    )


# A core group of three to seven opens its door that evening: those who come are counted in the exercise's number.
OPEN_EVENINGS = {("tenir-un-noyau", "world-cafe-seance")}


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_exercise_is_run_in_a_version_for_as_many_people_as_the_format_gathers(name):
    one = FORMATS[name]
    versions = {form.id: form.people for exercise in COURSE.exercises for form in exercise.formats}
    unreached = {(name, version) for version in one.versions() if not reaches(versions[version], one.people)}
    assert unreached == {pair for pair in OPEN_EVENINGS if pair[0] == name}


@pytest.mark.parametrize("name", [one.id for one in COURSE.formats if one.length and one.length.unit is Unit.HOUR])
def test_a_stage_counted_in_hours_is_long_enough_for_its_exercises(name):
    minutes = {form.id: form.minutes for exercise in COURSE.exercises for form in exercise.formats}
    for stage in FORMATS[name].stages:
        assert sum(minutes[version] for version in stage.versions) <= 60 * stage.length, stage.title


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_meeting_lasts_as_long_as_its_exercise_at_least(name):
    minutes = {form.id: form.minutes for exercise in COURSE.exercises for form in exercise.formats}
    for stage in FORMATS[name].stages:
        if stage.meeting and stage.meeting.version:
            assert minutes[stage.meeting.version] <= stage.meeting.minutes, stage.title


def test_the_light_path_is_fifteen_minutes_with_one_exercise_first():
    light = FORMATS["parcours-leger"]
    assert (light.length.count, light.length.unit) == (15, Unit.MINUTE)
    assert all(not stage.modules for stage in light.stages)
    assert [len(stage.versions) for stage in light.stages] == [0, 0, 1, 1]


def test_the_page_shows_every_format_once_and_leads_to_it():
    source = (ROOT / "course/texte/formats.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"(formats/{name}.ipynb)" in source
    assert "{{ formats }}" in source
