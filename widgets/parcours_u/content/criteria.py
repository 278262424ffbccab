"""``course/criteres.yaml``: by what a host is observed. The guide tells it, and one sheet of paper asks it.

====================  =====================================================================
groups                each a ``title`` and its ``criteria``: what can be seen or heard
stop                  what ends a session at once, each a short fact
====================  =====================================================================
"""

from dataclasses import dataclass
from pathlib import Path

from parcours_u.content.markdown import environment
from parcours_u.content.record import Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["CRITERIA", "Criteria", "CriteriaGroup", "observation_sheet", "read_criteria"]

CRITERIA = "course/criteres.yaml"


@dataclass(frozen=True)
class CriteriaGroup:
    """Criteria that go together."""

    title: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Criteria:
    """All of them; ``stop`` are the facts that end a session."""

    groups: tuple[CriteriaGroup, ...]
    stop: tuple[str, ...]


def read_criteria(root: Path) -> Criteria | None:
    """Return the criteria in the order of the file; None when the course has no such file.

    Raises
    ------
    ContentError
        When a key is missing or unknown, a title is used twice, or a group is empty.
    """
    if not (root / CRITERIA).exists():
        return None
    record = Record(parse_yaml(read_source(root, CRITERIA), CRITERIA), CRITERIA, "groups stop")
    groups = record.parts("groups", _group)
    record.unique("groups", groups, "title")
    return Criteria(groups, record.lines("stop"))


def observation_sheet(criteria: Criteria) -> bytes:
    """Return the grid to fill in, on a screen or by hand: an HTML page of one side of A4, which keeps and sends nothing."""
    return (_ENVIRONMENT.get_template("observation.html.j2").render(criteria=criteria).strip() + "\n").encode()


def _group(node: Node) -> CriteriaGroup:
    record = Record(node, CRITERIA, "title criteria")
    return CriteriaGroup(record.line("title"), record.lines("criteria"))


_ENVIRONMENT = environment()
