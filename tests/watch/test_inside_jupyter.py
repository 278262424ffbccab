"""The same health and figures inside a Jupyter server, under its base address, and nothing of anybody in its log."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from monitoring import ask

from in_jupyter import BASE, TOKEN, in_jupyter
from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from running import Running

FREE_TEXT = next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)
SECRET = "CONFIDENCE-QUE-PERSONNE-NE-LIT"


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """Run a Jupyter server with the course's extension; give it and the file of all that it says."""
    told = {"PARCOURS_U_JOURNAL_TECHNIQUE": "1", "PARCOURS_U_JETON_SANTE": "pour-les-moniteurs"}
    with in_jupyter(tmp_path_factory.mktemp("jupyter"), **told) as found:
        yield found


def test_health_is_told_under_the_base_address(jupyter):
    server, _ = jupyter
    assert json.loads(ask(server, f"{BASE}/sante")[1])["status"] in {"pass", "warn"}
    for token in ("pour-les-moniteurs", TOKEN):
        assert json.loads(ask(server, f"{BASE}/sante", token)[1])["kernels"] == 0


def test_the_figures_are_the_courses_own(jupyter):
    server, _ = jupyter
    assert ask(server, f"{BASE}/parcours-u/metrics")[0] == 403
    content = ask(server, f"{BASE}/parcours-u/metrics", "pour-les-moniteurs")[1]
    assert b"parcours_u_kernels 0.0" in content
    assert b"http_request_duration" not in content


def test_neither_a_word_nor_a_token_is_said(jupyter):
    server, log = jupyter
    route = f"{BASE}/parcours-u/entries/{FREE_TEXT}"
    assert server.ask("PUT", route, {"body": {"text": SECRET}, "base": 0})[0] == 200
    server.ask("PUT", route, {"body": {"texte": SECRET}, "base": 0})
    server.ask("POST", f"{BASE}/parcours-u/journal", SECRET.encode())
    ask(server, f"{BASE}/voila/render/course/accueil.ipynb?token={TOKEN}")
    ask(server, f"{BASE}/sante?token={TOKEN}")
    database = server.folder / "carnet.sqlite3"
    kept, other = database.with_name("gardé"), database.with_name("autre")
    kept.hardlink_to(database)
    other.write_bytes(b"")
    other.replace(database)
    assert server.ask("PUT", route, {"body": {"text": SECRET}, "base": 1})[0] == 507
    kept.replace(database)
    written = log.read_text()
    assert f"entries/{FREE_TEXT}" in written  # Jupyter's own line about the request that failed
    assert SECRET not in written
    told = [line.strip() for line in written.splitlines() if TOKEN in line]
    # Jupyter itself tells, at its start, the address to open; nothing else ever does
    assert [line for line in told if not line.startswith("http://")] == []
