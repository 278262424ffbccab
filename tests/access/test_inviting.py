"""``parcours-u cohorte inviter``: links, codes, cards to print and messages to copy; never anybody who did not ask to lose their words."""

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from parcours_u.domain.people import Role
from parcours_u.server.cohort.cards import Card, cards_page
from people_here import HOME, Cohort


def inviter(cohort: Cohort, *options: str) -> "subprocess.CompletedProcess[str]":
    folder = ["--dossier", str(cohort.folder.path)]
    command = [sys.executable, "-m", "parcours_u.cli", "cohorte", "inviter", *folder, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_somebody_invited_by_name_comes_in_by_the_link_and_by_the_code(cohort: Cohort) -> None:
    cohort.add("Aurore", code="AURORE-1")
    done = inviter(cohort, "AURORE-1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    (invitation,) = told["invitations"]
    assert told["adresse"] == f"{cohort.base}/"
    assert invitation["lien"].startswith(f"{cohort.base}/rejoindre/")
    browser = cohort.browser()
    assert "Bonjour Aurore" in browser.send("rejoindre", code=invitation["code"]).text
    assert browser.join(invitation["lien"].rsplit("/", 1)[1]).status == 303
    assert browser.get(HOME).status == 200


def test_cards_are_printable_private_and_make_no_request(cohort: Cohort, tmp_path: Path) -> None:
    cohort.add("Blaise", code="BLAISE-1")
    file = tmp_path / "cartes.html"
    done = inviter(cohort, "BLAISE-1", "--cartes", str(file))
    assert done.returncode == 0, done.stderr
    assert "effacez ce fichier" in done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = file.read_text()
    assert not re.search(r"<script|<link|src=|url\(|@import", page)
    soup = BeautifulSoup(page, "html.parser")
    (card,) = soup.select(".carte")
    assert card.h2 is not None
    assert card.h2.text == "Blaise du groupe"
    assert card.svg is not None
    (message,) = soup.select("pre")
    assert f"{cohort.base}/rejoindre/" in message.text
    assert "Bonjour Blaise" in message.text


def test_eight_cards_make_a_sheet_and_a_name_is_text() -> None:
    cards = [
        Card("<b>Nom</b>", "<b>", f"http://x/rejoindre/{rank}", "AAAAA-BBBBB", "2027-03-02T10:00:00Z", "demain")
        for rank in range(9)
    ]
    soup = BeautifulSoup(cards_page(cards, "Un parcours", "http://x/rejoindre"), "html.parser")
    assert [len(sheet.select(".carte")) for sheet in soup.select(".feuille")] == [8, 1]
    assert soup.select("b") == []


def test_who_has_joined_is_not_invited_again_unless_they_lost_everything(cohort: Cohort) -> None:
    browser = cohort.newcomer("Colette", code="COLETTE-1")
    browser.write("ce qui est à moi")
    refused = inviter(cohort, "COLETTE-1")
    assert refused.returncode == 1
    assert "a déjà rejoint le groupe" in refused.stderr
    assert browser.texts() == ["ce qui est à moi"]
    renewed = inviter(cohort, "COLETTE-1", "--renouveler", "--json")
    (invitation,) = json.loads(renewed.stdout)["invitations"]
    assert browser.texts() == ["ce qui est à moi"]  # not before they accept
    again = cohort.browser()
    assert again.join(invitation["lien"].rsplit("/", 1)[1]).status == 303
    assert again.texts() == []


def test_without_a_name_every_participant_who_has_not_joined_is_invited(cohort: Cohort) -> None:
    cohort.add("Denise")
    cohort.newcomer("Émile")
    cohort.add("Une formatrice", role=Role.TRAINER)
    names = [one["nom"] for one in json.loads(inviter(cohort, "--json").stdout)["invitations"]]
    assert "Denise du groupe" in names
    assert "Émile du groupe" not in names
    assert "Une formatrice du groupe" not in names


@pytest.mark.parametrize("name", ["Personne de ce nom", "du groupe"])
def test_a_name_that_is_nobody_s_is_said_and_nobody_is_invited(cohort: Cohort, name: str) -> None:
    done = inviter(cohort, name)
    assert (done.returncode, done.stdout) == (1, "")
    assert "rien n’a été changé" in done.stderr


def test_an_address_may_be_said(cohort: Cohort) -> None:
    cohort.add("Fanny", code="FANNY-1")
    done = inviter(cohort, "FANNY-1", "--adresse-publique", "https://parcours.exemple.invalid", "--json")
    (invitation,) = json.loads(done.stdout)["invitations"]
    assert invitation["lien"].startswith("https://parcours.exemple.invalid/rejoindre/")
