"""What is wrong in a variant is said in one French sentence that names the file, and nothing is written."""

import shutil
from pathlib import Path

import pytest

from parcours_u.content.errors import ContentError, VariantError
from parcours_u.content.variant.building import build_variant

MANIFEST, TEXT, STORY = "course/parcours.yaml", "course/texte/recolte.md", "course/situations/recolte.yaml"
EXERCISE = "exercises/cercle.yaml"
LAST_TITLE = "## Et après\n"


@pytest.fixture
def refused(variant):
    """Build the variant, which must be refused and leave nothing behind; return the sentence."""

    def build() -> str:
        with pytest.raises((ContentError, VariantError)) as caught:
            build_variant(variant)
        assert not (variant / "construit").exists()
        sentence = str(caught.value)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return sentence

    return build


def line_of(variant: Path, file: str, passage: str) -> int:
    lines = (variant / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if passage in line)


def test_a_folder_without_a_manifest(variant, refused):
    (variant / MANIFEST).unlink()
    assert "n’est pas une version du parcours, il n’a pas de fichier course/parcours.yaml" in refused()


def test_a_module_left_out_while_another_revisits_it_names_the_common_text_and_how_to_take_it(change, refused):
    change(MANIFEST, "  - co-creer\n", "")
    sentence = refused()
    assert sentence.startswith("Le fichier course/texte/co-evoluer.md, ligne ")
    assert 'revisit("co-creer-prototype")' in sentence
    assert "ce texte vient du parcours commun" in sentence
    assert "parcours-u variante reprendre co-evoluer --variante " in sentence


def test_the_same_question_asked_in_another_kind(variant, change, refused):
    change(TEXT, "  - id: recolte-recit\n    kind: free_text", "  - id: recolte-recit\n    kind: short_list")
    change(TEXT, 'free_text("recolte-recit")', 'short_list("recolte-recit")')
    sentence = refused()
    assert f"Le fichier {TEXT}, ligne {line_of(variant, TEXT, 'id: recolte-recit')}" in sentence
    assert "est de type free_text dans le parcours commun" in sentence


def test_a_link_to_a_module_that_was_left_out(variant, change, refused):
    change(TEXT, LAST_TITLE, f"{LAST_TITLE}\nRelisez [ce module](../presencing/presencing.ipynb).\n")
    sentence = refused()
    assert f"ligne {line_of(variant, TEXT, 'presencing.ipynb')}" in sentence
    assert "ce lien ne mène à aucune page du parcours" in sentence


def test_a_picture_that_is_not_there(variant, change, refused):
    change(TEXT, LAST_TITLE, f"{LAST_TITLE}\n![Le moulin](../images/moulin.svg)\n")
    sentence = refused()
    assert f"{TEXT}, ligne {line_of(variant, TEXT, 'moulin.svg')}" in sentence
    assert "le dessin course/images/moulin.svg n’existe pas" in sentence


def test_a_module_that_tells_a_situation_which_nobody_wrote(variant, change, refused):
    change(MANIFEST, "  - recolte\n", "  - recolte\n  - fete\n")
    text = (variant / TEXT).read_text(encoding="utf-8").replace("recolte-", "fete-").replace('"recolte"', '"fete"')
    (variant / "course/texte/fete.md").write_text(text, encoding="utf-8")
    sentence = refused()
    assert f"Le fichier course/texte/fete.md, ligne {line_of(variant, TEXT, 'situation(')}" in sentence
    assert "le fichier course/situations/fete.yaml n’existe pas" in sentence


def test_a_module_whose_text_is_missing(change, refused):
    change(MANIFEST, "  - recolte\n", "  - recolte\n  - fete\n")
    assert "Le fichier course/texte/fete.md\u00a0: il n’existe pas" in refused()


def test_a_situation_that_lacks_a_place(variant, change, refused):
    text = (variant / STORY).read_text(encoding="utf-8")
    (variant / STORY).write_text(text[: text.index("  agent:")], encoding="utf-8")
    assert f"Le fichier {STORY}" in refused()


