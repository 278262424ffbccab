"""Nothing in the README points at what isn't there."""

import re
import struct
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from platformdirs import windows
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows
from typer.testing import CliRunner

from parcours_u.cli import app
from parcours_u.content.catalogue import load_course
from parcours_u.links import LinkError, binder_link
from readme import ROOT, blocks, commands, headings, inline_code, links

BINDER = "https://mybinder.org/v2/gh/"
CAPTURES = Path(".github/captures")
LIGHTEST, LARGEST = 5_000, 200_000
DERIVED = re.compile(r"(?:course|exercises|tests|binder|\.ci|widgets)/[\w./*-]*")


def published_as() -> str:
    """Return the repository that the package's metadata name, else the one that the product gives as an example."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    url = project.get("urls", {}).get("Repository")
    if url:
        return urlsplit(url).path.strip("/").removesuffix(".git")
    with pytest.raises(LinkError) as refused:
        binder_link("lab", "sans-proprietaire")
    return re.findall(r"--depot (\S+/[^\s.]+)", str(refused.value))[0]


def binder_links() -> list[str]:
    return [link for link in links() if link.startswith(BINDER)]


@pytest.mark.parametrize("link", sorted({link for link in links() if not urlsplit(link).scheme and link[0] != "#"}))
def test_a_relative_link_leads_to_a_file(link):
    assert (ROOT / link).is_file()


@pytest.mark.parametrize("anchor", sorted({link for link in links() if link.startswith("#")}))
def test_a_link_inside_the_page_leads_to_a_title(anchor):
    assert anchor[1:] in headings()


def test_two_binder_links_are_those_that_the_command_gives():
    repository = published_as()
    given = [
        CliRunner().invoke(app, ["lien", "accueil", "--depot", repository, *options]).stdout.strip()
        for options in ([], ["--jupyterlab"])
    ]
    assert binder_links() == given


def test_every_binder_link_opens_a_notebook_that_exists():
    for link in binder_links():
        (page,) = parse_qs(urlsplit(link).query)["urlpath"]
        assert (ROOT / re.sub(r"^(?:voila/render|lab/tree)/", "", page)).is_file(), page


def test_every_command_names_the_same_repository_as_the_links():
    named = re.findall(r"github\.com/([\w.-]+/[\w.-]+?)\.git|--depot (\S+)", "\n".join(commands()))
    assert {name for pair in named for name in pair if name} == {published_as()}
    assert published_as() in inline_code()


def test_each_capture_is_shown_and_each_shown_one_is_there():
    shown = {Path(link) for link in links() if link.endswith(".png")}
    assert shown == {file.relative_to(ROOT) for file in (ROOT / CAPTURES).iterdir()}
    assert len(shown) == 9


@pytest.mark.parametrize("file", sorted((ROOT / CAPTURES).iterdir()), ids=lambda file: file.name)
def test_a_capture_is_a_light_picture_large_enough_to_be_read(file):
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width >= 900
    assert height >= 150
    assert LIGHTEST < len(content) < LARGEST


def test_the_house_is_as_it_is_told():
    (house,) = [block for block in blocks() if block.language == "text"]
    told = [re.split(r" {2,}", line)[0] for line in house.lines]
    assert [pattern for pattern in told if not list(ROOT.glob(pattern.rstrip("/")))] == []


def test_every_path_of_the_repository_in_a_sentence_exists():
    named = {match[0] for code in inline_code() for match in DERIVED.finditer(code)}
    assert len(named) > 10
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("system", [Unix, MacOS, Windows])
def test_the_journal_is_where_the_page_says(system, monkeypatch):
    monkeypatch.setenv("HOME", "/maison")
    monkeypatch.setattr(windows, "get_win_folder", {"CSIDL_LOCAL_APPDATA": "%LOCALAPPDATA%"}.__getitem__)
    folder = f"{system('parcours-u').user_data_dir}/carnet".replace("/maison", "~")
    assert (folder.replace("/", "\\") if system is Windows else folder) in inline_code()


def test_every_borrowed_tool_is_credited_here_too():
    borrowed: set[str] = set()
    for source in (ROOT / "course" / "texte").glob("*.md"):
        for line in re.findall(r"^.*(?:CC BY-SA 3\.0|Sociocratie 3\.0).*$", _unfolded(source), re.MULTILINE):
            borrowed |= set(re.findall(r"\*([^*]+)\*", line.partition("u-school")[0]))
    for exercise in load_course().exercises:
        if "CC BY-SA 3.0" in exercise.attribution:
            borrowed |= set(re.findall(r"«\s([^»]+)\s»", exercise.attribution.partition("Presencing Institute")[0]))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(borrowed) > 5
    assert sorted(title for title in borrowed if f"*{title}*" not in readme) == []


def test_both_licences_are_named_with_their_files():
    assert {"LICENSE", "LICENSE-CONTENU"} <= set(links())
    assert {exercise.licence for exercise in load_course().exercises} == {"CC BY-SA 4.0"}


def _unfolded(source: Path) -> str:
    return re.sub(r"\n {2}(?=\S)", " ", source.read_text(encoding="utf-8"))
