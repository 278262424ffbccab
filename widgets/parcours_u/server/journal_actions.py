"""Carrying a journal away, bringing it back, erasing it. Everything here runs in the store's thread."""

from collections.abc import Mapping, Sequence

from parcours_u.domain.audience import Reader
from parcours_u.domain.deposit import EraseOutcome, ImportOutcome
from parcours_u.domain.journal import Entry, Revision
from parcours_u.server.course_server import CourseServer
from parcours_u.server.refusal import Refusal
from parcours_u.store.erasure import erase_journal
from parcours_u.store.journal_file import (
    FileEntry,
    JournalFile,
    JournalFileError,
    merge,
    read_journal_file,
    write_journal_file,
)
from parcours_u.store.sql_journal import SqlJournal, now

__all__ = ["erase", "export_document", "export_file", "export_project", "import_file"]

_UNPLACED = (
    "unplaced_entries"  # what came in a file and has no place in this course: it leaves again with the next file
)


def export_file(server: CourseServer, person: str) -> bytes:
    """Return the whole journal, history included, as the file that another machine can take up."""
    journal = server.journal(person)
    entries = journal.entries()
    return write_journal_file(
        server.course,
        {prompt: journal.history(prompt) for prompt in entries},
        {prompt: entry.audience for prompt, entry in entries.items()},
        journal.comments(),
        journal.deposits(),
        now(),
        unknown=[FileEntry.from_dict(item) for item in journal.setting(_UNPLACED, [])],
    )


def export_document(server: CourseServer, form: str, entries: Mapping[str, Entry]) -> bytes:
    """Return the current answers as a document to read or print, ``docx`` or ``html``."""
    title = f"Mon carnet – {server.course.title}"
    if form == "docx":
        from parcours_u.server.exports.docx import journal_docx

        return journal_docx(server.course, entries, title, now())
    from parcours_u.server.exports.html import journal_html

    return journal_html(server.course, entries, title, now()).encode()


def export_project(
    server: CourseServer, form: str, entries: Mapping[str, Entry], histories: Mapping[str, Sequence[Revision]]
) -> bytes:
    """Return the project's story as a document to read, print or show, ``docx`` or ``html``."""
    from parcours_u.server.exports.project import project_sections

    title = f"Mon projet – {server.course.title}"
    found = project_sections(server.course, entries, lambda prompt: histories.get(prompt, ()))
    if form == "docx":
        from parcours_u.server.exports.docx import journal_docx

        return journal_docx(server.course, entries, title, now(), found=found)
    from parcours_u.server.exports.html import journal_html

    return journal_html(server.course, entries, title, now(), found=found).encode()


def import_file(server: CourseServer, person: str, content: bytes) -> ImportOutcome:
    """Take up a journal file: nothing here is overwritten, two versions of one answer are both kept.

    Raises
    ------
    Refusal
        When the file is truncated, of a later version, or not ours; the journal is as it was.
    """
    try:
        found = read_journal_file(content, server.course)
    except JournalFileError as error:
        raise Refusal(str(error)) from None
    journal = server.journal(person)
    here = journal.entries()
    added = merged = 0
    for prompt, entry in found.entries.items():
        existing = sorted(journal.history(prompt), key=lambda item: item.number)
        kept = merge(existing, entry.revisions)
        if kept != existing:
            # What was open to a group there is open to nobody here: these are other people, until the learner says so.
            carried = entry.audience & frozenset({Reader.TRAINER})
            journal.replace_history(prompt, kept, here[prompt].audience if existing else carried)
            added, merged = (added, merged + 1) if existing else (added + 1, merged)
    _take_records(journal, found)
    return ImportOutcome(added=added, merged=merged, unknown=len(found.unknown))


def erase(server: CourseServer, person: str) -> EraseOutcome:
    """Erase the whole journal, then look at the disk."""
    entries, verified = erase_journal(server.journal(person), server.own_folder(person), server.folder)
    return EraseOutcome(entries, verified)


def _take_records(journal: SqlJournal, found: JournalFile) -> None:
    """Add the deposits and comments that are not here yet, and keep aside what this course has no place for."""
    known = {deposit.id for deposit in journal.deposits()}
    for deposit in found.deposits:
        if deposit.id not in known:
            journal.add_deposit(deposit)
    for deposit_id, comment in found.comments:
        journal.add_comments(deposit_id, [comment])
    unplaced = [*journal.setting(_UNPLACED, [])]
    unplaced += [item for item in (entry.to_dict() for entry in found.unknown) if item not in unplaced]
    if unplaced:
        journal.set_setting(_UNPLACED, unplaced)
