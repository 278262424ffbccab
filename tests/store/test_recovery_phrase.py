"""A recovery phrase is typed by people, on phones, years later: it is read whatever the accents, the case, the spaces."""

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.store import recovery_phrase
from parcours_u.store.errors import AccessRefused
from parcours_u.store.recovery_phrase import WORDS_IN_A_PHRASE, new_phrase, read_phrase

WORDS = list(recovery_phrase._words().values())
PHRASES = st.lists(st.sampled_from(WORDS), min_size=WORDS_IN_A_PHRASE, max_size=WORDS_IN_A_PHRASE)


def test_a_phrase_has_more_than_eighty_random_bits() -> None:
    assert len(set(WORDS)) == 2048
    assert WORDS_IN_A_PHRASE * math.log2(len(WORDS)) == 88


def test_two_phrases_are_never_the_same() -> None:
    assert len({new_phrase() for _ in range(50)}) == 50


@given(
    words=PHRASES,
    case=st.sampled_from([str.lower, str.upper, str.title]),
    form=st.sampled_from(["NFC", "NFD", "NFKD"]),
    between=st.sampled_from([" ", "  ", "\n", ", ", " - ", "\t", "\u00a0", ". "]),
    numbered=st.booleans(),
    cut=st.integers(4, 8),
    plain=st.booleans(),
)
def test_a_phrase_is_read_however_it_is_typed(words, case, form, between, numbered, cut, plain) -> None:
    typed = [case(unicodedata.normalize(form, word[:cut])) for word in words]
    if plain:
        typed = [
            "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)) for word in typed
        ]
    if numbered:
        typed = [f"{rank}. {word}" for rank, word in enumerate(typed, start=1)]
    assert read_phrase(f"  {between.join(typed)} ") == " ".join(words)


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200c", "\u200d", "\u2060", "\ufeff"])
def test_a_sign_that_nobody_sees_inside_a_word_is_not_read(unseen: str) -> None:
    phrase = new_phrase()
    typed = " ".join(f"{word[:2]}{unseen}{word[2:5]}{unseen}{word[5:]}" for word in phrase.split())
    assert read_phrase(typed) == phrase


def test_a_blank_without_width_parts_words_as_any_other() -> None:
    phrase = new_phrase()
    assert read_phrase(phrase.replace(" ", "\u200b")) == phrase


@given(words=PHRASES, other=PHRASES)
def test_two_phrases_are_never_read_as_one(words, other) -> None:
    assert (read_phrase(" ".join(words)) == read_phrase(" ".join(other))) is (words == other)


def test_what_follows_the_first_four_letters_is_forgiven() -> None:
    assert read_phrase("abaissé " + "univers " * 7).split()[0] == "abaisser"


@pytest.mark.parametrize(("count", "said"), [(0, "en a 0"), (7, "en a 7"), (9, "en a 9")])
def test_a_phrase_with_a_word_too_few_or_too_many_says_how_many_were_read(count: int, said: str) -> None:
    with pytest.raises(AccessRefused, match=said):
        read_phrase("univers " * count)


def test_a_word_that_is_in_no_phrase_is_told_by_its_place_and_not_quoted() -> None:
    with pytest.raises(AccessRefused, match="n°\u00a03") as caught:
        read_phrase("univers univers motsecret " + "univers " * 5)
    assert "motsecret" not in str(caught.value)


@given(st.text(max_size=2_000))
def test_anything_else_is_refused_without_an_error(typed: str) -> None:
    with pytest.raises(AccessRefused, match="rien n’a changé"):
        read_phrase("univers " * 9 + typed)
