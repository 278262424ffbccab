"""The course's formats: days that their slots fill, stages that add up, and what they refer to exists."""

import pytest

from parcours_u.content.reading import read_course
from parcours_u.domain.course import Course
from parcours_u.domain.days import Late, SlotKind, When
from parcours_u.domain.formats import Duty, Length, Meeting, Room, Unit

DAYS = "course/formats/jour.yaml"
STAGES = "course/formats/chemin.yaml"

JOUR = """\
title: Un jour
summary: Une seule journée.
purpose: Essayer.
audience: Qui veut.
people: {min: 4, max: 12}
before: [Inviter]
care: [Le silence est facultatif]
duties:
  - {id: animation, name: Animation, task: Elle anime.}
rooms:
  - {id: salle, name: La salle, needs: Des chaises.}
days:
  - title: Jour 1
    aim: Se parler.
    start: "09:00"
    end: "10:30"
    slots:
      - id: ouvrir
        title: Ouvrir
        minutes: 30
        what: On arrive.
        version: duo-seance
        module: depart
        lead: [animation]
        tasks: Chacun parle.
        room: [salle]
        materials: [Chaises]
        plan_b: Dehors.
        fixed: true
        late: {when: shrink, minutes: 20, version: duo-par-ecrit, lost: Un tour.}
      - {id: pause, title: Pause, minutes: 15, kind: break, what: De l’eau.}
      - id: clore
        title: Clore
        minutes: 45
        what: On part.
        lead: [animation]
        tasks: Chacun salue.
        room: [salle]
        plan_b: Dedans.
        late: {when: drop, minutes: 10, lost: Un mot., lost_shortened: Une minute.}
"""

CHEMIN = """\
title: Un chemin
summary: Quatre semaines.
purpose: Avancer.
audience: Qui veut.
people: {min: 1, max: 5}
length: {count: 4, unit: week}
stages:
  - {title: Partir, length: 1, what: On lit., rhythm: Inspiration, modules: [depart]}
  - title: Essayer
    length: 3
    what: On essaie.
    versions: [duo-seance]
    meeting: {title: Entre pairs, minutes: 60, what: On se voit., version: duo-seance}
"""


@pytest.fixture(autouse=True)
def two_formats(course_root, change):
    (course_root / "course/formats").mkdir()
    (course_root / DAYS).write_text(JOUR, encoding="utf-8")
    (course_root / STAGES).write_text(CHEMIN, encoding="utf-8")
    change("course/parcours.yaml", "exercises: [duo]\n", "exercises: [duo]\nformats: [jour, chemin]\n")


@pytest.fixture
def formats(course_root):
    return read_course(course_root).course.formats


def test_a_format_in_days_keeps_its_slots_duties_and_rooms(formats):
    day = formats[0].days[0]
    assert (day.title, day.aim, day.start, day.end) == ("Jour 1", "Se parler.", 540, 630)
    assert [start for _, start in day.times()] == [540, 570, 585]
    opening, pause, closing = day.slots
    assert (opening.version, opening.module, opening.lead, opening.room) == (
        "duo-seance",
        "depart",
        ("animation",),
        ("salle",),
    )
    assert (opening.fixed, closing.fixed) == (True, False)
    assert opening.late == Late(When.SHRINK, 20, "duo-par-ecrit", "Un tour.")
    assert (pause.kind, pause.late, pause.least) == (SlotKind.BREAK, Late(), 15)
    assert (closing.can_drop, closing.least) == (True, 10)
    assert formats[0].duties == (Duty("animation", "Animation", "Elle anime."),)
    assert formats[0].rooms == (Room("salle", "La salle", "Des chaises."),)
    assert (formats[0].length, formats[0].stages) == (None, ())


def test_a_format_in_stages_keeps_its_rhythm_and_meetings(formats):
    path = formats[1]
    assert path.length == Length(4, Unit.WEEK)
    assert [(stage.title, stage.length, stage.rhythm) for stage in path.stages] == [
        ("Partir", 1, "Inspiration"),
        ("Essayer", 3, ""),
    ]
    assert path.stages[1].meeting == Meeting("Entre pairs", 60, "On se voit.", "duo-seance")
    assert list(path.versions()) == ["duo-seance", "duo-seance"]


