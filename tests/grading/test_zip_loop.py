import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from classroom import MODULE, NBGRADER, prompts, request, shown, tree, write_comment, zip_of

from parcours_u.grading.bench import Bench
from parcours_u.grading.codes import new_code
from parcours_u.grading.collecting import Taken
from parcours_u.grading.deposit import DepositRefused, deposit
from parcours_u.grading.feedback import send_back
from parcours_u.grading.fences import fence, unfence
from parcours_u.grading.returns import read_return
from parcours_u.grading.zips import Delivered, import_zips

pytestmark = NBGRADER


def only(results: list[Delivered]) -> Any:
    (delivered,) = results
    return delivered.result


def test_a_zip_holds_the_notebook_the_answers_and_nothing_else(
    tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    path = zip_of(tmp_path, codes[0], {ids[0]: "Écouter"})
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == [
            f"{codes[0]}/{MODULE}/{MODULE}.ipynb",
            f"{codes[0]}/{MODULE}/depot.json",
        ]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for private in (str(Path.home()), str(tmp_path), os.environ.get("USER", "root\x00")):
        assert private.encode() not in everything


def test_a_mistyped_code_is_refused_and_nothing_leaves(ids: list[str]) -> None:
    with pytest.raises(DepositRefused) as refused:
        deposit(request("K7QM-2XWB5", {ids[0]: "mot"}))
    assert refused.value.reason == "bad_code"


def test_a_zip_reaches_the_formgrader_exactly(bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]) -> None:
    texts = {ids[0]: "<script>alert(1)</script> ```` {{ x }}", ids[1]: "🌱 עברית\r\n"}
    result = only(import_zips(bench, [zip_of(tmp_path, codes[0], texts)]))
    assert (result.taken, result.person, result.late, result.message) == (Taken.NEW, codes[0], False, "")
    for prompt, text in texts.items():
        assert shown(bench, codes[0])[prompt] == fence(text)
        assert unfence(fence(text)) == text
    assert [path.name for path in bench.folder.path.iterdir() if path.name.startswith(".zips")] == []


def test_the_same_zip_twice_changes_nothing(bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]) -> None:
    path = zip_of(tmp_path, codes[1], {ids[0]: "Écouter"})
    import_zips(bench, [path])
    write_comment(bench, codes[1], ids[0], "Merci")
    before = tree(bench.folder.path / "submitted")
    assert only(import_zips(bench, [path])).taken is Taken.UNCHANGED
    assert tree(bench.folder.path / "submitted") == before
    assert bench.comments(MODULE, codes[1]) == {ids[0]: "Merci"}


