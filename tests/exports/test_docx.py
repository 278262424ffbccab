"""The Word document: what is inside the file, and what another program reads from it."""

import io
import re
import zipfile
from datetime import UTC
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import given, settings
from journal_samples import (
    COURSE,
    EXPORTED_AT,
    FREE,
    HOSTILE,
    LIST,
    entries,
    entry,
    texts,
    written,
)

from parcours_u.domain.journal import Comment, Entry
from parcours_u.server.exports.docx import journal_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TITLE = "Mon carnet"

# The order that Word asks of a paragraph's and a run's properties (ECMA-376 part 1, CT_PPrBase and EG_RPrBase), of
# those that the document or python-docx's styles use. Word calls a file in another order damaged.
PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs"),
    *("suppressAutoHyphens", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
)
RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "kern"),
    *("sz", "szCs", "u", "shd", "vertAlign", "rtl", "cs", "lang"),
)


def made(found: dict[str, Entry]) -> bytes:
    return journal_docx(COURSE, found, TITLE, EXPORTED_AT, UTC)


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file


def words(data: bytes) -> str:
    """Return the answer's paragraphs as a reader of the document gets them back."""
    document = Document(io.BytesIO(data))
    return "\n\n".join(item.text for item in document.paragraphs if item.style.name == "Réponse")


def styles_of(data: bytes) -> list[tuple[str, str]]:
    return [(item.style.name, item.text) for item in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_is_there_exactly(text: str) -> None:
    assert words(made(written(text))) == text


def test_control_characters_that_xml_cannot_hold_show_as_the_replacement_character() -> None:
    text = "".join(chr(code) for code in range(0x20) if chr(code) not in "\t\n\r")
    assert words(made(written(f"a{text}z\ufffe\uffff"))) == "a" + "\ufffd" * len(text) + "z\ufffd\ufffd"


def test_line_breaks_and_tabs_are_those_of_word() -> None:
    document = part(made(written("un\tdeux\ntrois")), "word/document.xml")
    (answer,) = [item for item in document.iter(f"{W}p") if item.find(f".//{W}tab") is not None]
    assert [child.tag.removeprefix(W) for child in answer.find(f"{W}r")] == ["t", "tab", "t", "br", "t"]
    assert "".join(answer.itertext()) == "undeuxtrois"


def test_line_ends_of_other_systems_are_line_breaks() -> None:
    assert words(made(written("un\r\ndeux\rtrois"))) == "un\ndeux\ntrois"


@settings(max_examples=25)
@given(texts)
def test_any_text_makes_a_document_that_can_be_read_again(text: str) -> None:
    data = made(
        {**written(text, comments=(Comment(FREE, text, EXPORTED_AT, text),)), LIST: entry(LIST, {"items": [text]})}
    )
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert words(data) == (shown if text.strip() else "")
    comment = [item for style, item in styles_of(data) if style == "Commentaire reçu"]
    assert "\n\n".join(comment) == shown


def test_headings_are_real_and_skip_no_level() -> None:
    levels = [(int(style[-1]), text) for style, text in styles_of(made(entries())) if style.startswith("Heading")]
    assert levels[0] == (1, TITLE)
    assert [level for level, _ in levels].count(1) == 1
    assert all(after <= before + 1 for (before, _), (after, _) in pairwise(levels))
    assert [text for level, text in levels if level == 2] == [
        "Co-initier",
        "Co-créer",
        "Clinique de cas",
        "À propos de ce document",
    ]
    assert (3, "Quelle est ma question\u202f?") in levels
    assert (4, "Ce qui se voit") in levels


def test_lists_are_real() -> None:
    found = styles_of(made(entries()))
    assert [text for style, text in found if style == "List Number"] == ["Une élue de quartier", "Un agent d’accueil"]
    assert [text for style, text in found if style == "List Bullet"] == [
        "Les familles\u00a0: elles attendent (influence faible, loin)",
        "La direction\u00a0: influence forte, proche",
    ]


def test_each_numbered_list_counts_from_one() -> None:
    course = COURSE.from_dict(
        {
            **COURSE.to_dict(),
            "modules": [
                module
                | {
                    "prompts": [
                        *module["prompts"],
                        *({**prompt, "id": f"{prompt['id']}-2"} for prompt in module["prompts"]),
                    ]
                }
                for module in COURSE.to_dict()["modules"][:1]
            ],
        }
    )
    found = {name: entry(name, {"items": ["un", "deux"]}) for name in (LIST, f"{LIST}-2")}
    data = journal_docx(course, found, TITLE, EXPORTED_AT, UTC)
    numbers = [item.get(f"{W}val") for item in part(data, "word/document.xml").iter(f"{W}numId")]
    assert len(numbers) == 4
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    restarts = {
        item.get(f"{W}numId"): [start.get(f"{W}val") for start in item.iter(f"{W}startOverride")]
        for item in part(data, "word/numbering.xml").iter(f"{W}num")
    }
    assert (restarts[numbers[0]], restarts[numbers[2]]) == (["1"], ["1"])


def test_no_paragraph_is_empty() -> None:
    found = {**entries(), **written("un\n\n\n \n\n\ndeux\n\n")}
    assert all(text.strip() for _, text in styles_of(made(found)))


def test_the_language_is_french_everywhere() -> None:
    data = made(entries())
    defaults = part(data, "word/styles.xml").find(f"{W}docDefaults")
    (language,) = defaults.iter(f"{W}lang")
    assert language.get(f"{W}val") == "fr-FR"
    assert part(data, "word/settings.xml").find(f"{W}themeFontLang").get(f"{W}val") == "fr-FR"


def test_its_properties_say_a_title_and_a_language_and_no_person() -> None:
    data = made(entries())
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.language) == (TITLE, "fr-FR")
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created.isoformat() == properties.modified.isoformat() == "2027-03-05T08:00:00+00:00"


