"""What a thief of the whole disk finds of private words, of keys and of phrases: nothing, in any spelling."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cohort_samples import cohort_database
from sqlalchemy import event, update

from parcours_u.domain.access import Opened
from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.journal import Comment, Conflict, Deposit, Revision
from parcours_u.store import schema
from parcours_u.store.access import Access
from parcours_u.store.backup.journal import restore_journal, save_journal
from parcours_u.store.database import Database
from parcours_u.store.erasure import erase_journal, traces_in
from parcours_u.store.errors import AccessRefused
from parcours_u.store.folder import private_folder
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.sql_journal import SqlJournal

MARKERS = ("tourment-nocturne-7301", "élan–caché–très–privé", "secret de réglage 55")


def spellings(secret: str | bytes) -> set[bytes]:
    """Return a secret in every way in which it may lie on a disk."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    found = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    if isinstance(secret, str):
        found |= {secret.encode("utf-16-le"), secret.encode("utf-16-be"), json.dumps(secret)[1:-1].encode()}
        found |= {secret.encode("latin-1", "ignore"), secret.upper().encode()}
    for skipped in range(3):  # base64 has three alignments; its first and last signs depend on what is around
        coded = base64.b64encode(b"\0" * skipped + raw)[4 if skipped else 0 : -4]
        found |= {coded, coded.replace(b"+", b"-").replace(b"/", b"_")}
    return {spelling for spelling in found if len(spelling) >= 8}


def live(journal: SqlJournal, other_page: SqlJournal) -> None:
    """Do everything that a person does with words: write, type on, edit, conflict, restore, take up a file."""
    plain, accented, setting = MARKERS
    base = journal.save("intime", {"text": plain}, 0).revision
    base = journal.save("intime", {"text": f"{plain} et {accented}"}, base).revision
    base = journal.save("intime", {"items": [{"what": accented}]}, base).revision
    assert isinstance(other_page.save("intime", {"text": f"{accented} ailleurs"}, 0), Conflict)
    journal.save("intime", journal.history("intime")[-1].body, base)
    journal.save("long", {"text": f"{plain} " * 5_000}, 0)
    journal.save("long", {"text": f"{accented} " * 5_000}, 1)
    journal.replace_history(
        "repris",
        [Revision(1, "2026-03-01T10:00:00Z", {"text": plain}), Revision(2, "2026-03-01T11:00:00Z", {"text": accented})],
        NOBODY,
    )
    journal.set_audience("intime", frozenset({Reader.TRAINER}))
    journal.set_audience("intime", NOBODY)
    journal.set_setting("unplaced_entries", [{"revisions": [setting]}])
    journal.set_setting("unplaced_entries", [{"revisions": [setting, plain]}])
    journal.entries()
    journal.history("long")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    temporary = tmp_path / "cohorte" / "temporaire"
    private_folder(tmp_path / "cohorte")
    temporary.mkdir()
    for name in ("SQLITE_TMPDIR", "TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    return tmp_path / "cohorte"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    found = cohort_database(folder)
    yield found
    found.close()


@pytest.fixture
def ada(database: Database) -> Opened:
    access = Access(database)
    return access.accept(access.invite("ada").token, "Téléphone")


def pages(database: Database, opened: Opened) -> tuple[SealedJournal, SealedJournal]:
    return (
        SealedJournal(database, opened.person_id, "page-1", opened.key),
        SealedJournal(database, opened.person_id, "page-2", opened.key),
    )


PRIVATE = {spelling for marker in MARKERS for spelling in spellings(marker)}


def test_no_private_word_is_on_disk_in_any_spelling_at_any_moment(
    folder: Path, database: Database, ada: Opened
) -> None:
    told: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *seen: told.append(repr(seen[2:4])))
    live(*pages(database, ada))
    assert {path.name for path in folder.iterdir()} >= {"carnet.sqlite3", "carnet.sqlite3-wal", "carnet.sqlite3-shm"}
    assert traces_in(folder, PRIVATE) == []
    # Its temporary files are gone before anybody can read them: what it was never told is in none.
    assert [words for words in told if any(marker in words for marker in MARKERS)] == []
    assert len(told) > 20
    database.compact()
    assert traces_in(folder, PRIVATE) == []
    database.close()
    assert traces_in(folder, PRIVATE) == []


