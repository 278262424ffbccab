"""Carrying a journal away, bringing it back, erasing it.

All of it runs in the store's thread, but for taking up a file, which is read beside and written answer by answer: other people's
words go to the disk meanwhile.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any, TypeVar

from parcours_u.domain.audience import Reader
from parcours_u.domain.deposit import EraseOutcome, ImportOutcome
from parcours_u.domain.journal import Comment, Deposit, Entry, Revision
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
from parcours_u.store.sql_journal import now

__all__ = ["erase", "export_document", "export_file", "export_project", "take_up"]

_UNPLACED = (
    "unplaced_entries"  # what came in a file and has no place in this course: it leaves again with the next file
)

_ADDED, _MERGED = "added", "merged"
Item = TypeVar("Item")

_AT_ONCE = 500  # rows in one transaction
_UNDER_WAY = "Une reprise de votre carnet est déjà en cours\u00a0: rien d’autre n’a été changé, attendez qu’elle finisse, puis recommencez."
_TOO_MANY = (
    "Ce fichier contient plus de versions que le serveur du groupe n’en reprend\u00a0: rien de ce qui était ici n’a été écrasé, "
    "reprenez-le sur votre ordinateur, où le parcours s’ouvre pour une seule personne."
)


def export_file(server: CourseServer, person: str, device: str = "") -> bytes:
    """Return the whole journal, history included, as the file that another machine can take up."""
    journal = server.journal(person, device=device)
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


def export_document(server: CourseServer, form: str, entries: Mapping[str, Entry], zone: tzinfo | None = None) -> bytes:
    """Return the current answers as a document to read or print, ``docx`` or ``html``; hours are told in the zone."""
    title = f"Mon carnet – {server.course.title}"
    if form == "docx":
        from parcours_u.server.exports.docx import journal_docx

        return journal_docx(server.course, entries, title, now(), zone)
    from parcours_u.server.exports.html import journal_html

    return journal_html(server.course, entries, title, now(), zone).encode()


def export_project(
    server: CourseServer,
    form: str,
    entries: Mapping[str, Entry],
    histories: Mapping[str, Sequence[Revision]],
    zone: tzinfo | None = None,
) -> bytes:
    """Return the project's story as a document to read, print or show, ``docx`` or ``html``; hours are told in the zone."""
    from parcours_u.server.exports.project import project_sections

    title = f"Mon projet – {server.course.title}"
    found = project_sections(server.course, entries, lambda prompt: histories.get(prompt, ()), zone)
    if form == "docx":
        from parcours_u.server.exports.docx import journal_docx

        return journal_docx(server.course, entries, title, now(), zone, found)
    from parcours_u.server.exports.html import journal_html

    return journal_html(server.course, entries, title, now(), zone, found).encode()


async def take_up(server: CourseServer, person: str, content: bytes, device: str = "") -> ImportOutcome:
    """Take up a journal file: nothing here is overwritten, two versions of one answer are both kept.

    One file of somebody's is taken up at a time, and one of all people's.

    Raises
    ------
    Refusal
        When the file is truncated, of a later version, or not ours; the journal is as it was.
    """
    if person in server.taking_up:
        raise Refusal(_UNDER_WAY)
    server.taking_up.add(person)
    try:
        async with server.taking_up_turn:
            found = await asyncio.to_thread(_read, server, content)
            counted = [
                await server.in_store(partial(_take_entry, server, person, device, prompt, entry))
                for prompt, entry in found.entries.items()
            ]
            for some in _batched(found.deposits):
                await server.in_store(partial(_take_deposits, server, person, device, some))
            for others in _batched(found.comments):
                await server.in_store(partial(_take_comments, server, person, device, others))
            await server.in_store(partial(_keep_unplaced, server, person, device, found.unknown))
    finally:
        server.taking_up.discard(person)
    return ImportOutcome(added=counted.count(_ADDED), merged=counted.count(_MERGED), unknown=len(found.unknown))


def _batched(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield as many at a time as the store takes without anybody waiting for it."""
    return (items[rank : rank + _AT_ONCE] for rank in range(0, len(items), _AT_ONCE))


def _read(server: CourseServer, content: bytes) -> JournalFile:
    try:
        found = read_journal_file(content, server.course)
    except JournalFileError as error:
        raise Refusal(str(error)) from None
    held = sum(len(entry.revisions) for entry in found.entries.values()) + len(found.comments) + len(found.deposits)
    if held + len(found.unknown) > server.most_versions:
        raise Refusal(_TOO_MANY)
    return found


def _take_entry(server: CourseServer, person: str, device: str, prompt: str, entry: FileEntry) -> str:
    """Take up one answer, read and written in one transaction: another server may save meanwhile. Return what that did."""
    journal = server.journal(person, device=device)
    with server.database.writing():
        existing = sorted(journal.history(prompt), key=lambda item: item.number)
        kept = merge(existing, entry.revisions)
        if kept == existing:
            return ""
        if len(kept) > server.most_versions:
            raise Refusal(_TOO_MANY)
        # What was open to a group there is open to nobody here: these are other people, until the learner says so.
        carried = entry.audience & frozenset({Reader.TRAINER})
        journal.replace_history(prompt, kept, journal.entries([prompt])[prompt].audience if existing else carried)
    return _MERGED if existing else _ADDED


def _take_deposits(server: CourseServer, person: str, device: str, deposits: Sequence[Deposit]) -> None:
    """Add those that are not here yet, in one transaction."""
    journal = server.journal(person, device=device)
    with server.database.writing():
        known = {deposit.id for deposit in journal.deposits()}
        for deposit in deposits:
            if deposit.id not in known:
                known.add(deposit.id)
                journal.add_deposit(deposit)


def _take_comments(server: CourseServer, person: str, device: str, comments: Sequence[tuple[str, Comment]]) -> None:
    """Add those that are not here yet, in one transaction."""
    journal = server.journal(person, device=device)
    with server.database.writing():
        for deposit, comment in comments:
            journal.add_comments(deposit, [comment])


def erase(server: CourseServer, person: str, device: str = "") -> EraseOutcome:
    """Erase the whole journal, then look at the disk.

    Raises
    ------
    Refusal
        While a file is being taken up: its last answers would come after.
    """
    if person in server.taking_up:
        raise Refusal(_UNDER_WAY)
    entries, verified = erase_journal(server.journal(person, device=device), server.own_folder(person), server.folder)
    return EraseOutcome(entries, verified)


def _keep_unplaced(server: CourseServer, person: str, device: str, unknown: Sequence[FileEntry]) -> None:
    """Keep aside what this course has no place for, and what is not kept yet."""
    journal = server.journal(person, device=device)
    with server.database.writing():
        unplaced = [*journal.setting(_UNPLACED, [])]
        there = {*map(_told, unplaced)}
        unplaced += [item for item in (entry.to_dict() for entry in unknown) if _told(item) not in there]
        if unplaced:
            journal.set_setting(_UNPLACED, unplaced)


def _told(item: Mapping[str, Any]) -> str:
    return json.dumps(item, sort_keys=True)
