"""The project's story as a document: in the learner's words, with what an intention said before, and what is missing."""

import io
from dataclasses import replace
from datetime import UTC

from docx import Document
from journal_samples import BODIES, COURSE, FREE, INTENTION, MAP, entries, entry

from parcours_u.domain.journal import Comment, Revision
from parcours_u.server.exports.docx import journal_docx
from parcours_u.server.exports.html import journal_html
from parcours_u.server.exports.project import project_sections

PROJECT = replace(COURSE, project=(FREE, MAP, INTENTION))
AT = "2027-03-03T13:03:00Z"
HISTORY = [
    Revision(2, AT, BODIES[INTENTION]),
    Revision(1, "2027-03-01T08:00:00Z", {"sentence": "Accueillir <b>mieux</b>."}),
]


def sections(**written):
    return project_sections(PROJECT, {**entries(), **written}, lambda _: HISTORY, UTC)


def test_the_story_holds_the_project_s_questions_only_module_after_module():
    found = sections()
    assert [(section.title, [answer.prompt for answer in section.answers]) for section in found] == [
        ("Co-initier", [FREE, MAP]),
        ("Co-créer", [INTENTION]),
    ]


def test_an_intention_says_what_it_said_before():
    answer = sections()[1].answers[0]
    assert answer.parts == (
        ("", "Servir un accueil qui écoute."),
        ("Ce que je disais le 1er\u00a0mars 2027 à 8\u00a0h\u00a000", "Accueillir <b>mieux</b>."),
    )


def test_comments_of_others_are_left_out():
    commented = entry(FREE, {"text": "Un."}, comments=(Comment(FREE, "Bravo.", AT),))
    assert sections(**{FREE: commented})[0].answers[0].comments == ()


def test_a_story_not_begun_is_told_with_its_questions():
    found = project_sections(PROJECT, {}, lambda _: [], UTC)
    assert [answer.parts for section in found for answer in section.answers] == [(), (), ()]
    page = journal_html(PROJECT, {}, "Mon projet", AT, UTC, found)
    assert page.count("Cette réponse est vide aujourd’hui.") == 3


def test_both_documents_tell_the_story_and_nothing_else():
    found = sections()
    html = journal_html(PROJECT, entries(), "Mon projet", AT, UTC, found)
    assert "Accueillir &lt;b&gt;mieux&lt;/b&gt;." in html
    assert "Servir un accueil qui écoute." in html
    assert BODIES["clinique-cas"]["text"] not in html
    document = Document(io.BytesIO(journal_docx(PROJECT, entries(), "Mon projet", AT, UTC, found)))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "Accueillir <b>mieux</b>." in words
    assert "Les familles\u00a0: elles attendent (influence faible, loin)" in words
    assert "Une élue de quartier" not in words
