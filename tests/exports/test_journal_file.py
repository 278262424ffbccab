"""A journal goes from one machine to another and comes back whole."""

import json
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from journal_samples import (
    BODIES,
    COMMITMENT,
    COURSE,
    EXPORTED_AT,
    FREE,
    GUIDED,
    HOSTILE,
    LIST,
    SCALE,
    any_body,
    audiences,
    comments,
    deposits,
    free_body,
    histories,
    level_body,
    list_body,
)

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.course import Course, Module
from parcours_u.domain.journal import Comment, Deposit, Revision
from parcours_u.store import journal_file
from parcours_u.store.journal_file import FileEntry, JournalFile, merge, read_journal_file, write_journal_file

AT = "2027-03-03T13:03:00Z"


def carried(text: str) -> str:
    """Return a text after the journey."""
    data = write_journal_file(COURSE, {FREE: [Revision(1, AT, {"text": text})]}, {}, [], [], EXPORTED_AT)
    return str(read_journal_file(data, COURSE).entries[FREE].revisions[0].body["text"])


def rewritten(found: JournalFile, course: Course = COURSE) -> bytes:
    """Return what was read, written again."""
    return write_journal_file(
        course,
        {prompt: entry.revisions for prompt, entry in found.entries.items()},
        {prompt: entry.audience for prompt, entry in found.entries.items()},
        found.comments,
        found.deposits,
        found.exported_at,
        found.unknown,
    )


