"""``course/glossaire.yaml``: the words that the course explains.

====================  ===============================================================================================
id                    ASCII, the end of an address: it doesn't change
term                  the word, as the glossary's title for it
forms                 its other forms in sentences (plural, feminine …), optional; the term itself is always one
definition            one to three plain sentences
source                where the meaning comes from, optional
====================  ===============================================================================================

A form in small letters is also found with a capital at the beginning of a sentence; one with capitals (CCAS) only as it is.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcours_u.content.record import SLUG, Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["COMMON_GLOSSARY", "GLOSSARY", "Term", "in_french_order", "read_glossary"]

GLOSSARY = "course/glossaire.yaml"

COMMON_GLOSSARY = "course/glossaire-commun.yaml"
"""Where a variant being built has the common course's words, beside its own, which win where both explain the same."""

_MOST_SENTENCES = 3
_MOST_TERMS = 200
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_FORM = re.compile(r"[^\W_]+(?:[ ’-][^\W_]+)*")


@dataclass(frozen=True)
class Term:
    """One word that is explained; ``forms`` begin with the term itself, ``line`` is where its ``file`` has it."""

    id: str
    term: str
    forms: tuple[str, ...]
    definition: str
    source: str = ""
    line: int = 0
    file: str = GLOSSARY

    @property
    def title(self) -> str:
        """The term as the title of its entry."""
        return self.term[:1].upper() + self.term[1:]

    @property
    def anchor(self) -> str:
        """The end of the address of its entry, as nbconvert makes it from the title."""
        return self.title.replace(" ", "-")


def read_glossary(root: Path) -> tuple[Term, ...]:
    """Return the terms in the order of the alphabet; none when the course has no glossary.

    Raises
    ------
    ContentError
        When a key is missing or unknown, a form belongs to two terms, or a definition is too long.
    """
    if not (root / GLOSSARY).exists():
        return ()
    terms = _read_terms(root, GLOSSARY)
    if (root / COMMON_GLOSSARY).exists():
        said = {form.casefold() for term in terms for form in term.forms} | {term.id for term in terms}
        terms += tuple(
            one
            for one in _read_terms(root, COMMON_GLOSSARY)
            if said.isdisjoint({one.id, *map(str.casefold, one.forms)})
        )
    return tuple(sorted(terms, key=lambda one: in_french_order(one.term)))


def _read_terms(root: Path, file: str) -> tuple[Term, ...]:
    record = Record(parse_yaml(read_source(root, file), file), file, "terms")
    terms = record.parts("terms", partial(_term, file), most=_MOST_TERMS)
    record.unique("terms", terms)
    _check_forms(record, terms)
    return terms


def in_french_order(text: str) -> str:
    """Return what to sort a text by: accents, capitals and ligatures count for nothing, as in a French dictionary."""
    text = text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)).casefold()


def _term(file: str, node: Node) -> Term:
    record = Record(node, file, "id term definition", "forms source")
    name = record.line("id")
    if not SLUG.fullmatch(name):
        record.fail(record.at("id"), "un identifiant s’écrit en minuscules sans accent, les mots séparés par un tiret")
    term, definition = record.line("term"), record.line("definition")
    forms = (term, *record.lines("forms"))
    for form in forms:
        if not _FORM.fullmatch(form):
            message = (
                f"«\u00a0{form}\u00a0» n’est pas un mot ou une suite de mots\u202f; écrivez-le comme dans une phrase"
            )
            record.fail(record.at("forms" if "forms" in record else "term"), message)
    ends = [found.end() for found in _SENTENCE_END.finditer(definition)]
    if not ends or ends[-1] != len(definition) or len(ends) > _MOST_SENTENCES:
        record.fail(record.at("definition"), f"il faut une à {_MOST_SENTENCES} phrases entières, et un point à la fin")
    return Term(name, term, forms, definition, record.line("source", ""), node.line, file)


def _check_forms(record: Record, terms: Sequence[Term]) -> None:
    owners: dict[str, str] = {}
    items = record.at("terms").value
    for node, one in zip(items if isinstance(items, list) else [], terms, strict=True):
        for form in one.forms:
            key = form.casefold()
            if key in owners:
                record.fail(node, f"la forme «\u00a0{form}\u00a0» est déjà celle de «\u00a0{owners[key]}\u00a0»")
            owners[key] = one.term
