"""All the rules, on the whole course."""

from collections.abc import Collection
from pathlib import Path

from parcours_u.content.checks.credits import check_credits
from parcours_u.content.checks.english import check_english
from parcours_u.content.checks.finding import Finding
from parcours_u.content.checks.glossary import check_glossary
from parcours_u.content.checks.host import check_host_sides
from parcours_u.content.checks.identifiers import check_identifiers
from parcours_u.content.checks.links import check_addresses
from parcours_u.content.checks.passages import read_passages, source_files
from parcours_u.content.checks.readability import check_readability
from parcours_u.content.checks.spelling import check_spelling
from parcours_u.content.checks.typography import check_typography
from parcours_u.content.checks.use import check_use
from parcours_u.content.glossary import read_glossary
from parcours_u.content.reading import read_course

__all__ = ["check_course"]


def check_course(root: Path, gone: Collection[str] = ()) -> list[Finding]:
    """Return what is to mend in the course whose ``course/`` and ``exercises/`` folders are in ``root``, file by file.

    ``gone`` names the parts of the common course that a variant left out.

    Raises
    ------
    ContentError
        When the sources cannot be built into a course at all: that comes first.
    """
    text = read_course(root, gone)
    passages = [passage for file in source_files(root) for passage in read_passages(root, file)]
    return sorted(
        [
            *check_identifiers(root, text.course),
            *check_use(root, text),
            *check_host_sides(root, text),
            *check_credits(text, passages),
            *check_typography(passages),
            *check_readability(root, passages),
            *check_english(passages),
            *check_glossary(text.pages, read_glossary(root)),
            *check_addresses(root, passages, text.pages),
            *check_spelling(root, passages),
        ]
    )
