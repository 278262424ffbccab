"""The commands of a group: begin a version, take texts into it, build it, read it over."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from parcours_u import paths
from parcours_u.cli import app
from parcours_u.content.errors import VariantError
from parcours_u.content.variant.starting import begin, take


@pytest.fixture(autouse=True)
def no_variant_chosen(monkeypatch):
    monkeypatch.delenv(paths.VARIANT, raising=False)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_version_begins_with_a_manifest_and_the_chosen_texts_and_builds_at_once(tmp_path):
    folder = tmp_path / "ma version"
    done = run("variante", "creer", folder, "co-initier", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["crees"] == files_of(folder)
    assert {"LISEZ-MOI.md", "course/parcours.yaml", "course/texte/co-initier.md"} <= set(files_of(folder))
    assert "CC BY-SA 4.0" in (folder / "LISEZ-MOI.md").read_text(encoding="utf-8")
    built = run("construire", "--variante", folder)
    assert built.exit_code == 0, built.stderr
    assert (folder / "construit/course/catalogue.json").is_file()
    again = run("construire", "--variante", folder, "--verifier")
    assert (again.exit_code, again.stderr) == (0, "Tout est à jour.\n")


def test_a_text_that_is_already_there_is_not_taken_over(tmp_path):
    folder = tmp_path / "version"
    begin(folder, ["recolte"])
    text = folder / "course/texte/recolte.md"
    text.write_text("à nous", encoding="utf-8")
    assert take(folder, ["recolte", "cercle"]) == ["exercises/cercle.yaml"]
    assert text.read_text(encoding="utf-8") == "à nous"


def test_a_page_that_has_the_name_of_an_exercise_is_taken_by_its_file(tmp_path):
    folder = tmp_path / "version"
    begin(folder)
    assert take(folder, ["cercle"]) == ["exercises/cercle.yaml"]
    assert take(folder, ["course/texte/cercle.md"]) == ["course/texte/cercle.md"]


@pytest.mark.parametrize(
    "name",
    [
        "inconnu",
        "../texte/recolte",
        "..\\recolte",
        "",
        "/cercle",
        "course/parcours.yaml",
        "course/texte/../texte/recolte.md",
    ],
)
def test_an_unknown_text_is_refused_and_nothing_begins(tmp_path, name):
    with pytest.raises(VariantError, match="n’a rien qui s’appelle"):
        begin(tmp_path / "version", [name])
    assert files_of(tmp_path) == []


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path):
    (tmp_path / "notes.txt").write_text("à moi", encoding="utf-8")
    done = run("variante", "creer", tmp_path)
    assert done.exit_code == 1
    assert "contient déjà autre chose" in done.stderr
    assert files_of(tmp_path) == ["notes.txt"]


def test_the_common_course_s_own_folder_is_no_place_for_a_version():
    inside = paths.common_root() / "course" / "ma-version"
    with pytest.raises(VariantError, match="est celui du parcours commun"):
        begin(inside)
    assert not inside.exists()


def test_taking_a_text_without_saying_where_is_a_mistyped_command():
    done = run("variante", "reprendre", "recolte")
    assert done.exit_code == 2
    assert "ajoutez --variante" in done.stderr


def test_opening_a_version_that_was_not_built_says_how_to_build_it(variant, tmp_path):
    done = run("ouvrir", "--variante", variant, "--dossier", tmp_path / "carnet")
    assert done.exit_code == 1
    assert "parcours-u construire --variante" in done.stderr
    assert not (tmp_path / "carnet").exists()


def test_the_environment_says_which_version_every_command_is_about(built, monkeypatch):
    monkeypatch.setenv(paths.VARIANT, str(built))
    assert paths.catalogue_file() == built / "construit/course/catalogue.json"
    assert run("construire", "--verifier").stderr == "Tout est à jour.\n"


def test_a_version_that_is_gone_is_said_and_the_choice_made_before_is_kept(built, tmp_path, monkeypatch):
    monkeypatch.setenv(paths.VARIANT, str(built))
    with pytest.raises(paths.NoCourse, match="ne contient pas de version construite"):
        paths.choose_variant(tmp_path / "ailleurs")
    assert paths.content_root() == built / "construit"


def test_a_group_follows_one_version_from_its_first_release_on(built, tmp_path, monkeypatch):
    from parcours_u.grading.errors import GradingError
    from parcours_u.grading.folder import open_folder
    from parcours_u.grading.version import follow

    monkeypatch.setenv(paths.VARIANT, "")
    folder = open_folder(tmp_path / "groupe")
    follow(folder, built)
    paths.choose_variant(built)
    monkeypatch.delenv(paths.VARIANT)
    follow(folder)
    assert paths.content_root() == built / "construit"
    other = shutil.copytree(built, tmp_path / "autre")
    with pytest.raises(GradingError, match="suit déjà une autre version"):
        follow(folder, other)


def test_a_group_that_follows_the_common_course_keeps_to_it(built, tmp_path, monkeypatch):
    from parcours_u.grading.errors import GradingError
    from parcours_u.grading.folder import open_folder
    from parcours_u.grading.version import follow

    folder = open_folder(tmp_path / "groupe")
    (folder.path / "source").mkdir()
    with pytest.raises(GradingError, match="suit déjà le parcours commun"):
        follow(folder, built)
    monkeypatch.setenv(paths.VARIANT, str(built))
    follow(folder)
    assert paths.content_root() == paths.common_root()
