"""The calendar of a format, as the server gives it to a browser."""

import pytest

from running import Running

VOYAGE = "/parcours-u/formats/voyage-trois-jours.ics"


def test_the_calendar_comes_as_a_file_named_after_its_format_and_date(course: Running) -> None:
    status, content, headers = course.ask("GET", f"{VOYAGE}?debut=2027-03-15")
    assert status == 200
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["content-disposition"] == 'attachment; filename="voyage-trois-jours-2027-03-15.ics"'
    assert b"DTSTART:20270315T090000" in content


@pytest.mark.parametrize("query", ["", "?debut=", "?debut=demain", "?debut=2027-02-30", "?debut=9999-12-31"])
def test_a_date_that_is_none_is_refused_in_one_sentence(course: Running, query: str) -> None:
    status, answer, _ = course.ask("GET", VOYAGE + query)
    assert status == 400
    assert answer["message"].startswith("La date du premier jour n’a pas été comprise")


@pytest.mark.parametrize("name", ["inconnu", "clinique-de-cas"])
def test_what_is_no_format_in_days_has_no_calendar(course: Running, name: str) -> None:
    status, answer, _ = course.ask("GET", f"/parcours-u/formats/{name}.ics?debut=2027-03-15")
    assert status == 404
    assert "il n’y a rien à télécharger" in answer["message"]


def test_who_did_not_come_by_the_private_link_gets_nothing(course: Running) -> None:
    assert course.ask("GET", f"{VOYAGE}?debut=2027-03-15", token=False)[0] == 403
