"""The day of a circle of five and of their trainer, for real: printed cards read by their QR code, five phones, one server."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import segno
from acting import Trainer, ready
from playwright.sync_api import BrowserContext, Locator, Page, expect

from in_circle import CIRCLE
from parcours_u.domain.people import Group, GroupKind
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from people_here import FREE_TEXT, HOME, MODULE, Cohort, running_cohort
from slow_phone import PHONE
from trainer_space import part_of_space

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.filterwarnings("ignore:Object of type <Submitted:sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]

NAMES = ("Ada", "Bo", "Cy", "Dina", "Émile")
LIST = "nom;prénom;profil\n" + "".join(f"du groupe;{name};agent\n" for name in NAMES)
ID = "co-initier"
WORDS = "Ce que {} a entendu au guichet, ce matin."
REPLY = "Cela me parle, {}."
COMMENT = "Merci. À qui d’autre pourriez-vous le demander ?"
# What a camera sees of a picture: where the symbol is, then light or dark in the middle of each of its modules.
_SEEN = """async ([picture, size]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const dark = (x, y) => data[4 * (y * image.width + x)] < 128;
  const span = (length, other, is) => {
    const all = Array.from({ length }, (_, at) => at).filter((at) => Array.from({ length: other }, (_, far) => is(at, far)).some(Boolean));
    return [all[0], (all.at(-1) + 1 - all[0]) / size];
  };
  const [left, wide] = span(image.width, image.height, dark);
  const [top, high] = span(image.height, image.width, (y, x) => dark(x, y));
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) =>
    dark(Math.floor(left + (column + 0.5) * wide), Math.floor(top + (row + 0.5) * high)) ? 1 : 0));
}"""


@dataclass
class Someone:
    """A participant, with their phone."""

    name: str
    page: Page

    @property
    def answer(self) -> Locator:
        """Their answer, on the module's page."""
        return self.page.locator(f'[data-prompt="{FREE_TEXT}"]').first


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Cohort]:
    folder, people = tmp_path / "groupe", tmp_path / "liste.csv"
    people.write_text(LIST, encoding="utf-8")
    done = command("cohorte", "creer", str(people), "--dossier", str(folder))
    assert done.returncode == 0, done.stderr
    with running_cohort(folder) as found:
        with cohort_database(found.folder) as database:
            members = tuple(one.id for one in People(database).present() if one.first_name in NAMES)
            Groups(database).replace(GroupKind.CIRCLE, [], [Group("", GroupKind.CIRCLE, "Le noyer", members)])
        yield found


def command(*words: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "parcours_u.cli", *words]
    return subprocess.run(line, capture_output=True, text=True, timeout=240, check=False)


def links_read_on_cards(sheet: Page, links: list[str]) -> dict[str, str]:
    """Return, by name, the link that each printed card's QR code says: the symbol is read dark by dark, and is that link's alone."""
    symbols = {}
    for link in links:
        symbol = segno.make(link, error="m", micro=False)
        symbols[tuple(tuple(row) for row in symbol.matrix)] = link
    found = {}
    for card in sheet.locator("article.carte").all():
        picture = base64.b64encode(card.locator("svg").screenshot()).decode()
        for size in {len(matrix) for matrix in symbols}:
            seen = tuple(map(tuple, sheet.evaluate(_SEEN, [picture, size])))
            if seen in symbols:
                found[card.locator("h2").inner_text().split()[0]] = symbols[seen]
    return found


def come_in(context: BrowserContext, link: str) -> Page:
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Ouvrir mon accès sur cet appareil").click()
    page.get_by_label("Je l’ai notée").check()
    page.get_by_role("button", name="Entrer dans le parcours").click()
    page.wait_for_url("**/accueil.ipynb")
    return page


def module(someone: Someone, cohort: Cohort) -> None:
    someone.page.goto(f"{cohort.base}/{MODULE}")
    ready(someone.page)


def views(page: Page, cohort: Cohort) -> dict[str, Any]:
    """Return what the trainer's page shows, as its route gives it."""
    found = page.request.get(f"{cohort.base}/parcours-u/cohorte/vues").json()["vues"]
    return {view["id"]: view for view in found}


