"""Whoever leaves the cohort keeps their journal to read, and nothing else: no page of the team's, no line, no new word."""

import asyncio
import subprocess
import sys

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from parcours_u.domain.people import Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.people import People
from people_here import HOME, Browser, Cohort

SPACE = "voila/render/course/espace-formateur.ipynb"


def leave(cohort: Cohort, browser: Browser) -> None:
    with cohort_database(cohort.folder) as database:
        People(database).leave(browser.person)


def test_a_line_that_was_open_is_closed_and_no_other_opens(cohort: Cohort) -> None:
    gone = cohort.newcomer("Gaël", code="GAEL")
    sent = {**gone._cookie_header(), "Origin": cohort.base}
    address = f"{cohort.base.replace('http', 'ws', 1)}/parcours-u/channel"

    async def lived() -> list[str]:
        line = await websocket_connect(HTTPRequest(address, headers=sent))
        await line.write_message('{"type": "join", "room": "cohort", "since": 0}')
        heard = [str(await line.read_message())]
        words = ["cohorte", "retirer", "Gaël du groupe", "--dossier", str(cohort.folder.path)]
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "parcours_u.cli", *words], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        while (text := await asyncio.wait_for(line.read_message(), 30)) is not None:
            heard.append(str(text))
        assert line.close_code == 4403
        return heard

    heard = asyncio.run(lived())
    assert '"joined"' in heard[0]
    assert gone.socket("parcours-u/channel", Origin=cohort.base) == 403


def test_one_s_own_words_stay_to_be_read_and_taken_away_and_no_new_one_is_written(cohort: Cohort) -> None:
    gone = cohort.newcomer("Gwen", code="GWEN")
    gone.write("avant de partir")
    leave(cohort, gone)
    assert gone.get(HOME).status == 200
    assert gone.texts() == ["avant de partir"]
    assert "avant de partir" in gone.get("parcours-u/carnet.json").text
    refused = gone.write("après", base=1)
    assert (refused.status, refused.json["message"].endswith(".")) == (403, True)
    assert gone.ask("POST", "parcours-u/deposits/co-initier", {"code": ""}).status == 403
    assert gone.ask("POST", "parcours-u/journal", b"{}").status == 403
    assert gone.ask("POST", "parcours-u/returns", b"{}").status == 403
    place = gone.get("parcours-u/page").json["place"]
    assert (
        gone.ask("PUT", "parcours-u/place", {"part": "presencing"}).status == 200
    )  # the page opens, and nothing is kept of it
    assert gone.get("parcours-u/page").json["place"] == place
    assert gone.get("parcours-u/shared").json["rooms"] == []
    assert gone.get("parcours-u/agreements").json["rooms"] == []
    assert gone.texts() == ["avant de partir"]
    assert gone.ask("DELETE", "parcours-u/journal").status == 200
    assert gone.texts() == []


def test_a_trainer_who_left_opens_nothing_of_the_team_s(cohort: Cohort) -> None:
    cohort.newcomer("Gil", Role.TRAINER)  # somebody stays in charge
    gone = cohort.newcomer("Gina", Role.TRAINER)
    assert gone.get(SPACE).status == 200
    leave(cohort, gone)
    assert gone.get(SPACE).status == 404
    for path in ("vues", "personnes", "groupes"):
        assert gone.get(f"parcours-u/cohorte/{path}").status == 403
    assert gone.get("parcours-u/metrics").status == 403
    assert "espace-formateur" not in gone.get(HOME).text
