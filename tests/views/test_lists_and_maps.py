"""Lists and maps, which are put in order and grow: by keyboard alone, and by hand."""

from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import BODIES, PROMPTS
from widget_bench import Bench, focused, heard, saved, tab

from parcours_u.domain.course import Kind

WHO = {"who": "", "relation": "", "influence": 2, "distance": 2}


def test_a_list_is_filled_put_in_order_changed_and_shortened(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    page = at_bench.answers(context, prompt)
    tab(page)
    assert focused(page) == "Ajouter une ligne"
    for item in ("une élue", "un agent", "une habitante"):
        page.keyboard.type(item)
        page.keyboard.press("Enter")
    heard(page, "Ligne ajoutée\u00a0: «\u00a0une habitante\u00a0», position 3 sur 3")
    tab(page, 4, "Shift+Tab")
    assert focused(page) == "Ligne 3 sur 3"
    page.keyboard.press("Alt+ArrowUp")
    heard(page, "«\u00a0une habitante\u00a0»\u00a0: position 2 sur 3")
    assert focused(page) == "Ligne 2 sur 3"
    page.keyboard.type(" du quartier")
    tab(page)
    assert focused(page) == "Monter la ligne 2, «\u00a0une habitante du quartier\u00a0»"
    page.keyboard.press("Enter")
    heard(page, "«\u00a0une habitante du quartier\u00a0»\u00a0: position 1 sur 3")
    assert focused(page) == "Monter la ligne 1, «\u00a0une habitante du quartier\u00a0»"
    page.keyboard.press("Enter")
    heard(page, "«\u00a0une habitante du quartier\u00a0» est déjà en première position")
    tab(page, 2)
    page.keyboard.press("Enter")
    heard(page, "Ligne retirée\u00a0: «\u00a0une habitante du quartier\u00a0»")
    assert focused(page) == "Ligne 1 sur 2"
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"items": ["une élue", "un agent"]}


def test_a_line_taken_out_can_be_put_back_where_it_was(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    journal.write(prompt.id, BODIES[Kind.SHORT_LIST])
    page = at_bench.answers(context, prompt)
    page.get_by_role("button", name="Retirer la ligne 2").press("Enter")
    page.get_by_role("button", name="Remettre").press("Enter")
    saved(page, prompt)
    page.locator("textarea").first.press("End")
    assert journal.entry(prompt.id).body == BODIES[Kind.SHORT_LIST]
    assert page.locator(".pu-item textarea").nth(1).input_value() == "un agent d’accueil"


def test_words_typed_but_not_added_yet_are_saved_too(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    page = at_bench.answers(context, prompt)
    tab(page)
    page.keyboard.type("une idée en cours")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"items": ["une idée en cours"]}


def test_moving_a_line_keeps_the_caret_where_it_was(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    journal.write(prompt.id, BODIES[Kind.SHORT_LIST])
    page = at_bench.answers(context, prompt)
    page.locator(".pu-item textarea").first.focus()
    page.evaluate("document.activeElement.setSelectionRange(3, 3)")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("XX")
    assert page.locator(".pu-item textarea").nth(1).input_value() == "uneXX élue de quartier"


def test_a_line_is_dragged_by_its_handle(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    journal.write(prompt.id, BODIES[Kind.SHORT_LIST])
    page = at_bench.answers(context, prompt)
    start = page.locator(".pu-grip").first.bounding_box()
    end = page.locator(".pu-item").nth(2).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + end["height"] - 4, steps=12)
    page.mouse.up()
    heard(page, "«\u00a0une élue de quartier\u00a0»\u00a0: position 3 sur 3")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"items": ["un agent d’accueil", "une habitante", "une élue de quartier"]}


def test_escape_gives_a_drag_up(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    prompt = PROMPTS[Kind.SHORT_LIST]
    journal.write(prompt.id, BODIES[Kind.SHORT_LIST])
    page = at_bench.answers(context, prompt)
    start = page.locator(".pu-grip").first.bounding_box()
    assert start is not None
    page.mouse.move(start["x"] + 10, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] + 120, steps=6)
    assert page.locator(".pu-item textarea").first.input_value() != "une élue de quartier"
    page.keyboard.press("Escape")
    page.mouse.up()
    assert page.locator(".pu-item textarea").first.input_value() == "une élue de quartier"
    assert page.evaluate("bench.drafts()") == []


def test_a_map_is_filled_as_a_table_and_drawn_as_it_is_filled(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.STAKEHOLDER_MAP]
    page = at_bench.answers(context, prompt)
    tab(page)
    assert focused(page) == "Qui, ligne 1"
    page.keyboard.type("Les familles")
    tab(page)
    page.keyboard.type("usagers")
    tab(page)
    assert focused(page).startswith("Influence, ligne 1")
    page.keyboard.press("ArrowDown")
    tab(page)
    page.keyboard.press("ArrowUp")
    tab(page, 2)
    assert focused(page) == "Ajouter une personne ou un groupe"
    page.keyboard.press("Enter")
    assert focused(page) == "Qui, ligne 2"
    page.keyboard.type("La direction")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {
        "people": [
            {"who": "Les familles", "relation": "usagers", "influence": 3, "distance": 1},
            {**WHO, "who": "La direction"},
        ]
    }
    drawing = page.get_by_role("img", name="Carte des personnes et des groupes concernés")
    expect(drawing.locator(".pu-person")).to_have_count(2)
    expect(drawing.locator(".pu-person-name").first).to_have_text("Les familles")
    expect(drawing).to_have_accessible_description(
        "2\u00a0parties prenantes. Distance\u00a0: 1\u00a0proche, 1\u00a0à portée. "
        "Influence\u00a0: 1\u00a0moyenne, 1\u00a0forte. ; 1. Les familles\u00a0: proche, influence forte ; "
        "2. La direction\u00a0: à portée, influence moyenne"
    )
    expect(page.locator(".pu-map-summary")).to_contain_text("2\u00a0parties prenantes")


def test_taking_a_line_out_of_a_map_leaves_the_focus_on_the_next_one(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.STAKEHOLDER_MAP]
    journal.write(prompt.id, BODIES[Kind.STAKEHOLDER_MAP])
    page = at_bench.answers(context, prompt)
    page.get_by_role("button", name="Retirer la ligne 1").press("Enter")
    assert focused(page) == "Qui, ligne 1"
    heard(page, "Retrait de la carte\u00a0: Les familles du quartier")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"people": BODIES[Kind.STAKEHOLDER_MAP]["people"][1:]}
    page.wait_for_function("document.querySelectorAll('.pu-person').length === 2")
    page.get_by_role("button", name="Remettre").press("Enter")
    page.wait_for_function("bench.drafts().at(-1).value.people.length === 3")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == BODIES[Kind.STAKEHOLDER_MAP]


def test_a_map_is_a_table_with_a_caption_and_headers(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, PROMPTS[Kind.STAKEHOLDER_MAP])
    table = page.get_by_role("table", name="Qui, quelle relation, quelle influence, à quelle distance")
    assert table.get_by_role("columnheader").all_inner_texts()[1:5] == ["Qui", "Relation", "Influence", "Distance"]
