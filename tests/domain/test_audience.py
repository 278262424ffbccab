"""Who an entry is for, what a deposit may carry, how far a learner is."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.audience import NOBODY, Reader, audience_label, includes_trainer, parse_audience
from parcours_u.domain.course import Course, Kind, Module, Prompt, Scale
from parcours_u.domain.deposit import leaving
from parcours_u.domain.journal import Comment, Deposit, Entry
from parcours_u.domain.progress import State, next_module, progress

PROMPTS = tuple(Prompt(f"m-{rank}", Kind.FREE_TEXT, Scale.SELF, "?") for rank in range(4))
COURSE = Course(
    "Essai", (Module("m", "M", "", PROMPTS), Module("n", "N", "", (Prompt("n-1", Kind.FREE_TEXT, Scale.SELF, "?"),)))
)
SUBSETS = list(chain.from_iterable(combinations(Reader, size) for size in range(len(Reader) + 1)))


@pytest.mark.parametrize("readers", SUBSETS)
def test_only_the_offered_combinations_are_audiences(readers: tuple[Reader, ...]) -> None:
    offered = set(readers) <= {Reader.PAIR, Reader.CIRCLE, Reader.CORE_GROUP, Reader.TRAINER} or readers in {
        (Reader.COHORT,),
        (Reader.COMMONS,),
    }
    if offered:
        assert parse_audience(readers) == frozenset(readers)
        assert audience_label(frozenset(readers)).startswith("moi")
    else:
        with pytest.raises(ValueError, match="not an audience"):
            parse_audience(readers)


def test_an_unknown_reader_is_no_audience() -> None:
    with pytest.raises(ValueError, match="espion"):
        parse_audience(["espion"])


@given(st.lists(st.tuples(st.sampled_from(SUBSETS), st.booleans()), min_size=4, max_size=4))
def test_only_what_includes_the_trainer_ever_leaves(cases: list[tuple[tuple[Reader, ...], bool]]) -> None:
    entries = {
        prompt.id: Entry(prompt.id, 1, "", {"text": "mot" if written else ""}, frozenset(readers))
        for prompt, (readers, written) in zip(PROMPTS, cases, strict=True)
    }
    going, staying = leaving(COURSE, "m", entries)
    for entry in going:
        assert {Reader.TRAINER, Reader.COHORT} & entry.audience
        assert entry.body == {"text": "mot"}
    for entry in staying:
        assert not {Reader.TRAINER, Reader.COHORT} & entry.audience


def test_the_text_of_an_entry_is_in_no_representation() -> None:
    assert "secret" not in repr(Entry("m-0", 1, "", {"text": "secret"}))


def test_a_deposit_of_something_that_is_no_module_is_refused() -> None:
    with pytest.raises(KeyError):
        leaving(COURSE, "inconnu", {})


def states(entries: dict[str, Entry], *deposits: Deposit) -> list[State]:
    return [item.state for item in progress(COURSE, entries, deposits)]


WRITTEN = {"m-0": Entry("m-0", 1, "", {"text": "mot"})}
DEPOSIT = Deposit("d", "m", "", "zip", "c", ("m-0",))


def test_a_module_goes_from_not_begun_to_commented() -> None:
    commented = {"m-0": Entry("m-0", 1, "", {"text": "mot"}, NOBODY, (Comment("m-0", "Merci.", ""),))}
    assert states({}) == [State.NOT_BEGUN, State.NOT_BEGUN]
    assert states(WRITTEN) == [State.BEGUN, State.NOT_BEGUN]
    assert states(WRITTEN, DEPOSIT) == [State.DEPOSITED, State.NOT_BEGUN]
    assert states(commented, DEPOSIT) == [State.COMMENTED, State.NOT_BEGUN]


def test_an_answer_emptied_again_is_not_begun() -> None:
    assert states({"m-0": Entry("m-0", 2, "", {"text": " "})}) == [State.NOT_BEGUN, State.NOT_BEGUN]


def test_the_next_step_is_the_first_module_where_something_is_left() -> None:
    whole = {prompt.id: Entry(prompt.id, 1, "", {"text": "mot"}) for prompt in PROMPTS}
    assert next_module(progress(COURSE, {}, [])).module == "m"  # type: ignore[union-attr]
    assert next_module(progress(COURSE, whole, [])).module == "n"  # type: ignore[union-attr]
    assert next_module(progress(COURSE, whole | {"n-1": Entry("n-1", 1, "", {"text": "mot"})}, [])) is None


def test_the_journal_includes_trainers_of_the_cohort() -> None:
    assert includes_trainer(frozenset({Reader.COHORT}))
    assert not includes_trainer(frozenset({Reader.CIRCLE}))


def test_the_course_survives_its_own_json() -> None:
    assert Course.from_dict(COURSE.to_dict()) == COURSE
