"""The empty Word document that a journal is poured into: page, language, styles, properties."""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

__all__ = ["COMMENT", "HYPERLINK", "META", "WORDS", "new_document"]

# Identifiers of the styles that are added to those of Word; each has a French name, which people see in Word.
META, WORDS, COMMENT, HYPERLINK = "AnswerMeta", "AnswerWords", "ReceivedComment", "Hyperlink"

_LANGUAGE = "fr-FR"
_TEXT_FONT, _HEADING_FONT = "Calibri", "Georgia"
_INK, _ACCENT, _SOFT, _LINK = (RGBColor.from_string(code) for code in ("2B2622", "7A3B17", "5D534B", "1F4E79"))


def new_document(title: str, created: datetime) -> DocxDocument:
    """Return an A4 document in French, with no author, whose styles are ready.

    Parameters
    ----------
    title : str
        Its title, among its properties.
    created : datetime.datetime
        Aware; the only date that the file carries.
    """
    document = Document()
    _set_properties(document, title, created)
    _set_language(document)
    _set_page(document)
    _set_styles(document)
    return document


def _set_properties(document: DocxDocument, title: str, created: datetime) -> None:
    properties = document.core_properties
    properties.title = title[:255]
    properties.language = _LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = created.astimezone(UTC).replace(tzinfo=None)
    # python-docx's template has the picture of another document as its preview.
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def _set_language(document: DocxDocument) -> None:
    for language in document.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)
    for language in document.settings.element.iterfind(qn("w:themeFontLang")):
        language.set(qn("w:val"), _LANGUAGE)


def _set_page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)


def _set_styles(document: DocxDocument) -> None:
    normal = _style(document, "Normal", _TEXT_FONT, 12, _INK)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.35
    for level, size, before, after in ((1, 24, 0, 6), (2, 18, 28, 10), (3, 14, 20, 4), (4, 12, 12, 2)):
        heading = _style(document, f"Heading {level}", _HEADING_FONT, size, _ACCENT if level == 2 else _INK)
        heading.font.bold, heading.font.italic = True, False
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(after)
        heading.paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number", "Footer"):
        _style(document, name, _TEXT_FONT, 10 if name == "Footer" else 12, _SOFT if name == "Footer" else _INK)
    _add_style(document, META, "Repères de la réponse", 10.5, _SOFT).paragraph_format.keep_with_next = True
    _add_style(document, WORDS, "Réponse", 12, _INK)
    comment = _add_style(document, COMMENT, "Commentaire reçu", 12, _INK)
    comment.paragraph_format.left_indent = Cm(0.6)
    _draw_rule(comment)
    link = document.styles.add_style(HYPERLINK, WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, _LINK


def _add_style(document: DocxDocument, style_id: str, name: str, size: float, colour: RGBColor) -> ParagraphStyle:
    added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    added.element.set(qn("w:styleId"), style_id)
    added.base_style = document.styles["Normal"]
    added.quick_style = True
    return _style(document, name, _TEXT_FONT, size, colour)


def _style(document: DocxDocument, name: str, font: str, size: float, colour: RGBColor) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()  # the template names theme fonts, which would win over those named here
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    style.font.size, style.font.color.rgb = Pt(size), colour
    # Scripts written from right to left take their size from an element of their own.
    complex_size = properties.find(qn("w:szCs"))
    if complex_size is None:
        complex_size = OxmlElement("w:szCs")
        properties.find(qn("w:sz")).addnext(complex_size)
    complex_size.set(qn("w:val"), str(int(size * 2)))
    return style


def _draw_rule(style: ParagraphStyle) -> None:
    """Draw a line at the left of a style's paragraphs: what somebody else wrote is told apart, in words too."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "10"), ("color", str(_ACCENT))):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
