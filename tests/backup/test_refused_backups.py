"""Files that are no backup, or no longer: each is refused in one French sentence, and nothing at all is changed."""

import hashlib
import io
import json
import os
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import VERSION, command, rows, write

from parcours_u.store.backup.errors import BackupError
from parcours_u.store.backup.journal import restore_journal, save_journal
from parcours_u.store.errors import StoreError

NAME = "carnet.sqlite3"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("saine")
    return save_journal(write(place / "carnet", "hier", "et aujourd’hui"), place / "s.zip", VERSION).file.read_bytes()


def made_again(content: bytes, *, database: bytes | None = None, manifest: object = None, **options: object) -> bytes:
    """Make a backup again with something else in it; sizes and sums are right unless they are given."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data, document = archive.read(NAME), json.loads(archive.read("manifeste.json"))
    data = data if database is None else database
    name = str(options.get("name", NAME))
    sealed = {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    document["files"] = [{**sealed, **dict(options.get("sealed", {}))}]  # type: ignore[call-overload]
    document.update(dict(options.get("document", {})))  # type: ignore[call-overload]
    entry = zipfile.ZipInfo(name)
    entry.external_attr = int(options.get("mode", stat.S_IFREG | 0o600)) << 16  # type: ignore[call-overload]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, data, int(options.get("compression", zipfile.ZIP_STORED)))  # type: ignore[call-overload]
        archive.writestr("manifeste.json", json.dumps(document if manifest is None else manifest))
        for extra in options.get("extra", ()):  # type: ignore[attr-defined]
            archive.writestr(extra, b"autre chose")
    return target.getvalue()


def changed_database(content: bytes, *statements: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read(NAME))
    with closing(connection):
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return bytes(connection.serialize())


def empty_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("DROP TABLE t")
        connection.commit()
        return bytes(connection.serialize())


ODD = {
    "un nom qui remonte": {"name": "../carnet.sqlite3"},
    "un nom absolu": {"name": "/etc/carnet.sqlite3"},
    "un nom qui cache une remontée": {"name": "a/../../carnet.sqlite3"},
    "une barre oblique de Windows": {"name": "..\\carnet.sqlite3"},
    "un autre fichier": {"name": "secret"},
    "un lien": {"mode": stat.S_IFLNK | 0o777},
    "un tube": {"mode": stat.S_IFIFO | 0o600},
    "ce qui se décompresse": {"compression": zipfile.ZIP_DEFLATED},
    "un fichier de plus": {"extra": ["secret"]},
    "une autre taille": {"sealed": {"bytes": 12}},
    "une taille qui n’en est pas une": {"sealed": {"bytes": "12"}},
    "une somme qui n’en est pas une": {"sealed": {"sha256": "abc"}},
    "une sorte inconnue": {"document": {"kind": "autre"}},
    "une date qui n’en est pas une": {"document": {"made_at": "hier"}},
    "un dossier qui remonte": {"document": {"folders": [".."]}},
    "une date d’avant les ordinateurs": {"document": {"made_at": "0001-01-01T00:00:00Z"}},
    "une date d’après les zips": {"document": {"made_at": "9999-12-31T23:59:59Z"}},
    "une version d’avant la première": {"document": {"version": 0}},
    "une version négative": {"document": {"version": -1}},
    "une version qui n’est pas un nombre": {"document": {"version": float("nan")}},
    "une version qui est une fraction": {"document": {"version": 0.5}},
    "une version qui est un oui": {"document": {"version": True}},
    "des fichiers sans liste": {"document": {"files": 3}},
}


@pytest.mark.parametrize("case", ODD)
def test_a_backup_with_something_odd_in_it_is_refused(tmp_path, sound, case):
    assert refused(tmp_path, made_again(sound, **ODD[case])).startswith("Cette sauvegarde contient ce qu’aucune")


def test_a_compressed_bomb_is_refused_before_anything_is_unpacked(tmp_path, sound):
    bomb = made_again(sound, database=b"\x00" * 50_000_000, compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert refused(tmp_path, bomb).startswith("Cette sauvegarde contient ce qu’aucune")


FOREIGN = {
    "rien": b"",
    "un texte": "ceci n’est pas une sauvegarde".encode(),
    "un carnet exporté": b'{"format": "parcours-u/carnet", "version": 1}',
    "une base": b"SQLite format 3\x00" + b"\x00" * 5000,
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_file_that_is_no_zip_is_not_taken_for_a_backup(tmp_path, case):
    assert refused(tmp_path, FOREIGN[case]).startswith("Ce fichier n’est pas une sauvegarde de ce parcours")


@pytest.mark.parametrize("manifest", [[], {}, {"format": "autre"}, "texte", 3])
def test_a_zip_of_another_program_is_not_taken_for_a_backup(tmp_path, sound, manifest):
    assert refused(tmp_path, made_again(sound, manifest=manifest)).startswith("Ce fichier n’est pas une sauvegarde")


@pytest.mark.parametrize(
    "later",
    [
        lambda content: made_again(content, document={"version": 2}),
        lambda content: made_again(
            content, database=changed_database(content, "UPDATE alembic_version SET version_num = '9999'")
        ),
    ],
    ids=["format", "schema"],
)
def test_a_backup_of_a_later_version_is_refused(tmp_path, sound, later):
    assert "version plus récente" in refused(tmp_path, later(sound))


DAMAGED = {
    "une base qui n’en est pas une": lambda _: b"abime " * 2000,
    "une base d’un autre programme": lambda content: changed_database(content, "DROP TABLE alembic_version"),
    "une base vide": lambda _: b"",
    "une base où rien ne fut jamais fait": lambda _: empty_database(),
    "un déclencheur": lambda content: changed_database(
        content, "CREATE TRIGGER t AFTER INSERT ON revision BEGIN DELETE FROM revision; END"
    ),
    "une vue": lambda content: changed_database(content, "CREATE VIEW v AS SELECT * FROM revision"),
    "une version qui n’est pas du JSON": lambda content: changed_database(content, "UPDATE revision SET body = '{'"),
    "une version courante absente": lambda content: changed_database(content, "UPDATE entry SET head = 99"),
    "des lecteurs inconnus": lambda content: changed_database(content, """UPDATE entry SET audience = '["tous"]'"""),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_backup_whose_journal_cannot_be_read_to_its_end_is_refused(tmp_path, sound, case):
    said = refused(tmp_path, made_again(sound, database=DAMAGED[case](sound)))
    assert said.startswith("Cette sauvegarde est tronquée ou abîmée")


def test_a_backup_with_one_byte_changed_is_refused(tmp_path, sound):
    content = bytearray(sound)
    content[len(content) // 2] ^= 1
    assert refused(tmp_path, bytes(content)).startswith("Cette sauvegarde est tronquée ou abîmée")


def test_a_backup_with_a_name_that_is_no_longer_text_is_refused(tmp_path, sound):
    damaged = made_again(sound, extra=["à côté"]).replace("à".encode(), b"\xff\xff")
    assert refused(tmp_path, damaged).startswith("Cette sauvegarde est tronquée ou abîmée")


@given(share=st.floats(min_value=0, max_value=1, exclude_max=True))
@settings(max_examples=25)
def test_a_backup_cut_anywhere_is_refused_and_changes_nothing(tmp_path_factory, sound, share):
    cut = sound[: int(len(sound) * share)]
    said = refused(tmp_path_factory.mktemp("coupe"), cut)
    assert "rien n’a été changé" in said


def test_the_command_says_it_in_one_sentence_and_a_missing_file_by_its_name(tmp_path):
    done = command("restaurer", "absente.zip", "--dossier", "carnet", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().count("\n") == 0
    assert "«\u00a0absente.zip\u00a0» n’existe pas" in done.stderr
    assert not (tmp_path / "carnet").exists()


def test_an_empty_folder_where_a_damaged_backup_was_tried_stays_open_and_empty(tmp_path, sound):
    damaged = bytearray(sound)
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "s.zip").write_bytes(damaged)
    (tmp_path / "vide").mkdir()
    (tmp_path / "vide").chmod(0o775)
    with pytest.raises(BackupError):
        restore_journal(tmp_path / "s.zip", tmp_path / "vide", VERSION)
    assert stat.S_IMODE((tmp_path / "vide").stat().st_mode) == 0o775
    assert not [*(tmp_path / "vide").iterdir()]


def test_a_folder_of_other_things_is_neither_closed_nor_locked_by_a_sound_backup(tmp_path, sound):
    (tmp_path / "s.zip").write_bytes(sound)
    (tmp_path / "partagé").mkdir()
    (tmp_path / "partagé" / "document-de-tous.odt").touch()
    (tmp_path / "partagé").chmod(0o775)
    with pytest.raises(StoreError, match="sert à autre chose"):
        restore_journal(tmp_path / "s.zip", tmp_path / "partagé", VERSION)
    assert stat.S_IMODE((tmp_path / "partagé").stat().st_mode) == 0o775
    assert [path.name for path in (tmp_path / "partagé").iterdir()] == ["document-de-tous.odt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipe")
def test_what_is_no_file_is_refused_at_once_by_its_name(tmp_path):
    os.mkfifo(tmp_path / "tube")
    for path in (tmp_path / "tube", Path(os.devnull), tmp_path, Path()):
        with pytest.raises(BackupError, match=f"«\u00a0{path.name or '.'}\u00a0» n’est pas un fichier ordinaire"):
            restore_journal(path, tmp_path / "carnet", VERSION)
    assert not (tmp_path / "carnet").exists()


def refused(place: Path, content: bytes) -> str:
    """Return why a file was refused, having checked that neither a journal nor an absent folder has changed."""
    (place / "s.zip").write_bytes(content)
    folder = place / "carnet"
    if not folder.exists():
        write(folder, "avant")
    before, names = rows(folder), {path.name for path in folder.iterdir()}
    for target in (folder, place / "neuf"):
        with pytest.raises(BackupError) as caught:
            restore_journal(place / "s.zip", target, VERSION)
    assert rows(folder) == before
    assert {path.name for path in folder.iterdir()} == names
    assert not (place / "neuf").exists()
    assert not list(place.parent.glob("carnet.sqlite3"))
    return str(caught.value)
