"""Requests whose fields are of another shape than what a page sends: refused in a sentence, never a failure of ours."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from test_every_route import ROUTES

from parcours_u.content.catalogue import load_course
from parcours_u.domain.people import Role
from people_here import FREE_TEXT, Browser, Cohort
from running import running

ID = "0123456789abcdef"
PART = load_course().part_of(FREE_TEXT).id
# By address: a method, and a request that is whole. Each of its fields takes every wrong shape in turn.
ALONE: dict[str, tuple[str, dict[str, Any]]] = {
    "place": ("PUT", {"part": PART}),
    f"entries/{FREE_TEXT}": ("PUT", {"body": {"text": "un"}, "base": 0, "part": PART}),
    f"entries/{FREE_TEXT} ": ("PATCH", {"audience": ["trainer"]}),
    "deposits/co-initier": ("POST", {"code": ""}),
    "shared/replies": ("POST", {"room": "cohort", "owner": ID, "prompt": FREE_TEXT, "text": "un"}),
    "agreements": ("POST", {"rooms": [f"pair:{ID}"], "text": "un", "due": "2027-03-01"}),
    f"agreements/{ID}": ("PATCH", {"text": "un", "due": "2027-03-01", "done": True, "base": 1}),
}
TEAM: dict[str, tuple[str, dict[str, Any]]] = {
    "cohorte/personnes/ajouter": (
        "POST",
        {
            **dict.fromkeys(("first_name", "last_name", "organisation", "email", "territory"), ""),
            **{"profile": "agent", "role": "host", "circles": [], "core_groups": []},
        },
    ),
    "cohorte/personnes/ajouter ": ("POST", {"role": "trainer", "circles": [ID], "first_name": "", "last_name": ""}),
    f"cohorte/personnes/{ID}/role": ("POST", {"role": "accompanist", "core_groups": [ID], "circles": []}),
    f"cohorte/personnes/{ID}/role ": ("POST", {"role": "host", "territory": "Nord"}),
    f"cohorte/personnes/{ID}/invitation": ("POST", {"days": 7, "renew": False}),
    "cohorte/visites": ("POST", {"page": "co-initier", "hours": 0, "days": 7, "most": 60}),
    # Nobody is said to move, and no circle has such a size: nothing is solved.
    "cohorte/cercles/proposition": ("POST", {"what": "move", "seed": 0, "sizes": [4, 5], "pairs": "libres", "to": ""}),
    "cohorte/cercles/proposition ": ("POST", {"what": "anew", "sizes": [5, 4]}),
    "cohorte/cercles": ("POST", {"proposal": ID}),
    "cohorte/binomes": ("POST", {"people": [ID, ID[::-1]]}),
    "cohorte/noyaux": ("POST", {"people": [ID], "name": "Noyau", "seen": []}),
    "cohorte/souhait": ("POST", {"person": ID, "others": [ID]}),
    f"cohorte/depots/co-initier/{ID}/commentaires/{FREE_TEXT}": ("PUT", {"text": "un", "base": "", "deposit": ID}),
    "cohorte/depots/co-initier/retours": ("POST", {"leaving": {ID: 1}}),
    "cohorte/repartition": ("PUT", {"commenters": {ID: ID}, "known": {}}),
    "cohorte/amorces": ("PUT", {"starters": ["un"]}),
    # Of no module there is: what is well formed is refused before nbgrader is asked.
    "cohorte/attributions": (
        "PUT",
        {"module": "aucun", "cercles": [], "profils": [], "pour_le": "2027-03-01T12:00Z", "connu": "", "sans_date": 0},
    ),
    "cohorte/attributions ": ("DELETE", {"module": "co-initier", "cercles": [], "profils": []}),
    "cohorte/journee": ("PUT", {"format": "aucun", "premier_jour": "2027-03-01"}),
    "cohorte/journee/retard": ("PUT", {"jour": "2027-03-01", "heure": "10:40", "minutes": 40}),
    "cohorte/fuseau": ("PUT", {"fuseau": "Nulle/Part"}),
    "cohorte/fuseau ": ("POST", {"fuseau": "Nulle/Part", "ici": ""}),
}
# What brings no JSON: files, forms, or nothing at all.
WITHOUT_FIELDS = {
    "journal",
    "returns",
    "cohorte/fichiers",
    "cohorte/personnes/liste",
    "cohorte/cartes",
    "cohorte/serveur/diagnostic",
    "cohorte/serveur/sauvegarde",
    "cohorte/depots/co-initier/recueil",
}
STANDING = {("cohorte/cercles/proposition", "what")}
SHAPES = [
    *("null", "true", "-1", "1.5", "1e999", "NaN", "9" * 30, "9" * 5000),
    *('""', '"\\ud800"', '"\\u0000"', '"000000000' + "9" * 30 + '"', '"٣"'),
    *(
        "[]",
        "[[]]",
        "[null]",
        "[{}]",
        '["\\ud800"]',
        "{}",
        '{"text": []}',
        '{"text": "\\ud800"}',
        '{"a": {"b": [1]}}',
        "[" * 900 + "]" * 900,
    ),
]


Send = Callable[[str, str, bytes], tuple[int, Any]]


def wrong(asked: dict[str, Any], name: str) -> Iterator[bytes]:
    """Give a request with one of its fields in every wrong shape."""
    told = {other: json.dumps(value) for other, value in asked.items()}
    for shape in SHAPES:
        written = ", ".join(f'"{other}": {value}' for other, value in {**told, name: shape}.items())
        yield f"{{{written}}}".encode()


def check(sender: Callable[[], Send], routes: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Send every request, each field from somebody else: nobody is to be told that they ask too fast."""
    for address, (method, asked) in routes.items():
        for name in [name for name in asked if (address, name) not in STANDING]:
            send = sender()
            for body in wrong(asked, name):
                status, told = send(method, f"parcours-u/{address.strip()}", body)
                seen = (method, address, body[:200], status, told)
                assert status < 500, seen
                assert status != 429, seen
                assert status < 400 or {"\u00a0", "\u202f"} & {*told["message"]}, seen  # a sentence in French


def by_browser(browser: Browser) -> Send:
    browser.get("vos-mots")  # with an anti-forgery token

    def send(method: str, path: str, body: bytes) -> tuple[int, Any]:
        answer = browser.ask(method, path, body)
        return answer.status, answer.json

    return send


def test_of_somebody_of_a_cohort(cohort: Cohort) -> None:
    check(lambda: by_browser(cohort.newcomer("Gil")), ALONE)


def test_of_a_trainer(cohort: Cohort) -> None:
    trainer = by_browser(cohort.newcomer("Awa", Role.TRAINER))
    check(lambda: trainer, TEAM)


def test_of_somebody_alone(tmp_path: Path) -> None:
    with running(tmp_path / "carnet") as course:
        check(lambda: lambda method, path, body: course.ask(method, f"/{path}", body)[:2], ALONE)


def test_every_address_that_takes_fields_is_looked_at() -> None:
    written = {path for _, method, path in ROUTES.values() if method in {"PATCH", "POST", "PUT"}}
    taking = {path.removeprefix("parcours-u/") for path in written if path.startswith("parcours-u/")}
    assert taking - WITHOUT_FIELDS <= {address.strip() for address in (*ALONE, *TEAM)}
