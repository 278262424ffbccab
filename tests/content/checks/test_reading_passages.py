"""What people read is told from what they don't, and each word from the line it is on."""

from parcours_u.content.checks.passages import source_files


def body(passages):
    return [passage for passage in passages if not passage.key]


def test_code_addresses_and_italics_are_not_our_french(read):
    (passage,) = body(read("Voir `make tests`, [le site](https://exemple.fr/a), *Case Clinic* et la suite.\n"))
    assert passage.text == "Voir X, le site, Case Clinic et la suite."
    assert passage.own == "Voir  , le site,             et la suite."
    assert [(link.target, link.text) for link in passage.links] == [("https://exemple.fr/a", "le site")]


def test_a_word_is_found_on_its_line_of_the_file(read):
    (title, passage) = body(read("\n# Titre\n\nUne ligne.\nDeux lignes.\n"))
    assert (title.heading, title.line) == (1, 6)
    assert [passage.line_at(passage.text.index(word)) for word in ("Une", "Deux")] == [8, 9]


def test_items_and_cells_are_passages_of_their_own(read):
    passages = body(read("- un\n- deux\n\n| a | b |\n| --- | --- |\n| c | d |\n"))
    assert [passage.text for passage in passages] == ["un", "deux", "a", "b", "c", "d"]
    assert [passage.line for passage in passages] == [5, 6, 8, 8, 10, 10]


def test_a_code_block_is_not_read(read):
    assert [passage.text for passage in body(read('Avant.\n\n```python\nscale("x")\n```\n'))] == ["Avant."]


def test_yaml_texts_are_read_and_what_is_for_the_machine_is_not(read):
    passages = read(
        "title: Un titre\nprompts:\n  - id: essai-un\n    kind: free_text\n    question: Et vous ?\nduration: 5\n"
        "who: [meneur]\nattribution: Adapté de Case Clinic.\nlink: https://exemple.fr\n",
        "exercises/essai.yaml",
    )
    assert [(one.key, one.line, one.text) for one in passages if one.text] == [
        ("title", 1, "Un titre"),
        ("prompts.question", 5, "Et vous ?"),
        ("attribution", 8, "Adapté de Case Clinic."),
    ]
    assert [one.own.strip() for one in passages if one.key == "attribution"] == [""]
    assert [link.target for one in passages for link in one.links] == ["https://exemple.fr"]


def test_every_text_of_the_course_is_a_source_and_nothing_else(course_root):
    (course_root / "course" / "guide").mkdir()
    (course_root / "course" / "guide" / "animer.md").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    assert source_files(course_root) == [
        *(
            f"course/texte/{name}.md"
            for name in ("accessibilite", "accueil", "carnet", "depart", "donnees", "exercices", "retour")
        ),
        "course/guide/animer.md",
        "course/parcours.yaml",
        "exercises/duo.yaml",
    ]
