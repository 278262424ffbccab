"""The journal as a Word document that a screen reader can walk: real headings, real lists, no empty paragraph."""

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import french_moment, moment_of
from parcours_u.domain.journal import Entry
from parcours_u.server.exports import sections as reading
from parcours_u.server.exports.docx_frame import COMMENT, HYPERLINK, META, WORDS, new_document

__all__ = ["journal_docx"]

# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RTL_RUN = re.compile(rf"({_RTL}(?:[\W\d_]*{_RTL})*)")
_BREAK = re.compile(r"(\n|\t)")
_BULLET, _NUMBER = "ListBullet", "ListNumber"


def journal_docx(
    course: Course,
    entries: Mapping[str, Entry],
    title: str,
    exported_at: str,
    tz: tzinfo | None = None,
    found: Sequence[reading.Section] | None = None,
) -> bytes:
    """Return a journal as an accessible ``.docx``.

    The text is exactly what was written, line breaks and tabs included, with one exception that is the format's: the
    control characters that XML 1.0 cannot hold (NUL, escape, form feed…) become U+FFFD. The journal and its ``.json``
    keep them. Text written from right to left is marked so.

    Parameters
    ----------
    course : Course
    entries : mapping of str to Entry
        By prompt id.
    title : str
        The document's title and its main heading.
    exported_at : str
        ISO 8601, UTC.
    tz : datetime.tzinfo, optional
        The time zone to tell moments in; by default that of the machine.
    found : sequence of Section, optional
        What to tell, when it is not the whole journal.
    """
    document = new_document(_xml_text(title), moment_of(exported_at))
    writer = _Writer(document)
    writer.heading(1, title)
    writer.paragraph(META, f"Document créé le {french_moment(exported_at, tz)}.")
    found = reading.sections(course, entries, tz) if found is None else found
    if not found:
        writer.paragraph("Normal", reading.EMPTY_JOURNAL)
    for section in found:
        writer.heading(2, section.title)
        for answer in section.answers:
            _write_answer(writer, answer)
        if section.credit:
            writer.paragraph(META, section.credit)
    writer.heading(2, "À propos de ce document")
    writer.paragraph("Normal", reading.OWNERSHIP)
    licence = writer.paragraph("Normal", reading.licence_lead(course))
    writer.link(licence, reading.LICENCE_NAME, reading.LICENCE_URL)
    writer.run(licence, ".")
    writer.footer(title)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _write_answer(writer: "_Writer", answer: reading.Answer) -> None:
    writer.heading(3, answer.question)
    scale = f"Échelle\u00a0: {answer.scale}. " if answer.scale else ""
    saved = f" Enregistré le {answer.saved}." if answer.saved else ""
    writer.paragraph(META, f"{scale}Pour qui\u00a0: {answer.audience}.{saved}")
    if not answer.parts:
        writer.paragraph("Normal", "Cette réponse est vide aujourd’hui.")
    numbering = writer.new_list() if answer.form is reading.Form.NUMBERED else None
    for label, text in answer.parts:
        if answer.form is reading.Form.NUMBERED:
            writer.paragraph(_NUMBER, text, numbering=numbering)
        elif answer.form is reading.Form.BULLETED:
            item = writer.paragraph(_BULLET, label, bold=True, direction_of=label + text)
            writer.run(item, f"\u00a0: {text}")
        else:
            if label:
                writer.heading(4, label)
            for paragraph in reading.paragraphs(text):
                writer.paragraph(WORDS, paragraph)
    for comment in answer.comments:
        writer.heading(4, f"Commentaire reçu le {comment.at}")
        if comment.outdated:
            writer.paragraph(META, "Il porte sur une version plus ancienne de votre réponse.")
        for paragraph in reading.paragraphs(comment.text):
            writer.paragraph(COMMENT, paragraph)


class _Writer:
    """Writes paragraphs before the section's properties, straight in XML.

    python-docx looks for these properties from the first paragraph on, each time one is added: a long journal would
    cost the square of its length.
    """

    def __init__(self, document: DocxDocument) -> None:
        self._document = document
        self._end = document.element.body.sectPr

    def heading(self, level: int, text: str) -> None:
        """Write a heading that navigation panes and screen readers list."""
        self.paragraph(f"Heading{level}", text)

    def paragraph(
        self, style: str, text: str, *, numbering: int | None = None, bold: bool = False, direction_of: str = ""
    ) -> BaseOxmlElement:
        """Write a paragraph of the style of that id, in the direction that its first letter is read in."""
        paragraph: BaseOxmlElement = self._end.makeelement(qn("w:p"))
        properties = _add(paragraph, "w:pPr")
        _add(properties, "w:pStyle", style)
        if numbering is not None:
            numbered = _add(properties, "w:numPr")
            _add(numbered, "w:ilvl", "0")
            _add(numbered, "w:numId", str(numbering))
        if _reads_from_right(direction_of or text):
            _add(properties, "w:bidi")
        self.run(paragraph, text, bold=bold)
        self._end.addprevious(paragraph)
        return paragraph

    def run(self, paragraph: BaseOxmlElement, text: str, *, bold: bool = False, style: str = "") -> None:
        """Add text to a paragraph, its line breaks and tabs as Word's own, in one run for each direction."""
        for rank, piece in enumerate(_RTL_RUN.split(_xml_text(text))):
            if not piece:
                continue
            run = _add(paragraph, "w:r")
            from_right = rank % 2 == 1  # what the pattern caught is at the odd places
            if bold or style or from_right:
                properties = _add(run, "w:rPr")
                if style:
                    _add(properties, "w:rStyle", style)
                if bold:
                    _add(properties, "w:b")
                    _add(properties, "w:bCs")
                if from_right:
                    _add(properties, "w:rtl")
            for part in _BREAK.split(piece):
                if part in {"\n", "\t"}:
                    _add(run, "w:br" if part == "\n" else "w:tab")
                elif part:
                    words = _add(run, "w:t")
                    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                    words.text = part

    def link(self, paragraph: BaseOxmlElement, text: str, address: str) -> None:
        """Add a real hyperlink, whose text says where it leads."""
        link = _add(paragraph, "w:hyperlink")
        relation = self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        self.run(link, text, style=HYPERLINK)

    def new_list(self) -> int:
        """Return the number of a new numbered list, which counts from 1."""
        numbering = self._document.part.numbering_part.element
        model = self._document.styles["List Number"].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(model).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def footer(self, title: str) -> None:
        """Put the title and the page's number at the foot of every page."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = self._document.styles["Footer"]
        self.run(paragraph._p, f"{title} – page\u00a0")
        field = _add(paragraph._p, "w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        self.run(field, "1")


def _add(parent: BaseOxmlElement, tag: str, value: str | None = None) -> BaseOxmlElement:
    child: BaseOxmlElement = parent.makeelement(qn(tag))
    if value is not None:
        child.set(qn("w:val"), value)
    parent.append(child)
    return child


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _reads_from_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((direction != "L" for direction in strong if direction in {"L", "R", "AL"}), False)
