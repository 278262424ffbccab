"""A circle for real: the cohort's own server, kernels and keys; three people in browsers of their own; a server that dies."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from in_circle import CIRCLE, put_in_circle
from people_here import FREE_TEXT, MODULE, Cohort, animate, running_cohort

WORDS = "Accueillir sans guichet, comme on reçoit chez soi"


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Cohort]:
    with running_cohort(tmp_path / "groupe") as found:
        yield found


def on_disk(cohort: Cohort) -> bytes:
    return b"".join(path.read_bytes() for path in cohort.folder.path.rglob("*") if path.is_file())


def test_a_circle_s_afternoon(cohort: Cohort, new_context: Callable[..., BrowserContext]) -> None:
    ada, bo, di = (cohort.newcomer(name) for name in ("Ada", "Bo", "Di"))
    put_in_circle(cohort, ada, bo)
    writing = ada.opened(new_context(), MODULE)
    reading = bo.opened(new_context(), CIRCLE)
    outside = di.opened(new_context(), CIRCLE)
    expect(reading.get_by_text("Rien n’est encore partagé ici.")).to_be_visible()
    expect(reading.get_by_text("Ada du groupe et vous").first).to_be_visible()

    answer = writing.locator(f'[data-prompt="{FREE_TEXT}"]').first
    answer.locator("textarea").first.fill(WORDS)
    answer.get_by_role("checkbox", name="Mon cercle").check()
    shared = reading.get_by_role("article", name="Ada du groupe")
    expect(shared).to_contain_text(WORDS)
    reading.get_by_role("button", name="Répondre à Ada du groupe").click()
    reading.get_by_label("Votre réponse à Ada du groupe").fill("Cela me parle.")
    reading.get_by_role("button", name="Envoyer").click()
    expect(writing.get_by_text("1\u00a0mot reçu sur la vôtre")).to_be_visible()
    expect(outside.get_by_text("Rien n’est encore partagé ici.")).to_be_visible()
    assert WORDS not in outside.content()
    assert WORDS not in di.get("parcours-u/shared").text

    cohort.kill()
    again = animate(cohort.folder.path, port=None)
    cohort.process = again.process
    assert again.base == cohort.base
    answer.locator("textarea").first.fill(f"{WORDS}, le soir")
    expect(shared).to_contain_text(", le soir")
    expect(shared).to_contain_text("Cela me parle.")

    answer.get_by_role("checkbox", name="Mon cercle").uncheck()
    expect(shared).to_have_count(0)
    secret = [WORDS.encode(), b"Cela me parle."]
    assert [word for word in secret if word in on_disk(cohort)] == []


def test_readers_chosen_on_one_device_reach_the_other_and_are_not_undone_there(
    cohort: Cohort, new_context: Callable[..., BrowserContext]
) -> None:
    ada, bo = cohort.newcomer("Ada"), cohort.newcomer("Bo")
    put_in_circle(cohort, ada, bo)
    ada.write(WORDS)
    phone, computer = ada.opened(new_context(), MODULE), ada.opened(new_context(), MODULE)
    on_phone, on_computer = (page.locator(f'[data-prompt="{FREE_TEXT}"]').first for page in (phone, computer))
    trainer, circle = "Mon formateur ou ma formatrice", "Mon cercle"

    expect(on_computer.get_by_role("checkbox", name=trainer)).not_to_be_checked()
    on_phone.get_by_role("checkbox", name=trainer).check()
    expect(on_phone.locator(".pu-for-whom")).to_contain_text("Elle partira")
    on_computer.get_by_role("checkbox", name=circle).click()
    expect(on_computer.locator(".pu-for-whom")).to_contain_text("ce choix-là est gardé et affiché ici")
    expect(on_computer.get_by_role("checkbox", name=trainer)).to_be_checked()
    expect(on_computer.get_by_role("checkbox", name=circle)).not_to_be_checked()
    assert ada.get("parcours-u/entries").json["entries"][0]["audience"] == ["trainer"]

    on_computer.get_by_role("checkbox", name=trainer).uncheck()
    expect(on_computer.locator(".pu-for-whom")).to_contain_text("Personne d’autre que vous")
    on_phone.locator("textarea").first.fill(f"{WORDS}, le soir")
    expect(on_phone.get_by_role("checkbox", name=trainer)).not_to_be_checked()

    on_phone.get_by_role("checkbox", name=trainer).check()
    expect(on_phone.locator(".pu-for-whom")).to_contain_text("Elle partira")
    computer.get_by_role("button", name="Voir ce qui partirait").click()
    expect(on_computer.get_by_role("checkbox", name=trainer)).to_be_checked()


def test_whoever_signs_out_hears_nothing_more(cohort: Cohort) -> None:
    ada = cohort.newcomer("Ada")
    assert ada.socket("parcours-u/channel") == 101
    assert ada.socket("parcours-u/channel", Origin="https://ailleurs.example") == 403
    ada.send("deconnexion")
    assert ada.socket("parcours-u/channel") == 403
