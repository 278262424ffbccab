"""An answer in its cell, as nbconvert's Markdown (the formgrader's) and nbformat render and keep it."""

from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from parcours_u.grading.fences import fence, unfence

texts = st.text(st.characters(codec="utf-8")) | st.text("`~ \n\r\t<>{}$\\*_#-[]()!&;:/x\u2028\x0b\x0c\x00")


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, and the text of the code block."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        """Note some text."""
        self.text += data


@given(texts)
@example("```\n````text\n`````")
@example("```")
@example("\n\n~~~\n    code\n")
def test_a_fenced_answer_is_found_again_exactly(text: str) -> None:
    assert unfence(fence(text)) == text


@given(texts)
def test_a_fenced_answer_survives_the_notebooks_file(text: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(fence(text))])
    (cell,) = nbformat.reads(nbformat.writes(notebook), as_version=4).cells
    assert unfence(cell.source) == text


@given(texts)
@example("<script>alert(1)</script>")
@example("```\n</pre><img src=x onerror=alert(1)>")
@example("$$x$$ \\begin{a} {{ x }} attachment:x.png")
def test_a_fenced_answer_is_one_block_of_text_and_nothing_else(text: str) -> None:
    seen = Seen(markdown2html(fence(text)))
    assert seen.elements <= {"div", "pre", "span", "code"}
    lines = [line.strip() for line in text.replace("\x00", "\ufffd").splitlines()]
    told = [line.strip() for line in seen.text.replace("\x00", "\ufffd").splitlines()]
    assert [line for line in told if line] == [line for line in lines if line]


@pytest.mark.parametrize(
    "source", ["", "bonjour", "```\nx\n```", "```text\na\n```\nb", "````text\nx\n````", "```text\n```"]
)
def test_what_somebody_typed_in_a_cell_is_not_taken_for_a_fence(source: str) -> None:
    assert unfence(source) is None
