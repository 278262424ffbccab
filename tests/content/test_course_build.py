"""Building: the same bytes each time, written only where they change, and nothing foreign in what is released."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours_u.content import build as build_module
from parcours_u.content.build import build, derive, drift
from parcours_u.content.errors import ContentError
from parcours_u.content.reading import read_course
from parcours_u.domain.course import Course

MODULE = "course/source/depart/depart.ipynb"
DERIVED = [
    "course/catalogue.json",
    MODULE,
    "course/source/retour/retour.ipynb",
    "course/accueil.ipynb",
    "course/carnet.ipynb",
    "course/exercices.ipynb",
    "course/donnees.ipynb",
    "course/accessibilite.ipynb",
    "exercises/duo.ipynb",
    "exercises/papier/duo.html",
]


def names(root, paths):
    return [path.relative_to(root).as_posix() for path in paths]


def everything(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_first_build_writes_the_catalogue_and_every_page(course_root):
    assert names(course_root, build(course_root)) == DERIVED
    assert set(DERIVED) <= set(everything(course_root))


def test_a_second_build_writes_nothing(course_root):
    build(course_root)
    before = {name: (course_root / name).stat().st_mtime_ns for name in DERIVED}
    assert build(course_root) == []
    assert {name: (course_root / name).stat().st_mtime_ns for name in DERIVED} == before


def test_building_from_nothing_again_gives_identical_bytes(course_root):
    build(course_root)
    before = everything(course_root)
    for name in DERIVED:
        (course_root / name).unlink()
    build(course_root)
    assert everything(course_root) == before


def test_another_process_with_another_hash_seed_and_locale_builds_the_same_bytes(course_root):
    build(course_root)
    before = everything(course_root)
    for name in DERIVED:
        (course_root / name).unlink()
    code = "import sys; from pathlib import Path; from parcours_u.content.build import build; build(Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", code, str(course_root)], env=environment, check=True)
    assert everything(course_root) == before


def test_only_what_a_change_touches_is_written_again(course_root, change):
    build(course_root)
    change("course/texte/depart.md", "Un premier texte.", "Un autre texte.")
    assert names(course_root, drift(course_root)) == [MODULE]
    assert names(course_root, build(course_root)) == [MODULE]
    assert drift(course_root) == []


def test_the_catalogue_is_the_course(course_root):
    build(course_root)
    data = json.loads((course_root / "course/catalogue.json").read_text(encoding="utf-8"))
    assert Course.from_dict(data) == read_course(course_root).course


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_question_reaches_the_catalogue_exactly(course_root, text):
    path = course_root / "exercises/duo.yaml"
    whole = path.read_text(encoding="utf-8")
    quoted = "".join(char if char.isalnum() and char.isascii() else f"\\U{ord(char):08x}" for char in text)
    path.write_text(whole.replace("Que contez-vous ?", quoted), encoding="utf-8")
    try:
        catalogue = json.loads(derive(course_root)[build_module.CATALOGUE])
    finally:
        path.write_text(whole, encoding="utf-8")
    assert catalogue["exercises"][0]["prompts"][0]["question"] == text


def test_nothing_is_written_while_a_source_is_at_fault(course_root, change):
    build(course_root)
    change("course/texte/depart.md", "Un premier texte.", "Un autre texte.")
    change("exercises/duo.yaml", "duration: 12.5", "duration: 12")
    before = everything(course_root)
    with pytest.raises(ContentError, match="duration"):
        build(course_root)
    assert everything(course_root) == before


@pytest.mark.parametrize("stray", ["depart/notes.md", "depart/.corrige.ipynb", "ancien/ancien.ipynb", "lisez-moi.txt"])
def test_anything_else_in_a_module_s_folder_stops_the_build(course_root, stray):
    path = course_root / "course/source" / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("corrigé", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build(course_root)
    assert caught.value.file == f"course/source/{stray}"
    assert "apprenants" in caught.value.message
    assert path.read_text(encoding="utf-8") == "corrigé"
    assert f"course/source/{stray}" in names(course_root, drift(course_root))


def test_a_link_to_a_file_elsewhere_is_anything_else_too(course_root):
    folder = course_root / "course/source/depart"
    folder.mkdir(parents=True)
    (folder / "lien.txt").symlink_to(course_root / "course/parcours.yaml")
    with pytest.raises(ContentError):
        build(course_root)


def test_what_jupyter_leaves_beside_a_notebook_is_no_obstacle(course_root):
    path = course_root / "course/source/depart/.ipynb_checkpoints/depart-checkpoint.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}", encoding="utf-8")
    build(course_root)
    assert drift(course_root) == []
    assert path.exists()


def test_drift_tells_what_differs_what_is_missing_and_what_comes_from_nothing(course_root):
    build(course_root)
    (course_root / MODULE).write_text("{}", encoding="utf-8")
    (course_root / "course/carnet.ipynb").unlink()
    (course_root / "course/brouillon.ipynb").write_text("{}", encoding="utf-8")
    (course_root / "exercises/ancien.ipynb").write_text("{}", encoding="utf-8")
    before = everything(course_root)
    assert names(course_root, drift(course_root)) == [
        "course/brouillon.ipynb",
        "course/carnet.ipynb",
        MODULE,
        "exercises/ancien.ipynb",
    ]
    assert everything(course_root) == before


def test_a_build_that_is_stopped_leaves_whole_files_and_nothing_in_what_is_released(course_root, monkeypatch):
    real = os.replace
    done = []

    def stops_at_the_third(source, target):
        if len(done) == 2:
            raise OSError("no space left")
        done.append(target)
        real(source, target)

    monkeypatch.setattr(build_module.os, "replace", stops_at_the_third)
    with pytest.raises(OSError, match="no space left"):
        build(course_root)
    monkeypatch.undo()
    whole = {str(name): content for name, content in derive(course_root).items()}
    left = {name: content for name, content in everything(course_root).items() if name in whole}
    assert left == {name: whole[name] for name in DERIVED[:2]}
    assert [path.name for path in course_root.iterdir() if path.name.startswith(".")] == []
    build(course_root)
    assert drift(course_root) == []
