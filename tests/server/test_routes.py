"""The JSON routes, asked as a page's kernel or a browser would: only the journal's owner gets an answer."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from running import Running


@pytest.fixture(scope="module")
def free_text(course: Running) -> str:
    """A free-text prompt of the real course."""
    from parcours_u.content.catalogue import load_course
    from parcours_u.domain.course import Kind

    return next(prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT)


ROUTES = [
    ("GET", "/parcours-u/page"),
    ("GET", "/parcours-u/progress"),
    ("GET", "/parcours-u/entries"),
    ("PUT", "/parcours-u/entries/co-initier-ecoute"),
    ("PATCH", "/parcours-u/entries/co-initier-ecoute"),
    ("GET", "/parcours-u/entries/co-initier-ecoute/history"),
    ("GET", "/parcours-u/deposits/co-initier"),
    ("POST", "/parcours-u/deposits/co-initier"),
    ("GET", "/parcours-u/depots/00000000-0000-0000-0000-000000000000.zip"),
    ("GET", "/parcours-u/carnet.json"),
    ("GET", "/parcours-u/carnet.docx"),
    ("GET", "/parcours-u/carnet.html"),
    ("GET", "/parcours-u/projet.docx"),
    ("GET", "/parcours-u/projet.html"),
    ("POST", "/parcours-u/journal"),
    ("DELETE", "/parcours-u/journal"),
    ("POST", "/parcours-u/returns"),
    ("PUT", "/parcours-u/place"),
    ("GET", "/parcours-u/channel"),
    ("GET", "/parcours-u/shared"),
    ("POST", "/parcours-u/shared/replies"),
    ("DELETE", "/parcours-u/shared/replies/0123456789abcdef"),
    ("DELETE", "/parcours-u/shared/entries/co-initier-ecoute"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_without_the_private_link_gets_anything(course: Running, method: str, path: str) -> None:
    status, _, _ = course.ask(method, path, {} if method != "GET" else None, token=False)
    assert status == 403


@pytest.mark.parametrize("path", ["/voila/render/course/accueil.ipynb", "/voila/render/course/carnet.ipynb"])
def test_pages_open_by_the_private_link_only(course: Running, path: str) -> None:
    status, body, headers = course.ask("GET", path, token=False)
    assert status in {302, 403}
    assert b"carnet" not in body or status == 302
    assert headers.get("location", "/login").startswith("/login")


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/README.md",
        "/voila/render/pyproject.toml",
        "/voila/render/../pyproject.toml",
        "/voila/render/%2e%2e/%2e%2e/etc/passwd",
        "/voila/render/course/nbgrader_config.py",
        "/voila/files/course/catalogue.json",
        "/voila/tree",
        "/voila/api/contents/",
        "/api/contents/",
        "/api/kernels",
        "/api/sessions",
        "/api/terminals",
    ],
)
def test_nothing_but_the_courses_pages_is_served(course: Running, path: str) -> None:
    status, body, _ = course.ask("GET", path)
    assert status == 404
    assert b"root:" not in body


def test_an_address_where_nothing_is_says_so_in_french(course: Running) -> None:
    status, body, _ = course.ask("GET", "/nulle-part")
    assert status == 404
    assert b'<html lang="fr">' in body
    assert "introuvable" in body.decode()


def test_another_sites_host_name_is_refused(course: Running) -> None:
    """A hostile name that resolves to this machine (DNS rebinding) reaches nothing."""
    parts = urlsplit(course.base)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", f"/parcours-u/entries?token={course.token}", headers={"Host": "pirate.example"})
    assert connection.getresponse().status == 403


def test_what_is_saved_is_read_back(course: Running, free_text: str) -> None:
    status, saved, _ = course.ask("PUT", f"/parcours-u/entries/{free_text}", {"body": {"text": "bonjour"}, "base": 0})
    assert status == 200
    assert saved["saved"]["revision"] == 1
    _, found, _ = course.ask("GET", f"/parcours-u/entries?prompt={free_text}")
    assert found["entries"][0]["body"] == {"text": "bonjour"}
    assert found["entries"][0]["audience"] == []


def test_an_answer_of_200_000_characters_is_kept_exactly(course: Running, free_text: str) -> None:
    text = "é😀שלום<script>{{ }}$x$" * 10_000
    _, before, _ = course.ask("GET", f"/parcours-u/entries?prompt={free_text}")
    base = before["entries"][0]["revision"] if before["entries"] else 0
    status, _, _ = course.ask("PUT", f"/parcours-u/entries/{free_text}", {"body": {"text": text}, "base": base})
    assert status == 200
    _, found, _ = course.ask("GET", f"/parcours-u/entries?prompt={free_text}")
    assert found["entries"][0]["body"]["text"] == text


@pytest.mark.parametrize("body", [None, 3, [], {"text": 3}, {"texte": ""}, {"text": "", "autre": 1}])
def test_a_malformed_answer_is_refused_in_one_sentence(course: Running, free_text: str, body: object) -> None:
    status, answer, _ = course.ask("PUT", f"/parcours-u/entries/{free_text}", {"body": body, "base": 0})
    assert status == 400
    assert "elle reste sur la page" in answer["message"]


def test_bytes_that_are_no_json_are_refused_in_one_sentence(course: Running, free_text: str) -> None:
    status, answer, _ = course.ask("PUT", f"/parcours-u/entries/{free_text}", b"\xff{")
    assert status == 400
    assert "rien n’a été changé" in answer["message"]


def test_an_audience_that_solo_does_not_offer_is_refused(course: Running, free_text: str) -> None:
    status, _, _ = course.ask("PATCH", f"/parcours-u/entries/{free_text}", {"audience": ["circle"]})
    assert status == 400


def test_a_choice_of_readers_that_starts_from_others_than_those_that_hold_is_refused(
    course: Running, free_text: str
) -> None:
    entry = f"/parcours-u/entries/{free_text}"
    assert course.ask("PATCH", entry, {"audience": ["trainer"]})[0] == 200
    status, answer, _ = course.ask("PATCH", entry, {"audience": [], "known": []})
    assert (status, answer["audience"]) == (409, ["trainer"])
    assert "ce choix-là est gardé" in answer["message"]
    assert course.ask("PATCH", entry, {"audience": [], "known": ["espion"]})[0] == 400
    assert course.ask("PATCH", entry, {"audience": [], "known": ["trainer"]})[0] == 200


def test_each_save_answers_with_who_reads(course: Running, free_text: str) -> None:
    entry = f"/parcours-u/entries/{free_text}"
    course.ask("PATCH", entry, {"audience": ["trainer"]})
    _, found, _ = course.ask("GET", f"/parcours-u/entries?prompt={free_text}")
    text = {"body": {"text": "lu par qui"}, "base": found["entries"][0]["revision"]}
    assert course.ask("PUT", entry, text)[1]["saved"]["audience"] == ["trainer"]
    course.ask("PATCH", entry, {"audience": []})


def test_a_question_that_does_not_exist_is_refused(course: Running) -> None:
    status, _, _ = course.ask("PUT", "/parcours-u/entries/inconnue", {"body": {"text": ""}, "base": 0})
    assert status == 404


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"PK\x03\x04", b'{"format": "parcours-u/carnet", "version": 99}']
)
def test_a_file_that_is_no_journal_is_refused_and_changes_nothing(course: Running, content: bytes) -> None:
    _, before, _ = course.ask("GET", "/parcours-u/entries")
    status, answer, _ = course.ask("POST", "/parcours-u/journal", content)
    _, after, _ = course.ask("GET", "/parcours-u/entries")
    assert status == 409
    assert answer["message"].endswith(".")
    assert after == before


def test_a_journal_goes_to_another_machine_and_back(course: Running, free_text: str, tmp_path_factory: object) -> None:
    course.ask("PUT", f"/parcours-u/entries/{free_text}", {"body": {"text": "à emporter"}, "base": 0})
    _, before, _ = course.ask("GET", "/parcours-u/entries")
    status, content, headers = course.ask("GET", "/parcours-u/carnet.json")
    assert status == 200
    assert headers["content-disposition"].startswith("attachment")
    status, done, _ = course.ask("POST", "/parcours-u/journal", content)
    assert (status, done["added"], done["merged"]) == (200, 0, 0)
    assert course.ask("GET", "/parcours-u/entries")[1] == before


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("html", b"<!doctype html>")])
def test_the_journal_comes_as_a_document(course: Running, form: str, start: bytes) -> None:
    status, content, headers = course.ask("GET", f"/parcours-u/carnet.{form}")
    assert status == 200
    assert content[: len(start)].lower() == start.lower()
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("html", b"<!doctype html>")])
def test_the_project_s_story_comes_as_a_document(course: Running, form: str, start: bytes) -> None:
    status, content, headers = course.ask("GET", f"/parcours-u/projet.{form}")
    assert status == 200
    assert content[: len(start)].lower() == start.lower()
    assert headers["content-disposition"].startswith('attachment; filename="projet-')


def test_the_project_s_document_holds_what_tells_it_and_nothing_else(course: Running, free_text: str) -> None:
    for prompt, body in (
        ("question-de-depart-formulation", {"sentence": "Comment accueillir <mieux>\u202f?"}),
        (free_text, {"text": "ce qui reste à moi"}),
    ):
        _, before, _ = course.ask("GET", f"/parcours-u/entries?prompt={prompt}")
        base = before["entries"][0]["revision"] if before["entries"] else 0
        assert course.ask("PUT", f"/parcours-u/entries/{prompt}", {"body": body, "base": base})[0] == 200
    _, content, _ = course.ask("GET", "/parcours-u/projet.html")
    assert "Comment accueillir &lt;mieux&gt;\u202f?".encode() in content
    assert "ce qui reste à moi".encode() not in content


@pytest.mark.parametrize(
    ("part", "place"), [("co-initier", "co-initier"), ("nulle-part", "question-de-depart"), (3, "question-de-depart")]
)
def test_an_answer_gone_on_with_in_another_module_leaves_the_learner_there(
    course: Running, part: object, place: str
) -> None:
    prompt = "question-de-depart-place"
    _, before, _ = course.ask("GET", f"/parcours-u/entries?prompt={prompt}")
    asked = {
        "body": {"choice": "agent", "note": str(part)},
        "base": before["entries"][0]["revision"] if before["entries"] else 0,
        "part": part,
    }
    assert course.ask("PUT", f"/parcours-u/entries/{prompt}", asked)[0] == 200
    assert course.ask("GET", "/parcours-u/page")[1]["place"] == [place, prompt]


def test_a_page_forbids_any_other_host_and_any_frame(course: Running) -> None:
    _, _, headers = course.ask("GET", "/voila/render/course/accueil.ipynb")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["referrer-policy"] == "no-referrer"


def test_erasing_empties_the_journal_and_says_it_was_verified(course: Running, free_text: str) -> None:
    marker = "un secret que personne ne doit retrouver sur ce disque"
    course.ask("PUT", f"/parcours-u/entries/{free_text}", {"body": {"text": marker}, "base": 0})
    status, done, _ = course.ask("DELETE", "/parcours-u/journal")
    assert (status, done["verified"]) == (200, True)
    assert course.ask("GET", "/parcours-u/entries")[1]["entries"] == []
    assert not any(marker.encode() in path.read_bytes() for path in course.folder.rglob("*") if path.is_file())
