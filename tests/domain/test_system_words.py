"""Why a system refused a file, told in French whatever the machine's language."""

import errno
import os
from pathlib import Path

import pytest

from parcours_u.domain.system_words import refusal_of


def test_what_a_system_refuses_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    for asked, told in (
        (tmp_path / "absent" / "page", "introuvable"),
        (tmp_path, "c’est un dossier"),
        (tmp_path / "fichier" / "page", "une partie de ce chemin n’est pas un dossier"),
        (tmp_path / ("n" * 300), "le nom est trop long"),
    ):
        with pytest.raises(OSError, match="Errno") as refused:
            asked.open("w")
        assert refusal_of(refused.value) == told


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EEXIST, errno.ENOSPC, errno.EROFS, errno.EPROTO])
def test_no_word_of_the_system_s_own_is_told(number: int) -> None:
    assert os.strerror(number) not in refusal_of(OSError(number, os.strerror(number)))


def test_what_has_no_words_is_told_by_its_name() -> None:
    assert refusal_of(OSError(errno.EPROTO, "Protocol error")) == "erreur EPROTO du système"
    assert refusal_of(OSError("sans numéro")) == "refusé"
