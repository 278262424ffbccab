"""What a journal's documents show, before any format."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from journal_samples import (
    BODIES,
    CASE,
    COURSE,
    FREE,
    GUIDED,
    LIST,
    MAP,
    SCALE,
    any_body,
    comments,
    entries,
    entry,
    texts,
    written,
)

from parcours_u.domain.audience import Reader
from parcours_u.domain.journal import Comment, Entry
from parcours_u.server.exports.sections import Answer, Form, paragraphs, sections

AT = "2027-03-04T09:05:00Z"


def answers(found: dict[str, Entry]) -> dict[str, Answer]:
    return {answer.prompt: answer for section in sections(COURSE, found, UTC) for answer in section.answers}


def test_sections_follow_the_course_and_leave_out_what_holds_nothing() -> None:
    assert [section.id for section in sections(COURSE, entries(), UTC)] == ["module", "suite", "clinique"]


def test_a_shared_exercise_says_where_it_comes_from() -> None:
    (section,) = sections(COURSE, {CASE: entry(CASE, BODIES[CASE])}, UTC)
    exercise = COURSE.exercises[0]
    assert all(words in section.credit for words in (exercise.attribution, exercise.licence, exercise.source))


def test_an_answer_says_its_scale_its_readers_and_when_it_was_saved() -> None:
    answer = answers(written("un mot", audience=frozenset({Reader.TRAINER})))[FREE]
    assert answer.scale == "Moi"
    assert answer.audience == "moi, mon formateur ou ma formatrice"
    assert answer.saved == "3\u00a0mars 2027 à 13\u00a0h\u00a003"


def test_blank_answers_are_not_shown() -> None:
    found = {
        FREE: entry(FREE, {"text": " \n"}),
        SCALE: entry(SCALE, {"level": None, "note": ""}),
        GUIDED: entry(GUIDED, {"answers": {"defis": ""}, "skipped": ["defis"]}),
        LIST: entry(LIST, None),
    }
    assert sections(COURSE, found, UTC) == []


def test_blank_lines_of_a_list_and_nameless_rows_of_a_map() -> None:
    people = [
        {"who": " ", "relation": "inconnue", "influence": 1, "distance": 1},
        {"who": "", "relation": "", "influence": 2, "distance": 2},
    ]
    found = answers({LIST: entry(LIST, {"items": ["un", " ", "deux"]}), MAP: entry(MAP, {"people": people})})
    assert found[LIST].parts == (("", "un"), ("", "deux"))
    assert found[MAP].parts == (("Sans nom", "inconnue (influence faible, proche)"),)


def test_an_emptied_answer_is_shown_when_it_was_commented() -> None:
    found = answers(written("", comments=(Comment(FREE, "Merci", AT, "avant"),)))[FREE]
    assert (found.parts, found.comments[0].text, found.comments[0].outdated) == ((), "Merci", True)


def test_a_comment_says_when_it_came_and_whether_the_answer_changed_since() -> None:
    received = (Comment(FREE, "a", AT, "un mot"), Comment(FREE, "b", AT, "autre"), Comment(FREE, "c", AT, ""))
    found = answers(written("un mot", comments=received))[FREE].comments
    assert [comment.outdated for comment in found] == [False, True, False]
    assert found[0].at == "4\u00a0mars 2027 à 9\u00a0h\u00a005"


def test_answers_to_prompts_that_the_course_no_longer_has_are_not_left_behind() -> None:
    body = {"ici": "des mots", "liste": ["un", {"deux": "trois"}], "vide": "", "rien": None, "nombre": 4}
    (section,) = sections(COURSE, {"ancienne": entry("ancienne", body)}, UTC)
    assert section.title == "Réponses à des questions que ce parcours ne pose plus"
    assert section.answers[0].parts == (
        ("ici", "des mots"),
        ("liste 1", "un"),
        ("liste 2, deux", "trois"),
        ("nombre", "4"),
    )


def test_an_answer_of_an_earlier_shape_is_shown_all_the_same() -> None:
    found = answers({SCALE: entry(SCALE, {"level": 9, "note": "mes mots"}), LIST: entry(LIST, {"text": "autre forme"})})
    assert ("note", "mes mots") in found[SCALE].parts
    assert (found[LIST].parts, found[LIST].form) == ((("text", "autre forme"),), Form.TEXT)


@given(st.dictionaries(st.sampled_from([FREE, LIST, SCALE, MAP, "ancienne"]), any_body), st.data())
def test_no_journal_crashes_its_documents(bodies: dict[str, dict[str, object]], data: st.DataObject) -> None:
    received = data.draw(comments(st.just(FREE)))
    found = {
        prompt: entry(prompt, body, comments=tuple(comment for _, comment in received))
        for prompt, body in bodies.items()
    }
    shown = answers(found)
    assert set(shown) <= set(found)
    assert not received or set(shown) == set(found)


@given(texts | st.text(alphabet="a \n\t", max_size=12))
def test_paragraphs_together_are_the_text(text: str) -> None:
    assert "\n\n".join(paragraphs(text)) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(alphabet="a \n\t", max_size=12))
def test_no_paragraph_of_a_text_with_words_is_blank(text: str) -> None:
    assert not text.strip() or all(paragraph.strip() for paragraph in paragraphs(text))
