"""The whole loop: reflect, choose for whom, deposit, collect, comment, read the comment beside one's answer."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from acting import Answer, Trainer, ready
from playwright.sync_api import BrowserContext, Page, expect

from running import running

MODULE = "co-initier"
SHARED = "co-initier-invitation"
PRIVATE = "co-initier-intention"
WORDS = "Nous cherchons avec vous ce qui bloque, sans réponse toute prête."
SECRET = "Ceci ne regarde que moi et ne doit partir nulle part."
COMMENT = "Merci : à qui cette invitation fait-elle peur ?"


@pytest.fixture
def trainer(tmp_path: Path) -> Trainer:
    return Trainer(tmp_path / "formation")


def write_two(page: Page) -> None:
    """Write one answer for the trainer and one for nobody."""
    shared = Answer(page, SHARED)
    shared.write(WORDS)
    shared.share()
    Answer(page, PRIVATE).write(SECRET)


def every_byte(folder: Path) -> bytes:
    """Everything that a folder holds, archives opened."""
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            found += path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    found += b"".join(archive.read(name) for name in archive.namelist())
    return found


def holds(content: bytes, words: str) -> bool:
    """Tell whether words are there, as they are or as JSON escapes them."""
    return words.encode() in content or json.dumps(words)[1:-1].encode() in content


def see_deposit(page: Page) -> None:
    page.get_by_role("button", name="Voir ce qui partirait").click()
    page.get_by_role("button", name="Déposer", exact=True).wait_for()


def test_the_whole_loop_through_the_exchange(tmp_path: Path, page: Page, trainer: Trainer) -> None:
    trainer.do("module", "diffuser", MODULE)
    with running(tmp_path / "apprenante" / "carnet", "--echange", str(trainer.folder)) as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        write_two(page)
        page.reload()
        ready(page)
        expect(Answer(page, SHARED).field).to_have_value(WORDS)
        see_deposit(page)
        panel = page.locator(".pu-depot")
        expect(panel).to_contain_text(WORDS)
        expect(panel).not_to_contain_text(SECRET)
        panel.get_by_role("button", name="Déposer", exact=True).click()
        expect(panel.get_by_role("heading", name="Déposé")).to_be_visible()

        collected = trainer.do("module", "recueillir", MODULE)["depots"]
        assert len(collected) == 1
        assert not holds(every_byte(trainer.folder), SECRET)
        assert holds(every_byte(trainer.folder), WORDS)
        again = trainer.do("module", "recueillir", MODULE)["depots"]
        assert len(again) == 1

        person = collected[0].get("code") or collected[0]["personne"]
        trainer.comment(MODULE, person, SHARED, COMMENT)
        returned = trainer.do("module", "retours", MODULE)
        assert COMMENT not in json.dumps(returned)

        page.reload()
        ready(page)
        expect(Answer(page, SHARED).root).to_contain_text(COMMENT)
        expect(Answer(page, PRIVATE).root).not_to_contain_text(COMMENT)
        page.goto(course.page("course/carnet.ipynb"))
        expect(page.get_by_text(COMMENT).first).to_be_visible()
        page.goto(course.page("course/accueil.ipynb"))
        expect(page.get_by_text("commenté").first).to_be_visible()


def test_the_whole_loop_by_file(tmp_path: Path, page: Page, trainer: Trainer) -> None:
    people = tmp_path / "groupe.csv"
    people.write_text("nom;prénom;courriel\nDurand;Camille;camille@exemple.fr\n", encoding="utf-8")
    code = trainer.do("participants", "importer", str(people))["participants"][0]["code"]
    trainer.do("module", "diffuser", MODULE)
    with running(tmp_path / "apprenante" / "carnet") as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        write_two(page)
        see_deposit(page)
        panel = page.locator(".pu-depot")
        panel.get_by_label("Le code que l’on vous a donné").fill(code.lower().replace("-", " "))
        with page.expect_download() as downloading:
            panel.get_by_role("button", name="Déposer", exact=True).click()
        archive = tmp_path / downloading.value.suggested_filename
        downloading.value.save_as(archive)
        assert not holds(_inside(archive), SECRET)
        assert holds(_inside(archive), WORDS)

        trainer.do("depot", "importer", str(archive))
        trainer.do("depot", "importer", str(archive))
        assert not holds(every_byte(trainer.folder), SECRET)
        trainer.comment(MODULE, code, SHARED, COMMENT)
        returned = trainer.do("module", "retours", MODULE)
        file = next(Path(row["fichier"]) for row in returned["retours"] if row["code"] == code)
        file = file if file.is_absolute() else trainer.folder / file

        page.goto(course.module(MODULE))
        ready(page)
        page.get_by_label("Ouvrir un retour").set_input_files(file)
        page.get_by_role("button", name="Ouvrir ce retour").click()
        expect(Answer(page, SHARED).root).to_contain_text(COMMENT)
        page.reload()
        ready(page)
        expect(Answer(page, SHARED).root).to_contain_text(COMMENT)


def _inside(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return b"".join(opened.read(name) for name in opened.namelist()) + "".join(opened.namelist()).encode()


def test_narrowing_after_a_deposit_says_what_left(
    tmp_path: Path, new_context: Callable[..., BrowserContext], trainer: Trainer
) -> None:
    trainer.do("module", "diffuser", MODULE)
    page = new_context().new_page()
    with running(tmp_path / "apprenant" / "carnet", "--echange", str(trainer.folder)) as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        write_two(page)
        see_deposit(page)
        panel = page.locator(".pu-depot")
        panel.get_by_role("button", name="Déposer", exact=True).click()
        expect(panel.get_by_role("heading", name="Déposé")).to_be_visible()
        answer = Answer(page, SHARED)
        answer.root.get_by_label("Moi seulement").check()
        expect(answer.root).to_contain_text("était déjà partie")
        made = course.ask("GET", f"/parcours-u/deposits/{MODULE}")[1]["deposits"]
        assert made[0]["withdrawn"] == [SHARED]
        trainer.do("module", "recueillir", MODULE)
        see_again = page.get_by_role("button", name=re.compile("Voir ce qui partirait|Regarder à nouveau"))
        see_again.click()
        panel.get_by_role("button", name="Déposer à nouveau").click()
        expect(panel.get_by_role("heading", name="Déposé")).to_be_visible()
        trainer.do("module", "recueillir", MODULE)
        for kept in ("submitted", "autograded", "release", "source"):
            assert not holds(every_byte(trainer.folder / kept), WORDS)


def test_a_module_that_is_not_released_is_said_and_nothing_leaves(tmp_path: Path, page: Page, trainer: Trainer) -> None:
    trainer.do("module", "diffuser", "question-de-depart")
    with running(tmp_path / "apprenant" / "carnet", "--echange", str(trainer.folder)) as course:
        page.goto(course.door)
        page.goto(course.module(MODULE))
        ready(page)
        write_two(page)
        see_deposit(page)
        panel = page.locator(".pu-depot")
        panel.get_by_role("button", name="Déposer", exact=True).click()
        expect(panel).to_contain_text("n’est pas encore ouvert aux dépôts")
        assert not holds(every_byte(trainer.folder), WORDS)
