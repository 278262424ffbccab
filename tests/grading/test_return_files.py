import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.grading.returns import Return, ReturnError, read_return, return_json

HEAD = "<!DOCTYPE html>\n<html lang='fr'><body><p>Retour</p>\n"
OPENINGS = (
    '<script type="application/json" id="parcours-u-retour">',
    '<script id="parcours-u-retour" type="application/json">',
)
texts = st.text(st.characters(codec="utf-8"), max_size=60)
comments = st.lists(
    st.fixed_dictionaries(
        {
            "prompt": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True),
            "text": texts.filter(str.strip),
            "about": texts,
        }
    ),
    max_size=5,
    unique_by=lambda comment: comment["prompt"],
)


def page(data: str, opening: str = OPENINGS[0]) -> bytes:
    return f"{HEAD}{opening}{data}</script>\n</body>\n</html>\n".encode()


def sound(**changes: object) -> dict[str, object]:
    data = json.loads(return_json("co-initier", "K7QM-2XWB4", "2026-03-01T09:00:00Z", []))
    return {**data, **changes}


def refusal(content: bytes) -> str:
    with pytest.raises(ReturnError) as refused:
        read_return(content)
    return str(refused.value)


@given(comments, st.sampled_from(OPENINGS))
def test_whatever_was_said_comes_back_exactly(said: list[dict[str, str]], opening: str) -> None:
    data = return_json("co-initier", "K7QM-2XWB4", "2026-03-01T09:00:00Z", said)
    assert not set("<>&\u2028\u2029") & set(data)
    found = read_return(page(data, opening))
    assert [vars(comment) for comment in found.comments] == said
    assert (found.module, found.code, found.deposited_at) == ("co-initier", "K7QM-2XWB4", "2026-03-01T09:00:00Z")


@given(comments, st.data())
def test_a_return_cut_anywhere_is_refused(said: list[dict[str, str]], data: st.DataObject) -> None:
    whole = page(return_json("co-initier", "K7QM-2XWB4", "2026-03-01T09:00:00Z", said)).rstrip()
    refusal(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.binary(max_size=300), st.sampled_from(["", OPENINGS[0], HEAD]))
def test_any_file_is_a_return_or_a_sentence(content: bytes, before: str) -> None:
    assert refusal(before.encode() + content).endswith(".")


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | texts, lambda x: st.lists(x) | st.dictionaries(texts, x))
)
def test_any_json_in_our_page_is_a_return_or_a_sentence(value: object) -> None:
    for data in (value, sound(comments=value), sound(module=value), sound(version=value)):
        try:
            found: object = read_return(page(json.dumps(data).replace("<", "\\u003c")))
        except ReturnError as error:
            found = str(error)
        assert isinstance(found, Return) or "rien n’a été ajouté" in str(found)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "n’est pas un retour de ce parcours"),
        (b"\xff\xfe\x00", "n’est pas un retour de ce parcours"),
        (HEAD.encode() + b"</body></html>", "n’est pas un retour de ce parcours"),
        (page(json.dumps(sound(format="autre"))), "n’est pas un retour de ce parcours"),
        (page(json.dumps(sound(course="autre"))), "n’est pas un retour de ce parcours"),
        (page(json.dumps(sound(version=2))), "version plus récente"),
        (page(json.dumps(sound(version=True))), "modifié ou abîmé"),
        (page(json.dumps(sound(extra=1))), "modifié ou abîmé"),
        (page(json.dumps(sound(code="../x"))), "modifié ou abîmé"),
        (page(json.dumps(sound(deposited_at="hier"))), "modifié ou abîmé"),
        (page(json.dumps(sound(comments=[{"prompt": "a", "text": " ", "about": ""}]))), "modifié ou abîmé"),
        (page(json.dumps(sound(comments=[{"prompt": "a", "text": "x", "about": "\ud800"}]))), "modifié ou abîmé"),
        (page("[" * 100_000), "modifié ou abîmé"),
        (page(json.dumps(sound()) + f"</script>{OPENINGS[1]}{json.dumps(sound())}"), "modifié ou abîmé"),
        (f"{HEAD}{OPENINGS[0]}{json.dumps(sound())}".encode(), "tronqué"),
        (b" " * 64_000_001, "trop gros"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_sound_return_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)
