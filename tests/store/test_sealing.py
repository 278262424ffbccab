"""What is sealed opens under its key, in its place, unaltered; anything else opens to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.store.sealing import Sealer, Stretch, derived, new_key

PLACES = st.lists(st.one_of(st.text(max_size=10), st.integers(0, 9)), max_size=3)


@given(text=st.text(), place=PLACES)
def test_a_text_opens_in_its_place_under_its_key(text: str, place: list[str | int]) -> None:
    sealer = Sealer(new_key())
    assert sealer.open_text(sealer.seal_text(text, *place), *place) == text


@given(place=PLACES, other=PLACES)
def test_a_text_moved_elsewhere_opens_to_nothing(place: list[str | int], other: list[str | int]) -> None:
    sealer = Sealer(new_key())
    opened = sealer.open_text(sealer.seal_text("intime", *place), *other)
    assert (opened == "intime") is (place == other)


@given(content=st.binary(max_size=80), data=st.data())
def test_one_altered_bit_opens_to_nothing(content: bytes, data: st.DataObject) -> None:
    sealer = Sealer(new_key())
    sealed = bytearray(sealer.seal(content, "ici"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert sealer.open(bytes(sealed), "ici") is None


@given(cut=st.integers(0, 60))
def test_a_sealed_text_cut_short_opens_to_nothing(cut: int) -> None:
    sealer = Sealer(new_key())
    assert sealer.open(sealer.seal(b"k" * 32, "ici")[:cut], "ici") is None


@given(st.text())
def test_what_was_never_sealed_opens_to_nothing(text: str) -> None:
    assert Sealer(new_key()).open_text(text, "ici") is None


def test_another_key_opens_nothing() -> None:
    assert Sealer(new_key()).open(Sealer(new_key()).seal(b"intime")) is None


def test_the_same_words_are_never_sealed_alike() -> None:
    sealer = Sealer(new_key())
    assert len({sealer.seal_text("oui") for _ in range(100)}) == 100


def test_a_yes_and_a_paragraph_have_the_same_length_once_sealed() -> None:
    sealer = Sealer(new_key())
    assert len(sealer.seal_text("oui")) == len(sealer.seal_text("mot " * 100))


@given(length=st.integers(0, 200_000))
def test_lengths_fall_into_few_buckets(length: int) -> None:
    sealed = len(Sealer(bytes(32)).seal_text("x" * length))
    assert sealed in {len(Sealer(bytes(32)).seal_text("x" * (2**power - 4))) for power in range(9, 17)} or (
        length > 65_532 and sealed < 1.4 * length + 90_000
    )


def test_what_a_secret_gives_for_one_purpose_tells_nothing_for_another() -> None:
    secret = new_key()
    assert len({derived(secret, purpose, person) for purpose in ("a", "ab") for person in ("b", "")}) == 4


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"court")


def test_two_cohorts_stretch_a_phrase_differently() -> None:
    assert Stretch.new().of("univers") != Stretch.new().of("univers")


def test_nothing_secret_is_in_a_representation() -> None:
    assert repr(Sealer(new_key())) == "Sealer()"
    assert "salt" not in repr(Stretch.new())
