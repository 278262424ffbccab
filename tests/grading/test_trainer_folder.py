import os
import stat
from pathlib import Path

import pytest

from parcours_u.grading.errors import GradingError
from parcours_u.grading.folder import default_folder, open_folder, write_private
from parcours_u.paths import content_root


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "a" / "groupe")
    assert mode(folder.path) == mode(folder.exchange) == mode(folder.returns) == 0o700
    assert mode(folder.path / "nbgrader_config.py") == 0o600


def test_the_usual_folder_is_in_the_users_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_folder().path == default_folder() == tmp_path / "parcours-u" / "formation"


def test_a_folder_that_was_open_is_closed_and_said(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "groupe")
    folder.path.chmod(0o755)
    said: list[str] = []
    open_folder(tmp_path / "groupe", said.append)
    assert mode(folder.path) == 0o700
    assert len(said) == 1
    open_folder(tmp_path / "groupe", said.append)
    assert len(said) == 1


def test_a_folder_that_stays_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cle-usb").mkdir(mode=0o777)
    (tmp_path / "cle-usb").chmod(0o777)
    monkeypatch.setattr(Path, "chmod", lambda _self, _mode: None)
    with pytest.raises(GradingError, match="reste lisible"):
        open_folder(tmp_path / "cle-usb")
    assert list((tmp_path / "cle-usb").iterdir()) == []


def test_somebody_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "groupe").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: (tmp_path / "groupe").stat().st_uid + 1)
    with pytest.raises(GradingError, match="un autre compte"):
        open_folder(tmp_path / "groupe")


@pytest.mark.parametrize("place", [".", "course", "course/groupe", "..", "widgets/parcours_u/groupe"])
def test_the_course_itself_is_never_a_trainers_folder(place: str) -> None:
    before = sorted(content_root().iterdir())
    with pytest.raises(GradingError, match="celui du parcours"):
        open_folder(content_root() / place)
    assert sorted(content_root().iterdir()) == before


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir(mode=0o755)
    (tmp_path / "documents" / "lettre.txt").write_text("x")
    with pytest.raises(GradingError, match="contient déjà autre chose"):
        open_folder(tmp_path / "documents")
    (tmp_path / "documents" / "nbgrader_config.py").write_text("c = get_config()")
    with pytest.raises(GradingError, match="un autre cours nbgrader"):
        open_folder(tmp_path / "documents")
    assert sorted(path.name for path in (tmp_path / "documents").iterdir()) == ["lettre.txt", "nbgrader_config.py"]
    assert mode(tmp_path / "documents") == 0o755


def test_a_name_that_nbgrader_cannot_read_is_refused(tmp_path: Path) -> None:
    for name in ("groupe [1]", "groupe {1}", "groupe*"):
        with pytest.raises(GradingError, match="ne sait pas lire"):
            open_folder(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "groupe").write_text("x")
    with pytest.raises(GradingError, match="ne peut pas servir"):
        open_folder(tmp_path / "groupe")


def test_what_the_trainer_adds_to_the_configuration_is_kept(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "groupe")
    config = folder.path / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.NbGraderAPI.timezone = 'Indian/Reunion'\n")
    open_folder(tmp_path / "groupe")
    assert config.read_text().endswith("'Indian/Reunion'\n")


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "suivi.json"
    write_private(path, b"avant")
    assert mode(path) == 0o600

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"pendant")
    assert path.read_bytes() == b"avant"
    assert list(tmp_path.iterdir()) == [path]
