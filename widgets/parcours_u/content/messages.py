"""``course/messages.yaml``: the messages that those who animate send to their group.

====================  ===============================================================================================
id                    ASCII: what the command line calls it
title                 what it is called in a list
when                  when it is of use, in a sentence
subject               the line above a message
text                  the message: plain text, a blank line between two paragraphs
past_subject          of a reminder, with past_text: the line and the message once the module's date is past
past_text
====================  ===============================================================================================

A place to fill is written as its name in braces, ``{adresse}``: see :data:`parcours_u.domain.messages.PLACES`. What only those
who animate know is written in square brackets, for them to complete.
"""

from pathlib import Path

from parcours_u.content.record import SLUG, Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.messages import PLACES, Message, places_of

__all__ = ["MESSAGES", "read_messages"]

MESSAGES = "course/messages.yaml"


def read_messages(root: Path) -> tuple[Message, ...]:
    """Return the messages in the order of the file; none when the course has no such file.

    Raises
    ------
    ContentError
        When a key is missing or unknown, an id is used twice, or a place is none that can be filled.
    """
    if not (root / MESSAGES).exists():
        return ()
    record = Record(parse_yaml(read_source(root, MESSAGES), MESSAGES), MESSAGES, "messages")
    messages = record.parts("messages", _message)
    record.unique("messages", messages)
    return messages


def _message(node: Node) -> Message:
    record = Record(node, MESSAGES, "id title when subject text", "past_subject past_text")
    name = record.line("id")
    if not SLUG.fullmatch(name):
        record.fail(record.at("id"), "un identifiant s’écrit en minuscules sans accent, les mots séparés par un tiret")
    past = ("past_subject", "past_text")
    if any(key in record for key in past) and not all(key in record for key in past):
        record.fail(node, "past_subject et past_text vont ensemble\u202f; ajoutez celui qui manque")
    for key in ("subject", "text", *(past if past[0] in record else ())):
        for place in places_of(record.text(key)):
            if place not in PLACES:
                known = ", ".join(f"{{{one}}}" for one in PLACES)
                record.fail(record.at(key), f"{{{place}}} ne peut pas être rempli\u202f; il faut l’un de {known}")
    words = record.line("title"), record.line("when"), record.line("subject"), record.text("text")
    if past[0] not in record:
        return Message(name, *words)
    return Message(name, *words, record.line("past_subject"), record.text("past_text"))
