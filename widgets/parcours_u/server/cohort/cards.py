"""Invitations to hand out: printable cards, eight to a sheet of A4, and messages to copy. One HTML file, no script, no request."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

__all__ = ["Card", "cards_page", "message", "qr_svg"]

_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, repr=False)
class Card:
    """What one person is handed.

    Attributes
    ----------
    name, first_name : str
        Whose it is: as whoever hands it out tells them from a namesake, and as they are spoken to.
    link : str
        The invitation's.
    code : str
        To type by hand where a link can't be opened.
    expires_at : str
        ISO 8601.
    until : str
        The same in French, where the cohort is.
    """

    name: str
    first_name: str
    link: str
    code: str
    expires_at: str
    until: str


def qr_svg(text: str) -> Markup:
    """Return a QR code as an SVG element to stand in a page: dark on light in any colour scheme, silent for screen readers."""
    drawn = io.BytesIO()
    # Explicit colours: a phone's camera reads nothing light on dark.
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="pu-qr",
    )
    return Markup(drawn.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - ours


def message(card: Card, course: str, join: str) -> str:
    """Return the message that goes with an invitation, to copy where one writes."""
    return (
        f"Bonjour {card.first_name},\n\n"
        f"Voici votre accès personnel au parcours «\u00a0{course}\u00a0»\u00a0:\n{card.link}\n\n"
        f"Ou, à l’adresse {join}, avec le code {card.code}.\n\n"
        f"Il ne sert qu’une fois, jusqu’au {card.until}. Ouvrez-le sur l’appareil avec lequel vous écrirez\u202f; "
        "vous pourrez en ajouter d’autres.\n"
        "Ce que vous y écrirez reste pour vous, sauf si vous choisissez de l’ouvrir."
    )


def cards_page(cards: Sequence[Card], course: str, join: str) -> str:
    """Return the file of the cards of several people.

    Parameters
    ----------
    cards : sequence of Card
        In the order in which they are printed.
    course : str
        The course's title.
    join : str
        Where a code is typed.
    """
    environment = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, trim_blocks=True)
    sheets = [cards[rank : rank + 8] for rank in range(0, len(cards), 8)]
    return environment.get_template("cards.html.j2").render(
        sheets=sheets,
        cards=cards,
        course=course,
        public=join.removesuffix("rejoindre"),
        qr={card.link: qr_svg(card.link) for card in cards},
        messages={card.link: message(card, course, join) for card in cards},
        style=Markup((_PAGES / "cards.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
    )
