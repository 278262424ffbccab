import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcours_u.grading.archives import MAX_ENTRIES, MAX_TOTAL, ArchiveError, read_archive
from parcours_u.grading.depot_file import DepotError, DepotFile, SharedAnswer, read_depot

CODE = "KV7K-W6QV3"  # fixed: test ids carry it, and every worker must collect the same
OTHER_CODE = "6TBW-WB39B"
ANSWER = SharedAnswer("co-initier-ecoute", "free_text", 3, "2026-03-01T08:00:00Z", {"text": "Écouter"}, "Écouter")
DEPOT = DepotFile("co-initier", CODE, "8d7c1b1e-0001", "2026-03-01T09:00:00Z", (ANSWER,))
PLACE = f"{CODE}/co-initier"
Files = dict[str, bytes]


def sound() -> Files:
    return {f"{PLACE}/co-initier.ipynb": b"{}", f"{PLACE}/depot.json": DEPOT.to_bytes()}


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(DEPOT.to_bytes()), **parts}).encode()


def packed(files: Files, prepare: Callable[[zipfile.ZipInfo], None] = lambda _entry: None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            prepare(entry)
            archive.writestr(entry, data)
    return content.getvalue()


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[bytes], str]:
    def refused(content: bytes) -> str:
        path = tmp_path / "depot.zip"
        path.write_bytes(content)
        with pytest.raises(ArchiveError) as error:
            read_archive(path)
        assert list(tmp_path.iterdir()) == [path]
        return str(error.value)

    return refused


def test_a_deposit_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "depot.zip"
    path.write_bytes(packed(sound()))
    found = read_archive(path)
    assert found.depot == DEPOT
    assert found.notebook == ""


@pytest.mark.parametrize(
    "junk",
    [
        "__MACOSX/._depot.json",
        f"__MACOSX/{PLACE}/._co-initier.ipynb",
        f"{PLACE}/.DS_Store",
        f"{CODE}/",
        f"{PLACE}/Thumbs.db",
    ],
)
def test_what_a_system_adds_when_a_person_zips_again_is_passed_over(tmp_path: Path, junk: str) -> None:
    path = tmp_path / "depot.zip"
    path.write_bytes(packed({junk: b"", **sound()}))
    assert read_archive(path).depot == DEPOT


@pytest.mark.parametrize("name", ["co-initier (1).ipynb", "mon carnet.ipynb"])
def test_a_renamed_notebook_is_known_by_depot_json(tmp_path: Path, name: str) -> None:
    path = tmp_path / "depot.zip"
    path.write_bytes(packed({f"{PLACE}/{name}": b"{}", f"{PLACE}/depot.json": DEPOT.to_bytes()}))
    assert "changé de nom" in read_archive(path).notebook


def test_depot_json_alone_is_enough_and_the_notebook_is_told_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "depot.zip"
    path.write_bytes(packed({f"{PLACE}/depot.json": DEPOT.to_bytes()}))
    found = read_archive(path)
    assert found.depot == DEPOT
    assert found.notebook == "il est venu sans son carnet, ses réponses y sont"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.ipynb",
        "/etc/cron.d/x",
        f"{PLACE}/../../x",
        "C:/x.ipynb",
        f"{CODE}\\co-initier\\x.ipynb",
        f"{PLACE}/a\x1b.ipynb",
    ],
)
def test_a_path_that_leaves_its_folder_is_refused(refusal: Callable[[bytes], str], name: str) -> None:
    assert "hors de son dossier" in refusal(packed({**sound(), name: b"x"}))


def test_a_link_is_refused(refusal: Callable[[bytes], str]) -> None:
    def as_link(entry: zipfile.ZipInfo) -> None:
        if entry.filename.endswith("ipynb"):
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "un lien" in refusal(packed(sound(), as_link))


def test_a_bomb_is_refused_before_it_is_opened(refusal: Callable[[bytes], str]) -> None:
    bomb = {**sound(), f"{PLACE}/co-initier.ipynb": b"0" * 20_000_000}
    content = packed(bomb)
    assert len(content) < 100_000
    assert "démesuré" in refusal(content)
    assert "trop de fichiers" in refusal(packed({**sound(), **{f"{PLACE}/{n}": b"" for n in range(MAX_ENTRIES)}}))


