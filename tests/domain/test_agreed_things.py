"""What is agreed on: when it is to be remembered, and what can't be agreed on as it is written."""

from datetime import date

import pytest

from parcours_u.domain.agreements import (
    LONGEST_AGREEMENT,
    Agreement,
    AgreementError,
    Reminder,
    check_due,
    check_text,
    reminder,
)
from parcours_u.domain.audience import Reader
from parcours_u.domain.rooms import Room

TODAY = date(2027, 3, 5)


def agreed(due: str, done: bool = False) -> Agreement:
    return Agreement("a", Room(Reader.PAIR, "p"), "ada", "Ada", "Nous appeler", due, done, 1, "2027-03-01T08:00:00Z")


@pytest.mark.parametrize(
    ("due", "done", "expected"),
    [
        ("", False, None),
        ("2027-03-04", False, Reminder.LATE),
        ("2026-12-31", False, Reminder.LATE),
        ("2027-03-05", False, Reminder.SOON),
        ("2027-03-12", False, Reminder.SOON),
        ("2027-03-13", False, None),
        ("2027-03-12", True, None),
        ("2027-03-04", True, None),
    ],
)
def test_a_group_is_reminded_within_a_week_and_until_it_is_done(
    due: str, done: bool, expected: Reminder | None
) -> None:
    assert reminder(agreed(due, done), TODAY) is expected


def test_a_text_is_kept_on_one_line() -> None:
    assert check_text("  nous\nappeler   jeudi ") == "nous appeler jeudi"
    assert check_text("é" * LONGEST_AGREEMENT) == "é" * LONGEST_AGREEMENT


@pytest.mark.parametrize("text", ["", " \n ", None, 3, ["x"], "x" * (LONGEST_AGREEMENT + 1), "\ud800"])
def test_what_is_no_text_is_refused_in_a_sentence_that_quotes_nothing(text: object) -> None:
    with pytest.raises(AgreementError) as refused:
        check_text(text)
    assert str(refused.value).endswith(".")
    assert "xxx" not in str(refused.value)


@pytest.mark.parametrize(("day", "kept"), [("", ""), (None, ""), ("2027-03-12", "2027-03-12")])
def test_a_day_may_be_chosen_or_not(day: object, kept: str) -> None:
    assert check_due(day) == kept


@pytest.mark.parametrize("day", ["demain", "2027-02-30", "0001-01-01", "9999-12-31", 20270312, "2027-03-12T10:00:00"])
def test_what_is_no_day_is_refused(day: object) -> None:
    with pytest.raises(AgreementError):
        check_due(day)
