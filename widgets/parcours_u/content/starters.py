"""``course/amorces.yaml``: beginnings of comments, for those who comment, by kind of moment.

====================  ==================================================
groups                each a ``moment`` and its ``starters``, one line each
====================  ==================================================

They become ``course/amorces.json``, which a server reads: it parses no YAML.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from parcours_u.content.record import Record
from parcours_u.content.source_text import read_source
from parcours_u.content.yaml_source import Node, parse_yaml

__all__ = ["STARTERS", "StarterGroup", "read_starters", "starters_bytes"]

STARTERS = "course/amorces.yaml"


@dataclass(frozen=True)
class StarterGroup:
    """The starters of one kind of moment."""

    moment: str
    starters: tuple[str, ...]


def read_starters(root: Path) -> tuple[StarterGroup, ...]:
    """Return the starters in the order of the file; none when the course has no such file.

    Raises
    ------
    ContentError
        When a key is missing or unknown, a moment or a starter is there twice, or a group is empty.
    """
    if not (root / STARTERS).exists():
        return ()
    record = Record(parse_yaml(read_source(root, STARTERS), STARTERS), STARTERS, "groups")
    groups = record.parts("groups", _group)
    record.unique("groups", groups, "moment")
    told = [one for group in groups for one in group.starters]
    for repeated in (one for rank, one in enumerate(told) if one in told[:rank]):
        record.fail(record.at("groups"), f"«\u00a0{repeated}\u00a0» y est deux fois")
    return groups


def starters_bytes(groups: tuple[StarterGroup, ...]) -> bytes:
    """Return the derived file."""
    return (json.dumps({"groups": [asdict(one) for one in groups]}, ensure_ascii=False, indent=1) + "\n").encode()


def _group(node: Node) -> StarterGroup:
    record = Record(node, STARTERS, "moment starters")
    return StarterGroup(record.line("moment"), record.lines("starters"))
