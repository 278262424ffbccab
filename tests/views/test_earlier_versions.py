"""The list of an answer's earlier versions."""

import pytest
from samples import BODIES, PROMPTS

from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Revision
from parcours_u.views.versions import version_lines, version_text

TEXT = PROMPTS[Kind.FREE_TEXT]


def revision(number: int, text: str, at: str, aside: bool = False) -> Revision:
    return Revision(number, f"2026-03-03T{at}Z", {"text": text}, aside)


def test_versions_are_listed_newest_first_with_their_beginning() -> None:
    lines = version_lines(TEXT, [revision(2, "deux", "10:00:00"), revision(1, "un", "09:00:00")])
    assert [(line["revision"], line["excerpt"]) for line in lines] == [(2, "deux"), (1, "un")]


def test_the_current_version_is_the_newest_that_was_not_kept_aside() -> None:
    lines = version_lines(TEXT, [revision(2, "ici", "10:00:00", aside=True), revision(1, "là", "09:00:00")])
    assert [(line["current"], line["aside"]) for line in lines] == [(False, True), (True, False)]


def test_a_long_text_is_shown_by_its_first_words_on_one_line() -> None:
    excerpt = version_lines(TEXT, [revision(1, "mot\n" * 500, "10:00:00")])[0]["excerpt"]
    assert excerpt.startswith("mot mot")
    assert excerpt.endswith("…")
    assert len(excerpt) <= 161


def test_no_break_spaces_stay_in_an_excerpt() -> None:
    assert version_lines(TEXT, [revision(1, "Pourquoi\u202f?", "10:00:00")])[0]["excerpt"] == "Pourquoi\u202f?"


def landmarks(*history: Revision) -> list[int]:
    return [line["revision"] for line in version_lines(TEXT, list(history)) if line["landmark"]]


def test_versions_of_one_sitting_that_only_grow_are_no_landmarks() -> None:
    assert landmarks(
        revision(3, "un deux trois", "10:02:00"), revision(2, "un deux", "10:01:00"), revision(1, "un", "10:00:00")
    ) == [3]


def test_the_last_version_before_a_pause_is_a_landmark() -> None:
    assert landmarks(revision(2, "un deux", "10:30:00"), revision(1, "un", "10:00:00")) == [2, 1]


def test_a_version_whose_words_were_then_lost_is_a_landmark() -> None:
    assert landmarks(revision(2, "", "10:00:10"), revision(1, "tout un paragraphe, perdu", "10:00:00")) == [2, 1]


def test_a_version_kept_aside_is_a_landmark() -> None:
    assert landmarks(revision(2, "a", "10:00:10", aside=True), revision(1, "ab", "10:00:00")) == [2, 1]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_version_of_every_kind_reads_as_text(kind: Kind) -> None:
    assert version_text(PROMPTS[kind], BODIES[kind])


def test_a_version_of_another_shape_keeps_its_words() -> None:
    body = {"parts": ["un", {"deux": "deux"}, 3, " "], "rest": None}
    assert version_text(TEXT, body) == "un\n\ndeux"
