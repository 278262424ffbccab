"""The repository keeps its shape: a fixed top level, short files, no trace of a machine, no foreign address."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "LICENSE",
    "LICENSE-CONTENU",
    "Makefile",
    "README.md",
    "binder",
    "course",
    "exercises",
    "pyproject.toml",
    "tests",
    "widgets",
}
LONGEST = 300
DRAWERS = {"common", "helper", "helpers", "misc", "tools", "util", "utils"}

MACHINE = re.compile(
    r"(?<![\w./-])/(?:work|root|opt|tmp|mnt|srv|Users)/\w|/home/(?!jovyan\b)\w|/usr/bin/(?!env\b)\w|[A-Z]:\\Users\\"
)
REGISTRY = re.compile(
    r"pypi\.(?:org|python\.org)|files\.pythonhosted\.org|registry\.npmjs\.org|(?:deb|security)\.debian\.org|"
    r"conda\.anaconda\.org|--(?:extra-)?index-url"
)
CONTENT_NETWORK = re.compile(
    r"//[\w.-]*cdn[\w.-]*\.|//(?:[\w-]+\.)*(?:jsdelivr\.net|unpkg\.com|cdnjs\.com|bootstrapcdn\.com|googleapis\.com|"
    r"gstatic\.com|fontawesome\.com|jquery\.com)",
    re.IGNORECASE,
)
# What a browser would fetch by itself, in the files that become pages: a link that a person clicks is another matter.
FETCHED = re.compile(
    r"""(?:\bsrc|\bsrcset|\bposter)\s*=\s*["']?(?:https?:)?//|<link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?//|"""
    r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//|\bimport\b[^;\n]*["']https?://|"""
    r"""\b(?:fetch|WebSocket|EventSource|sendBeacon|importScripts)\(\s*["'`](?:https?|wss?):""",
    re.IGNORECASE,
)
# Playwright takes a promise for true, whatever it comes to: such a wait never waits.
NO_WAIT = re.compile(r"""wait_for_function\(\s*f?["'][^\n]*(?:\basync\b|\bfetch\(|\bPromise\b|\.then\()""")
# A colon takes the wide space, the other signs the narrow one (the course's own texts have their eighteen rules elsewhere).
WRONG_SPACE = re.compile(r"(?:\\u00a0|&nbsp;|&#160;|\u00a0)[;!?]|(?:\\u202f|&#8239;|\u202f):")
PAGE_SUFFIXES = {".css", ".html", ".ipynb", ".j2", ".js", ".md", ".svg", ".tpl", ".yaml"}


def matches(texts: dict[Path, str], pattern: "re.Pattern[str]") -> list[str]:
    return [
        f"{file}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]}"
        for file, text in texts.items()
        for found in pattern.finditer(text)
    ]


def test_the_top_level_is_the_one_of_the_design(tracked_files):
    seen = {file.parts[0] for file in tracked_files if not file.parts[0].startswith(".")}
    assert seen == TOP_LEVEL


def test_no_code_file_is_longer_than_300_lines(texts):
    lengths = {str(file): text.count("\n") for file, text in texts.items() if file.suffix in {".py", ".js", ".css"}}
    assert {file: length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_drawer_fills_up(tracked_files):
    assert [str(file) for file in tracked_files if DRAWERS & {part.split(".")[0] for part in file.parts}] == []


def test_what_tests_import_by_name_is_one_file(tracked_files):
    """One run of pytest has every folder of tests on its path: of two files of one name it only finds the first."""
    names = Counter(file.name for file in tracked_files if file.parts[0] == "tests" and file.suffix == ".py")
    assert [name for name, times in names.items() if times > 1 and name not in {"conftest.py", "__init__.py"}] == []


def test_sentences_in_the_code_and_its_templates_have_the_spaces_of_french(texts):
    written = {".html", ".j2", ".js", ".py"}
    code = {file: text for file, text in texts.items() if file.parts[0] == "widgets" and file.suffix in written}
    assert matches(code, WRONG_SPACE) == []


def test_no_file_names_a_machine_s_folder(texts):
    assert matches(texts, MACHINE) == []


def test_no_file_names_a_package_registry(texts):
    assert matches({file: text for file, text in texts.items() if file.name != "Makefile"}, REGISTRY) == []


def test_no_file_names_a_content_network(texts):
    assert matches(texts, CONTENT_NETWORK) == []


def test_no_page_fetches_anything_from_elsewhere(texts):
    pages = {
        file: text
        for file, text in texts.items()
        if file.suffix in PAGE_SUFFIXES and file.parts[0] in {"course", "exercises", "widgets"}
    }
    assert len(pages) > 20
    assert matches(pages, FETCHED) == []


def test_no_test_waits_for_a_promise_as_if_it_were_its_answer(texts):
    assert matches({file: text for file, text in texts.items() if file.suffix == ".py"}, NO_WAIT) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE, "voir " + "/work/" + "main/README.md"),
        (MACHINE, "'/home/" + "camille/carnet'"),
        (REGISTRY, "https://pypi" + ".org/simple"),
        (CONTENT_NETWORK, "https://cdn" + "js.cloudflare.com/x.js"),
        (CONTENT_NETWORK, "//unpkg" + ".com/x"),
        (FETCHED, '<img alt="" src="https://exemple.fr/i.png">'),
        (FETCHED, "src: url(//exemple.fr/police.woff2)"),
        (FETCHED, "await fetch('https://exemple.fr/')"),
        (FETCHED, '<link rel="preconnect" href="//exemple.fr">'),
        (WRONG_SPACE, "Vous la retrouvez&nbsp" + ";?"),
        (WRONG_SPACE, "Rien\N{NO-BREAK SPACE}" + "!"),
        (WRONG_SPACE, "Ceci&#8239;" + ":"),
        (NO_WAIT, "page.wait_for_function(" + '"at => fetch(at)")'),
        (NO_WAIT, "page.wait_for_function(" + "'async () => false')"),
    ],
)
def test_what_is_forbidden_is_recognised(pattern, text):
    assert matches({Path("x"): "\n" + text}, pattern) == [f"x:2: {pattern.search(text)[0]}"]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr">CC BY-SA</a>',
        'xmlns="http://www.w3.org/2000/svg"',
    ],
)
def test_a_link_to_follow_is_allowed(text):
    assert not FETCHED.search(text)


def test_the_changelog_is_a_section_of_the_readme_and_names_this_version(tracked_files):
    assert [str(file) for file in tracked_files if file.stem.upper() in {"CHANGELOG", "CHANGES", "NEWS"}] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sections = re.split(r"^(?=#{1,4} )", readme, flags=re.MULTILINE)
    titled = [n for n, section in enumerate(sections) if re.match(r"#+ .*(changements|changelog)", section, re.I)]
    assert titled, "README.md has no section for the changes"
    level = len(sections[titled[0]]) - len(sections[titled[0]].lstrip("#"))
    own = sections[titled[0]]
    for section in sections[titled[0] + 1 :]:
        if len(section) - len(section.lstrip("#")) <= level:
            break
        own += section
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version in own
