"""A shared exercise: its formats and timers, what must agree inside its file, and the page it becomes."""

import pytest

from parcours_u.content.pages import Call, PageKind, Prose
from parcours_u.content.reading import read_course
from parcours_u.domain.exercise import Format, Kept, Modes, People, Phase, Role

DUO = "exercises/duo.yaml"


@pytest.fixture
def duo(course_root):
    return read_course(course_root).course.part("duo")


@pytest.fixture
def duo_page(course_root):
    return read_course(course_root).pages[-1]


def test_the_whole_exercise_is_its_first_format(duo):
    roles = (
        Role("conteur", "Personne qui conte", "Elle conte.", sees=("notes",), writes=("notes",)),
        Role("temoin", "Témoin", "Elle écoute."),
    )
    phases = (Phase("Conter", 10, "Contez.", who=("conteur", "temoin")), Phase("Se taire", 2.5, "Chut."))
    assert duo.formats[0] == Format("duo-seance", "Duo", "À deux.", People(2, 3), phases, roles)
    assert duo.formats[0].minutes == 12.5


def test_a_variant_is_a_format_with_its_own_phases_and_questions(duo):
    phases = (Phase("Écrire", 5, "Écrivez.", prompts=("duo-conte",)),)
    assert duo.formats[1] == Format("duo-par-ecrit", "Par écrit", "Sans personne d’autre.", People(1, 1), phases)


def test_each_format_has_a_practice_that_times_it(duo):
    assert [(one.id, one.title, one.minutes) for one in duo.practices] == [
        ("duo-seance", "Duo", 12.5),
        ("duo-par-ecrit", "Duo\u00a0: par écrit", 5),
    ]
    assert duo.practices[0].steps[0].text == "Contez."


def test_source_licence_and_what_is_kept_are_data(duo):
    assert (duo.source, duo.licence, duo.attribution) == (
        "https://exemple.fr/duo",
        "CC BY-SA 4.0",
        "Écrit pour ce parcours.",
    )
    assert duo.kept == (Kept("notes", "Les notes", "conteur", "On les garde."),)
    assert duo.modes == Modes("Ici.", "Là.", "Seul.")
    assert (duo.materials, duo.safety) == (("Deux chaises",), ("On peut s’arrêter.",))


def test_the_page_has_each_timer_and_each_question_once(duo_page):
    assert duo_page.kind is PageKind.EXERCISE
    assert [call.source for call in duo_page.calls()] == [
        'practice("duo-seance")',
        'practice("duo-par-ecrit")',
        'free_text("duo-conte")',
    ]


def test_a_question_comes_right_after_its_phase(duo_page):
    position = duo_page.cells.index(Call("free_text", "duo-conte"))
    assert duo_page.cells[position - 1] == Prose("### 1. Écrire (5\u00a0min)\n\nÉcrivez.")


def test_the_page_tells_roles_phases_keeping_and_licence(duo_page):
    text = "\n".join(cell.text for cell in duo_page.cells if isinstance(cell, Prose))
    for passage in (
        "# Duo\n\nÀ deux.\n",
        "- **En entier**\u00a0: 2 ou 3\u00a0personnes, 12,5\u00a0min.\n- **Par écrit**\u00a0: une personne, 5\u00a0min.",
        "- Deux chaises\n",
        "- On peut s’arrêter.\n",
        "## En entier (2 ou 3\u00a0personnes, 12,5\u00a0min)\n\n### Les rôles\n",
        "- **Personne qui conte.** Elle conte. À écrire\u00a0: les notes. À lire\u00a0: les notes.\n- **Témoin.** Elle écoute. Rien à lire ni à écrire.\n",
        "1. **Conter** (10\u00a0min). *Personne qui conte et témoin.* Contez.\n2. **Se taire** (2,5\u00a0min). Chut.",
        "- **Les notes.** À qui\u00a0: personne qui conte. On les garde.",
        "Écrit pour ce parcours.\n\nSource\u00a0: https://exemple.fr/duo.\n",
        "sous licence CC BY-SA 4.0",
    ):
        assert passage in text


def test_a_source_that_the_attribution_already_gives_is_not_told_twice(course_root, change):
    change(DUO, "attribution: Écrit pour ce parcours.", "attribution: Adapté de https://exemple.fr/duo, CC BY-SA 3.0.")
    closing = read_course(course_root).pages[-1].cells[-1]
    assert isinstance(closing, Prose)
    assert closing.text.count("https://exemple.fr/duo") == 1


