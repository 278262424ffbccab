"""Two people come in with browsers of their own, write, and each reads only theirs; the doors are for everybody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from axe import in_light_and_dark
from people_here import FREE_TEXT, MODULE, Cohort, running_cohort

EVERYWHERE = "0.0.0.0"  # noqa: S104 - so that every page bears the notice of a line in clear
Contexts = Callable[..., BrowserContext]
DOORS = (
    "rejoindre/{token}",
    "rejoindre",
    "connexion",
    "phrase",
    "mes-appareils",
    "vos-mots",
    "rejoindre/inconnue",
    "deconnexion",
)


@pytest.fixture(scope="module")
def exposed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    """A cohort of its own: its pages bear the longest notice."""
    with running_cohort(
        tmp_path_factory.mktemp("portes") / "groupe", "--adresse", EVERYWHERE, "--sans-chiffrement"
    ) as found:
        yield found


def come_in(context: BrowserContext, link: str) -> Page:
    """Open an invitation as a person does, note the phrase, and go on to the course."""
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Ouvrir mon accès sur cet appareil").click()
    expect(page.get_by_role("heading", name="Votre phrase de récupération")).to_be_visible()
    assert len(page.locator(".pu-phrase li").all_inner_texts()) == 8
    page.get_by_label("Je l’ai notée, ou j’ai gardé la carte").check()
    page.get_by_role("button", name="Entrer dans le parcours").click()
    page.wait_for_url("**/accueil.ipynb")
    return page


def write(page: Page, text: str) -> None:
    field = page.locator(f'[data-prompt="{FREE_TEXT}"] textarea').first
    field.fill(text)
    page.wait_for_selector(f'[data-prompt="{FREE_TEXT}"][data-state="saved"]')


def test_two_people_come_in_write_and_each_reads_only_theirs(exposed: Cohort, new_context: Contexts) -> None:
    written = {}
    for name in ("Ada", "Bo"):
        link = f"{exposed.local}/rejoindre/{exposed.invite(exposed.add(name).id).token}"
        page = come_in(new_context(), link)
        page.goto(f"{exposed.local}/{MODULE}")
        write(page, f"Ce que {name} écrit")
        written[name] = page
    for name, page in written.items():
        page.reload()
        field = page.locator(f'[data-prompt="{FREE_TEXT}"] textarea').first
        expect(field).to_have_value(f"Ce que {name} écrit")
        other = "Bo" if name == "Ada" else "Ada"
        assert f"Ce que {other} écrit" not in page.content()
    page = written["Ada"]
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Mes appareils").click()
    page.get_by_role("button", name="Fermer mon accès ici").click()
    expect(page.get_by_role("heading", name="Cet appareil est fermé")).to_be_visible()
    page.goto(f"{exposed.local}/{MODULE}")
    expect(page.get_by_label("Votre phrase de récupération")).to_be_visible()
    assert "Ce que Ada écrit" not in page.content()


@pytest.fixture(scope="module")
def doors(
    exposed: Cohort, silent_contexts: Callable[[], AbstractContextManager[Contexts]]
) -> Iterator[Callable[[str, int], Page]]:
    """Open one of the doors, as whoever it is for, at some width."""
    with silent_contexts() as new_context:
        stranger, member = new_context().new_page(), new_context().new_page()
        token = exposed.invite(exposed.add("Marie-Antoinette de la Très-Longue-Maison").id).token
        member.goto(f"{exposed.local}/rejoindre/{exposed.invite(exposed.add('Maximilienne').id).token}")
        member.get_by_role("button", name="Ouvrir mon accès sur cet appareil").click()

        def open_door(path: str, width: int) -> Page:
            page = member if path in {"phrase", "mes-appareils"} else stranger
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{exposed.local}/{path.format(token=token)}")
            return page

        yield open_door


@pytest.mark.parametrize("path", DOORS)
def test_a_door_is_accessible_and_fits_320_pixels(doors: Callable[[str, int], Page], path: str) -> None:
    page = doors(path, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for found in in_light_and_dark(page):
        assert page.locator(".pu-en-clair").count() == 1
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_a_link_to_another_device_is_shown_and_fits(doors: Callable[[str, int], Page], tmp_path: Path) -> None:
    page = doors("mes-appareils", 320)
    page.get_by_role("button", name="Faire un lien").click()
    expect(page.locator(".pu-carre svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for found in in_light_and_dark(page):
        assert [one["id"] for one in found["violations"]] == []


def test_the_button_and_the_boxes_are_large_enough_for_a_thumb(doors: Callable[[str, int], Page]) -> None:
    for path in ("rejoindre/{token}", "connexion", "phrase", "mes-appareils"):
        page = doors(path, 360)
        for control in page.locator(
            "main button, main input:not([type=hidden]):not([type=checkbox]), main textarea"
        ).all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 44
