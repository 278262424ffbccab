"""``course/ressources.yaml``: what exists already, in groups, so that nobody starts from zero.

====================  ===============================================================================================
groups                ``{title, resources}``
id, name              ASCII, and what it is called
what, for             what it is, and for whom: a short paragraph each
link                  the address of a page about it, optional: without one, it is to be found
checked               when that page was read (2026, or 2026-11-23), or ``à vérifier``
note                  what is not known for sure, optional: then ``checked`` is ``à vérifier`` too
====================  ===============================================================================================
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from parcours_u.content.record import SLUG, Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.french_dates import french_date

__all__ = ["RESOURCES", "TO_CHECK", "Group", "Resource", "read_resources"]

RESOURCES = "course/ressources.yaml"
TO_CHECK = "à vérifier"

_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Resource:
    """Something that exists; ``checked`` is a French sentence."""

    id: str
    name: str
    what: str
    audience: str
    link: str
    checked: str

    @property
    def site(self) -> str:
        """The name of the site, as one says it."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class Group:
    """Resources that go together."""

    title: str
    resources: tuple[Resource, ...]


def read_resources(root: Path) -> tuple[Group, ...]:
    """Return the groups in the order of the file; none when the course has no such file.

    Raises
    ------
    ContentError
        When a key is missing or unknown, an id is used twice, or a date is none.
    """
    if not (root / RESOURCES).exists():
        return ()
    record = Record(parse_yaml(read_source(root, RESOURCES), RESOURCES), RESOURCES, "groups")
    groups = record.parts("groups", _group)
    record.unique("groups", groups, "title")
    _check_unique(record, groups)
    return groups


def _group(node: Node) -> Group:
    record = Record(node, RESOURCES, "title resources")
    return Group(record.line("title"), record.parts("resources", _resource))


def _resource(node: Node) -> Resource:
    record = Record(node, RESOURCES, "id name what for checked", "link note")
    name = record.line("id")
    if not SLUG.fullmatch(name):
        record.fail(record.at("id"), "un identifiant s’écrit en minuscules sans accent, les mots séparés par un tiret")
    link, note = record.line("link", ""), record.line("note", "")
    checked = _checked(record)
    if checked != TO_CHECK and (note or not link):
        message = f"sans adresse, ou avec un doute («\u00a0note\u00a0»), il faut «\u00a0{TO_CHECK}\u00a0»"
        record.fail(record.at("checked"), message)
    told = f"{checked[:1].upper()}{checked[1:]}."
    return Resource(name, record.line("name"), record.line("what"), record.line("for"), link, f"{told} {note}".strip())


def _checked(record: Record) -> str:
    text = record.line("checked")
    if text == TO_CHECK:
        return text
    if _YEAR.fullmatch(text):
        return f"page lue en {text}"
    try:
        return f"page lue le {french_date(text)}"
    except ValueError:
        record.fail(record.at("checked"), f"il faut une année, une date comme 2026-11-23, ou «\u00a0{TO_CHECK}\u00a0»")


def _check_unique(record: Record, groups: Iterable[Group]) -> None:
    seen: set[str] = set()
    for resource in (one for group in groups for one in group.resources):
        for name in (resource.id, resource.name):
            if name in seen:
                record.fail(record.at("groups"), f"«\u00a0{name}\u00a0» y est deux fois")
            seen.add(name)