journals = st.fixed_dictionaries(
    {},
    optional={
        FREE: histories(free_body),
        LIST: histories(list_body),
        SCALE: histories(level_body),
        "ancienne-question": histories(any_body),
    },
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_comes_back_exactly(text: str) -> None:
    assert carried(text) == text


def test_two_hundred_thousand_characters_come_back_exactly() -> None:
    text = "Réflexion 😀 {{ }} \n" * 10_600
    assert len(text) > 200_000
    assert carried(text) == text


def test_nul_and_other_control_characters_come_back_exactly() -> None:
    text = "".join(chr(code) for code in range(0x20)) + "\x7f\x85\ufeff\uffff"
    assert carried(text) == text


def test_every_kind_of_answer_comes_back_exactly() -> None:
    history = {prompt: [Revision(1, AT, body)] for prompt, body in BODIES.items()}
    found = read_journal_file(write_journal_file(COURSE, history, {}, [], [], EXPORTED_AT), COURSE)
    assert {prompt: entry.revisions[0].body for prompt, entry in found.entries.items()} == BODIES
    assert found.unknown == ()


def _in_order(item: tuple[str, Comment]) -> tuple[str, ...]:
    return item[0], *astuple(item[1])


@given(journals, st.data())
def test_any_journal_comes_back_exactly(history: dict[str, list[Revision]], data: st.DataObject) -> None:
    prompts = st.sampled_from([FREE, LIST, SCALE])
    readers = data.draw(st.dictionaries(prompts, audiences))
    received, left = data.draw(comments(prompts)), data.draw(deposits)
    written = write_journal_file(COURSE, history, readers, received, left, EXPORTED_AT)
    found = read_journal_file(written, COURSE)

    everything = {**found.entries, **{entry.prompt: entry for entry in found.unknown}}
    assert set(everything) == set(history) | set(readers) | {comment.prompt for _, comment in received}
    for prompt, entry in everything.items():
        assert list(entry.revisions) == history.get(prompt, [])
        assert entry.audience == readers.get(prompt, NOBODY)
    assert sorted(found.comments, key=_in_order) == sorted(received, key=_in_order)
    assert (list(found.deposits), found.exported_at) == (left, EXPORTED_AT)
    assert [entry.prompt for entry in found.unknown] == [name for name in history if name == "ancienne-question"]
    assert rewritten(found) == written


@given(st.dictionaries(st.sampled_from([FREE, LIST, SCALE]), histories(any_body | free_body | level_body)), st.data())
def test_no_version_is_lost_to_a_course_of_another_shape(
    history: dict[str, list[Revision]], data: st.DataObject
) -> None:
    received = data.draw(comments(st.sampled_from([FREE, LIST, SCALE])))
    found = read_journal_file(write_journal_file(COURSE, history, {}, received, [], EXPORTED_AT), COURSE)
    for prompt, versions in history.items():
        places = [found.entries.get(prompt), *(entry for entry in found.unknown if entry.prompt == prompt)]
        kept = [version for place in places if place is not None for version in place.revisions]
        assert sorted(kept, key=lambda item: item.number) == versions
    assert len(found.comments) == len(received)
    again = read_journal_file(rewritten(found), COURSE)
    assert (again.entries, again.unknown) == (found.entries, found.unknown)


def test_answers_of_a_course_unknown_here_come_back_where_the_course_is_known() -> None:
    elsewhere = Course("Un autre parcours", (Module("autre", "Autre", "Une phrase."),))
    written = write_journal_file(
        COURSE,
        {FREE: [Revision(1, AT, {"text": "mes mots"})]},
        {FREE: frozenset({Reader.TRAINER})},
        [("depot-1", Comment(FREE, "merci", AT, "mes mots"))],
        [],
        EXPORTED_AT,
    )
    passing = read_journal_file(written, elsewhere)
    assert (passing.entries, passing.comments, len(passing.unknown)) == ({}, [], 1)
    home = read_journal_file(rewritten(passing, elsewhere), COURSE)
    assert home.entries == read_journal_file(written, COURSE).entries
    assert home.entries[FREE].question == "Quelle est ma question\u202f?"


def test_versions_put_aside_elsewhere_join_the_history_where_they_fit() -> None:
    found = read_journal_file(
        write_journal_file(COURSE, {FREE: [Revision(1, AT, {"text": "un"})]}, {}, [], [], EXPORTED_AT), COURSE
    )
    aside = replace(found.entries[FREE], revisions=(Revision(3, "2027-03-03T13:04:00Z", {"text": "deux"}),))
    joined = read_journal_file(rewritten(replace(found, unknown=(aside,))), COURSE)
    assert [version.body["text"] for version in joined.entries[FREE].revisions] == ["un", "deux"]
    assert joined.unknown == ()


def test_an_audience_that_this_machine_does_not_offer_is_kept() -> None:
    readers = {FREE: frozenset({Reader.PAIR, Reader.CIRCLE}), LIST: frozenset({Reader.COHORT})}
    found = read_journal_file(write_journal_file(COURSE, {}, readers, [], [], EXPORTED_AT), COURSE)
    assert {prompt: entry.audience for prompt, entry in found.entries.items()} == readers


def test_a_deposit_dated_by_nbgrader_keeps_its_date_to_the_letter() -> None:
    made = Deposit("1", "module", "2027-03-03 13:03:00.123456 UTC", "exchange", "clé-01", (FREE,), (FREE,))
    found = read_journal_file(write_journal_file(COURSE, {}, {}, [], [made], EXPORTED_AT), COURSE)
    assert found.deposits == (made,)


def test_the_same_journal_gives_the_same_bytes_whatever_the_order_it_is_handed_over_in() -> None:
    history = {name: [Revision(2, AT, body), Revision(1, AT, body)] for name, body in BODIES.items()}
    shuffled = {name: history[name][::-1] for name in reversed(history)}
    readers = {FREE: frozenset([Reader.TRAINER, Reader.PAIR, Reader.CIRCLE])}
    once = write_journal_file(COURSE, history, readers, [], [], EXPORTED_AT)
    assert write_journal_file(COURSE, shuffled, readers, [], [], EXPORTED_AT) == once


def test_entries_follow_the_course_and_say_their_question() -> None:
    history = {name: [Revision(1, AT, BODIES[name])] for name in (COMMITMENT, GUIDED, FREE)}
    document = json.loads(write_journal_file(COURSE, history, {}, [], [], EXPORTED_AT))
    assert [entry["prompt"] for entry in document["entries"]] == [FREE, COMMITMENT, GUIDED]
    assert document["entries"][0]["question"] == "Quelle est ma question\u202f?"
    assert (document["format"], document["version"]) == ("parcours-u/carnet", 1)


def test_the_file_is_readable_text() -> None:
    data = write_journal_file(COURSE, {FREE: [Revision(1, AT, {"text": "été 😀"})]}, {}, [], [], EXPORTED_AT)
    assert '"text": "été 😀"' in [line.strip() for line in data.decode("utf-8").splitlines()]


def test_a_file_that_an_editor_saved_with_a_byte_order_mark_is_read() -> None:
    data = write_journal_file(COURSE, {FREE: [Revision(1, AT, BODIES[FREE])]}, {}, [], [], EXPORTED_AT)
    assert read_journal_file(b"\xef\xbb\xbf" + data, COURSE) == read_journal_file(data, COURSE)


def test_a_file_that_another_tool_wrote_in_ascii_is_read() -> None:
    data = write_journal_file(COURSE, {FREE: [Revision(1, AT, {"text": "😀 é"})]}, {}, [], [], EXPORTED_AT)
    in_ascii = json.dumps(json.loads(data)).encode("ascii")
    assert read_journal_file(in_ascii, COURSE) == read_journal_file(data, COURSE)


def test_a_journal_too_long_for_small_machines_leaves_out_its_oldest_versions_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(length: int) -> dict[str, list[Revision]]:
        return {
            prompt: [
                Revision(number, f"2027-03-03T13:{minute:02d}:{number:02d}Z", {"text": f"{number:02d}" + "x" * 1000})
                for number in range(1, length + 1)
            ]
            for minute, prompt in enumerate((FREE, "clinique-cas"))
        }

    monkeypatch.setattr(journal_file, "ROOMY_BYTES", 15_000)
    data = write_journal_file(COURSE, made(20), {}, [], [], EXPORTED_AT)
    assert 12_000 < len(data) <= 15_000
    older, newer = (read_journal_file(data, COURSE).entries[prompt] for prompt in (FREE, "clinique-cas"))
    assert [version.number for version in older.revisions] == [20]
    assert [version.number for version in newer.revisions] == list(range(newer.left_out + 1, 21))
    assert (older.left_out, newer.left_out + len(newer.revisions)) == (19, 20)
    assert newer.left_out > 0


def test_a_current_version_is_never_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_file, "ROOMY_BYTES", 100)
    history = [
        Revision(1, "2027-03-03T13:00:00Z", {"text": "ancien"}),
        Revision(2, "2027-03-03T12:00:00Z", {"text": "courant, d’une horloge en retard"}),
        Revision(3, "2027-03-03T14:00:00Z", {"text": "à côté"}, aside=True),
    ]
    found = read_journal_file(write_journal_file(COURSE, {FREE: history}, {}, [], [], EXPORTED_AT), COURSE)
    assert [version.number for version in found.entries[FREE].revisions] == [2]