@pytest.mark.parametrize("credit", ["otto Scharmer", "licenses/by-sa", "conçus pour ce parcours"])
def test_a_credit_that_was_removed(variant, refused, credit):
    lines = (variant / TEXT).read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if credit.casefold() not in line.casefold()]
    assert len(kept) < len(lines)
    (variant / TEXT).write_text("\n".join(kept), encoding="utf-8")
    sentence = refused()
    assert f"Le fichier {TEXT}, ligne " in sentence
    assert "Sources et licence" in sentence


@pytest.mark.parametrize("key", ["licence", "attribution", "source"])
def test_an_exercise_whose_credit_was_changed(variant, refused, key):
    from parcours_u.content.variant.starting import take

    take(variant, ["cercle"])
    lines = (variant / EXERCISE).read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((number for number in range(at + 1, len(lines)) if not lines[number].startswith(" ")), len(lines))
    lines[at:end] = [f"{key}: Nous seuls"]
    (variant / EXERCISE).write_text("\n".join(lines), encoding="utf-8")
    sentence = refused()
    assert sentence.startswith(f"Le fichier {EXERCISE}, ligne {at + 1}, clé «\u00a0{key}\u00a0»")
    assert "remettez-le tel quel" in sentence


@pytest.mark.parametrize(
    "manifest",
    [
        "title: &a [*a, *a]\nmodules: [recolte]\n",
        "title: !!python/object/apply:os.system ['true']\nmodules: [recolte]\n",
        "title: " + "[" * 5000,
        "- rien\n",
        "{title: Un, modules: [recolte]}\n",
        "title: Un\nmodules: [recolte]\n...\n",
        "title: Un\nmodules: ../../etc\n",
        "title: Un\nmodules: [../../../etc/passwd]\n",
    ],
    ids=["alias", "tag", "depth", "list", "flow", "ended", "text", "path"],
)
def test_a_hostile_manifest(variant, refused, manifest):
    (variant / MANIFEST).write_text(manifest, encoding="utf-8")
    assert refused().startswith(f"Le fichier {MANIFEST}, ligne ")


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[ici](javascript:alert(1))",
        "[ici](JaVa&#115;cript:alert(1))",
        "[ici](java\\script:alert(1))",
    ],
    ids=["tag", "handler", "link", "entity", "escape"],
)
def test_a_text_that_would_run_something_in_its_reader_s_page(variant, change, refused, words):
    change(TEXT, LAST_TITLE, f"{LAST_TITLE}\n{words}\n")
    number = line_of(variant, TEXT, LAST_TITLE.strip()) + 2
    assert refused().startswith(f"Le fichier {TEXT}, ligne {number}\u00a0: ")


def test_a_file_of_another_kind_among_the_texts(variant, refused):
    shutil.copy(variant / TEXT, variant / "course/texte/recolte.md.txt")
    assert refused().startswith("Le fichier course/texte/recolte.md.txt\u00a0: il n’y a ici que des fichiers .md")


def test_a_link_to_a_file_of_somewhere_else(variant, refused, tmp_path):
    (variant / TEXT).rename(tmp_path / "ailleurs.md")
    (variant / TEXT).symlink_to(tmp_path / "ailleurs.md")
    assert "c’est un lien vers un autre fichier" in refused()


def test_somebody_s_file_where_the_course_is_to_be_built_is_left_there(variant):
    kept = variant / "construit/course/source/recolte/notes.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("à moi", encoding="utf-8")
    with pytest.raises(VariantError, match="que la construction n’a pas écrit"):
        build_variant(variant)
    assert [path.name for path in (variant / "construit").rglob("*") if path.is_file()] == ["notes.txt"]


def test_a_folder_that_cannot_be_written(variant):
    (variant / "construit").write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.raises(VariantError, match=r"ne peut pas être écrit .*vos textes sont intacts"):
        build_variant(variant)
    assert (variant / "construit").read_text(encoding="utf-8") == "un fichier à la place du dossier"
