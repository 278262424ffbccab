"""Binder links: what a trainer sends as an assignment."""

import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from parcours_u import links
from parcours_u.domain.course import Course, Exercise, Module
from parcours_u.links import LinkError, binder_link, default_repository, link_for

COURSE = Course(
    title="Parcours",
    modules=(Module("co-initier", "Co-initier", "…"), Module("recolte", "Récolte", "…")),
    exercises=(Exercise("clinique-de-cas", "Clinique de cas", "…", "CC BY-SA 4.0", "…", "…"),),
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout with a home page and no remote, taken for the course's."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "accueil.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(links, "content_root", lambda: tmp_path)
    monkeypatch.delenv("PARCOURS_U_DEPOT", raising=False)
    return tmp_path


def set_origin(checkout: Path, url: str) -> None:
    subprocess.run(["git", "-C", str(checkout), "remote", "add", "origin", url], check=True)


def test_link_opens_the_page_with_the_path_encoded_as_one_parameter():
    link = binder_link("voila/render/course/accueil.ipynb", "ma-ville/parcours-u")
    assert link == (
        "https://mybinder.org/v2/gh/ma-ville/parcours-u/HEAD?urlpath=voila%2Frender%2Fcourse%2Faccueil.ipynb"
    )


@pytest.mark.parametrize("page", ["lab", "voila/render/a b.ipynb?x=1&y=é#z", "lab/tree/100 %.ipynb"])
def test_any_page_survives_the_encoding(page):
    parts = urlsplit(binder_link(page, "ma-ville/parcours-u"))
    assert parse_qs(parts.query, strict_parsing=True) == {"urlpath": [page]}
    assert parts.fragment == ""


def test_a_branch_with_a_slash_stays_one_segment():
    path = urlsplit(binder_link("lab", "ma-ville/parcours-u", "essai/été 2027")).path
    assert path.count("/") == 5
    assert unquote(path.rsplit("/", 1)[1]) == "essai/été 2027"


@pytest.mark.parametrize(
    "repository", ["", "parcours-u", "a/b/c", "../secret", "a/..", "a/b?x=1", "a b/c", "-a/b", "a/b#c", "a/b\n"]
)
def test_a_malformed_repository_is_refused_in_french(repository):
    with pytest.raises(LinkError, match=r"n’est pas de la forme PROPRIÉTAIRE/NOM.*--depot"):
        binder_link("lab", repository)


@pytest.mark.parametrize("ref", ["", "  "])
def test_an_empty_reference_is_refused_in_french(ref):
    with pytest.raises(LinkError, match=r"une branche, une étiquette ou un commit"):
        binder_link("lab", "ma-ville/parcours-u", ref)


@pytest.mark.parametrize(
    ("part_id", "lab", "page"),
    [
        ("accueil", False, "voila/render/course/accueil.ipynb"),
        ("co-initier", False, "voila/render/course/source/co-initier/co-initier.ipynb"),
        ("co-initier", True, "lab/tree/course/source/co-initier/co-initier.ipynb"),
        ("clinique-de-cas", False, "voila/render/exercises/clinique-de-cas.ipynb"),
    ],
)
def test_each_part_of_the_course_has_its_link(checkout, part_id, lab, page):
    link = link_for(COURSE, part_id, repository="ma-ville/parcours-u", lab=lab)
    assert parse_qs(urlsplit(link).query)["urlpath"] == [page]


@pytest.mark.parametrize("part_id", ["co-dormir", "../accueil", "", "Accueil"])
def test_an_unknown_part_is_refused_with_what_exists(checkout, part_id):
    with pytest.raises(LinkError, match="choisissez parmi accueil, co-initier, recolte, clinique-de-cas"):
        link_for(COURSE, part_id, repository="ma-ville/parcours-u")


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ma-ville/parcours-u",
        "https://github.com/ma-ville/parcours-u.git",
        "https://quelqu-un:jeton-secret@github.com/ma-ville/parcours-u.git/",
        "git@github.com:ma-ville/parcours-u.git",
        "ssh://git@github.com/ma-ville/parcours-u.git",
    ],
)
def test_the_checkout_s_remote_names_the_repository(checkout, url):
    set_origin(checkout, url)
    assert default_repository() == "ma-ville/parcours-u"
    assert "jeton-secret" not in link_for(COURSE, "accueil")


@pytest.mark.parametrize("url", ["https://forge.example/ma-ville/parcours-u.git", "../depots/parcours-u", ""])
def test_a_remote_elsewhere_says_how_to_name_the_repository(checkout, monkeypatch, url):
    set_origin(checkout, url)
    monkeypatch.setattr(links, "_from_metadata", lambda: None)
    with pytest.raises(LinkError, match=r"--depot PROPRIÉTAIRE/NOM.*PARCOURS_U_DEPOT"):
        default_repository()


def test_the_variable_wins_over_the_remote(checkout, monkeypatch):
    set_origin(checkout, "https://github.com/ma-ville/parcours-u")
    monkeypatch.setenv("PARCOURS_U_DEPOT", "autre-ville/parcours-u")
    assert "/gh/autre-ville/parcours-u/HEAD" in link_for(COURSE, "recolte")


def test_without_a_checkout_the_package_s_metadata_name_the_repository(tmp_path, monkeypatch):
    metadata = tmp_path / "parcours_u-1.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text(
        "Metadata-Version: 2.4\nName: parcours-u\nVersion: 1\n"
        "Project-URL: Documentation, https://exemple.invalid/doc\n"
        "Project-URL: Repository, https://github.com/ma-ville/parcours-u\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(links, "content_root", lambda: tmp_path)
    monkeypatch.delenv("PARCOURS_U_DEPOT", raising=False)
    assert default_repository() == "ma-ville/parcours-u"