def test_a_zip_that_lost_its_notebook_is_taken_and_told_as_that(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    bare = tmp_path / "seul.zip"
    with zipfile.ZipFile(zip_of(tmp_path, codes[1], {ids[0]: "Seul"}, at="2026-03-08T09:00:00Z")) as whole:
        (name,) = (one for one in whole.namelist() if one.endswith("depot.json"))
        with zipfile.ZipFile(bare, "w") as archive:
            archive.writestr(name, whole.read(name))
    for taken in (Taken.UPDATED, Taken.UNCHANGED):
        result = only(import_zips(bench, [bare]))
        assert result.taken is taken
        assert result.message.endswith("\u00a0: il est venu sans son carnet, ses réponses y sont.")
    assert unfence(shown(bench, codes[1])[ids[0]]) == "Seul"


def test_a_newer_deposit_replaces_and_an_older_one_is_left_aside_and_said(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    older = zip_of(tmp_path, codes[2], {ids[0]: "Avant"}, at="2026-03-05T09:00:00Z")
    newer = zip_of(tmp_path, codes[2], {ids[1]: "Après"}, at="2026-03-06T09:00:00Z")
    assert only(import_zips(bench, [older])).taken is Taken.NEW
    assert only(import_zips(bench, [newer])).taken is Taken.UPDATED
    assert unfence(shown(bench, codes[2])[ids[0]]) is None
    left = only(import_zips(bench, [older]))
    assert left.taken is Taken.OLDER
    assert "plus ancien que le dépôt déjà là" in left.message
    assert unfence(shown(bench, codes[2])[ids[1]]) == "Après"


def test_a_clock_that_is_ahead_does_not_win_for_ever(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    far = (datetime.now(UTC) + timedelta(days=400)).strftime("%Y-%m-%dT%H:%M:%SZ")
    soon = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    import_zips(bench, [zip_of(tmp_path, codes[2], {ids[0]: "Année fausse"}, at=far)])
    assert only(import_zips(bench, [zip_of(tmp_path, codes[2], {ids[0]: "Ensuite"}, at=soon)])).taken is Taken.UPDATED
    assert unfence(shown(bench, codes[2])[ids[0]]) == "Ensuite"


def test_each_refused_file_is_said_and_the_others_are_imported(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    stranger = zip_of(tmp_path, new_code(), {ids[0]: "Écouter"})
    (tmp_path / "lettre.zip").write_bytes(b"bonjour")
    good = zip_of(tmp_path, codes[0], {ids[0]: "Encore"}, at="2026-03-07T09:00:00Z")
    before = tree(bench.folder.path / "submitted")
    found = import_zips(bench, [stranger, tmp_path / "lettre.zip", tmp_path / "rien.zip", good])
    assert [item.result.taken for item in found] == [Taken.REFUSED, Taken.REFUSED, Taken.REFUSED, Taken.UPDATED]
    assert "n’est celui de personne ici" in found[0].result.message
    assert "pas un fichier zip" in found[1].result.message
    assert "n’existe pas" in found[2].result.message
    after = tree(bench.folder.path / "submitted")
    assert {name for name in after if before.get(name) != after[name]} <= {
        f"{codes[0]}/{MODULE}/{name}" for name in (f"{MODULE}.ipynb", "depot.json", "timestamp.txt")
    }


def test_a_module_that_was_never_released_is_refused(bench: Bench, tmp_path: Path, codes: list[str]) -> None:
    path = zip_of(tmp_path, codes[0], {prompts("presencing")[0]: "Écouter"}, module="presencing")
    result = only(import_zips(bench, [path]))
    assert result.taken is Taken.REFUSED
    assert "n’a pas été diffusé" in result.message
    assert not bench.folder.submitted(codes[0], "presencing").exists()


def test_a_hostile_notebook_never_reaches_the_trainers_folder(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    sound, hostile = (
        zip_of(tmp_path, codes[1], {ids[0]: "Écouter"}, at="2026-03-09T09:00:00Z"),
        tmp_path / "hostile.zip",
    )
    with zipfile.ZipFile(sound) as given, zipfile.ZipFile(hostile, "w") as made:
        made.writestr(f"{codes[1]}/{MODULE}/renomme.ipynb", b'{"cells": [], "piege": "<script>mot-temoin</script>"}')
        made.writestr(f"{codes[1]}/{MODULE}/depot.json", given.read(f"{codes[1]}/{MODULE}/depot.json"))
    result = only(import_zips(bench, [hostile]))
    assert (result.taken, "changé de nom" in result.message) == (Taken.UPDATED, True)
    assert unfence(shown(bench, codes[1])[ids[0]]) == "Écouter"
    assert not any(b"mot-temoin" in content for content in tree(bench.folder.path).values())


def test_a_return_file_is_made_for_whoever_deposited_by_file(
    bench: Bench, tmp_path: Path, codes: list[str], ids: list[str]
) -> None:
    at = "2026-04-01T09:00:00Z"
    import_zips(bench, [zip_of(tmp_path, codes[0], {ids[0]: "<b>Écouter</b>", ids[1]: "Seul"}, at=at)])
    write_comment(bench, codes[0], ids[0], "</script><script>alert(1)</script> Merci & à bientôt")
    (sent,) = [item for item in send_back(bench, MODULE) if item.person == codes[0]]
    path = Path(sent.file)
    assert (sent.state, sent.way, path.name) == ("returned", "file", f"retour-{MODULE}-{codes[0]}.html")
    assert path.parent == bench.folder.returns / MODULE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = read_return(path.read_bytes())
    assert (found.module, found.code, found.deposited_at) == (MODULE, codes[0], at)
    assert [vars(comment) for comment in found.comments] == [
        {"prompt": ids[0], "text": "</script><script>alert(1)</script> Merci & à bientôt", "about": "<b>Écouter</b>"}
    ]
    page = path.read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "<b>Écouter" not in page
    assert page.count("<script") == 1
    assert not any(word in page for word in ("http:", "https:", "Score", "No response"))


def test_a_return_file_that_was_lost_is_made_again(bench: Bench, codes: list[str], ids: list[str]) -> None:
    write_comment(bench, codes[1], ids[0], "Merci")
    (sent,) = [item for item in send_back(bench, MODULE) if item.person == codes[1]]
    Path(sent.file).unlink()
    (again,) = [item for item in send_back(bench, MODULE) if item.person == codes[1]]
    assert again.state == "returned"
    assert read_return(Path(again.file).read_bytes()).code == codes[1]
    (last,) = [item for item in send_back(bench, MODULE) if item.person == codes[1]]
    assert last.state == "unchanged"
