"""What is told of the courses that are open on a journal's folder, and of the port where the next one is to be."""

import socket
from pathlib import Path

import pytest

from parcours_u.diagnosis import journal as journal_check
from parcours_u.diagnosis import server as server_check
from parcours_u.diagnosis.finding import Finding, State
from parcours_u.diagnosis.journal import check_journal_folder
from parcours_u.server.watch.announced import announce
from parcours_u.store.database import Database
from parcours_u.store.folder import private_folder
from parcours_u.store.in_use import FolderLock
from running import running


@pytest.fixture
def carnet(tmp_path: Path) -> Path:
    folder = private_folder(tmp_path / "carnet")
    Database(folder / "carnet.sqlite3").close()
    return folder


def about(part: str, findings: object) -> Finding:
    """Return the one finding about a part."""
    (found,) = [one for one in findings if one.part == part]  # type: ignore[attr-defined]
    return found


def test_an_open_course_that_answers_is_told_with_its_port(tmp_path):
    with running(tmp_path / "carnet") as course:
        found = about("serveur", check_journal_folder(tmp_path / "carnet"))
        assert found.state is State.FINE
        assert f"port {course.base.rsplit(':', 1)[1]}" in found.what
    assert "Aucun parcours n’est ouvert" in about("serveur", check_journal_folder(tmp_path / "carnet")).what


def test_a_course_whose_token_is_not_known_here_is_told_without_a_number_of_pages(tmp_path):
    with running(tmp_path / "carnet", environment={"PARCOURS_U_JETON_SANTE": "choisi-ailleurs"}):
        found = about("serveur", check_journal_folder(tmp_path / "carnet"))
    assert found.state is State.FINE
    assert "pages vivantes" not in found.what


def test_a_folder_held_by_what_does_not_answer_prevents_use(carnet):
    lock = FolderLock(carnet)
    lock.share()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        announce(carnet, f"http://127.0.0.1:{closed.getsockname()[1]}/")
        assert about("serveur", check_journal_folder(carnet)).state is State.BLOCKING
    lock.release()


def test_a_folder_held_by_what_announced_nothing_is_watched_and_no_restart_is_asked_for(carnet):
    lock = FolderLock(carnet)
    lock.share()
    found = about("serveur", check_journal_folder(carnet))
    lock.release()
    assert found.state is State.WATCH
    assert "redémarrez" not in found.action


def test_each_of_two_courses_on_one_folder_is_told_and_the_one_that_stays_goes_on_answering(tmp_path):
    with running(tmp_path / "carnet") as first:
        with running(tmp_path / "carnet") as second:
            told = [one.what for one in check_journal_folder(tmp_path / "carnet") if one.part == "serveur"]
            ports = [course.base.rsplit(":", 1)[1] for course in (second, first)]
            assert [one.partition("(port ")[2][: len(port)] for one, port in zip(told, ports, strict=True)] == ports
        found = about("serveur", check_journal_folder(tmp_path / "carnet"))
    assert found.state is State.FINE
    assert f"port {first.base.rsplit(':', 1)[1]}" in found.what


def test_the_token_is_never_sent_to_another_machine(carnet, monkeypatch):
    lock = FolderLock(carnet)
    lock.share()
    asked = []
    monkeypatch.setattr(server_check.urllib.request, "build_opener", lambda *_: asked.append(1))
    announce(carnet, "http://ailleurs.invalid:80/")
    assert about("serveur", check_journal_folder(carnet)).state is State.BLOCKING
    assert asked == []
    lock.release()


def test_a_usual_port_taken_by_another_program_is_told(carnet, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(journal_check, "USUAL_PORT", other.getsockname()[1])
        assert about("port", check_journal_folder(carnet)).state is State.WATCH
