"""Roles on a cohort that really runs: what is given counts from the next request, and what each finds at home."""

import json
import subprocess
import sys
from typing import Any

import pytest

from parcours_u.domain.ending import yes_to
from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from people_here import FREE_TEXT, HOME, Browser, Cohort

SPACE, VIEWS = "voila/render/course/espace-formateur.ipynb", "parcours-u/cohorte/vues"


def cohort_command(cohort: Cohort, *words: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "parcours_u.cli", "cohorte", *words, "--dossier", str(cohort.folder.path)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=240)


def given(cohort: Cohort, browser: Browser, *words: str) -> dict[str, Any]:
    done = cohort_command(cohort, "role", browser.person, *words, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def circles(cohort: Cohort, *wanted: tuple[str, list[Browser]]) -> None:
    with cohort_database(cohort.folder) as database:
        today = Groups(database).current(GroupKind.CIRCLE)
        formed = [Group("", GroupKind.CIRCLE, name, tuple(one.person for one in members)) for name, members in wanted]
        Groups(database).replace(GroupKind.CIRCLE, today, formed, yes_to(today))


@pytest.fixture(scope="module")
def chief(cohort: Cohort) -> Browser:
    """Somebody who has the whole cohort in charge, whatever happens to the others."""
    return cohort.newcomer("Chantal", Role.TRAINER)


def test_a_role_counts_from_the_next_request_also_on_a_page_that_is_open(cohort: Cohort, chief: Browser) -> None:
    one = cohort.newcomer("Rémi", code="REMI")
    kernel = one.kernel()
    assert (one.get(SPACE).status, one.get(VIEWS).status) == (404, 403)
    assert given(cohort, one, "--role", "formatrice")["role"] == "formation"
    assert (one.get(SPACE).status, one.get(VIEWS).status) == (200, 200)
    given(cohort, one, "--role", "participante")
    assert (one.get(SPACE).status, one.get(VIEWS).status) == (404, 403)
    assert one.get(f"api/kernels/{kernel}").status == 200


def test_a_trainer_whose_only_circle_ended_sees_nobody_and_manages_nothing(cohort: Cohort, chief: Browser) -> None:
    members = [cohort.newcomer(name, code=name) for name in ("Una", "Ugo", "Ulla", "Urs")]
    circles(cohort, ("Cercle un", members[:2]), ("Cercle deux", members[2:]))
    own = cohort.newcomer("Théa", Role.TRAINER)
    given(cohort, own, "--role", "formateur", "--cercle", "cercle un")

    def seen() -> set[str]:
        return {one["name"] for one in own.get("parcours-u/cohorte/personnes").json["people"]}

    assert seen() == {"Una du groupe", "Ugo du groupe"}
    with cohort_database(cohort.folder) as database:
        Groups(database).form_pair(members[0].person, members[2].person, "Ulla et Una")
    told = own.get("parcours-u/cohorte/personnes")
    assert (told.json["circles"], told.json["core_groups"]) == (["Cercle un"], [])
    assert "Ulla" not in told.text  # a pair is nothing of a circle's trainer
    assert "Ulla et Una" in chief.get("parcours-u/cohorte/personnes").text
    found = own.get("parcours-u/cohorte/groupes").json
    assert ([one["name"] for one in found["circles"]], found["manages"]) == (["Cercle un"], False)
    circles(cohort, ("Cercle trois", members[:2]), ("Cercle quatre", members[2:]))
    assert seen() == set()
    assert own.get("parcours-u/cohorte/groupes").json["circles"] == []
    views = {view["id"]: view for view in own.get(VIEWS).json["vues"]}
    assert (views["variete"]["lignes"], views["rencontres"]["lignes"]) == ([], [])
    assert own.ask("POST", "parcours-u/cohorte/cercles/proposition", {"what": "anew"}).status == 403
    listed = cohort_command(cohort, "lister", "--json")
    row = next(one for one in json.loads(listed.stdout)["personnes"] if one["id"] == own.person)
    assert (row["toute_la_cohorte"], row["charge"][0]["finie"]) == (False, True)


def test_a_host_and_an_accompanist_are_told_kindly_what_they_are_here_as(cohort: Cohort, chief: Browser) -> None:
    writer, host, guide = (cohort.newcomer(name, code=name) for name in ("Wim", "Hana", "Gaston"))
    with cohort_database(cohort.folder) as database:
        today = Groups(database).current(GroupKind.CORE_GROUP)
        Groups(database).replace(
            GroupKind.CORE_GROUP, today, [*today, Group("", GroupKind.CORE_GROUP, "Le quai", (writer.person,))]
        )
    given(cohort, host, "--role", "hôte", "--territoire", "Nord")
    given(cohort, guide, "--role", "accompagnant", "--noyau", "le quai")
    assert 'Vous accueillez un territoire\u00a0: <strong dir="auto">Nord</strong>.' in host.get(HOME).text
    assert 'Vous accompagnez des noyaux\u00a0: <strong dir="auto">Le quai</strong>.' in guide.get(HOME).text
    for somebody, name in ((host, "noyau"), (host, "cercle"), (guide, "binome")):
        assert "Votre place ici est autre" in somebody.get(f"voila/render/course/{name}.ipynb").text
    writer.write("pour le noyau")
    assert writer.ask("PATCH", f"parcours-u/entries/{FREE_TEXT}", {"audience": ["core_group"]}).status == 200
    assert [one["owner"] for one in guide.get("parcours-u/shared").json["entries"]] == [writer.person]
    assert host.get("parcours-u/shared").json["entries"] == []
    assert "Votre place ici est autre" not in guide.get("voila/render/course/noyau.ipynb").text


def test_a_role_that_makes_no_sense_is_one_sentence(cohort: Cohort, chief: Browser) -> None:
    for words in (
        ("role", chief.person, "--role", "formateur", "--cercle", "Baobab"),
        ("role", chief.person, "--role", "hote", "--cercle", "Tilleul"),
        ("role", "Personne de ce nom", "--role", "hote"),
    ):
        refused = cohort_command(cohort, *words)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
    assert cohort_command(cohort, "role", chief.person, "--role", "roi").returncode == 2
