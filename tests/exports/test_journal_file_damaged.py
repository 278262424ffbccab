"""A file that is no journal is refused in one sentence that says why, and nothing of it is repeated."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_samples import BODIES, COURSE, EXPORTED_AT, FREE, json_values

from parcours_u.domain.audience import Reader
from parcours_u.domain.journal import Comment, Deposit, Revision
from parcours_u.store import journal_file
from parcours_u.store.journal_file import (
    MAX_FILE_BYTES,
    Flaw,
    JournalFile,
    JournalFileError,
    read_journal_file,
    write_journal_file,
)

AT = "2027-03-03T13:03:00Z"
PRIVATE = "ce que personne ne doit lire"

VALID = write_journal_file(
    COURSE,
    {
        **{prompt: [Revision(1, AT, body)] for prompt, body in BODIES.items()},
        FREE: [Revision(1, AT, {"text": PRIVATE + " é😀"})],
    },
    {FREE: frozenset({Reader.TRAINER})},
    [("depot-1", Comment(FREE, "Merci", AT, PRIVATE))],
    [Deposit("depot-1", "module", AT, "zip", "code", (FREE,))],
    EXPORTED_AT,
)


def flaw_of(data: bytes) -> Flaw:
    with pytest.raises(JournalFileError) as caught:
        read_journal_file(data, COURSE)
    assert PRIVATE not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value.flaw


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(VALID), **parts}).encode()


def test_the_valid_file_is_read() -> None:
    assert set(read_journal_file(VALID, COURSE).entries) == set(BODIES)


def test_a_file_cut_anywhere_is_incomplete() -> None:
    assert {flaw_of(VALID[:length]) for length in range(1, len(VALID))} == {Flaw.INCOMPLETE}


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\n"])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert flaw_of(data) is Flaw.EMPTY


@pytest.mark.parametrize("data", [b"PK\x03\x04\xff\xfe", b"\x89PNG\r\n\x1a\n\xff", VALID.decode().encode("utf-16")])
def test_a_binary_file_is_called_so(data: bytes) -> None:
    assert flaw_of(data) is Flaw.NOT_TEXT


@pytest.mark.parametrize(
    "data", [b"Cher journal", b"<html></html>", b"{'format': 'parcours-u/carnet'}", b"NaN", b"1e999"]
)
def test_a_text_that_is_no_json_is_called_so(data: bytes) -> None:
    assert flaw_of(data) is Flaw.NOT_JSON


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b"null", b'"parcours-u/carnet"', b'{"format": "autre"}', b'{"cells": [], "nbformat": 4}']
)
def test_a_json_file_of_another_origin_is_not_ours(data: bytes) -> None:
    assert flaw_of(data) is Flaw.NOT_OURS


@pytest.mark.parametrize("parts", [{"version": 2}, {"version": 99, "entries": "autrement"}])
def test_a_file_of_a_future_version_is_called_so(parts: dict[str, Any]) -> None:
    assert flaw_of(changed(**parts)) is Flaw.FUTURE


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_a_file_nested_without_end_is_called_so(opening: str) -> None:
    assert flaw_of(opening.encode() * 200_000) is Flaw.TOO_DEEP


def test_an_answer_nested_without_reason_is_called_so() -> None:
    body: Any = "fond"
    for _ in range(100):
        body = {"plus": [body]}
    entry = {
        **json.loads(VALID)["entries"][0],
        "revisions": [{"number": 1, "saved_at": AT, "aside": False, "body": body}],
    }
    assert flaw_of(changed(entries=[entry])) is Flaw.TOO_DEEP


def test_a_file_too_heavy_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_file, "MAX_FILE_BYTES", len(VALID) - 1)
    assert flaw_of(VALID) is Flaw.TOO_LARGE
    assert f"{MAX_FILE_BYTES // 10**6}\u00a0Mo" in str(JournalFileError(Flaw.TOO_LARGE))


@pytest.mark.parametrize(
    "parts",
    [
        {"version": True},
        {"version": 0},
        {"version": "1"},
        {"version": None},
        {"entries": None},
        {"entries": {}},
        {"entries": [1]},
        {"deposits": [{}]},
        {"exported_at": "hier"},
        {"exported_at": 3},
        {"course_version": None},
        {"inconnu": 1},
    ],
)
def test_a_part_of_another_shape_is_called_so(parts: dict[str, Any]) -> None:
    assert flaw_of(changed(**parts)) is Flaw.WRONG_SHAPE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prompt", "../../etc"),
        ("prompt", ""),
        ("prompt", "x" * 129),
        ("question", None),
        ("audience", ["everybody"]),
        ("audience", ["cohort", "trainer"]),
        ("audience", "trainer"),
        ("audience", [["trainer"]]),
        ("left_out", -1),
        ("left_out", True),
        ("revisions", [{"number": 0, "saved_at": AT, "body": {}, "aside": False}]),
        ("revisions", [{"number": 2**63, "saved_at": AT, "body": {}, "aside": False}]),
        ("revisions", [{"number": 1, "saved_at": "", "body": {}, "aside": False}]),
        ("revisions", [{"number": 1, "saved_at": AT, "body": [], "aside": False}]),
        ("revisions", [{"number": 1, "saved_at": AT, "body": {}, "aside": 0}]),
        ("revisions", [{"number": 1, "saved_at": AT, "body": {}, "aside": False}] * 2),
        ("revisions", [{"number": 1, "saved_at": AT, "body": {}}]),
        ("comments", [{"deposit": 1, "text": "", "received_at": AT, "about": ""}]),
        ("comments", [{"deposit": "1", "text": "", "received_at": "demain", "about": ""}]),
    ],
)
def test_an_entry_of_another_shape_is_called_so(name: str, value: object) -> None:
    entry = {**json.loads(VALID)["entries"][0], name: value}
    assert flaw_of(changed(entries=[entry])) is Flaw.WRONG_SHAPE


@pytest.mark.parametrize("half", [r"\ud800", r"\udfff", r"\uDE00\uD83D"])
def test_half_a_character_is_refused(half: str) -> None:
    data = VALID.replace(b"Merci", half.encode())
    assert flaw_of(data) is Flaw.WRONG_SHAPE


def test_a_number_beyond_all_numbers_is_refused() -> None:
    entry = {**json.loads(VALID)["entries"][0], "prompt": "inconnue"}
    entry["revisions"] = [{"number": 1, "saved_at": AT, "body": {"x": 12345.5}, "aside": False}]
    assert flaw_of(changed(entries=[entry]).replace(b"12345.5", b"1e999")) is Flaw.INCOMPLETE


@pytest.mark.parametrize("flaw", Flaw)
def test_each_flaw_is_told_in_one_sentence_that_says_what_was_kept_and_what_to_do(flaw: Flaw) -> None:
    sentence = str(JournalFileError(flaw))
    assert "rien n’a changé, ni dans votre carnet ni dans ce fichier\u202f; " in sentence
    assert re.search(r"; (reprenez|mettez) ", sentence)
    assert sentence.endswith(".")
    assert sentence[0].isupper()
    assert not re.search(r"[.?!] [A-Z]|(?<!\u00a0):|(?<!\u202f)[;!?]|«(?!\u00a0)|'|\.\.\.", sentence)


def test_no_two_flaws_are_told_alike() -> None:
    assert len({str(JournalFileError(flaw)) for flaw in Flaw}) == len(Flaw)


def outcome(data: bytes) -> JournalFile | None:
    """Read a file; any other error than the promised one fails the test."""
    try:
        return read_journal_file(data, COURSE)
    except JournalFileError:
        return None


@given(st.binary())
def test_no_bytes_at_all_crash_the_reading(data: bytes) -> None:
    assert outcome(data) is None


@given(json_values, st.lists(st.integers(0, 10), max_size=6), st.text(max_size=5))
def test_no_change_to_a_file_crashes_the_reading(value: object, path: list[int], key: str) -> None:
    document = json.loads(VALID)
    place = document
    for step in path:
        children = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not children:
            break
        chosen = children[step % len(children)]
        if not isinstance(place[chosen], dict | list):
            break
        place = place[chosen]
    if isinstance(place, dict):
        place[[*place, key][len(path) % (len(place) + 1)]] = value
    else:
        place.append(value)
    found = outcome(json.dumps(document).encode("utf-8", "surrogatepass"))
    assert found is None or isinstance(found, JournalFile)


@given(st.integers(0, len(VALID) - 1), st.integers(0, 255))
def test_no_damaged_byte_crashes_the_reading(place: int, byte: int) -> None:
    found = outcome(VALID[:place] + bytes([byte]) + VALID[place + 1 :])
    assert found is None or found.exported_at
