"""A project's story: the questions that tell it, in order, and the wordings that somebody stayed with."""

from hypothesis import given
from hypothesis import strategies as st

from parcours_u.domain.course import Course, Kind, Module, Prompt, Scale
from parcours_u.domain.journal import Entry, Revision
from parcours_u.domain.project import project_story, wordings

QUESTION = Prompt("depart-question", Kind.INTENTION, Scale.SELF, "Quelle question ?")
CORE = Prompt("depart-noyau", Kind.SHORT_LIST, Scale.ORGANISATION, "Avec qui ?")
ASIDE = Prompt("depart-autre", Kind.FREE_TEXT, Scale.SELF, "Autre chose ?")
COURSE = Course(
    "Parcours",
    (Module("depart", "Départ", "On part.", (CORE, ASIDE, QUESTION)),),
    project=(QUESTION.id, CORE.id),
)


def said(number: int, minute: int, sentence: str, aside: bool = False) -> Revision:
    return Revision(number, f"2027-03-03T{13 + minute // 60}:{minute % 60:02d}:00Z", {"sentence": sentence}, aside)


def test_the_story_tells_each_question_of_the_project_in_its_order_answered_or_not():
    entries = {CORE.id: Entry(CORE.id, 1, "2027-03-03T13:00:00Z", {"items": ["une élue"]})}
    asked: list[str] = []
    story = project_story(COURSE, entries, lambda prompt: asked.append(prompt) or [])
    assert [(line.prompt.id, line.part.id, line.entry.body) for line in story] == [
        (QUESTION.id, "depart", None),
        (CORE.id, "depart", {"items": ["une élue"]}),
    ]
    assert asked == []


def test_a_sentence_that_stood_is_a_wording_and_one_passed_through_is_not():
    history = [
        said(6, 90, "Comment décider ?"),
        said(5, 89, "Comment déc"),
        said(4, 40, "Comment accueillir ?"),
        said(3, 39, "Comment acc"),
        said(2, 1, "Comment faire ?"),
        said(1, 0, "Comment f"),
    ]
    assert [revision.number for revision in wordings(history)] == [2, 4]


def test_a_sentence_that_comes_back_is_told_once_and_the_present_one_never_among_those_before():
    history = [said(4, 90, "A"), said(3, 60, "B"), said(2, 30, "A"), said(1, 0, "B")]
    assert [revision.number for revision in wordings(history)] == [3]


def test_an_empty_sentence_and_one_kept_aside_are_no_wordings():
    history = [said(4, 90, "A"), said(3, 60, "écarté", aside=True), said(2, 30, "  "), said(1, 0, "B")]
    assert [revision.number for revision in wordings(history)] == [1]


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(["", "A", "B", "C"]), st.booleans()), max_size=12))
def test_wordings_are_different_sentences_of_the_history_oldest_first(steps):
    ordered = sorted(steps, key=lambda step: step[0])
    history = [said(rank, *step) for rank, step in enumerate(ordered, start=1)][::-1]
    found = wordings(history)
    assert [revision.number for revision in found] == sorted(revision.number for revision in found)
    assert len({revision.body["sentence"] for revision in found}) == len(found)
    assert all(revision in history and not revision.aside for revision in found)
