"""Messages that those who animate write to their group: ready texts, with places that are filled with the cohort's own data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

__all__ = ["ABOUT_A_MODULE", "PLACES", "Message", "filled", "places_of"]

PLACES = {
    "parcours": "[nom du parcours]",
    "adresse": "[adresse du parcours]",
    "entrer": "[adresse où l’on tape son code]",
    "format": "[format]",
    "jour": "[premier jour]",
    "heure": "[heure]",
    "fin": "[heure de fin]",
    "module": "[étape]",
    "date": "[date]",
}
"""What a message may name, and what stands there as long as it is not known."""

ABOUT_A_MODULE = frozenset({"module", "date"})
"""The places that are filled for one module at a time."""

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Message:
    """One message.

    Parameters
    ----------
    id, title : str
        Its id, and what it is called in a list.
    when : str
        When it is of use, in a sentence.
    subject, text : str
        What is sent: a line, and paragraphs; each place is written as its name in braces.
    past_subject, past_text : str
        What is sent once the module's date is past, to those who are still awaited; empty where the message is no reminder.
    """

    id: str
    title: str
    when: str
    subject: str
    text: str
    past_subject: str = ""
    past_text: str = ""

    @property
    def is_reminder(self) -> bool:
        """Whether it is written to those who are awaited."""
        return bool(self.past_text)

    @property
    def about_a_module(self) -> bool:
        """Whether it is written about one module."""
        return not ABOUT_A_MODULE.isdisjoint([*places_of(self.subject), *places_of(self.text)])


def places_of(text: str) -> list[str]:
    """Return the names of the places of a text, in order."""
    return _PLACE.findall(text)


def filled(message: Message, known: Mapping[str, str]) -> Message:
    """Return a message with its places filled; what is not known is left to complete, in square brackets."""
    told = {**PLACES, **{name: value for name, value in known.items() if value}}

    def fill(text: str) -> str:
        return _PLACE.sub(lambda found: told.get(found[1], found[0]), text)

    return replace(message, subject=fill(message.subject), text=fill(message.text))