def test_the_same_deeds_in_a_usual_journal_are_seen_on_disk(folder: Path, database: Database) -> None:
    live(SqlJournal(database, "ada", "page-1"), SqlJournal(database, "ada", "page-2"))
    for marker in MARKERS:
        assert traces_in(folder, spellings(marker))


def test_no_key_phrase_code_or_device_secret_is_on_disk(folder: Path, database: Database, ada: Opened) -> None:
    access = Access(database)
    bea = access.invite("bea")
    tablet = access.sign_in(ada.phrase, "Tablette")
    second = access.new_phrase("ada", ada.key)
    renewal = access.reset("ada")
    secrets = [ada.key, ada.phrase, second, ada.device_secret, tablet.device_secret, bea.token, bea.code, renewal.token]
    secrets += [renewal.code, bea.code.replace("-", ""), *(" ".join(ada.phrase.split()[n : n + 2]) for n in range(7))]
    database.compact()
    assert traces_in(folder, {spelling for secret in secrets for spelling in spellings(secret)}) == []


def test_what_a_revoked_device_or_a_former_phrase_opened_is_no_longer_on_disk(
    folder: Path, database: Database, ada: Opened
) -> None:
    with database.reading() as connection:
        wrapped = connection.execute(schema.device.select()).one().wrapped
        by_phrase = connection.execute(schema.person_key.select()).one().wrapped
    assert traces_in(folder, {wrapped})
    access = Access(database)
    access.revoke("ada", ada.device_id)
    access.new_phrase("ada", ada.key)
    assert traces_in(folder, {wrapped, by_phrase}) == []


def test_a_backup_holds_no_private_word_and_what_it_gives_back_opens_as_before(
    folder: Path, database: Database, ada: Opened, tmp_path: Path
) -> None:
    journal, other_page = pages(database, ada)
    live(journal, other_page)
    before = journal.history("intime")
    save_journal(folder, tmp_path / "sauvegarde.zip", "0.1.0")
    restore_journal(tmp_path / "sauvegarde.zip", tmp_path / "retour", "0.1.0")
    assert traces_in(tmp_path, PRIVATE) == []
    restored = Database(tmp_path / "retour" / "carnet.sqlite3")
    opened = Access(restored).sign_in(ada.phrase, "Tablette")
    assert SealedJournal(restored, "ada", "", opened.key).history("intime") == before
    restored.close()


def test_erasing_removes_the_sealed_words_too_and_touches_nobody_else(
    folder: Path, database: Database, ada: Opened, tmp_path: Path
) -> None:
    access = Access(database)
    bea = access.accept(access.invite("bea").token, "Téléphone")
    for opened in (ada, bea):
        live(*pages(database, opened))
    journal = pages(database, ada)[0]
    sealed = {json.loads(words)["sealed"][:40].encode() for words in journal.held() if "sealed" in json.loads(words)}
    assert traces_in(folder, sealed)
    assert erase_journal(journal, private_folder(tmp_path / "ada")) == (3, True)
    assert traces_in(folder, sealed) == []
    assert set(pages(database, bea)[0].entries()) == {"intime", "long", "repris"}


def test_a_journal_with_an_altered_row_can_still_be_erased(folder: Path, database: Database, ada: Opened) -> None:
    journal = pages(database, ada)[0]
    live(*pages(database, ada))
    with database.writing() as connection:
        connection.execute(update(schema.revision).where(schema.revision.c.number == 1).values(body="abîmé"))
    assert erase_journal(journal, folder) == (3, True)


def test_after_a_renewal_the_former_key_opens_nothing_that_is_left(database: Database, ada: Opened) -> None:
    """A trainer who renews somebody's access, then takes the invitation for themselves, reads an empty journal."""
    access = Access(database)
    journal = pages(database, ada)[0]
    live(*pages(database, ada))
    journal.add_deposit(Deposit("d1", "m", "2026-03-02T14:03:00Z", "exchange", "CODE", ("long",)))
    journal.add_comments("d1", [Comment("long", "Merci.", "2026-03-03T10:00:00Z")])
    taken = access.accept(access.reset("ada").code, "Ordinateur du formateur")
    assert {entry.body for entry in pages(database, taken)[0].entries().values()} == {None}
    assert list(pages(database, taken)[0].held()) == []
    with pytest.raises(AccessRefused):
        access.sign_in(ada.phrase, "Téléphone")