def test_an_entry_that_lies_about_its_size_is_refused(refusal: Callable[[bytes], str]) -> None:
    content = bytearray(packed({f"{PLACE}/depot.json": DEPOT.to_bytes() + b" " * 3_000_000}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 100)
    assert "tronqué ou abîmé" in refusal(bytes(content))
    content[at : at + 4] = struct.pack("<I", MAX_TOTAL + 1)
    assert "démesuré" in refusal(bytes(content))


def test_a_long_repeated_answer_is_no_bomb(tmp_path: Path) -> None:
    long = SharedAnswer("co-initier-ecoute", "free_text", 1, "", {"text": "a" * 200_000}, "a" * 200_000)
    depot = DepotFile(DEPOT.module, CODE, "1", DEPOT.deposited_at, (long,))
    path = tmp_path / "depot.zip"
    path.write_bytes(packed({f"{PLACE}/co-initier.ipynb": b"a" * 200_000, f"{PLACE}/depot.json": depot.to_bytes()}))
    assert path.stat().st_size < 10_000
    assert read_archive(path).depot == depot


def test_a_protected_zip_is_refused(refusal: Callable[[bytes], str]) -> None:
    content = bytearray(packed(sound()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "mot de passe" in refusal(bytes(content))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "pas rangé comme un dépôt"),
        ({"depot.json": DEPOT.to_bytes()}, "pas rangé comme un dépôt"),
        ({**sound(), f"{OTHER_CODE}/co-initier/x.ipynb": b"{}"}, "plusieurs personnes"),
        ({**sound(), f"{CODE}/presencing/x.ipynb": b"{}"}, "plusieurs modules"),
        ({**sound(), f"{PLACE}/autre.ipynb": b"{}"}, "autre chose qu’un dépôt"),
        ({**sound(), f"{PLACE}/photo.jpg": b""}, "autre chose qu’un dépôt"),
        ({f"{PLACE}/co-initier.ipynb": b"{}"}, "ne contient pas depot.json"),
        ({f"{PLACE}/depot.json": b"{"}, "tronqué ou abîmé"),
        ({f"{PLACE}/depot.json": b"\xff"}, "tronqué ou abîmé"),
        ({f"{PLACE}/depot.json": b"[" * 100_000}, "tronqué ou abîmé"),
        ({f"{PLACE}/depot.json": changed(format="autre")}, "ne vient pas de ce parcours"),
        ({f"{PLACE}/depot.json": changed(version=2)}, "version plus récente"),
        ({f"{PLACE}/depot.json": changed(version=True)}, "pas la forme attendue"),
        ({f"{PLACE}/depot.json": changed(chemin="x")}, "pas la forme attendue"),
        ({f"{PLACE}/depot.json": changed(deposited_at="hier")}, "pas la forme attendue"),
        ({f"{PLACE}/depot.json": changed(deposited_at="0001-01-01T00:00:00+14:00")}, "pas la forme attendue"),
        ({f"{PLACE}/depot.json": changed(module="presencing")}, "ne sont pas ceux"),
        ({f"{PLACE}/depot.json": changed(code=OTHER_CODE)}, "ne sont pas ceux"),
        ({"eve/co-initier/depot.json": changed(code="eve")}, "code valable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_deposit_is_refused_in_a_sentence(
    refusal: Callable[[bytes], str], files: Files, sentence: str
) -> None:
    assert sentence in refusal(packed(files))


def test_a_file_that_is_no_zip_or_is_not_there_is_refused(refusal: Callable[[bytes], str], tmp_path: Path) -> None:
    assert "pas un fichier zip" in refusal(b"")
    assert "pas un fichier zip" in refusal(b"bonjour")
    with pytest.raises(ArchiveError, match="n’existe pas"):
        read_archive(tmp_path / "rien.zip")


def test_a_zip_with_a_name_that_is_no_longer_text_is_refused(refusal: Callable[[bytes], str]) -> None:
    damaged = packed({**sound(), f"{PLACE}/à.txt": b""}).replace("à".encode(), b"\xff\xff")
    assert "tronqué ou abîmé" in refusal(damaged)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_zip_never_gives_another_deposit(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(packed(sound()))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
            content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "depot.zip"
    path.write_bytes(content)
    try:
        found: object = read_archive(path).depot
    except ArchiveError as error:
        found = str(error)
    assert found == DEPOT or "\u202f; " in str(found)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=10,
    ),
    st.sampled_from(sorted(json.loads(DEPOT.to_bytes()))),
)
def test_any_json_is_a_deposit_or_a_refusal(value: object, part: str) -> None:
    try:
        found = read_depot(json.dumps({**json.loads(DEPOT.to_bytes()), part: value}).encode())
    except DepotError as error:
        refused = str(error)
    else:
        refused = ""
        assert read_depot(found.to_bytes()) == found
    assert refused == "" or refused.startswith("depot.json")