def test_the_catalogue_carries_the_formats(course_root):
    course = read_course(course_root).course
    assert Course.from_dict(course.to_dict()) == course


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ('end: "10:30"', 'end: "10:00"', 16, "days.end", "mènent à 10\u00a0h\u00a030"),
        ('start: "09:00"', "start: 9h", 15, "days.start", "une heure entre guillemets"),
        ("version: duo-seance", "version: trio", 22, "days.slots.version", "une version d’un exercice"),
        ("module: depart", "module: ailleurs", 23, "days.slots.module", "n’est pas un module"),
        ("minutes: 30", "minutes: 10", 22, "days.slots.version", "dure 12.5 minutes, et la séquence 10"),
        ("minutes: 20, version", "minutes: 4, version", 30, "days.slots.late.version", "dure 5 minutes"),
        ("minutes: 20", "minutes: 30", 30, "days.slots.late.minutes", "moins que les 30 minutes"),
        ("late: {when: shrink, minutes: 20, version: duo-par-ecrit, lost: Un tour.}", "late: {when: shrink, lost: Un.}",
         30, "days.slots.late", "«\u00a0minutes\u00a0»"),
        (", lost: Un mot.", "", 40, "days.slots.late", "«\u00a0lost\u00a0»"),
        (", lost_shortened: Une minute.", "", 40, "days.slots.late", "«\u00a0lost_shortened\u00a0»"),
        ("when: drop, minutes: 10, lost: Un mot., lost_shortened: Une minute.", "when: keep, lost: Un mot.",
         40, "days.slots.late.lost", "pas de sens"),
        ("what: De l’eau.}", "what: De l’eau., late: {when: keep}}", 31, "days.slots.late", "garde toujours sa durée"),
        ("        plan_b: Dehors.\n", "", 18, "days.slots.plan_b", "manque"),
        ("lead: [animation]\n        tasks: Chacun parle.", "lead: [chef]\n        tasks: Chacun parle.", 24,
         "days.slots.lead", "un rôle d’animation"),
        ("id: clore", "id: ouvrir", 32, "days.slots.id", "sert déjà à la ligne 18"),
        ("fixed: true", "fixed: oui", 29, "days.slots.fixed", "true"),
        ("people: {min: 4, max: 12}", "people: {min: 4, max: 2}", 5, "people.max", "plus petit"),
        ("before: [Inviter]\n", "before: [Inviter]\nlength: {count: 1, unit: week}\n", 7, "length", "étapes"),
    ],
)  # fmt: skip
def test_a_mistake_in_days_is_refused_with_its_line_and_key(change, refusal, old, new, line, key, words):
    change(DAYS, old, new)
    error = refusal()
    assert (error.file, error.line, error.key) == (DAYS, line, key)
    assert words in error.message


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("count: 4", "count: 5", 6, "length.count", "font 4 en tout, et non 5"),
        ("unit: week", "unit: année", 6, "length.unit", "week"),
        ("modules: [depart]", "modules: [ailleurs]", 8, "stages.modules", "un module du parcours"),
        ("versions: [duo-seance]", "versions: [duo]", 12, "stages.versions", "une version d’un exercice"),
        ("minutes: 60", "minutes: 10", 13, "stages.meeting.version", "dure 12.5 minutes"),
        ("length: {count: 4, unit: week}\n", "", 1, "", "«\u00a0length\u00a0»"),
        ("length: {count: 4, unit: week}\n", "rooms: [{id: a, name: A, needs: B.}]\n", 6, "rooms", "journées"),
    ],
)
def test_a_mistake_in_stages_is_refused_with_its_line_and_key(change, refusal, old, new, line, key, words):
    change(STAGES, old, new)
    error = refusal()
    assert (error.file, error.line, error.key) == (STAGES, line, key)
    assert words in error.message


def test_a_format_is_either_days_or_stages(course_root, change, refusal):
    path = course_root / STAGES
    path.write_text(path.read_text(encoding="utf-8").partition("length")[0], encoding="utf-8")
    assert "et pas les deux" in refusal().message


def test_a_format_that_the_manifest_does_not_name_is_refused(change, refusal):
    change("course/parcours.yaml", "formats: [jour, chemin]", "formats: [jour]")
    assert refusal().file == STAGES


@pytest.mark.parametrize("call", ['late_day("jour")', 'home("jour")'])
def test_a_format_is_shown_on_its_own_page_only(change, refusal, call):
    change("course/texte/accueil.md", "home()", call)
    error = refusal()
    assert (error.file, error.key) == ("course/texte/accueil.md", call)
    assert "n’appelle que" in error.message


def test_a_page_may_time_an_exercise(course_root, change):
    change("course/texte/accueil.md", "home()", 'practice("duo-seance")')
    assert read_course(course_root).pages


def test_a_page_times_nothing_that_the_course_has_not(change, refusal):
    change("course/texte/accueil.md", "home()", 'practice("trio-seance")')
    error = refusal()
    assert (error.file, error.key) == ("course/texte/accueil.md", 'practice("trio-seance")')


def test_every_format_has_its_page(course_root):
    pages = {page.path.as_posix() for page in read_course(course_root).pages}
    assert {"course/formats/jour.ipynb", "course/formats/chemin.ipynb"} <= pages
