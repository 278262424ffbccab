"""``course/amorces.yaml``: beginnings of comments that ask rather than judge, and the file that a server reads."""

import json
import re
from pathlib import PurePosixPath

import pytest

from parcours_u.content.build import derive
from parcours_u.content.catalogue import load_starters
from parcours_u.content.errors import ContentError
from parcours_u.content.starters import STARTERS as SOURCE
from parcours_u.content.starters import read_starters
from parcours_u.paths import STARTERS, common_root

GROUPS = "groups:\n  - {moment: Accueillir, starters: [Merci pour ceci., J’entends]}\n"
VERDICTS = re.compile(
    r"\b(?:bien|bravo|excellent|parfait|juste|faux|mal|insuffisant|devriez|faut|note)\b", re.IGNORECASE
)


def test_a_course_may_have_none(course_root):
    assert read_starters(course_root) == ()
    assert PurePosixPath(STARTERS) not in derive(course_root)


def test_they_become_what_a_server_reads(course_root):
    (course_root / SOURCE).write_text(GROUPS, encoding="utf-8")
    told = json.loads(derive(course_root)[PurePosixPath(STARTERS)])
    assert told == {"groups": [{"moment": "Accueillir", "starters": ["Merci pour ceci.", "J’entends"]}]}


@pytest.mark.parametrize(
    "text",
    [
        "groups: []\n",
        GROUPS + "  - {moment: Accueillir, starters: [Autre chose]}\n",
        GROUPS + "  - {moment: Ouvrir, starters: [J’entends]}\n",
        GROUPS.replace("moment", "moments"),
        GROUPS.replace("[Merci pour ceci., J’entends]", "[]"),
    ],
)
def test_what_is_wrong_is_refused_with_its_file(course_root, text):
    (course_root / SOURCE).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_starters(course_root)
    assert refused.value.file == SOURCE


def test_those_of_the_course_are_about_a_dozen_and_judge_nobody():
    told = [one for group in read_starters(common_root()) for one in group.starters]
    assert 12 <= len(told) <= 18
    assert sum("\u202f?" in one for one in told) >= 6
    assert [one for one in told if VERDICTS.search(one)] == []
    assert [one for group in load_starters() for one in group["starters"]] == told
