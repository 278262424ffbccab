"""A cohort's server from one day to the next: killed, started again, ended; what the trainer is told."""

import re
import sys
from pathlib import Path

import psutil
import pytest

from people_here import FREE_TEXT, HOME, MODULE, animate, running_cohort


def test_killed_while_people_write_it_starts_again_where_it_was(tmp_path: Path) -> None:
    cohort = animate(tmp_path / "groupe")
    ada, bo = cohort.newcomer("Ada"), cohort.newcomer("Bo")
    kernel, base = ada.kernel(), 0
    for rank in range(10):
        base = ada.write(f"phrase {rank}", base=base).json["saved"]["revision"]
        bo.write(f"ligne {rank}", base=rank)
    cohort.kill()
    again = animate(tmp_path / "groupe", port=None)
    try:
        assert again.base == cohort.base
        # Nobody signs in: each device's cookie opens its person's key again.
        assert (ada.texts(), bo.texts()) == (["phrase 9"], ["ligne 9"])
        assert ada.ask("POST", MODULE, {"kernel": kernel, "check": True}).status == 404
        reattached = ada.ask("POST", MODULE, {"kernel": kernel})
        assert reattached.status == 200
        assert b"pu-noyau" in reattached.body
        assert ada.write("et la suite", base=base).status == 200
    finally:
        assert again.stop() == 0


def test_the_first_line_is_the_trainer_s_invitation_until_they_have_joined(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as first:
        former = first.link
    with running_cohort(tmp_path / "groupe") as second:
        trainer, late = second.browser(), second.browser()
        assert late.join(former.rsplit("/", 1)[1]).status == 410
        assert "L’accès de formation" in trainer.get(f"rejoindre/{second.link.rsplit('/', 1)[1]}").text
        assert trainer.join(second.link.rsplit("/", 1)[1]).status == 303
        port = int(second.base.rsplit(":", 1)[1])
    with running_cohort(tmp_path / "groupe", port=port) as third:
        assert third.link == f"http://127.0.0.1:{port}/"  # no start makes another way in
        assert trainer.get(HOME).status == 200
        assert third.browser().get(HOME).status == 302


def test_when_no_place_is_left_somebody_waits_and_takes_nobody_s(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe", "--pages-vivantes", "1") as cohort:
        ada, bo = cohort.newcomer("Ada"), cohort.newcomer("Bo")
        kernel = ada.kernel()
        assert 'id="pu-file"' in bo.get(MODULE).text
        taken = bo.ask("POST", MODULE, {"kernel": kernel})
        assert (taken.status, taken.json["ahead"]) == (503, 1)
        assert ada.ask("POST", MODULE, {"kernel": kernel, "check": True}).status == 204


def test_the_server_says_nothing_of_anybody(tmp_path: Path) -> None:
    secret = "CONFIDENCE-QUE-PERSONNE-NE-LIT"
    with running_cohort(tmp_path / "groupe", "--journal-technique") as cohort:
        browser = cohort.newcomer("Philomène")
        browser.write(secret)
        browser.ask("PUT", f"parcours-u/entries/{FREE_TEXT}", {"body": {"texte": secret}, "base": 0})
        token = cohort.invite(cohort.add("Ondine").id).token
        cohort.browser().join(token)
        cohort.browser().send("connexion", phrase=secret)
    assert '"event": "request"' in cohort.said
    for hidden in (secret, token, browser.phrase.split()[0], "Philom", browser.person, browser.device_cookie[1]):
        assert hidden not in cohort.said


@pytest.mark.skipif(sys.platform != "linux", reason="another process's limits are told on Linux only")
def test_a_process_that_crashes_leaves_no_key_nor_word_in_a_core_dump(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as cohort:
        cohort.newcomer("Ada").kernel()
        server = psutil.Process(cohort.process.pid)
        started = server.children(recursive=True)
        assert started
        assert {one.rlimit(psutil.RLIMIT_CORE) for one in (server, *started)} == {(0, 0)}


def test_an_address_where_nothing_is_shows_a_page_of_the_course_with_its_style(tmp_path: Path) -> None:
    with running_cohort(tmp_path / "groupe") as cohort:
        ada = cohort.newcomer("Ada")
        nothing = ada.get("une-page-qui-n-existe-pas")
        assert nothing.status == 404
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', nothing.text)
        assert sheets
        for sheet in sheets:
            found = ada.get(sheet)
            assert (found.status, found.headers["content-type"]) == (200, "text/css; charset=utf-8")
