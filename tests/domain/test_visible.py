"""Names as everybody sees them: one line, one form, nothing hidden; what scripts need inside a word stays."""

import pytest

from parcours_u.domain.visible import is_visible, one_line


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Zo\u202e\u200bé\nX ", "Zoé X"),
        ("Zoe\u0301", "Zoé"),
        ("Ana\x1b[31m", "Ana[31m"),
        ("Jean\u00a0\u2028Paul", "Jean Paul"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("\u200dAna\u200c \u200d Roy", "Ana Roy"),
        ("👩\u200d🌾 Ana", "👩\u200d🌾 Ana"),
        ("\u3164Ana\u2800", "Ana"),
        ("<b>Ana</b>", "<b>Ana</b>"),
    ],
)
def test_a_name_is_what_is_seen_of_it(typed: str, name: str) -> None:
    assert one_line(typed) == name
    assert one_line(name) == name


@pytest.mark.parametrize(
    "typed", ["", " \t", "\u200b", "\u200d\u200c", "\u202e\u2066", "\ufe0f", "\u034f", "\u3164", "\u2800", "\0"]
)
def test_a_name_that_nobody_sees_is_none(typed: str) -> None:
    assert one_line(typed) == ""
    assert not is_visible(typed)
