"""The figures: behind a token, true, and with no label that could point at somebody."""

import re

from monitoring import ask, figures

from parcours_u.content.catalogue import load_course
from parcours_u.domain.course import Kind
from parcours_u.grading.codes import new_code
from running import Running

FREE_TEXT, DEPOSITED = [prompt.id for prompt in load_course().prompts() if prompt.kind is Kind.FREE_TEXT][:2]
ROUTE = f"/parcours-u/entries/{FREE_TEXT}"


def test_nobody_reads_them_without_the_token(course: Running) -> None:
    assert ask(course, "/parcours-u/metrics")[0] == 403
    assert ask(course, "/parcours-u/metrics", "faux")[0] == 403


def test_saves_conflicts_and_refusals_are_counted_and_saves_are_timed(course: Running, token: str) -> None:
    before = figures(course, token)
    for text, base in (("un", 0), ("deux", 1), ("d’une autre page", 1)):
        assert course.ask("PUT", ROUTE, {"body": {"text": text}, "base": base})[0] == 200
    course.ask("PUT", ROUTE, {"body": {"texte": "x"}, "base": 0})
    course.ask("PUT", "/parcours-u/entries/inconnue", {"body": {}, "base": 0})
    course.ask("POST", "/parcours-u/deposits/co-initier", {"code": ""})
    course.ask("GET", "/parcours-u/entries", token=False)
    after = figures(course, token)
    grown = {name: after[name] - before[name] for name in before if after[name] != before[name]}
    counts = {name: value for name, value in grown.items() if "seconds" not in name}
    assert counts == {
        'parcours_u_saves_total{outcome="saved"}': 2,
        'parcours_u_saves_total{outcome="conflict"}': 1,
        'parcours_u_refusals_total{reason="malformed"}': 1,
        'parcours_u_refusals_total{reason="unknown"}': 1,
        'parcours_u_refusals_total{reason="refused"}': 1,
        'parcours_u_refusals_total{reason="forbidden"}': 1,
    }
    assert grown["parcours_u_save_seconds_count"] == 3
    assert grown['parcours_u_save_seconds_bucket{le="+Inf"}'] == 3
    assert 0 < grown["parcours_u_save_seconds_sum"] < 60


def test_no_label_names_a_person_a_question_or_a_page(course: Running, token: str) -> None:
    labels = set(re.findall(r'(\w+)="', " ".join(figures(course, token))))
    assert labels == {"outcome", "reason", "state", "way", "le"}
    content = ask(course, "/parcours-u/metrics", token)[1]
    for word in ("solo", FREE_TEXT, "co-initier", course.folder.name):
        assert word.encode() not in content


def test_deposits_are_counted_by_way(course: Running, token: str) -> None:
    before = figures(course, token)
    route = f"/parcours-u/entries/{DEPOSITED}"
    assert course.ask("PUT", route, {"body": {"text": "à déposer"}, "base": 0})[0] == 200
    assert course.ask("PATCH", route, {"audience": ["trainer"]})[0] == 200
    module = load_course().part_of(DEPOSITED).id
    assert course.ask("POST", f"/parcours-u/deposits/{module}", {"code": new_code(set())})[0] == 200
    after = figures(course, token)
    assert after['parcours_u_deposits_total{way="zip"}'] - before['parcours_u_deposits_total{way="zip"}'] == 1
