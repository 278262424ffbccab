"""A variant in real life: a learner with an older journal, a browser, a trainer who releases a module and collects."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from acting import Answer, Trainer, ready
from playwright.sync_api import Page, expect

from parcours_u.content.variant.building import build_variant
from running import Running, running

HARVESTED = Path(__file__).parents[1] / "variant" / "harvested"
OF_BOTH, OF_COMMON = "recolte-recit", "presencing-mandat"
WORDS, OLDER = "Le moulin, un soir de novembre.", "Ce que je porte, écrit avant."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The variant that a group harvested, built."""
    folder = Path(shutil.copytree(HARVESTED, tmp_path_factory.mktemp("construite") / "trois-ruisseaux"))
    build_variant(folder)
    return folder


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal written in the common course."""
    folder = tmp_path_factory.mktemp("apprenante") / "carnet"
    with running(folder) as course:
        for prompt, text in ((OF_BOTH, WORDS), (OF_COMMON, OLDER)):
            asked = {"body": {"text": text}, "base": 0}
            status, answer, _ = course.ask("PUT", f"/parcours-u/entries/{prompt}", asked)
            assert status == 200, answer
    return folder


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Trainer:
    """A trainer whose group follows the variant."""
    found = Trainer(tmp_path_factory.mktemp("formation") / "groupe")
    found.do("module", "diffuser", "recolte", "--variante", str(built))
    return found


@pytest.fixture(scope="module")
def course(journal: Path, built: Path, trainer: Trainer) -> Iterator[Running]:
    """The variant, opened on that journal and with the trainer's exchange."""
    with running(journal, "--variante", str(built), "--echange", str(trainer.folder)) as found:
        yield found


def test_the_answers_of_questions_that_the_variant_keeps_are_found_again(course: Running) -> None:
    _, found, _ = course.ask("GET", "/parcours-u/entries")
    assert {entry["prompt"]: entry["body"] for entry in found["entries"]}[OF_BOTH] == {"text": WORDS}


def test_the_answers_of_questions_that_it_does_not_ask_stay_in_the_journal_and_its_exports(course: Running) -> None:
    for name in ("carnet.json", "carnet.html"):
        _, content, _ = course.ask("GET", f"/parcours-u/{name}")
        text = content.decode()
        assert OLDER in text or json.dumps(OLDER)[1:-1] in text


def test_the_page_shows_the_group_s_own_words_and_the_answer_written_before(course: Running, page: Page) -> None:
    page.goto(course.door)
    page.goto(course.module("recolte"))
    ready(page)
    expect(page).to_have_title(re.compile("Récolte à la veillée – Étape 5 sur 5 – .* Pays des Trois Ruisseaux"))
    expect(page.get_by_text("on raconte le soir")).to_be_visible()
    expect(page.get_by_text("Le soir du vieux moulin").first).to_be_visible()
    expect(Answer(page, OF_BOTH).field).to_have_value(WORDS)
    expect(page.get_by_text("Les cinq étapes")).to_be_visible()
    expect(page.locator(".pu-ariane circle")).to_have_count(5)


def test_the_home_page_draws_the_variant_s_own_u(course: Running, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(course.door)
    page.goto(course.page("course/accueil.ipynb"))
    u = page.get_by_role("navigation", name="Les cinq étapes du parcours")
    expect(u.get_by_role("link")).to_have_count(5)
    expect(u.get_by_role("img", name=re.compile("deux étapes descendent .* deux remontent"))).to_be_visible()


def test_a_module_that_was_left_out_is_not_served(course: Running) -> None:
    assert course.ask("GET", "/voila/render/course/source/presencing/presencing.ipynb")[0] == 404


def test_a_deposit_of_the_variant_s_own_question_reaches_the_trainer(
    course: Running, page: Page, trainer: Trainer
) -> None:
    page.goto(course.door)
    page.goto(course.module("recolte"))
    ready(page)
    place = Answer(page, "recolte-lieu")
    place.write("La salle du lavoir.")
    place.share()
    page.get_by_role("button", name="Voir ce qui partirait").click()
    page.get_by_role("button", name="Déposer", exact=True).click()
    expect(page.locator(".pu-depot").get_by_role("heading", name="Déposé")).to_be_visible()
    collected = trainer.do("module", "recueillir", "recolte")["depots"]
    assert len(collected) == 1
    [read] = trainer.folder.glob("autograded/*/recolte/recolte.ipynb")
    notebook = json.loads(read.read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "La salle du lavoir." in text
    assert "Récolte à la veillée" in text
    assert "Quel lieu de notre pays accueillerait la suite" in text
