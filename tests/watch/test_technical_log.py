"""The technical log: one JSON object a line, and not a word, a token, an address or a file's name in it."""

import json
import logging
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from monitoring import ask
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application, RequestHandler

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.server.watch.log import SafeErrors, _JsonLines, _OneLine, event
from running import Running, start

FREE_TEXT = next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)
SECRET = "CONFIDENCE-QUE-PERSONNE-NE-LIT"
ROUTE = f"/parcours-u/entries/{FREE_TEXT}"


def live(course: Running) -> None:
    """Put a secret everywhere that something can be put: bodies, addresses, queries, headers, files' names."""
    body = {"body": {"text": SECRET}, "base": 0}
    assert course.ask("PUT", ROUTE, body)[0] == 200
    course.ask("PUT", ROUTE, {"body": {"texte": SECRET}, "base": 0})
    course.ask("PUT", ROUTE, json.dumps(SECRET).encode()[:-1])
    course.ask("PUT", f"/parcours-u/entries/{SECRET}", body)
    course.ask("POST", "/parcours-u/journal", json.dumps({"format": SECRET}).encode())
    course.ask("POST", "/parcours-u/returns", SECRET.encode())
    course.ask("POST", "/parcours-u/deposits/co-initier", {"code": SECRET})
    course.ask(SECRET[:10], ROUTE)
    course.ask("GET", f"/parcours-u/entries?prompt={SECRET}")
    for path in (f"/{SECRET}", f"/{SECRET}.ipynb?token={course.token}", f"/voila/static/{SECRET}.js", f"/?x={SECRET}"):
        ask(course, path, course.token)
        ask(course, path, **{"User-Agent": SECRET, "Referer": f"http://127.0.0.1/?token={SECRET}", "Cookie": SECRET})
    ask(course, f"/voila/render/course/accueil.ipynb?token={quote(course.token)}&q={SECRET}")
    ask(course, f"/api/kernels/{SECRET}/channels?token={course.token}", Upgrade="websocket", Connection="Upgrade")
    ask(course, "/sante", SECRET)
    ask(course, "/parcours-u/metrics", SECRET)


def said(course: Running) -> str:
    """End a course, and return all that it wrote but its link."""
    course.stop()
    assert course.process.stdout is not None
    assert course.process.stderr is not None
    return course.process.stdout.read() + course.process.stderr.read()


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Everything that a course with a structured log wrote while it was lived in, and another file put in its journal's place."""
    folder = tmp_path_factory.mktemp(SECRET) / "carnet"
    course = start(folder, "--journal-technique")
    live(course)
    (folder / "autre").write_bytes(b"")
    (folder / "autre").replace(folder / "carnet.sqlite3")
    course.ask("PUT", ROUTE, {"body": {"text": SECRET}, "base": 1})
    written = said(course)
    assert course.token not in written
    return written.splitlines()


def test_each_line_is_one_object_and_holds_nothing_of_anybody(lines: list[str]) -> None:
    assert len(lines) > 20
    for line in lines:
        assert {"at", "level", "event"} <= set(json.loads(line))
        for written in (SECRET, SECRET[:10], FREE_TEXT, "co-initier", "carnet", "?", "ipynb", "/"):
            assert written not in line, line


def test_it_tells_what_answered_how_and_in_how_long(lines: list[str]) -> None:
    events = [json.loads(line) for line in lines]
    assert [events[0]["event"], events[-1]["event"]] == ["started", "stopped"]
    requests = [found for found in events if found["event"] == "request"]
    saves = [found for found in requests if (found["handler"], found["method"]) == ("OneEntry", "PUT")]
    assert [found["status"] for found in saves] == [200, 400, 400, 404, 507]
    assert all(found["milliseconds"] > 0 for found in requests)
    assert {found["level"] for found in requests if found["status"] >= 500} == {"error"}
    assert "other" in {found["method"] for found in requests}


def test_without_the_option_a_person_at_a_terminal_reads_nothing_more_than_the_farewell(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet")
    live(course)
    assert said(course).splitlines() == [
        "Le parcours est ouvert. Pour l’arrêter\u00a0: Ctrl-C.",
        "Le parcours est arrêté, tout ce qui était enregistré l’est toujours.",
    ]


def test_the_environment_asks_for_it_too(tmp_path: Path) -> None:
    course = start(tmp_path / "carnet", environment={"PARCOURS_U_JOURNAL_TECHNIQUE": "1"})
    ask(course, "/sante")
    assert '"handler": "Sante"' in said(course)


def record(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    """Make what another library would log."""
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("tornado.general", logging.ERROR, __file__, 12, message, arguments, told, "somewhere")


@pytest.mark.parametrize("form", [_JsonLines(), _OneLine()], ids=["json", "text"])
def test_what_another_library_says_is_told_by_its_place_and_its_error_by_its_type(form: logging.Formatter) -> None:
    try:
        int(SECRET)
    except ValueError as error:
        written = form.format(record(f"GET /?token={SECRET} %s", SECRET, error=error))
    assert SECRET not in written
    assert "token" not in written
    assert "ValueError" in written
    assert "test_technical_log:somewhere:12" in written
    assert str(Path(__file__).parent) not in written


class Failing(SafeErrors, RequestHandler):
    """A handler with a fault in it, that quotes what it was sent."""

    def get(self) -> None:
        """Fail."""
        raise RuntimeError(SECRET + str(self.request.uri))


class FailureTold(AsyncHTTPTestCase):
    """A fault in a handler of ours."""

    def get_app(self) -> Application:
        """Serve the fault."""
        return Application([("/", Failing)], log_function=lambda _: None)

    def test_a_fault_is_told_by_its_type_and_places_alone(self) -> None:
        """The address, its token and the error's message stay out."""
        with self.assertLogs(level="DEBUG") as caught:
            assert self.fetch(f"/?token={SECRET}").code == 500
        told = [_JsonLines().format(found) for found in caught.records if found.levelno >= logging.ERROR]
        assert len(told) == 1
        assert SECRET not in told[0]
        assert json.loads(told[0])["error"] == "RuntimeError"
        assert "get" in json.loads(told[0])["places"]


def test_an_event_holds_its_fields_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "parcours_u.events"):
        event("request", status=200)
    found = json.loads(_JsonLines().format(caplog.records[-1]))
    assert {name: found[name] for name in found if name != "at"} == {"level": "info", "event": "request", "status": 200}


def test_a_crash_outside_any_request_is_one_line_too(tmp_path: Path) -> None:
    import subprocess

    program = (
        "import threading\n"
        "from parcours_u.server.watch.log import begin\n"
        "begin(True)\n"
        f"def fail(): raise KeyError('{SECRET}')\n"
        "one = threading.Thread(target=fail); one.start(); one.join()\n"
        "import warnings; warnings.warn('" + SECRET + "')\n"
        "fail()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    found = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in found] == ["failure", "library", "failure"]
    assert SECRET not in done.stderr
