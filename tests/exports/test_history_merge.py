"""Two histories of one answer become one: nothing overwritten, nothing lost, nothing doubled."""

import json

from hypothesis import given
from hypothesis import strategies as st
from journal_samples import histories

from parcours_u.domain.answers import is_empty
from parcours_u.domain.journal import Revision
from parcours_u.store.history_merge import merge

words = st.sampled_from(["", "  ", "a", "b", "c", "d"]).map(lambda text: {"text": text})
histories_of_words = histories(words)


def version(number: int, second: int, text: str, aside: bool = False) -> Revision:
    return Revision(number, f"2027-03-03T13:03:{second:02d}Z", {"text": text}, aside)


def current(history: list[Revision]) -> Revision | None:
    return next((item for item in reversed(history) if not item.aside), None)


def bodies(*versions: list[Revision]) -> set[str]:
    return {json.dumps(item.body) for history in versions for item in history}


def told(history: list[Revision]) -> list[tuple[int, str, bool]]:
    return [(item.number, item.body["text"], item.aside) for item in history]


def test_where_nothing_was_written_the_whole_history_comes() -> None:
    incoming = [version(2, 1, "un"), version(5, 2, "deux"), version(6, 3, "un"), version(7, 4, "trois", aside=True)]
    assert told(merge([], incoming)) == [(1, "un", False), (2, "deux", False), (3, "un", False), (4, "trois", True)]


def test_the_same_current_version_changes_nothing() -> None:
    existing = [version(1, 1, "un"), version(2, 2, "deux")]
    assert merge(existing, [version(1, 9, "deux")]) == existing


def test_a_more_recent_version_becomes_the_current_one_and_the_other_stays_in_the_history() -> None:
    merged = merge([version(1, 1, "ici")], [version(1, 0, "avant"), version(2, 2, "ailleurs")])
    assert told(merged) == [(1, "ici", False), (2, "avant", False), (3, "ailleurs", False)]
    assert [item.saved_at[-3:] for item in merged] == ["01Z", "00Z", "02Z"]


def test_an_older_version_is_kept_aside() -> None:
    merged = merge([version(4, 5, "ici")], [version(1, 2, "ailleurs")])
    assert told(merged) == [(4, "ici", False), (5, "ailleurs", True)]


def test_at_the_same_second_the_version_that_is_here_stays() -> None:
    assert current(merge([version(1, 5, "ici")], [version(1, 5, "ailleurs")])).body == {"text": "ici"}


def test_words_are_not_hidden_behind_an_answer_left_empty_here() -> None:
    merged = merge([version(1, 9, " ")], [version(1, 2, "mes mots")])
    assert current(merged).body == {"text": "mes mots"}


def test_words_are_not_hidden_behind_an_answer_left_empty_elsewhere() -> None:
    merged = merge([version(1, 2, "mes mots")], [version(1, 9, "")])
    assert current(merged).body == {"text": "mes mots"}
    assert {"text": ""} in [item.body for item in merged]


def test_returning_to_earlier_words_elsewhere_makes_them_current_here() -> None:
    merged = merge(
        [version(1, 1, "un"), version(2, 2, "deux")], [version(1, 1, "un"), version(2, 2, "deux"), version(3, 3, "un")]
    )
    assert told(merged) == [(1, "un", False), (2, "deux", False), (3, "un", False)]


@given(histories_of_words, histories_of_words)
def test_no_version_is_ever_lost(here: list[Revision], there: list[Revision]) -> None:
    assert bodies(merge(here, there)) == bodies(here, there)


@given(histories_of_words, histories_of_words)
def test_what_is_here_keeps_its_numbers(here: list[Revision], there: list[Revision]) -> None:
    merged = merge(here, there)
    assert merged[: len(here)] == here or not here
    numbers = [item.number for item in merged]
    assert numbers == sorted(set(numbers))


@given(histories_of_words, histories_of_words)
def test_importing_twice_changes_nothing(here: list[Revision], there: list[Revision]) -> None:
    once = merge(here, there)
    assert merge(once, there) == once


@given(histories_of_words, histories_of_words)
def test_either_way_round_the_same_words_are_kept(here: list[Revision], there: list[Revision]) -> None:
    assert bodies(merge(here, there)) == bodies(merge(there, here))


@given(histories_of_words, histories_of_words)
def test_the_current_version_is_the_more_recent_of_the_two_that_hold_words(
    here: list[Revision], there: list[Revision]
) -> None:
    here_then_there = [item for item in (current(here), current(there)) if item is not None]
    chosen = current(merge(here, there))
    if not here_then_there:
        assert chosen is None
        return
    # max keeps the first of equals: at the same second, what is here
    best = max(here_then_there, key=lambda item: (not is_empty(item.body), item.saved_at))
    assert chosen.body == best.body


@given(st.data())
def test_the_order_in_which_versions_are_given_does_not_matter(data: st.DataObject) -> None:
    here, there = data.draw(histories_of_words), data.draw(histories_of_words)
    shuffled = merge(data.draw(st.permutations(here)), data.draw(st.permutations(there)))
    assert shuffled == merge(here, there)
