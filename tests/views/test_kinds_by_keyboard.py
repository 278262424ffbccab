"""Every kind of answer, with the keyboard alone: what is done is what is saved."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import BODIES, LONG_SCALE, PROMPTS
from widget_bench import Bench, answer, focused, heard, saved, tab

from parcours_u.domain.course import Kind


@pytest.mark.parametrize("kind", list(Kind))
def test_an_answer_comes_back_as_it_was_saved(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, kind: Kind
) -> None:
    prompt = PROMPTS[kind]
    journal.write(prompt.id, BODIES[kind])
    page = at_bench.answers(context, prompt)
    field = answer(page, prompt).locator(".pu-control textarea:visible").last
    field.press_sequentially("!")
    saved(page, prompt)
    field.press("Backspace")
    page.wait_for_function("bench.drafts().length >= 2")
    saved(page, prompt)
    assert len(journal.bodies(prompt.id)) == 3
    assert journal.entry(prompt.id).body == BODIES[kind]


def test_a_free_text_is_reached_written_and_begun_with_the_words_offered(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.FREE_TEXT]
    page = at_bench.answers(context, prompt)
    tab(page)
    assert focused(page) == "Commencer par ces mots"
    page.keyboard.press("Enter")
    assert focused(page) == prompt.question
    page.keyboard.type("venir.")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"text": "Je vous propose de venir."}


def test_first_words_are_put_before_what_is_there_and_only_once(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, PROMPTS[Kind.FREE_TEXT])
    page.locator("textarea").fill("venir.")
    begin = page.get_by_role("button", name="Commencer par ces mots")
    begin.click()
    begin.click()
    assert page.locator("textarea").input_value() == "Je vous propose de venir."


def test_a_scale_is_chosen_commented_and_cleared(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.SCALE]
    page = at_bench.answers(context, prompt)
    tab(page)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Attention aux faits"
    tab(page)
    assert focused(page) == "Effacer mon choix"
    tab(page)
    page.keyboard.type("hier")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"level": 2, "note": "hier"}
    tab(page, 1, "Shift+Tab")
    page.keyboard.press("Enter")
    heard(page, "Aucun niveau n’est choisi")
    assert focused(page) == "Par habitude"
    page.wait_for_function("bench.drafts().at(-1).value.level === null")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"level": None, "note": "hier"}


def test_a_scale_is_one_group_named_by_its_question_with_its_meanings(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, PROMPTS[Kind.SCALE])
    group = page.locator("fieldset.pu-bare")
    assert group.locator("legend").inner_text() == PROMPTS[Kind.SCALE].question
    first = page.get_by_role("radio", name="Par habitude")
    expect(first).to_have_accessible_description("J’entends surtout ce que je savais déjà.")


def test_steps_without_a_word_are_named_by_their_rank(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, LONG_SCALE)
    expect(page.get_by_role("radio", name="Niveau 2 sur 7")).to_be_visible()
    expect(page.get_by_role("radio", name="Au plus haut")).to_be_visible()


def test_the_levels_of_an_iceberg_are_linked_by_questions(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.ICEBERG]
    page = at_bench.answers(context, prompt)
    for words in ("files", "un guichet", "on pense", "égards"):
        tab(page)
        page.keyboard.type(words)
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {
        "events": "files",
        "structures": "un guichet",
        "mental_models": "on pense",
        "sources": "égards",
    }
    second = page.get_by_role("textbox", name="Ce qui l’organise")
    expect(second).to_have_accessible_description(
        "Qu’est-ce qui produit cela\u202f? Les règles, les circuits, les outils, le partage des rôles."
    )


def test_an_intention_shows_the_sentences_that_came_before(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    prompt = PROMPTS[Kind.INTENTION]
    journal.write(prompt.id, {"sentence": "Servir le quartier."}, at="2026-03-01T10:00:00Z")
    journal.write(prompt.id, {"sentence": "Écouter le quartier."})
    page = at_bench.answers(context, prompt)
    earlier = page.locator(".pu-version")
    expect(earlier).to_have_count(1)
    expect(earlier).to_contain_text("Servir le quartier.")
    tab(page, 2)
    assert focused(page) == prompt.question
    page.keyboard.press("End")
    page.keyboard.insert_text(
        " Ensemble."
    )  # at once: this journal does not join the versions of one run of keys, the store does
    expect(earlier).to_have_count(2)
    expect(earlier.first).to_contain_text("Écouter le quartier.")


def test_an_intention_not_yet_written_says_where_its_wordings_will_be(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, PROMPTS[Kind.INTENTION])
    expect(page.get_by_text("Vos formulations successives apparaîtront ici.")).to_be_visible()


DATE_KEYS = "05052027"  # the same day whichever of day and month the browser's language asks first


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (
            Kind.PROTOTYPE_CARD,
            {
                "Mon hypothèse": "un accueil debout",
                "Le plus petit essai": "une matinée",
                "Pour quand": DATE_KEYS,
                "Qui en sera témoin": "une collègue",
            },
            {
                "hypothesis": "un accueil debout",
                "smallest_test": "une matinée",
                "by_when": "2027-05-05",
                "witnesses": "une collègue",
            },
        ),
        (
            Kind.COMMITMENT,
            {"Ce que je m’engage à faire": "appeler", "Pour quand": DATE_KEYS, "Qui en sera témoin": "ma binôme"},
            {"what": "appeler", "by": "2027-05-05", "witness": "ma binôme"},
        ),
    ],
)
def test_a_card_is_filled_line_by_line(
    at_bench: Bench,
    context: BrowserContext,
    journal: MemoryJournal,
    kind: Kind,
    typed: dict[str, str],
    expected: dict[str, str],
) -> None:
    prompt = PROMPTS[kind]
    page = at_bench.answers(context, prompt)
    for label, keys in typed.items():
        while focused(page) != label:
            page.keyboard.press("Tab")
        page.keyboard.type(keys)
    saved(page, prompt)
    assert journal.entry(prompt.id).body == expected
    order = page.evaluate("[...document.querySelectorAll('.pu-control label')].map((label) => label.textContent)")
    assert order == list(typed)


def test_a_date_is_also_said_in_words(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, PROMPTS[Kind.COMMITMENT])
    page.get_by_label("Pour quand").fill("2027-03-01")
    expect(page.get_by_label("Pour quand")).to_have_accessible_description("lundi 1er\u00a0mars 2027")


def test_an_unfinished_date_is_no_date(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    prompt = PROMPTS[Kind.COMMITMENT]
    page = at_bench.answers(context, prompt)
    page.get_by_label("Ce que je m’engage à faire").fill("appeler")
    tab(page)
    page.keyboard.type("3")
    saved(page, prompt)
    assert journal.entry(prompt.id).body == {"what": "appeler", "by": "", "witness": ""}
