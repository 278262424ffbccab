"""A harvested variant becomes a whole course: what the group wrote, and all the rest from the common course."""

import json

from parcours_u.content.checks.spelling import MISSING
from parcours_u.content.released import lost_ids, released_ids
from parcours_u.content.variant.building import build_variant, check_variant, variant_drift
from parcours_u.domain.course import Course
from parcours_u.paths import common_root


def course_of(folder):
    return Course.from_dict(json.loads((folder / "construit/course/catalogue.json").read_text(encoding="utf-8")))


def prose_of(folder, page):
    cells = json.loads((folder / "construit" / page).read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def test_the_modules_are_the_group_s_in_its_order(built):
    modules = [module.id for module in course_of(built).modules]
    assert modules == ["question-de-depart", "co-creer", "co-initier", "co-evoluer", "recolte"]
    notebooks = {path.stem for path in (built / "construit/course/source").rglob("*.ipynb")}
    assert notebooks == set(modules)


def test_what_the_group_wrote_is_there_and_the_rest_is_the_common_course_s(built):
    course = course_of(built)
    assert [prompt.id for prompt in course.part("recolte").prompts] == [
        "recolte-recit",
        "recolte-lieu",
        "recolte-suite",
    ]
    assert course.part("recolte").situation.title == "Le soir du vieux moulin"
    assert "on raconte le soir" in prose_of(built, "course/source/recolte/recolte.ipynb")
    common = Course.from_dict(json.loads((common_root() / "course/catalogue.json").read_text(encoding="utf-8")))
    assert course.part("co-creer") == common.part("co-creer")
    assert (built / "construit/exercises/papier/cercle.html").is_file()


def test_the_exercises_stay_and_speak_no_more_of_the_modules_that_were_left_out(built):
    course = course_of(built)
    assert not {"co-percevoir", "presencing"} & {name for one in course.exercises for name in one.modules}
    listed = prose_of(built, "course/exercices.ipynb")
    assert all(f"../exercises/{exercise.id}.ipynb" in listed for exercise in course.exercises)
    assert "## Pour toutes les étapes" in listed
    assert course.project
    assert "presencing-intention" not in course.project


def test_the_page_of_formats_shows_those_of_the_variant_and_no_other(built):
    prose = prose_of(built, "course/formats.ipynb")
    assert [one.id for one in course_of(built).formats] == ["deux-heures", "parcours-leger"]
    assert "[Deux heures au moulin](formats/deux-heures.ipynb)" in prose
    assert "On nomme un lieu, une date" in prose_of(built, "course/formats/deux-heures.ipynb")
    assert "voyage-trois-jours" not in prose


def test_the_host_s_guide_leads_nowhere_that_the_group_left_out(built):
    guide = prose_of(built, "course/guide.ipynb")
    assert "(formats/parcours-leger.ipynb)" in guide
    assert "voyage-trois-jours.ipynb" not in guide
    assert "voyage apprenant" in guide.lower()


def test_its_words_are_explained_beside_the_common_ones(built):
    assert 'popovertarget="terme-veillee"' in prose_of(built, "course/source/recolte/recolte.ipynb")
    assert 'popovertarget="terme-' in prose_of(built, "course/source/co-creer/co-creer.ipynb")


def test_nothing_is_to_mend_in_it_and_the_common_texts_are_not_its_business(built):
    assert [str(one) for one in check_variant(built) if one.message != MISSING] == []


def test_a_question_of_its_own_goes_into_its_own_list(variant):
    (variant / "course/identifiants.txt").write_text("recolte-perdue\n", encoding="utf-8")
    told = [one.message for one in check_variant(variant) if one.rule == "identifiant"]
    assert len(told) == 2
    assert any("«\u00a0recolte-lieu\u00a0» n’est pas dans cette liste" in one for one in told)
    assert any("Aucune question ne s’appelle plus «\u00a0recolte-perdue\u00a0»" in one for one in told)


def test_building_again_writes_nothing_and_a_module_dropped_later_goes_away(variant, change):
    build_variant(variant)
    assert build_variant(variant) == []
    assert variant_drift(variant) == []
    change("course/parcours.yaml", "  - co-evoluer\n", "")
    gone = variant / "construit/course/source/co-evoluer"
    assert gone / "co-evoluer.ipynb" in variant_drift(variant)
    build_variant(variant)
    assert not gone.exists()
    assert variant_drift(variant) == []


def test_the_variant_keeps_the_ids_of_the_common_course_that_it_keeps_asking(built):
    """So that a learner's answers are found again when they open it."""
    lost = lost_ids([name for _, name in released_ids(common_root())], course_of(built))
    kept = {"question-de-depart-", "co-creer-", "co-initier-", "co-evoluer-"}
    assert not [name for name in lost if any(name.startswith(start) for start in kept)]
