"""The journal as one web page that needs nothing else: no script, no request, readable from any disk in any browser."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from parcours_u.domain.course import Course
from parcours_u.domain.french_dates import french_moment
from parcours_u.domain.journal import Entry
from parcours_u.server.exports import sections as reading

__all__ = ["journal_html"]

_TEMPLATE = "journal.html.j2"


def journal_html(
    course: Course,
    entries: Mapping[str, Entry],
    title: str,
    exported_at: str,
    tz: tzinfo | None = None,
    found: Sequence[reading.Section] | None = None,
) -> str:
    """Return a journal as a self-contained, accessible HTML page.

    What people wrote is only ever text: Jinja2 escapes all of it, and the page's own content security policy lets
    nothing run and nothing load. A NUL character, which HTML cannot hold, shows as U+FFFD.

    Parameters
    ----------
    course : Course
    entries : mapping of str to Entry
        By prompt id.
    title : str
        The page's title and its main heading.
    exported_at : str
        ISO 8601, UTC.
    tz : datetime.tzinfo, optional
        The time zone to tell moments in; by default that of the machine.
    found : sequence of Section, optional
        What to tell, when it is not the whole journal.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(_TEMPLATE).render(
        title=title,
        exported=french_moment(exported_at, tz),
        sections=reading.sections(course, entries, tz) if found is None else found,
        paragraphs=reading.paragraphs,
        licence_lead=reading.licence_lead(course),
        licence_name=reading.LICENCE_NAME,
        licence_url=reading.LICENCE_URL,
        ownership=reading.OWNERSHIP,
        empty_journal=reading.EMPTY_JOURNAL,
    )
    return page.replace("\0", "\ufffd")