def test_taking_a_journal_there_and_back_changes_nothing_here() -> None:
    here = [
        Revision(1, AT, {"text": "un"}),
        Revision(2, AT, {"text": "deux"}),
        Revision(3, AT, {"text": "a"}, aside=True),
    ]
    data = write_journal_file(COURSE, {FREE: here}, {}, [], [], EXPORTED_AT)
    assert merge(here, read_journal_file(data, COURSE).entries[FREE].revisions) == here


def test_what_was_put_aside_can_be_kept_as_json_meanwhile() -> None:
    history = {"ancienne-question": [Revision(1, AT, {"quoi": [1, None, "été 😀"]}, aside=True)]}
    received = [("depot-1", Comment("ancienne-question", "merci", AT, "été"))]
    data = write_journal_file(COURSE, history, {}, received, [], EXPORTED_AT)
    (aside,) = read_journal_file(data, COURSE).unknown
    assert FileEntry.from_dict(json.loads(json.dumps(aside.to_dict()))) == aside


def test_what_was_read_is_in_no_representation() -> None:
    body: dict[str, Any] = {"text": "mes mots"}
    data = write_journal_file(
        COURSE, {FREE: [Revision(1, AT, body)], "autre": [Revision(1, AT, body)]}, {}, [], [], EXPORTED_AT
    )
    found = read_journal_file(data, COURSE)
    shown = repr(found) + repr(found.entries) + repr(found.unknown)
    assert "mes mots" not in shown
