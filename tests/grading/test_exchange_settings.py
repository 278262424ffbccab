import os
import subprocess
import sys
from pathlib import Path

import pytest

from parcours_u.grading.errors import GradingError
from parcours_u.grading.exchange import ExchangeSettings, configured_exchange, feedback_stamp
from parcours_u.grading.folder import open_folder

COMPLETE = "c = get_config()\nc.CourseDirectory.course_id = 'autre-cours'\nc.Exchange.root = {root!r}\n"


def configure(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")


def test_there_is_no_exchange_where_nobody_chose_one(elsewhere: Path) -> None:
    assert configured_exchange() is None


def test_the_exchange_of_the_working_folder_is_found(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "echange").mkdir()
    configure(elsewhere, COMPLETE.format(root=str(tmp_path / "echange")))
    assert configured_exchange() == ExchangeSettings(tmp_path / "echange", "autre-cours")


def test_the_exchange_of_jupyters_configuration_is_found(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "echange").mkdir()
    configure(tmp_path / "jupyter", COMPLETE.format(root=str(tmp_path / "echange")))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "jupyter"))
    assert configured_exchange() == ExchangeSettings(tmp_path / "echange", "autre-cours")


@pytest.mark.parametrize(
    "text",
    [
        "c = get_config()\nc.CourseDirectory.course_id = 'x'\n",
        "c = get_config()\nc.Exchange.root = '/'\n",
        COMPLETE.format(root="/nulle/part"),
    ],
)
def test_half_a_configuration_is_no_exchange(elsewhere: Path, text: str) -> None:
    configure(elsewhere, text)
    assert configured_exchange() is None


def test_the_course_itself_configures_no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    from parcours_u.paths import content_root

    monkeypatch.chdir(content_root() / "course")
    assert configured_exchange() is None


def test_a_trainers_folder_names_its_exchange(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "groupe")
    assert configured_exchange(folder.path) == ExchangeSettings(folder.exchange, "parcours-u")


def test_any_other_folder_is_an_exchange_itself(tmp_path: Path) -> None:
    assert configured_exchange(tmp_path) == ExchangeSettings(tmp_path, "parcours-u")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "n’existe pas"),
        ("c = get_config()\n", "ne désigne aucun"),
        ("import rien_de_tel\n", "ModuleNotFoundError"),
    ],
)
def test_an_exchange_that_was_asked_for_and_is_not_there_is_refused(
    tmp_path: Path, text: str | None, sentence: str
) -> None:
    if text is not None:
        configure(tmp_path / "groupe", text)
    with pytest.raises(GradingError, match=sentence):
        configured_exchange(tmp_path / "groupe")


def test_the_sender_is_the_account_or_the_hubs_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbgrader.utils import get_username

    settings = ExchangeSettings(tmp_path, "parcours-u")
    assert settings.user == get_username()
    monkeypatch.setattr("pwd.getpwuid", lambda _uid: type("Account", (), {"pw_name": "jovyan"})())
    monkeypatch.setenv("JUPYTERHUB_USER", "eve")
    assert settings.user == "eve"


def test_the_stamp_changes_when_a_comment_arrives_or_is_replaced(tmp_path: Path) -> None:
    settings = ExchangeSettings(tmp_path, "parcours-u")
    stamps = [feedback_stamp(settings)]
    settings.feedback.mkdir(parents=True)
    assert feedback_stamp(settings) == stamps[0]
    for content in ("un", "deux"):
        (tmp_path / "draft").write_text(content)
        os.replace(tmp_path / "draft", settings.feedback / "a.html")
        stamps.append(feedback_stamp(settings))
    assert feedback_stamp(settings) == stamps[-1]
    assert len(set(stamps)) == 3


def test_what_a_server_imports_never_loads_nbgrader() -> None:
    modules = "codes, exchange, returns, running, archives, folder, config, deposit, fetch_feedback, desk, group_state"
    check = f"import sys; from parcours_u.grading import {modules}; print('nbgrader' in sys.modules, 'nbformat' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
