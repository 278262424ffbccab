"""Carrying a sealed journal away, bringing it back and erasing it: as with the usual one, and nothing in clear on disk."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.deposit import ImportOutcome
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.domain.prompt import Kind
from parcours_u.server import journal_actions
from parcours_u.server.course_server import CourseServer
from parcours_u.server.journal_actions import erase, export_file, take_up
from parcours_u.server.refusal import Refusal
from parcours_u.store.erasure import traces_in
from parcours_u.store.journal_file import JournalFile
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.sealing import new_key
from quicker import writing_first

SECRET = "ce qui ne regarde personne d’autre que moi"


KEYS = {person: new_key() for person in ("ada", "bea")}


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], CourseServer]]:
    """Serve the course with everybody's journal sealed under a key of their own, by as many servers as are asked for."""
    servers: list[CourseServer] = []

    def one_more() -> CourseServer:
        server = CourseServer(tmp_path / "cohorte")
        journal: Callable[..., SealedJournal] = lambda person, page="", device="": SealedJournal(  # noqa: ARG005, E731
            server.database, person, page, KEYS[person]
        )
        monkeypatch.setattr(server, "journal", journal)
        servers.append(server)
        return server

    yield one_more
    for server in servers:
        server.close()


@pytest.fixture
def cohort(serve: Callable[[], CourseServer]) -> CourseServer:
    return serve()


def import_file(server: CourseServer, person: str, content: bytes) -> ImportOutcome:
    return asyncio.run(take_up(server, person, content))


def write(server: CourseServer, person: str) -> str:
    prompt = next(prompt.id for prompt in server.course.prompts() if prompt.kind is Kind.FREE_TEXT)
    journal = server.journal(person)
    journal.save(prompt, {"text": SECRET}, 0)
    journal.save(prompt, {"text": f"Autrement dit\u00a0: {SECRET}"}, 1)
    journal.set_audience(prompt, frozenset({Reader.TRAINER}))
    journal.add_deposit(Deposit("d1", "m", "2026-03-02T14:03:00Z", "zip", "CODE", (prompt,)))
    journal.add_comments("d1", [Comment(prompt, "Merci.", "2026-03-03T10:00:00Z", "déposé")])
    return prompt


def test_a_journal_carried_from_one_sealed_journal_to_another_is_the_same(cohort: CourseServer) -> None:
    prompt = write(cohort, "ada")
    content = export_file(cohort, "ada")
    assert SECRET in content.decode()
    outcome = import_file(cohort, "bea", content)
    assert outcome.added == 1
    ada, bea = cohort.journal("ada"), cohort.journal("bea")
    there, here = ([(one.saved_at, one.body, one.aside) for one in journal.history(prompt)] for journal in (ada, bea))
    assert here == there
    assert bea.entries()[prompt].comments == ada.entries()[prompt].comments
    assert import_file(cohort, "bea", content).merged == 0
    assert traces_in(cohort.folder, {SECRET.encode()}) == []


def test_answers_that_this_course_has_no_place_for_wait_sealed_and_leave_with_the_next_file(
    cohort: CourseServer,
) -> None:
    write(cohort, "ada")
    document = json.loads(export_file(cohort, "ada"))
    document["entries"][0]["prompt"] = "question-d-un-autre-parcours"
    document["entries"][0]["comments"] = []
    assert import_file(cohort, "bea", json.dumps(document).encode()).unknown == 1
    assert traces_in(cohort.folder, {SECRET.encode(), json.dumps(SECRET).encode()}) == []
    assert SECRET in export_file(cohort, "bea").decode()


def test_one_person_s_erasure_leaves_the_others_journals_readable(cohort: CourseServer) -> None:
    prompt = write(cohort, "ada")
    write(cohort, "bea")
    outcome = erase(cohort, "ada")
    assert (outcome.entries, outcome.verified) == (1, True)
    assert cohort.journal("ada").entries() == {}
    assert cohort.journal("bea").history(prompt)[0].body == {"text": f"Autrement dit\u00a0: {SECRET}"}
    cohort.journal("ada").save(prompt, {"text": "de nouveau"}, 0)
    assert cohort.journal("ada").entries()[prompt].audience == NOBODY


