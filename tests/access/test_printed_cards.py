"""The invitation cards as Chromium prints them: eight a sheet on every sheet, whatever the names and the paper."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from parcours_u.server.cohort.cards import Card, cards_page

pytestmark = pytest.mark.browser
SHORT = "Ana Roy"
LONG = "Marie-Bénédicte Apolline de La Rochefoucauld-Montmorency d’Estouteville du Val de Loire"
CODE, UNTIL = "AAAAA-BBBBB", "mercredi 30 septembre 2027 à 23\u00a0h\u00a059"
JOIN = "https://parcours.exemple.fr/rejoindre"
NO_MARGIN, MARGINS = (dict.fromkeys(("top", "bottom", "left", "right"), size) for size in ("0mm", "10mm"))
PAPERS: list[dict[str, Any]] = [
    {"prefer_css_page_size": True},
    {"format": "A4", "margin": MARGINS},
    {"format": "Letter", "margin": NO_MARGIN},
]
BOXES = """() => Array.from(document.querySelectorAll(".carte"), (card) => {
  const sides = (element) => element.getBoundingClientRect();
  const [name, last] = [card.querySelector("h2"), card.querySelector(".fin")];
  return {
    box: [sides(card).left, sides(card).top, sides(card).right, sides(card).bottom],
    name_begins: sides(name).top >= sides(card).top && name.scrollTop === 0 && name.clientHeight > 0,
    name_is_whole: name.scrollHeight <= name.clientHeight && name.scrollWidth <= name.clientWidth,
    code_is_seen: sides(last).bottom <= sides(card).bottom,
  };
})"""


def sheet(number: int, name: str) -> str:
    cards = [
        Card(f"{name} {rank}", name, f"{JOIN}/{'A' * 43}{rank}", CODE, "2027-09-30T21:59:00Z", UNTIL)
        for rank in range(number)
    ]
    return cards_page(cards, "Un parcours inspiré de la Théorie\u00a0U", JOIN)


@pytest.mark.parametrize("name", [SHORT, LONG, "W" * 200])
@pytest.mark.parametrize("number", [1, 8, 9, 32])
def test_every_sheet_has_its_eight_cards_and_no_card_is_over_another(page: Any, number: int, name: str) -> None:
    page.set_content(sheet(number, name))
    expected = [min(8, number - first) for first in range(0, number, 8)]
    for paper in PAPERS:
        printed = PdfReader(io.BytesIO(page.pdf(**paper)))
        assert [one.extract_text().count(CODE) for one in printed.pages] == expected, paper
    page.emulate_media(media="print")
    cards = page.evaluate(BOXES)
    boxes = [card["box"] for card in cards]
    for rank, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[rank + 1 :]:
            assert (
                other[0] >= right - 0.5 or other[2] <= left + 0.5 or other[1] >= bottom - 0.5 or other[3] <= top + 0.5
            )
    assert all(card["name_begins"] and card["code_is_seen"] for card in cards)
    assert all(card["name_is_whole"] for card in cards) == (len(name) < 200)
