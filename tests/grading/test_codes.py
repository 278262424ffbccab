import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.grading.codes import ALPHABET, CodeError, check_code, new_code

codes = st.builds(new_code)


@given(codes)
def test_a_new_code_is_accepted_however_it_is_typed(code: str) -> None:
    assert check_code(code) == code
    assert check_code(f"  {code.lower()[:4]} \u2013 {code.lower()[5:]}\n".replace("\n", " ")) == code
    assert check_code(code.replace("-", "")) == code


@given(codes, st.data())
def test_any_single_mistyped_symbol_is_noticed(code: str, data: st.DataObject) -> None:
    symbols = code.replace("-", "")
    place = data.draw(st.integers(0, len(symbols) - 1))
    wrong = data.draw(st.sampled_from([symbol for symbol in ALPHABET if symbol != symbols[place]]))
    with pytest.raises(CodeError, match="faute de frappe"):
        check_code(symbols[:place] + wrong + symbols[place + 1 :])


@given(codes, st.data())
def test_any_two_swapped_symbols_are_noticed(code: str, data: st.DataObject) -> None:
    symbols = list(code.replace("-", ""))
    first, second = data.draw(st.lists(st.integers(0, len(symbols) - 1), min_size=2, max_size=2, unique=True))
    symbols[first], symbols[second] = symbols[second], symbols[first]
    if "".join(symbols) != code.replace("-", ""):
        with pytest.raises(CodeError, match="faute de frappe"):
            check_code("".join(symbols))


@given(st.text())
def test_anything_typed_is_a_code_or_a_sentence(typed: str) -> None:
    try:
        found = check_code(typed)
    except CodeError as error:
        found = str(error)
    assert found == check_code(found) if len(found) == 10 else "rien n’est parti" in found


def test_symbols_that_look_alike_are_never_used_together() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    for group in ("O0QDU", "I1L", "Z2", "S5", "B8", "G6C"):
        assert not set("01OISGUZ85") & set(ALPHABET), group
    assert not set("AEIOUY") & set(ALPHABET)


def test_a_code_already_given_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("BBBBBBBB" * 2 + "CCCCCCCC")
    monkeypatch.setattr("secrets.choice", lambda _alphabet: next(drawn))
    first = new_code()
    assert new_code({first}) != first
