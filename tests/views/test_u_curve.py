"""The U of a course of any length: as deep on both sides, in order, and told in words."""

from itertools import pairwise

import pytest

from parcours_u.views.u_curve import MOST_ON_CURVE, curve_in_words, stations


@pytest.mark.parametrize("count", range(1, MOST_ON_CURVE + 1))
def test_the_u_goes_down_then_up_and_is_the_same_on_both_sides(count):
    found = stations(count)
    assert len(found) == count
    assert [one.y for one in found] == [one.y for one in reversed(found)]
    assert [round(one.x + other.x) for one, other in zip(found, reversed(found), strict=True)] == [160] * count
    assert [one.side for one in found].count("bottom") == count % 2
    down = [one.y for one in found if one.side == "down"]
    assert down == sorted(set(down))


@pytest.mark.parametrize("count", range(2, MOST_ON_CURVE + 1))
def test_the_words_of_two_stations_of_a_side_do_not_touch(count):
    """They are 10 units high where the drawing is narrowest (46 rem for 160 units)."""
    heights = [one.y for one in stations(count) if one.side == "down"]
    assert all(below - above >= 10 for above, below in pairwise(heights))


def test_seven_steps_are_where_they_always_were():
    left = stations(7)[:4]
    assert [one.y for one in left] == [8.0, 51.3, 75.2, 89.0]
    assert [one.x for one in left] == pytest.approx([14.0, 20.0, 35.4, 80.0], abs=0.3)


def test_the_drawing_is_told_with_its_own_numbers():
    assert "quatre étapes descendent pour observer, une est tout en bas" in curve_in_words(9)
    assert "deux étapes descendent pour observer, on s’arrête tout en bas, deux remontent" in curve_in_words(4)
    assert "on descend pour observer" in curve_in_words(2)