def test_no_picture_of_another_document_travels_along() -> None:
    with zipfile.ZipFile(io.BytesIO(made(entries()))) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".jpeg", ".jpg", ".png"))]


def test_the_licence_is_a_real_link_whose_text_says_where_it_leads() -> None:
    data = made(entries())
    (link,) = part(data, "word/document.xml").iter(f"{W}hyperlink")
    assert "CC BY-SA 4.0" in "".join(link.itertext())
    relations = part(data, "word/_rels/document.xml.rels")
    (target,) = [item for item in relations if item.get("Id") == link.get(f"{RELATIONS}id")]
    assert (target.get("Target"), target.get("TargetMode")) == (
        "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
        "External",
    )


def test_it_says_whose_words_these_are_and_where_an_exercise_comes_from() -> None:
    text = "\n".join(text for _, text in styles_of(made(entries())))
    assert "Vos réponses vous appartiennent." in text
    assert "Adapté de « Case Clinic », Presencing Institute (CC BY-SA 4.0)" in text


def test_an_answer_comes_with_its_scale_its_readers_its_moment_and_its_comments() -> None:
    found = written("un mot", comments=(Comment(FREE, "Merci.\n\nEt encore.", "2027-03-04T09:05:00Z", "autre"),))
    told = styles_of(made(found))
    start = told.index(("Heading 3", "Quelle est ma question\u202f?"))
    assert told[start + 1 : start + 7] == [
        (
            "Repères de la réponse",
            "Échelle\u00a0: Moi. Pour qui\u00a0: moi seulement. Enregistré le 3\u00a0mars 2027 à 13\u00a0h\u00a003.",
        ),
        ("Réponse", "un mot"),
        ("Heading 4", "Commentaire reçu le 4\u00a0mars 2027 à 9\u00a0h\u00a005"),
        ("Repères de la réponse", "Il porte sur une version plus ancienne de votre réponse."),
        ("Commentaire reçu", "Merci."),
        ("Commentaire reçu", "Et encore."),
    ]


def test_text_from_right_to_left_is_marked_so_and_french_text_is_not() -> None:
    document = part(made(written("שלום, עולם 123 fin\n\nUn mot: שלום.")), "word/document.xml")
    hebrew, french = [
        item for item in document.iter(f"{W}p") if item.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "AnswerWords"
    ]
    assert (hebrew.find(f"{W}pPr/{W}bidi") is not None, french.find(f"{W}pPr/{W}bidi") is not None) == (True, False)

    def from_right(paragraph: Any) -> list[tuple[str, bool]]:
        return [("".join(run.itertext()), run.find(f"{W}rPr/{W}rtl") is not None) for run in paragraph.iter(f"{W}r")]

    assert from_right(hebrew) == [("שלום, עולם", True), (" 123 fin", False)]
    assert from_right(french) == [("Un mot: ", False), ("שלום", True), (".", False)]


def test_properties_come_in_the_order_that_word_asks_for() -> None:
    data = made({**entries(), **written("שלום")})
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
        root = part(data, name)
        for tag, order in (("pPr", PARAGRAPH_ORDER), ("rPr", RUN_ORDER)):
            for properties in root.iter(f"{W}{tag}"):
                places = [order.index(item.tag.removeprefix(W)) for item in properties]
                assert places == sorted(places)


def test_every_style_that_is_used_is_defined() -> None:
    data = made(entries())
    defined = {item.get(f"{W}styleId") for item in part(data, "word/styles.xml").iter(f"{W}style")}
    used = {
        item.get(f"{W}val")
        for name in ("word/document.xml", "word/footer1.xml")
        for tag in ("pStyle", "rStyle")
        for item in part(data, name).iter(f"{W}{tag}")
    }
    assert used <= defined


def test_text_contrasts_with_the_paper() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    document = Document(io.BytesIO(made(entries())))
    used = {item.style.name for item in document.paragraphs} | {"Hyperlink", "Footer"}
    colours = {str(document.styles[name].font.color.rgb) for name in used}
    assert len(colours) > 2
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in colours)


def test_pages_are_a4_and_numbered() -> None:
    data = made(entries())
    section = Document(io.BytesIO(data)).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    footer = part(data, "word/footer1.xml")
    assert [item.get(f"{W}instr") for item in footer.iter(f"{W}fldSimple")] == ["PAGE"]
    assert "".join(footer.itertext()) == "Mon carnet – page\u00a01"


def test_an_empty_journal_says_so() -> None:
    assert ("Normal", "Ce carnet ne contient encore aucune réponse.") in styles_of(made({}))


def test_two_hundred_thousand_characters_are_there_exactly() -> None:
    text = "Réflexion 😀 {{ }}\n" * 12_000
    assert len(text) > 200_000
    assert words(made(written(text))) == text