def test_texts_reach_the_page_as_they_are_written(course_root, change):
    change(DUO, "purpose: Se parler.", 'purpose: "Dire <b>&</b> {{ 7 * 7 }} {% raw %} *vite*"')
    opening = read_course(course_root).pages[-1].cells[0]
    assert isinstance(opening, Prose)
    assert "Dire <b>&</b> {{ 7 * 7 }} {% raw %} *vite*" in opening.text


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("duration: 12.5", "duration: 12", 6, "duration", "durent 12.5 minutes en tout, et non 12"),
        ("duration: 5", "duration: 6", 20, "variants.duration", "durent 5 minutes en tout, et non 6"),
        ("who: [conteur, temoin]", "who: [conteur, juge]", 12, "phases.who", "un rôle de cette version"),
        ("who: [conteur, temoin]", "who: [conteur, conteur]", 12, "phases.who", "deux fois"),
        ("writes: [notes]", "writes: [photos]", 9, "roles.writes", "une chose gardée"),
        ("owner: conteur", "owner: juge", 24, "kept.owner", "n’est pas un rôle"),
        ("prompts: [duo-conte]", "prompts: [duo-chant]", 22, "variants.phases.prompts", "une question de cet exercice"),
        (", prompts: [duo-conte]", "", 27, "prompts", "aucune phase"),
        ("instruction: Chut.}", "instruction: Chut., prompts: [duo-conte]}", 22, "variants.phases.prompts", "ligne 13"),
        ("people: {min: 2, max: 3}", "people: {min: 4, max: 3}", 5, "people.max", "plus petit"),
        ("people: {min: 2, max: 3}", "people: {min: 2.5, max: 3}", 5, "people.min", "entier"),
        ("id: duo-par-ecrit", "id: duo-seance", 16, "variants.id", "celui de la version entière"),
        ("id: duo-par-ecrit", "id: solo", 16, "variants.id", "commencer par «\u00a0duo-\u00a0»"),
        ("id: temoin", "id: conteur", 10, "roles", "deux fois"),
        ("safety: [On peut s’arrêter.]\n", "", 1, "safety", "manque"),
        ("remote: Là., ", "", 14, "modes.remote", "manque"),
        ("licence: CC BY-SA 4.0", "licence:", 29, "licence", "vide"),
        ("modules: [depart]", "modules: [ailleurs]", 31, "modules", "un module de ce parcours"),
        ("task: Elle conte.", 'task: "Elle\\nconte."', 9, "roles.task", "un seul paragraphe"),
    ],
)
def test_a_mistake_in_an_exercise_is_refused_with_its_line_and_key(change, refusal, old, new, line, key, words):
    change(DUO, old, new)
    error = refusal()
    assert (error.file, error.line, error.key) == (DUO, line, key)
    assert words in error.message


def test_a_variant_cannot_take_an_id_that_a_module_uses(course_root, change, refusal):
    change("course/parcours.yaml", "[depart, retour]", "[depart, retour, duo-par]")
    (course_root / "course/texte/duo-par.md").write_text(
        "---\ntitle: T\nsummary: S\nprompts:\n"
        "  - {id: duo-par-ecrit, kind: free_text, scale: self, question: Q}\n"
        '---\n# T\n\n```python\nfree_text("duo-par-ecrit")\n```\n',
        encoding="utf-8",
    )
    error = refusal()
    assert (error.file, error.line, error.key) == (DUO, 16, "variants.id")
    assert "course/texte/duo-par.md, ligne 5" in error.message


def test_the_list_of_exercises_is_written_in_the_page_that_asks_for_it(course_root):
    page = next(page for page in read_course(course_root).pages if page.id == "exercices")
    (prose,) = page.cells
    assert isinstance(prose, Prose)
    assert "## Pour «\u00a0Départ\u00a0»" in prose.text
    assert "### [Duo](../exercises/duo.ipynb)\n\nÀ deux." in prose.text
    assert "- **En entier**\u00a0: 2 ou 3\u00a0personnes, 12,5\u00a0min.\n" in prose.text
    assert "{{" not in prose.text
