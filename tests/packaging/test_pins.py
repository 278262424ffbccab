"""The pinned lists hold what the package declares: `make verrouiller` was run after the last change."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = ROOT / "binder" / "requirements.txt"
EVERYTHING = ROOT / ".ci" / "requirements.txt"


def pins(file: Path) -> list[tuple[Requirement, str]]:
    """Return each requirement of a list, with the lines that follow it (its hashes)."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(Requirement(block.split("\\\n", 1)[0].split("#", 1)[0].strip()), block) for block in blocks]


def versions(file: Path) -> dict[str, set[Version]]:
    """Return the version, or the versions by Python or system, that a list pins for each package."""
    found: dict[str, set[Version]] = {}
    for requirement, _ in pins(file):
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        found.setdefault(canonicalize_name(requirement.name), set()).add(Version(specifier.version))
    return found


@pytest.mark.parametrize(
    ("file", "declared"),
    [
        (RUNTIME, PROJECT["project"]["dependencies"]),
        (EVERYTHING, PROJECT["project"]["dependencies"]),
        (EVERYTHING, PROJECT["dependency-groups"]["dev"]),
    ],
    ids=["binder", "ci-runtime", "ci-dev"],
)
def test_every_declared_dependency_is_pinned_within_its_bounds(file, declared):
    pinned = versions(file)
    stale = [
        line
        for requirement in map(Requirement, declared)
        for line in [str(requirement)]
        if not pinned.get(canonicalize_name(requirement.name))
        or not all(version in requirement.specifier for version in pinned[canonicalize_name(requirement.name)])
    ]
    assert not stale, f"run `make verrouiller`: {file.name} does not fit {stale}"


@pytest.mark.parametrize(
    ("file", "asked_by", "declared"),
    [
        (RUNTIME, "parcours-u (pyproject.toml)", PROJECT["project"]["dependencies"]),
        (EVERYTHING, "parcours-u (pyproject.toml:dev)", PROJECT["dependency-groups"]["dev"]),
    ],
    ids=["binder", "ci-dev"],
)
def test_nothing_is_pinned_for_a_dependency_that_is_gone(file, asked_by, declared):
    asked = {canonicalize_name(requirement.name) for requirement, block in pins(file) if asked_by in block}
    assert asked == {canonicalize_name(Requirement(line).name) for line in declared}, "run `make verrouiller`"


@pytest.mark.parametrize("file", [RUNTIME, EVERYTHING], ids=["binder", "ci"])
def test_every_pin_carries_its_hashes_and_names_no_place_to_fetch_from(file):
    blocks = pins(file)
    assert len(blocks) > 50
    assert [str(requirement) for requirement, block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|--(extra-)?index|--find-links", file.read_text(encoding="utf-8"))


def test_learners_and_developers_run_the_same_versions():
    everything = versions(EVERYTHING)
    assert {name: everything.get(name) for name in versions(RUNTIME)} == versions(RUNTIME)


def test_binder_runs_the_oldest_python_that_the_package_accepts():
    runtime = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert PROJECT["project"]["requires-python"] == f">={runtime.removeprefix('python-')}"
