"""YAML is read as text, exactly; what is not plain well-formed YAML is refused with its place."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from parcours_u.content.errors import ContentError
from parcours_u.content.yaml_source import parse_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
PLAIN = st.recursive(
    TEXT,
    lambda children: (
        st.lists(children, min_size=1, max_size=4) | st.dictionaries(TEXT, children, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
SCRAPS = st.lists(
    st.sampled_from(
        [*"-:?[]{},&*!|>'\"%@`#\n\t \\aé0\x00\x85\u2028\u202f😀", "---\n", "...\n", '"\\U', "\\ud800", "!!int ", "<<: "]
    ),
    max_size=50,
).map("".join)


@given(PLAIN)
def test_any_text_survives_exactly(data):
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"')
    assert parse_yaml(text, "f").plain() == data


@given(st.lists(st.text("aé’« »\u202f\u00a0:;#-?!*&[]{}|>'\"\\%@`\t ", max_size=20), min_size=1))
def test_a_text_written_as_a_block_survives_exactly(lines):
    block = "\n".join(f"  {line}" for line in [*lines, "fin"])
    assert parse_yaml(f"text: |2-\n{block}\n", "f").plain() == {"text": "\n".join([*lines, "fin"])}


@pytest.mark.parametrize("scalar", ["on", "no", "12:30", "1e3", "2027-03-01", "0x1F", "~", "null", "1_000", ".inf"])
def test_a_word_that_yaml_would_take_for_something_else_stays_a_word(scalar):
    assert parse_yaml(f"question: {scalar}", "f").plain() == {"question": scalar}


@given(SCRAPS | st.text(max_size=80))
@example('"\\UFFFFFFFF"')
@example("%YAML 1." + "9" * 5000 + "\n--- a")
@example("[" * 2000)
@example("- " * 2000)
@example("? " * 2000)
@example("!<%FF> a")
def test_whatever_is_malformed_is_a_content_error_and_nothing_else(text):
    told = None
    try:
        parse_yaml(text, "course/texte/x.md")
    except ContentError as error:
        told = error
    assert told is None or str(told).startswith("Le fichier course/texte/x.md, ligne ")
    assert told is None or "\n" not in told.message


@pytest.mark.parametrize(
    ("text", "line", "key", "word"),
    [
        ("", 1, "", "vide"),
        ("title: A\nsteps:\n  - a: [1, 2\n  b: c", 3, "steps.a", "refermé"),
        ("title: A\nsteps:\n  - a: [1,\n  - b", 4, "steps.a", "il manque une valeur"),
        ("title: - A", 1, "title", "sous sa clé"),
        ("title: A\nsummary: a : b: c", 2, "summary", "guillemets"),
        ("title: A\n\tsummary: b", 2, "title", "tabulations"),
        ("title: 'A\nsummary: b\n", 1, "title", "guillemet"),
        ("title: A\nsummary\nprompts: b", 2, "title", "deux-points"),
        ("title: A\nsummary: a\x07b", 2, "", "contrôle"),
        ('title: "\\UFFFFFFFF"', 1, "title", "obliques"),
        ('title: "\\ud800"', 1, "title", "moitié"),
        ("title: A\nprompts:\n  - id: a\n    id: b", 4, "prompts.id", "déjà donnée à la ligne 3"),
        ("a: &x 1\nb: *x", 1, "a", "ancres"),
        ("b: *x", 1, "b", "renvois"),
        ("a: !!python/object:os.system x", 1, "a", "étiquettes"),
        ("a: 1\n--- \nb: 2", 2, "a", "plusieurs documents"),
        ("? [a]\n: b", 1, "", "simple mot"),
        ("a: " + "[" * 20 + "]" * 20, 1, "a", "imbriquées"),
    ],
)
def test_each_mistake_is_told_with_its_line_and_key(text, line, key, word):
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, "f")
    assert (caught.value.line, caught.value.key) == (line, key)
    assert word in caught.value.message


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(ContentError) as caught:
        parse_yaml(bomb, "f")
    assert (caught.value.line, caught.value.key) == (1, "a")


def test_lines_are_those_of_the_file_that_holds_the_yaml():
    node = parse_yaml("title: A\nprompts:\n  - id:\n      x\n", "f", first_line=2)
    prompts = node.value["prompts"]
    assert (prompts.line, prompts.value[0].line, prompts.value[0].value["id"].line) == (3, 4, 4)
    assert prompts.value[0].value["id"].key == "prompts.id"


def test_the_error_is_one_french_sentence_that_names_file_line_and_key():
    error = ContentError("exercises/x.yaml", 12, "steps", "il manque une durée")
    assert str(error) == "Le fichier exercises/x.yaml, ligne 12, clé «\u00a0steps\u00a0»\u00a0: il manque une durée."
