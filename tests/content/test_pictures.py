"""Pictures of the texts: whole in the notebook, never without their words."""

import base64
import json
import re

import pytest

from parcours_u.content.build import build
from parcours_u.content.errors import ContentError
from parcours_u.content.reading import read_course

TEXT = "course/texte/donnees.md"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2" width="40" height="20"><title>Un trait</title></svg>\n'
)


@pytest.fixture
def drawn(course_root, change):
    """Put a drawing in the course, and show it in a page."""

    def draw(markdown, drawing=DRAWING):
        folder = course_root / "course/images"
        folder.mkdir()
        (folder / "trait.svg").write_text(drawing, encoding="utf-8")
        change(TEXT, "À vous.", f"À vous.\n\n{markdown}\n")
        return course_root

    return draw


def test_a_drawing_is_in_the_notebook_with_its_words_and_its_size(drawn):
    root = drawn('![Un "trait" & rien](../images/trait.svg)')
    build(root)
    (cell,) = json.loads((root / "course/donnees.ipynb").read_text(encoding="utf-8"))["cells"]
    (tag,) = re.findall(r"<img[^>]+>", "".join(cell["source"]))
    assert 'alt="Un &quot;trait&quot; &amp; rien" width="40" height="20"' in tag
    data = re.search(r"base64,([^\"]+)", tag)
    assert data is not None
    assert base64.b64decode(data[1]).decode() == DRAWING


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("![](../images/trait.svg)", "pas de texte de remplacement"),
        ("![Un trait](../../ailleurs/trait.svg)", "un dessin .svg du dossier course/images/"),
        ("![Un trait](https://exemple.fr/trait.svg)", "un dessin .svg du dossier course/images/"),
        ("![Une photo](../images/photo.png)", "un dessin .svg du dossier course/images/"),
    ],
)
def test_any_other_picture_is_refused_with_its_line(drawn, markdown, words):
    root = drawn(markdown)
    with pytest.raises(ContentError) as caught:
        read_course(root)
    assert (caught.value.file, caught.value.line) == (TEXT, 9)
    assert words in caught.value.message


@pytest.mark.parametrize("drawing", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'])
def test_a_drawing_that_cannot_be_shown_is_refused(drawn, drawing):
    root = drawn("![Un trait](../images/trait.svg)", drawing)
    with pytest.raises(ContentError) as caught:
        read_course(root)
    assert caught.value.file == "course/images/trait.svg"
