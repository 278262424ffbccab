"""What browsers run is what the sources give: built, committed, named by its content, its licences beside it."""

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRONT = ROOT / "widgets" / "front"
TEMPLATE = ROOT / "widgets" / "parcours_u" / "server" / "share" / "voila" / "templates" / "parcours_u"
BUILT = TEMPLATE / "static" / "front"


def size(step: str) -> int:
    (found,) = BUILT.glob(f"{step}-*.js")
    return found.stat().st_size


def test_each_step_is_one_file_and_the_template_names_the_first_two():
    named = re.findall(r'"front/([^"]+)"', (TEMPLATE / "front.j2").read_text(encoding="utf-8"))
    steps = {path.name.split("-")[0] for path in BUILT.glob("*.js")}
    assert steps == {"debut", "page", "ipywidgets"}
    assert len(list(BUILT.glob("*.js"))) == 3
    assert [name.split("-")[0] for name in named] == ["debut", "page"]
    assert all((BUILT / name).is_file() for name in named)


def test_a_page_of_the_course_starts_with_less_than_thirty_kilobytes_of_script():
    assert size("debut") + size("page") < 30_000


def test_nothing_evaluates_text_in_what_every_page_runs():
    for step in ("debut", "page"):
        (script,) = BUILT.glob(f"{step}-*.js")
        text = script.read_text(encoding="utf-8")
        assert "eval(" not in text
        assert "new Function" not in text


def test_the_licence_of_each_bundled_package_is_told():
    notices = (BUILT / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    for package in (
        "@jupyter-widgets/base",
        "@jupyter-widgets/controls",
        "@lumino/widgets",
        "backbone",
        "jquery",
        "lodash",
    ):
        assert re.search(rf"^{re.escape(package)} \d+\.\d+\.\d+ \(.+\)$", notices, re.MULTILINE), package


def test_what_is_built_was_built_from_these_sources():
    told = dict(reversed(line.split()) for line in (BUILT / "SOURCES.txt").read_text(encoding="utf-8").splitlines())
    files = [FRONT / "build.mjs", FRONT / "package-lock.json", *sorted((FRONT / "src").iterdir())]
    now = {path.relative_to(FRONT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert told == now, "npm ci && npm run build, in widgets/front"
