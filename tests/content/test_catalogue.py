"""The catalogue as the server reads it: the course, or one French sentence; and no heavy import."""

import subprocess
import sys

import pytest

from parcours_u.content import catalogue
from parcours_u.content.build import build
from parcours_u.content.catalogue import load_course
from parcours_u.content.errors import ContentError
from parcours_u.content.reading import read_course


@pytest.fixture
def catalogue_path(course_root, monkeypatch):
    build(course_root)
    path = course_root / "course/catalogue.json"
    monkeypatch.setattr(catalogue, "catalogue_file", lambda: path)
    return path


def test_the_course_comes_back_as_it_was_read(course_root, catalogue_path):
    assert load_course() == read_course(course_root).course


def test_a_missing_catalogue_is_told_with_what_to_do(catalogue_path):
    catalogue_path.unlink()
    with pytest.raises(ContentError) as caught:
        load_course()
    assert str(caught.value) == (
        "Le fichier course/catalogue.json\u00a0: il n’existe pas\u202f; "
        "reconstruisez-le avec «\u00a0parcours-u construire\u00a0»."
    )


def test_an_unreadable_catalogue_is_told(catalogue_path):
    catalogue_path.unlink()
    catalogue_path.mkdir()
    with pytest.raises(ContentError, match="ne peut pas être lu"):
        load_course()


@pytest.mark.parametrize("cut", [0, 1, 200, -3])
def test_a_truncated_catalogue_is_told(catalogue_path, cut):
    text = catalogue_path.read_text(encoding="utf-8")
    catalogue_path.write_text(text[:cut], encoding="utf-8")
    with pytest.raises(ContentError, match="abîmé"):
        load_course()


@pytest.mark.parametrize(
    "text",
    ["[]", "3", "null", "{}", '{"title": "A"}', '{"title": "A", "modules": [1], "exercises": []}', "[" * 100_000],
)
def test_a_file_that_is_no_catalogue_is_told(catalogue_path, text):
    catalogue_path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"ne va pas avec cette version|abîmé"):
        load_course()


def test_a_catalogue_of_a_later_version_is_told(catalogue_path):
    text = catalogue_path.read_text(encoding="utf-8")
    catalogue_path.write_text(text.replace('"kind": "free_text"', '"kind": "poem"'), encoding="utf-8")
    with pytest.raises(ContentError, match="ne va pas avec cette version"):
        load_course()


def test_a_catalogue_that_is_not_text_is_told(catalogue_path):
    catalogue_path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match="ne peut pas être lu"):
        load_course()


def test_reading_the_catalogue_imports_no_parser_of_notebooks_markdown_or_yaml():
    code = (
        "import sys, parcours_u.content.catalogue; "
        "print(sorted({'jupytext', 'nbformat', 'yaml', 'jinja2', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
