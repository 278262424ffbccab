"""``parcours-u verifier``: what it prints, and how it ends. `make tests` runs it on the course of this repository."""

import json

import pytest
from typer.testing import CliRunner

from parcours_u import paths
from parcours_u.cli import app


@pytest.fixture
def verifier(course_root, monkeypatch):
    monkeypatch.setattr(paths, "common_root", lambda: course_root)
    (course_root / "course" / "identifiants.txt").write_text("depart-mots\n", encoding="utf-8")
    return lambda *options: CliRunner().invoke(app, ["verifier", *options])


def test_each_finding_is_one_line_that_editors_understand_and_the_command_fails(verifier):
    done = verifier()
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert any(line.startswith("course/identifiants.txt:2: identifiant\u00a0: ") for line in lines)
    assert any(line.startswith("course/texte/depart.md:8: typographie\u00a0: ") for line in lines)
    assert done.stderr == f"À corriger\u00a0: {len(lines)}.\n"


def test_the_same_as_json(verifier):
    done = verifier("--json")
    assert done.exit_code == 1
    findings = json.loads(done.stdout)["a_corriger"]
    assert {"file", "line", "rule", "message"} == set(findings[0])
    assert [one["line"] for one in findings if one["rule"] == "identifiant"] == [2, 2, 2, 2]


def test_sources_that_cannot_be_built_are_told_as_construire_tells_them(verifier, change):
    change("course/texte/retour.md", "summary: On revient.\n", "")
    done = verifier()
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "course/texte/retour.md" in done.stderr


def test_a_course_with_nothing_to_mend_succeeds(verifier, monkeypatch):
    monkeypatch.setattr("parcours_u.content.checks.course.check_course", lambda _root: [])
    done = verifier()
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Rien à corriger.\n")
