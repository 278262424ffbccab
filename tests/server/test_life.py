"""Starting, stopping and being killed: what the command promises, and what the journal keeps."""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from running import running, start

FREE_TEXT = next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)


def ouvrir(*options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "parcours_u.cli", "ouvrir", "--sans-navigateur", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_link_is_alone_on_the_first_line_and_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet")
    assert course.link.startswith("http://127.0.0.1:")
    assert " " not in course.link
    assert course.ask("GET", "/parcours-u/page")[0] == 200
    assert course.stop() == 0
    assert course.process.stdout is not None
    assert course.process.stdout.read() == ""


def test_the_private_link_stays_the_same_from_one_day_to_the_next(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as first:
        token = first.token
    with running(tmp_path / "carnet") as second:
        assert second.token == token


def test_every_word_is_there_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as course:
        course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", {"body": {"text": "hier"}, "base": 0})
    with running(tmp_path / "carnet") as course:
        entries = course.ask("GET", "/parcours-u/entries")[1]["entries"]
    assert [entry["body"] for entry in entries] == [{"text": "hier"}]


def test_every_acknowledged_word_is_there_after_the_server_is_killed(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet")
    base = 0
    for rank in range(20):
        body = {"body": {"text": f"phrase {rank}"}, "base": base}
        base = course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", body)[1]["saved"]["revision"]
    course.kill()
    with running(tmp_path / "carnet") as again:
        entries = again.ask("GET", "/parcours-u/entries")[1]["entries"]
        history = again.ask("GET", f"/parcours-u/entries/{FREE_TEXT}/history")[1]["revisions"]
    assert entries[0]["body"] == {"text": "phrase 19"}
    assert {version["body"]["text"] for version in history} == {f"phrase {rank}" for rank in range(20)}


@pytest.mark.skipif(sys.platform != "linux", reason="another process's limits are told on Linux only")
def test_no_core_dump_is_written_of_it(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as course:
        assert psutil.Process(course.process.pid).rlimit(psutil.RLIMIT_CORE) == (0, 0)


def test_a_port_already_taken_is_said_and_nothing_starts(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as course:
        port = course.base.rsplit(":", 1)[1]
        done = ouvrir("--port", port, "--dossier", str(tmp_path / "autre"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"Le port {port} est déjà pris" in done.stderr


def test_a_folder_that_cannot_serve_is_said_and_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("autre chose")
    done = ouvrir("--port", "0", "--dossier", str(tmp_path / "fichier"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "choisissez-en un autre avec --dossier" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_option_is_a_usage_error(tmp_path: Path) -> None:
    assert ouvrir("--inconnue").returncode == 2


def test_the_server_never_says_what_was_written(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet")
    secret = "CONFIDENCE-QUE-PERSONNE-NE-LIT"
    course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", {"body": {"text": secret}, "base": 0})
    course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", {"body": {"texte": secret}, "base": 0})
    course.ask("PUT", f"/parcours-u/entries/{FREE_TEXT}", json.dumps(secret).encode()[:-1])
    course.ask("POST", "/parcours-u/journal", json.dumps({"format": secret}).encode())
    course.ask("POST", "/parcours-u/returns", secret.encode())
    course.stop()
    assert course.process.stderr is not None
    said = course.process.stderr.read()
    assert secret not in said
    assert course.token not in said
