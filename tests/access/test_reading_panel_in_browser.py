"""The trainer's reading panel: its progress while it collects, who is awaited, and circles shared out by two at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from axe import in_light_and_dark
from commented import Commented, commented
from parcours_u.domain.people import Role
from trainer_space import part_of_space, shown_part

pytestmark = [pytest.mark.browser, pytest.mark.nbgrader]

Opening = Callable[..., BrowserContext]

# What the page says of its progress, and whether the button waits, at each change: a step lasts a moment only.
WATCH = """
window.progres = [];
new MutationObserver(() => {
  const told = document.querySelector(".pu-lecture-recueil:not([hidden])")?.textContent;
  const control = [...document.querySelectorAll(".pu-lecture-choix button")].at(-1);
  if (told && told !== window.progres.at(-1)?.[0]) window.progres.push([told, control?.getAttribute("aria-disabled")]);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    with commented(tmp_path_factory.mktemp("panneau") / "groupe") as found:
        for name in ("Ana", "Bea", "Cleo", "Dan", "Eve"):
            found.comes(name)
        for name in ("Ana", "Bea", "Cleo", "Dan"):
            found.writes(name, f"Une réponse de {name}")
            found.deposits(name)
        for name in ("Awa", "Tom"):
            found.comes(name, Role.TRAINER)
        found.circles(Tilleul=("Ana", "Bea", "Eve"), Erable=("Cleo", "Dan"))
        yield found


def panel_of(context: BrowserContext, desk: Commented, name: str) -> Locator:
    """Open the trainer's space; return « Lire et commenter », its deposits shown."""
    panel = desk.people[name].opened(context, part_of_space("Lire et commenter")).locator(".pu-lecture")
    expect(panel.locator(".pu-lecture-personne").first).to_be_visible()
    return panel


def test_the_first_collecting_tells_how_far_it_is_and_can_t_be_begun_twice(
    new_context: Opening, desk: Commented
) -> None:
    context = new_context()
    context.add_init_script(WATCH)
    panel = panel_of(context, desk, "Awa")
    expect(panel.locator(".pu-lecture-personne")).to_have_count(4)
    expect(panel.get_by_text("4\u00a0dépôts nouveaux ou mis à jour.")).to_be_visible()
    assert panel.page.evaluate("window.progres") == [
        ["0\u00a0dépôt sur 4 recueilli", "true"],
        ["3\u00a0dépôts sur 4 recueillis", "true"],
    ]
    expect(panel.get_by_label("Module", exact=True).locator("option:checked")).to_have_text(
        "Co-initier (4\u00a0dépôts)"
    )
    collect = panel.get_by_role("button", name="Recueillir les dépôts")
    expect(collect).not_to_have_attribute("aria-disabled", "true")
    collect.click()
    expect(panel.get_by_text("Rien de nouveau depuis la dernière fois.")).to_be_visible()


def test_who_has_not_deposited_is_named_folded_with_the_way_to_a_reminder(
    new_context: Opening, desk: Commented
) -> None:
    page = panel_of(new_context(viewport={"width": 360, "height": 740}), desk, "Awa").page
    fold = shown_part(page).get_by_text("1\u00a0personne n’a pas encore déposé")
    expect(page.get_by_text("Eve du groupe", exact=True).and_(page.locator(".pu-lecture-attendus *"))).to_be_hidden()
    fold.click()
    expect(page.locator(".pu-lecture-attendus")).to_have_text("Eve du groupe")
    for answer in in_light_and_dark(page):
        assert [(found["id"], found["nodes"][0]["html"]) for found in answer["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Préparer un rappel à copier").click()
    expect(shown_part(page).get_by_label("Quel message")).to_have_value("rappel")
    expect(shown_part(page).get_by_label("Objet")).to_have_value(re.compile("Co-initier"))
    expect(page.locator("#ecrire-au-groupe")).to_be_in_viewport()
    shown_part(page).get_by_role("button", name="Copier les adresses des personnes attendues").click()
    expect(shown_part(page).get_by_text("Les personnes attendues n’ont pas d’adresse dans la liste.")).to_be_visible()
    shown_part(page).get_by_label("Quel message").select_option("merci")
    expect(shown_part(page).get_by_role("button", name="Copier les adresses", exact=True)).to_be_visible()


def test_of_two_who_share_the_circles_out_the_second_sees_the_first_s_choice_and_keeps_their_own(
    new_context: Opening, desk: Commented
) -> None:
    first, second = (panel_of(new_context(), desk, name) for name in ("Awa", "Tom"))
    for panel in (first, second):
        panel.get_by_text("Répartir les cercles", exact=True).click()
    first.get_by_role("combobox", name="Tilleul").select_option(label="Awa du groupe")
    first.get_by_role("combobox", name="Erable").select_option(label="Awa du groupe")
    first.get_by_role("button", name="Garder cette répartition").click()
    expect(first.get_by_text("La répartition est gardée.")).to_be_visible()
    of_tilleul, of_erable = (second.get_by_role("combobox", name=name) for name in ("Tilleul", "Erable"))
    of_tilleul.select_option(label="Tom du groupe")
    second.get_by_role("button", name="Garder cette répartition").click()
    expect(second.get_by_text("La répartition a changé entre-temps")).to_contain_text("est lu par Awa du groupe")
    expect(of_tilleul.locator("option:checked")).to_have_text("Tom du groupe")  # what was chosen stays
    expect(second.get_by_text("Aujourd’hui\u00a0: Awa du groupe.")).to_have_count(1)
    expect(of_erable.locator("option:checked")).to_have_text("Awa du groupe")  # what was not touched follows
    second.get_by_role("button", name="Garder cette répartition").click()
    expect(second.get_by_text("La répartition est gardée.")).to_be_visible()
    kept = {one["name"]: one["commenter"] for one in desk.ask("Awa", "GET").json["circles"]}
    assert kept == {"Tilleul": desk.people["Tom"].person, "Erable": desk.people["Awa"].person}
