"""The course read from its sources: what comes out, and each thing that is refused."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parcours_u.content import source_text
from parcours_u.content.errors import ContentError
from parcours_u.content.pages import Call, Prose
from parcours_u.content.reading import read_course
from parcours_u.domain.course import Course, Field, Kind, Level, Practice, Question, Scale, Step

DEPART = "course/texte/depart.md"
RETOUR = "course/texte/retour.md"
MANIFEST = "course/parcours.yaml"


def test_modules_and_exercises_come_in_the_manifest_s_order(course_root):
    course = read_course(course_root).course
    assert course.title == "Petit parcours"
    assert [part.id for part in course.parts()] == ["depart", "retour", "duo"]
    assert [prompt.id for prompt in course.prompts()] == [
        "depart-ecoute",
        "depart-mots",
        "retour-carte",
        "retour-carnet",
        "duo-conte",
    ]


def test_a_prompt_has_the_parts_that_its_kind_calls_for(course_root):
    course = read_course(course_root).course
    listening = course.prompt("depart-ecoute")
    assert (listening.kind, listening.scale) == (Kind.SCALE, Scale.SELF)
    assert listening.levels == (Level("Peu", "Je parle"), Level("Non"))
    assert course.prompt("retour-carte").fields == (Field("idea", "Mon idée"),)
    assert course.prompt("retour-carnet").questions == (Question("un", "Un", "Et alors ?", 3),)


def test_a_practice_has_its_timed_steps(course_root):
    assert read_course(course_root).course.part("depart").practices == (
        Practice("depart-pause", "Une pause", (Step("Respirer", 2.5),)),
    )


def test_the_catalogue_s_form_gives_the_same_course_back(course_root):
    course = read_course(course_root).course
    assert Course.from_dict(course.to_dict()) == course


def test_prose_between_two_widgets_is_one_cell_and_each_widget_another(course_root):
    page = read_course(course_root).pages[0]
    assert page.cells == (
        Prose("# Départ\n\nUn premier texte.\n\nUn second, après [l’exercice](../../../exercises/duo.ipynb)."),
        Call("practice", "depart-pause", 31),
        Call("scale", "depart-ecoute", 35),
        Prose("Du texte tout contre."),
        Call("free_text", "depart-mots", 39),
    )


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_a_file_saved_on_another_system_reads_the_same(course_root, ending):
    before = read_course(course_root)
    path = course_root / DEPART
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", ending).encode())
    assert read_course(course_root) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "key", "words"),
    [
        # front matter
        (DEPART, "---\ntitle: Départ", "title: Départ", 1, "", "commencer par une ligne ---"),
        (DEPART, "minutes: 2.5\n---", "minutes: 2.5", 1, "", "pas refermé"),
        (DEPART, "title: Départ\n", "", 2, "title", "manque"),
        (DEPART, "summary: On part.", "sumary: On part.", 3, "sumary", "vouliez-vous dire «\u00a0summary\u00a0»"),
        (DEPART, "summary: On part.", "resume: On part.", 3, "resume", "les clés admises sont title, summary"),
        (DEPART, "summary: On part.", "summary: ''", 3, "summary", "vide"),
        (DEPART, "summary: On part.", "summary: [On, part]", 3, "summary", "un texte"),
        (DEPART, "summary: On part.", "summary: |\n  On\n  part.", 3, "summary", "un seul paragraphe"),
        (DEPART, "title: Départ", "title: A: B", 2, "title", "guillemets"),
        (DEPART, "title: Départ", "title: A\ntitle: B", 3, "title", "ligne 2"),
        # prompts
        (DEPART, "kind: free_text", "kind: essay", 13, "prompts.kind", "free_text, short_list"),
        (DEPART, "scale: organisation", "scale: moi", 14, "prompts.scale", "self, organisation, society"),
        (DEPART, "id: depart-mots", "id: mots", 12, "prompts.id", "commencer par «\u00a0depart-\u00a0»"),
        (DEPART, "id: depart-mots", "id: départ-mots", 12, "prompts.id", "sans accent"),
        (DEPART, "id: depart-mots", "id: depart-ecoute", 12, "prompts", "deux fois"),
        (DEPART, "  - id: depart-mots\n", "  - depart-mots\n  - id: depart-x\n", 12, "prompts", "des clés"),
        (
            DEPART,
            "    levels:\n      - {label: Peu, meaning: Je parle}\n      - {label: Non}\n",
            "",
            6,
            "prompts.kind",
            "«\u00a0levels\u00a0»",
        ),
        (DEPART, "      - {label: Non}\n", "", 9, "prompts.levels", "de 2 à 7 éléments"),
        (DEPART, "kind: scale", "kind: iceberg", 9, "prompts.levels", "retirez-la"),
        (RETOUR, "id: idea, label: Mon idée", "id: idea", 10, "prompts.fields.label", "manque"),
        (RETOUR, "minutes: 3", "minutes: trois", 16, "prompts.questions.minutes", "nombre positif"),
        (DEPART, "minutes: 2.5", "minutes: 0", 21, "practices.steps.minutes", "nombre positif"),
        (DEPART, "    steps:\n      - title: Respirer\n        minutes: 2.5\n", "", 17, "practices.steps", "manque"),
        (
            DEPART,
            "      - title: Respirer\n        minutes: 2.5",
            "      title: Respirer",
            19,
            "practices.steps",
            "une liste",
        ),
        # the body
        (
            DEPART,
            'scale("depart-ecoute")',
            'iceberg("depart-ecoute")',
            35,
            'iceberg("depart-ecoute")',
            'scale("depart-ecoute")',
        ),
        (DEPART, 'practice("depart-pause")', 'free_text("depart-pause")', 31, 'free_text("depart-pause")', "practice("),
        (DEPART, 'scale("depart-ecoute")', 'scale("depart-vue")', 35, 'scale("depart-vue")', "n’a cet identifiant"),
        (DEPART, 'scale("depart-ecoute")', "home()", 35, "home()", "n’a cet identifiant"),
        (
            DEPART,
            'scale("depart-ecoute")',
            'free_text("depart-mots")',
            39,
            'free_text("depart-mots")',
            "déjà placée à la ligne 35",
        ),
        (DEPART, '```python\nfree_text("depart-mots")\n```\n', "", 12, "prompts.id", 'free_text("depart-mots")'),
        (DEPART, '```python\npractice("depart-pause")\n```\n', "", 17, "practices.id", 'practice("depart-pause")'),
        (DEPART, 'scale("depart-ecoute")', 'scale("depart-ecoute"); import os', 35, "", "un seul appel"),
        (DEPART, 'scale("depart-ecoute")', 'import os\nscale("depart-ecoute")', 35, "", "un seul appel"),
        (DEPART, 'scale("depart-ecoute")', 'scale("depart-ecoute", 2)', 35, "", "un seul appel"),
        (DEPART, 'scale("depart-ecoute")', 'scale("depart-"', 35, "", "un seul appel"),
        (DEPART, 'scale("depart-ecoute")', "", 35, "", "un seul appel"),
        (DEPART, '```python\nscale("depart-ecoute")', '```bash\nscale("depart-ecoute")', 35, "", "un seul appel"),
        (
            DEPART,
            '```python\nscale("depart-ecoute")',
            '```python tags=["a"]\nscale("depart-ecoute")',
            35,
            "",
            "un seul appel",
        ),
        (DEPART, "Du texte tout contre.", "<!-- #raw -->\nbrut\n<!-- #endraw -->", 23, "", "bloc brut"),
        (DEPART, "exercises/duo.ipynb", "exercises/trio.ipynb", 28, "../../../exercises/trio.ipynb", "aucune page"),
        ("course/texte/accueil.md", "home()", "deposit()", 8, "deposit()", "home(), journal()"),
        ("course/texte/accueil.md", "home()", 'home("x")', 8, 'home("x")', "home(), journal()"),
        ("course/texte/donnees.md", "# Vos données\n\nÀ vous.\n", "", 5, "", "aucun texte"),
        # the manifest
        (MANIFEST, "depart, retour", "depart, retour, detour", None, "", "n’existe pas"),
        (MANIFEST, "[depart, retour]", "[depart]", None, "", "n’est pas dans course/parcours.yaml"),
        (MANIFEST, "exercises: [duo]\n", "", None, "", "n’est pas dans course/parcours.yaml"),
        (MANIFEST, "carnet, ", "", 3, "pages", "«\u00a0carnet\u00a0» manque"),
        (MANIFEST, "[duo]", "[depart]", 4, "exercises", "déjà"),
        (MANIFEST, "[duo]", "[../duo]", 4, "exercises", "minuscules sans accent"),
        (MANIFEST, "modules: [depart, retour]", "modules: []", 2, "modules", "de 1 à 100"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_key(change, refusal, file, old, new, line, key, words):
    change(file, old, new)
    error = refusal()
    assert (error.line, error.key) == (line, key)
    assert words in error.message


def test_the_error_names_the_file_from_the_course_s_root(change, refusal):
    change(DEPART, "kind: free_text", "kind: essay")
    assert str(refusal()).startswith(
        "Le fichier course/texte/depart.md, ligne 13, clé «\u00a0prompts.kind\u00a0»\u00a0: "
    )


def test_two_modules_cannot_give_the_same_id(course_root, change, refusal):
    change(MANIFEST, "[depart, retour]", "[depart, depart-mots, retour]")
    (course_root / "course/texte/depart-mots.md").write_text(
        "---\ntitle: T\nsummary: S\nprompts:\n"
        "  - {id: depart-mots-x, kind: free_text, scale: self, question: Q}\n"
        '---\n# T\n\n```python\nfree_text("depart-mots-x")\n```\n',
        encoding="utf-8",
    )
    change(DEPART, "id: depart-mots", "id: depart-mots-x")
    change(DEPART, 'free_text("depart-mots")', 'free_text("depart-mots-x")')
    error = refusal()
    assert (error.file, error.line, error.key) == ("course/texte/depart-mots.md", 5, "prompts.id")
    assert "course/texte/depart.md, ligne 12" in error.message


def test_a_practice_cannot_have_the_id_of_a_prompt(change, refusal):
    change(DEPART, "id: depart-pause", "id: depart-mots")
    error = refusal()
    assert (error.line, error.key) == (17, "practices.id")


def test_a_source_that_is_not_utf_8_is_told_with_its_line(course_root, refusal):
    path = course_root / DEPART
    path.write_bytes(path.read_bytes().replace(b"premier", "prem\xe8re".encode("latin-1")))
    error = refusal()
    assert (error.file, error.line) == (DEPART, 25)
    assert "UTF-8" in error.message


def test_a_huge_source_is_refused_before_it_is_parsed(course_root, refusal):
    (course_root / DEPART).write_bytes(b"---\n" * source_text.MAX_BYTES)
    error = refusal()
    assert error.file == DEPART
    assert "1000 ko" in error.message


def test_a_folder_in_a_source_s_place_is_told(course_root, refusal):
    (course_root / DEPART).unlink()
    (course_root / DEPART).mkdir()
    assert "ne peut pas être lu" in refusal().message


SCRAPS = [
    "",
    "-",
    "  - ",
    ": ",
    "[",
    "{",
    "&a ",
    "*a",
    "!!x ",
    "'",
    '"',
    "\t",
    "\n",
    "---\n",
    "```",
    "```python\n",
    ":::",
    "\x00",
    "é",
    "#raw",
]


@example(place=157, cut=0, scrap="---\n\n")  # a key that goes over several lines
@given(
    place=st.integers(0, 700), cut=st.integers(0, 30), scrap=st.lists(st.sampled_from(SCRAPS), max_size=3).map("".join)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_module_damaged_anywhere_is_read_or_refused_never_anything_else(course_root, place, cut, scrap):
    path = course_root / DEPART
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:place] + scrap + whole[place + cut :], encoding="utf-8")
    told = "Le fichier x\u00a0: "
    try:
        read_course(course_root)
    except ContentError as error:
        told = str(error)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert re.match(r"Le fichier [\w./-]+(, ligne \d+)?(, clé «.+»)?\u00a0: ", told)
