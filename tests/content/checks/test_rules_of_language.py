"""Typography, English left over, reading ease, spelling: what each rule sees, where, and what it leaves alone."""

import pytest

from parcours_u.content.checks import readability, spelling
from parcours_u.content.checks.english import check_english
from parcours_u.content.checks.readability import NOTES, check_readability, ease, syllables
from parcours_u.content.checks.spelling import MISSING, WORDS, check_spelling, unknown_words
from parcours_u.content.checks.typography import check_typography
from parcours_u.content.errors import ContentError

HARD = (
    "L’institutionnalisation progressive des expérimentations interministérielles présuppose la contractualisation "
    "pluriannuelle des accompagnements méthodologiques territorialisés, particulièrement lorsque les administrations "
    "déconcentrées requièrent simultanément "
) * 5
EASY = "Nous lisons un mot, puis un autre. " * 20


def seen(findings):
    return [(finding.file, finding.line, finding.rule) for finding in findings]


def test_a_fault_of_setting_is_told_on_its_line_with_the_words_around(read):
    passages = read("Tout va bien.\nEst-ce sûr ? Oui.\n\nVoir `a ? b`.\n")
    (finding,) = check_typography(passages)
    assert (finding.line, finding.rule) == (6, "typographie")
    assert "espace fine insécable" in finding.message
    assert "sûr ? Oui" in finding.message


def test_english_is_seen_in_a_sentence(read):
    (finding,) = check_english(read("Une ligne.\nThis is the way.\n"))
    assert (finding.line, finding.rule) == (6, "anglais")
    assert "«\u00a0This\u00a0», «\u00a0is\u00a0», «\u00a0the\u00a0»" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "*This is the way* se dit en anglais.",
        "On dit «\u00a0this is the way\u00a0».",
        "Lancez `this is the way`.",
        "On y va en car, or le but est loin\u202f: dans un an, as de pique, son as, a priori.",
        "Un check-in, un world-cafe to-do.",
    ],
)
def test_names_code_quotations_and_french_lookalikes_are_left_alone(read, text):
    assert list(check_english(read(text + "\n"))) == []


def test_an_attribution_keeps_the_names_that_its_authors_gave(read):
    text = "attribution: Adapté de The Circle Way, by Ann and Christina.\nsource: The Circle Way\n"
    assert list(check_english(read(text, "exercises/essai.yaml"))) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[(word, 1) for word in ("le", "les", "elles", "rue", "lieu", "oui", "très", "que")],
        *[
            (word, 2)
            for word in ("école", "agir", "idée", "année", "commune", "voyage", "moyen", "théâtre", "question")
        ],
        *[(word, 3) for word in ("réunion", "habitante", "territoire")],
    ],
)
def test_syllables_are_counted_as_they_are_said(word, count):
    assert syllables(word) == count


def test_the_ease_is_the_formula_of_kandel_and_moles():
    assert ease(["La rue dort. Un lapin."]) == pytest.approx(207 - 1.015 * 5 / 2 - 73.6 * 6 / 5)


def test_the_end_of_a_paragraph_ends_a_sentence():
    assert ease(["Un mot", "Un mot"]) == ease(["Un mot. Un mot."])


def test_a_hard_passage_is_told_and_an_easy_one_is_not(read, tmp_path):
    passages = read(f"# Essai\n\n## Facile\n\n{EASY}\n\n## Dur\n\n{HARD}\n")
    (finding,) = check_readability(tmp_path, passages)
    assert finding.rule == "lisibilité"
    assert "«\u00a0Dur\u00a0»" in finding.message


def test_a_few_words_are_too_few_to_be_measured(read, tmp_path):
    assert list(check_readability(tmp_path, read(f"## Court\n\n{HARD[:200]}.\n"))) == []


def test_a_key_of_a_yaml_file_is_measured_by_itself(read, tmp_path):
    passages = read(f"purpose: {EASY}\nsafety:\n  - {HARD}\n", "exercises/essai.yaml")
    (finding,) = check_readability(tmp_path, passages)
    assert (finding.line, "«\u00a0safety\u00a0»" in finding.message) == (3, True)


def note(tmp_path, title):
    path = tmp_path / NOTES
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(
        f"notes:\n  - file: course/texte/essai.md\n    title: {title}\n    why: La loi.\n", encoding="utf-8"
    )


def test_a_note_says_why_a_passage_is_hard(read, tmp_path):
    note(tmp_path, "Dur")
    assert list(check_readability(tmp_path, read(f"## Dur\n\n{HARD}\n"))) == []


def test_a_note_about_nothing_is_told(read, tmp_path):
    note(tmp_path, "Parti")
    assert seen(check_readability(tmp_path, read(f"## Facile\n\n{EASY}\n"))) == [(NOTES, 2, "lisibilité")]


def test_a_note_without_its_reason_is_refused(read, tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / NOTES).write_text("notes:\n  - file: course/texte/essai.md\n", encoding="utf-8")
    with pytest.raises(ContentError, match="why"):
        list(check_readability(tmp_path, read(EASY)))


def test_the_threshold_is_the_border_of_fairly_easy():
    assert readability.LEAST_EASE == 70


def listed(tmp_path, text):
    path = tmp_path / WORDS
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")


def test_a_misspelt_word_is_told_on_each_of_its_lines(read, tmp_path):
    passages = read("Une bibliotèque ouverte.\nL’autre bibliotèque aussi, aujourd’hui\u202f!\n")
    findings = list(check_spelling(tmp_path, passages))
    assert seen(findings) == [("course/texte/essai.md", line, "orthographe") for line in (5, 6)]
    assert "«\u00a0bibliotèque\u00a0»" in findings[0].message


def test_italics_code_and_addresses_are_not_spelt(read, tmp_path):
    assert list(check_spelling(tmp_path, read("Voir *Workzhop*, `zzyx`, sur horizonzpublics.fr, A4, 3D.\n"))) == []


def test_the_project_s_words_are_known_whatever_stands_before_them(read, tmp_path):
    listed(tmp_path, "# Mots\nco-initier # un mouvement\nLemzon\n")
    passages = read("Co-initier, d’après Lemzon\u00a0: l’art de co-initier.\n")
    assert list(check_spelling(tmp_path, passages)) == []


def test_a_name_written_without_its_capital_is_told(read, tmp_path):
    listed(tmp_path, "Lemzon\n")
    assert len(list(check_spelling(tmp_path, read("Chez lemzon.\n")))) == 1


def test_the_list_is_in_order_and_holds_each_word_once(read, tmp_path):
    listed(tmp_path, "deuzio\ndeuzio\nabcédo\n")
    assert seen(check_spelling(tmp_path, [])) == [(WORDS, 2, "orthographe"), (WORDS, 3, "orthographe")]


def test_the_dictionary_is_a_french_one():
    assert unknown_words(["école", "l'été", "avez-vous", "ecole", "school"]) == {"ecole", "school"}


def test_without_a_dictionary_spelling_is_never_said_to_be_right(read, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (finding,) = check_spelling(tmp_path, read("Une bibliotèque.\n"))
    assert finding.message == MISSING


def test_a_program_without_the_dictionary_is_none(read, tmp_path, monkeypatch):
    program = tmp_path / "hunspell"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(spelling.NoDictionary):
        unknown_words(["école"])