def test_a_circle_s_afternoon_and_the_trainer_s_day_beside_it(
    cohort: Cohort, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    trainer, folder = Trainer(cohort.folder.path), ("--dossier", str(cohort.folder.path))
    desk = come_in(new_context(), cohort.link)
    trainer.do("module", "diffuser", ID)
    assert command("cohorte", "attribuer", ID, "--pour-le", "15/03/2030", *folder).returncode == 0

    told = trainer.do("cohorte", "inviter", "--cartes", str(tmp_path / "cartes.html"))
    sheet = new_context(device_scale_factor=4).new_page()
    sheet.goto("about:blank")
    sheet.set_content((tmp_path / "cartes.html").read_text(encoding="utf-8"))
    read = links_read_on_cards(sheet, [one["lien"] for one in told["invitations"]])
    assert read == {one["nom"].split()[0]: one["lien"] for one in told["invitations"]}
    assert sorted(read) == sorted(NAMES)

    people = {name: Someone(name, come_in(new_context(**PHONE), read[name])) for name in NAMES}
    ada, bo, *_ = people.values()
    expect(ada.page.get_by_text("attendu pour le 15\u00a0mars 2030").first).to_be_visible()
    for one in people.values():
        module(one, cohort)
        one.answer.locator("textarea").first.fill(WORDS.format(one.name))
        one.page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')
        one.answer.get_by_role("checkbox", name="Mon cercle").check()

    bo.page.goto(f"{cohort.base}/{CIRCLE}")
    for name in NAMES:
        if name != "Bo":
            expect(bo.page.get_by_role("article", name=f"{name} du groupe")).to_contain_text(WORDS.format(name))
    bo.page.get_by_role("button", name="Répondre à Ada du groupe").click()
    bo.page.get_by_label("Votre réponse à Ada du groupe").fill(REPLY.format("Ada"))
    bo.page.get_by_role("button", name="Envoyer").click()
    expect(ada.page.get_by_text("1\u00a0mot reçu sur la vôtre")).to_be_visible()

    # What the circle shares is not the trainer's: nothing of it is on their page, nor in what is collected.
    assert WORDS.format("Cy") not in json.dumps(views(desk, cohort), ensure_ascii=False)
    ada.answer.get_by_role("checkbox", name="formateur").check()
    ada.page.get_by_role("button", name="Voir ce qui partirait").click()
    panel = ada.page.locator(".pu-depot")
    expect(panel).to_contain_text(WORDS.format("Ada"))
    panel.get_by_role("button", name="Déposer", exact=True).click()
    expect(panel.get_by_role("heading", name="Déposé")).to_be_visible()

    (collected,) = trainer.do("module", "recueillir", ID)["depots"]
    desk.goto(f"{cohort.base}/{part_of_space('Voir la cohorte')}")
    expect(desk.get_by_role("heading", name="L’avancée de la cohorte")).to_be_visible()
    assert views(desk, cohort)["avancee"]["lignes"][0][0] == "Co-initier"
    trainer.comment(ID, collected.get("code") or collected["personne"], FREE_TEXT, COMMENT)
    assert COMMENT not in json.dumps(trainer.do("module", "retours", ID), ensure_ascii=False)

    # In a cohort no page waits for comments: they are fetched meanwhile, and are on the next one.
    ada.page.goto(f"{cohort.base}/{HOME}")
    patience = time.monotonic() + 60
    while COMMENT not in str(ada.page.request.get(f"{cohort.base}/parcours-u/entries").json()):
        assert time.monotonic() < patience
    module(ada, cohort)
    expect(ada.answer).to_contain_text(COMMENT)
    expect(bo.page.get_by_text(COMMENT)).to_have_count(0)
    module(bo, cohort)
    expect(bo.answer).not_to_contain_text(COMMENT)
    # Everybody is still there, and what they wrote too.
    for one in people.values():
        module(one, cohort)
        expect(one.answer.locator("textarea").first).to_have_value(WORDS.format(one.name))
        assert one.page.evaluate("document.documentElement.scrollWidth") <= 360
