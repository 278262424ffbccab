"""Lengths, numbers of people and lists, told in French the same way everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.exercise import People
from parcours_u.domain.french_words import (
    counted,
    french_size,
    listed,
    lowered,
    spoken_minutes,
    spoken_people,
)

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçœABCÉŒ’", min_size=1, max_size=12)


def read(spoken: str) -> int:
    """Return the minutes that a reader understands."""
    hours, minutes = re.fullmatch(r"(?:(\d+)\u00a0h)?\u00a0?(?:(\d+)(?:\u00a0min)?)?", spoken).groups()
    return int(hours or 0) * 60 + int(minutes or 0)


@pytest.mark.parametrize(
    ("minutes", "spoken"),
    [
        (0, "0 min"),
        (4.5, "4,5 min"),
        (45, "45 min"),
        (59.5, "1 h"),
        (60, "1 h"),
        (65, "1 h 05"),
        (75.0, "1 h 15"),
        (180, "3 h"),
    ],
)
def test_a_length_is_told_in_minutes_then_in_hours(minutes, spoken):
    assert spoken_minutes(minutes) == spoken.replace(" ", "\u00a0")


@given(st.integers(0, 6000))
def test_a_length_reads_back_as_itself_and_never_breaks_over_two_lines(minutes):
    spoken = spoken_minutes(minutes)
    assert read(spoken) == minutes
    assert " " not in spoken


@pytest.mark.parametrize(
    ("least", "most", "spoken"),
    [
        (1, 1, "une personne"),
        (3, 3, "3\u00a0personnes"),
        (4, 5, "4 ou 5\u00a0personnes"),
        (1, 30, "1 à 30\u00a0personnes"),
    ],
)
def test_people_are_counted_as_one_says_it(least, most, spoken):
    assert spoken_people(People(least, most)) == spoken


@given(st.integers(2, 99), st.integers(0, 99))
def test_both_ends_of_a_number_of_people_are_told(least, more):
    told = [int(number) for number in re.findall(r"\d+", spoken_people(People(least, least + more)))]
    assert told == sorted({least, least + more})


@pytest.mark.parametrize(
    ("text", "inside"),
    [("Une montre", "une montre"), ("Écoute", "écoute"), ("L’hôte", "l’hôte"), ("QR code", "QR code"), ("", "")],
)
def test_a_text_starts_low_inside_a_sentence_but_for_a_word_in_capitals(text, inside):
    assert lowered(text) == inside


@given(st.text(max_size=20))
def test_only_the_first_letter_ever_changes_and_only_once(text):
    once = lowered(text)
    assert once.endswith(text[1:])
    assert lowered(once) == once or once[1:2].isupper()


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], ""),
        (["Une feuille"], "Une feuille"),
        (["Une feuille", "Un stylo"], "Une feuille et un stylo"),
        (["Une feuille", "Un stylo", "QR code"], "Une feuille, un stylo et QR code"),
    ],
)
def test_a_list_is_one_enumeration_whose_first_word_keeps_its_capital(texts, told):
    assert listed(texts) == told


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_list_tells_each_text_once_in_its_order(texts):
    parts = re.split(r", | et ", listed(texts))
    assert parts == [texts[0], *map(lowered, texts[1:])]


@given(st.lists(WORDS, min_size=2, max_size=8))
def test_a_list_has_one_and_before_its_last_text_only(texts):
    assert listed(texts).count(" et ") == 1
    assert listed(texts).endswith(f" et {lowered(texts[-1])}")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0\u00a0personne"),
        (1, "1\u00a0personne"),
        (12, "12\u00a0personnes"),
        (2_000, "2\u202f000\u00a0personnes"),
        (1_234_567, "1\u202f234\u202f567\u00a0personnes"),
    ],
)
def test_a_number_stays_with_what_it_counts(number: int, told: str) -> None:
    assert counted(number, "personne", "personnes") == told


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0\u00a0ko"),
        (1, "1\u00a0ko"),
        (1023 * 1024, "1023\u00a0ko"),
        (1023 * 1024 + 1, "1\u00a0Mo"),
        (12_000_000, "12\u00a0Mo"),
        (1024**3 - 1, "1,0\u00a0Go"),
        (3 * 1024**3 // 2, "1,5\u00a0Go"),
    ],
)
def test_the_size_of_a_file_is_told_in_whole_units_under_a_giga(size, told):
    assert french_size(size) == told