def test_while_a_file_is_read_others_save_and_its_owner_neither_sends_another_nor_erases(
    cohort: CourseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = write(cohort, "ada")
    content = export_file(cohort, "ada")
    reading, read, usual = threading.Event(), threading.Event(), journal_actions.read_journal_file

    def slowly(*arguments: Any) -> JournalFile:
        reading.set()
        assert read.wait(30)
        return usual(*arguments)

    monkeypatch.setattr(journal_actions, "read_journal_file", slowly)

    async def scene() -> ImportOutcome:
        taken = asyncio.ensure_future(take_up(cohort, "bea", content))
        assert await asyncio.to_thread(reading.wait, 30)
        await cohort.in_store(lambda: cohort.journal("ada").save(prompt, {"text": "pendant ce temps"}, 2))
        with pytest.raises(Refusal, match="déjà en cours"):
            await take_up(cohort, "bea", content)
        with pytest.raises(Refusal, match="déjà en cours"):
            await cohort.in_store(lambda: erase(cohort, "bea"))
        read.set()
        return await taken

    assert asyncio.run(scene()).added == 1
    assert cohort.journal("ada").entries()[prompt].body == {"text": "pendant ce temps"}
    assert erase(cohort, "bea").entries == 1


def test_words_that_another_server_saves_meanwhile_stay_when_a_file_is_taken_up(
    cohort: CourseServer, serve: Callable[[], CourseServer]
) -> None:
    prompt = write(cohort, "ada")
    content, bea, elsewhere = export_file(cohort, "ada"), cohort.journal("bea"), serve().journal("bea", "ailleurs")
    bea.save(prompt, {"text": "un premier jet"}, 0)
    with writing_first(cohort.database, lambda: elsewhere.save(prompt, {"text": "des mots confirmés"}, 1)):
        assert import_file(cohort, "bea", content).merged == 1
    texts = [version.body["text"] for version in bea.history(prompt)]
    assert sorted(texts) == sorted(["un premier jet", "des mots confirmés", f"Autrement dit\u00a0: {SECRET}"])


@pytest.mark.parametrize("what", ["entries", "deposits", "unknown"])
def test_two_servers_that_take_files_of_one_person_up_at_once_lose_nothing_of_either(
    cohort: CourseServer, serve: Callable[[], CourseServer], what: str
) -> None:
    prompt, other = write(cohort, "ada"), serve()
    document = json.loads(export_file(cohort, "ada"))
    (entry,) = document["entries"]
    entry["comments"] = []
    if what != "deposits":
        document["deposits"] = []
    if what == "unknown":
        entry["prompt"] = "question-d-un-autre-parcours"
    document["entries"] = [] if what == "deposits" else [entry]
    one = json.dumps(document, ensure_ascii=False).encode()
    another = one.replace(SECRET.encode(), "de l’autre fichier".encode())
    with writing_first(cohort.database, lambda: import_file(other, "bea", another)):
        import_file(cohort, "bea", one)
    held = json.loads(export_file(cohort, "bea"))
    if what == "deposits":
        assert held["deposits"] == document["deposits"]
        return
    asked = {"entries": prompt, "unknown": entry["prompt"]}[what]
    texts = {
        version["body"]["text"] for one in held["entries"] if one["prompt"] == asked for version in one["revisions"]
    }
    assert texts == {f"Autrement dit\u00a0: {words}" for words in (SECRET, "de l’autre fichier")}


def test_a_file_of_more_versions_than_a_cohort_s_server_takes_changes_nothing(cohort: CourseServer) -> None:
    prompt = write(cohort, "ada")
    content = export_file(cohort, "ada")
    cohort.most_versions = 2
    with pytest.raises(Refusal, match="plus de versions"):
        import_file(cohort, "bea", content)
    assert prompt not in cohort.journal("bea").entries()


def test_a_file_that_repeats_a_question_without_end_is_no_journal(cohort: CourseServer) -> None:
    write(cohort, "ada")
    document = json.loads(export_file(cohort, "ada"))
    document["entries"] *= 100
    with pytest.raises(Refusal):
        import_file(cohort, "bea", json.dumps(document).encode())
    assert cohort.journal("bea").entries() == {}
