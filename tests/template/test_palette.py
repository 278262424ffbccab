"""Colours are readable: computed from the style sheet itself, light and dark."""

import re

import pytest
from served_pages import SHARE

STYLES = (SHARE / "voila" / "templates" / "parcours_u" / "static" / "style.css").read_text(encoding="utf-8")
BACKGROUNDS = ("paper", "surface", "accent-soft", "deep-soft")
TEXTS = ("ink", "muted", "accent", "deep", "danger")
EDGES = ("line", "focus", "accent", "deep", "danger")


def palette(dark: bool) -> dict[str, str]:
    """Return the colours of a scheme, by name."""
    light = dict(re.findall(r"--pu-([\w-]+): (#[0-9a-f]{6})", STYLES.split("@media")[0]))
    found = dict(re.findall(r"--pu-([\w-]+): (#[0-9a-f]{6})", STYLES.split("@media")[1])) if dark else {}
    assert len(light) >= 14
    assert not dark or set(found) == set(light)
    return {**light, **found}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_wcag_s():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_text_is_readable_on_every_background(dark, background):
    colours = palette(dark)
    poor = {text: contrast(colours[text], colours[background]) for text in TEXTS}
    assert {text: ratio for text, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_edges_and_focus_stand_out_on_every_background(dark, background):
    colours = palette(dark)
    poor = {edge: contrast(colours[edge], colours[background]) for edge in EDGES}
    assert {edge: ratio for edge, ratio in poor.items() if ratio < 3} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", ["accent", "deep"])
def test_words_on_a_coloured_button_are_readable(dark, colour):
    colours = palette(dark)
    assert contrast(colours[f"on-{colour}"], colours[colour]) >= 4.5
