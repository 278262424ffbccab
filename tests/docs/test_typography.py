"""The README's French is set as print sets it, and the product is never given the theory's name."""

import re

import pytest

from parcours_u.content.checks.typography import FAULTS, faults
from readme import README, headings, prose

SAMPLES = [
    ("T01", "Quoi ? Oui !", "Quoi\u202f? Oui\u202f!"),
    ("T02", "Ici : là", "Ici\u00a0: là, à 12:30, http://exemple"),
    ("T03", "« oui »", "«\u00a0oui\u00a0»"),
    ("T04", 'dire "oui"', "dire “oui”"),
    ("T05", "et...", "et…"),
    ("T06", "l'eau", "l’eau"),
    ("T07", "deux  espaces , ici", "une espace, ici"),
    ("T08", "Ecrire", "Écrire"),
    ("T09", "à 14h30", "à 14\u00a0h\u00a030"),
    ("T10", "le 12 mai", "le 12\u00a0mai"),
    ("T11", "n°12", "n°\u00a012"),
    ("T12", "3,50 €", "3,50\u00a0€"),
    ("T13", "12 500 pages", "12\u202f500 pages"),
    ("T14", "oui - non", "oui – non, peut-être"),
    ("T15", "la 2ème fois", "la 2e fois"),
    ("T16", "Mr Untel", "M.\u00a0Untel"),
    ("T17", "le coeur", "le cœur"),
    ("T18", "un·e habitant(e)", "une personne"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_prose_has_no_fault_of_setting(fault):
    passages = prose()
    assert len(passages) > 50
    assert [found for passage in passages for found in faults(passage) if found.startswith(fault)] == []


@pytest.mark.parametrize(("rule", "bad", "good"), SAMPLES, ids=[rule for rule, _, _ in SAMPLES])
def test_each_fault_is_seen_where_it_is_and_only_there(rule, bad, good):
    (pattern,) = [pattern for name, pattern in FAULTS.items() if name.startswith(rule)]
    assert pattern.search(bad)
    assert not pattern.search(good)


def test_every_rule_has_its_sample():
    assert [name[:3] for name in FAULTS] == [rule for rule, _, _ in SAMPLES]


def test_the_theory_is_what_inspires_never_the_product_s_name():
    text = README.read_text(encoding="utf-8")
    for name, before in (("Théorie U", "inspiré de la "), ("Theory U", "inspired by ")):
        found = [match.start() for match in re.finditer(name, text)]
        assert found
        assert [text[max(0, at - 40) : at] for at in found if not text[:at].endswith(before)] == []
    assert not [title for title in headings().values() if "Théorie" in title or "Theory" in title]


def test_one_paragraph_speaks_to_the_jupyter_community_in_english():
    english = [passage for passage in prose() if passage.startswith("In English")]
    assert len(english) == 1
    assert len(english[0].split()) > 50
