"""Around the control: for whom, what left, what came back; where a link leads; what paper shows."""

import pytest
from memory_journal import MemoryJournal
from playwright.sync_api import BrowserContext, expect
from samples import BODIES, COURSE, EXERCISE_PROMPT, PROMPTS
from widget_bench import Bench, answer, bench, saved

from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.course import Kind
from parcours_u.domain.journal import Comment, Deposit

TEXT = PROMPTS[Kind.FREE_TEXT]
TRAINER = frozenset({Reader.TRAINER})

HOSTILE = [
    "<script>window.hacked = true</script>",
    "<img src=x onerror='window.hacked = true'>",
    "</textarea><script>window.hacked = true</script>",
    "{{ 7 * 7 }} {% raw %} $\\href{javascript:hacked=true}{x}$ [x](javascript:hacked=true) ```",
    "שלום עולם \u202e gnirts",
    "👩🏽‍🚒🏳️‍🌈 e\u0301",
]


def deposited(way: str = "zip") -> Deposit:
    return Deposit("d", "essai", "2026-03-02T12:00:00Z", way, "ABC", (TEXT.id,))


def test_an_answer_is_for_nobody_until_its_learner_says_otherwise(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT)
    expect(page.get_by_role("radio", name="Moi seulement")).to_be_checked()
    group = page.get_by_role("group", name="Pour qui\u202f?")
    expect(group).to_have_accessible_description(f"{TEXT.question} Personne d’autre que vous ne lit cette réponse.")


def test_the_trainer_is_chosen_by_keyboard_and_nothing_leaves_yet(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    page.get_by_role("radio", name="Moi seulement").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#pu-annonces")).to_have_text("Elle partira quand vous déposerez ce module, pas avant.")
    expect(page.get_by_role("radio", name="Moi et mon formateur ou ma formatrice")).to_be_checked()
    assert journal.chosen[TEXT.id] == TRAINER


def test_a_choice_that_could_not_be_recorded_goes_back_and_is_said(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    page = at_bench.answers(context, TEXT)
    journal.failure = "Rien ne répond."
    page.get_by_text("Moi et mon formateur").click()
    expect(page.locator(".pu-for-whom [role=alert]")).to_have_text("Rien ne répond.")
    expect(page.get_by_role("radio", name="Moi seulement")).to_be_checked()


def test_closing_an_answer_after_a_deposit_says_what_had_left(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-02T08:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposited()]
    page = at_bench.answers(context, TEXT)
    expect(page.locator(".pu-deposited")).to_have_text(
        "Déposé le 2\u00a0mars à 13\u00a0h\u00a000, dans un fichier .zip."
    )
    page.get_by_text("Moi seulement").click()
    expect(page.locator(".pu-for-whom .pu-hint")).to_have_text(
        "Cette réponse était déjà partie avec votre dépôt, le 2\u00a0mars à 13\u00a0h\u00a000. "
        "Votre demande de retrait est enregistrée. "
        "Parlez-en aussi à votre formateur ou à votre formatrice, qui en a déjà une copie."
    )
    expect(page.locator(".pu-deposited")).to_contain_text("Vous avez demandé son retrait.")


def test_an_answer_changed_since_its_deposit_says_so(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.write(TEXT.id, {"text": "un"}, at="2026-03-02T08:00:00Z")
    journal.chosen[TEXT.id] = TRAINER
    journal.made = [deposited("exchange")]
    page = at_bench.answers(context, TEXT)
    expect(page.locator(".pu-deposited")).not_to_contain_text("changé")
    page.locator("textarea").press_sequentially(" deux")
    saved(page, TEXT)
    expect(page.locator(".pu-deposited")).to_contain_text("Vous avez changé cette réponse depuis")


def test_an_exercise_says_that_it_stays_with_its_learner(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, EXERCISE_PROMPT)
    assert page.get_by_role("radio").count() == 0
    expect(page.locator(".pu-for-whom")).to_contain_text("Pour qui\u202f? Moi seulement")


def test_many_audiences_are_offered_as_one_list(context: BrowserContext) -> None:
    audiences = (NOBODY, TRAINER, frozenset({Reader.PAIR}), frozenset({Reader.CIRCLE}), frozenset({Reader.COHORT}))
    journal = MemoryJournal(COURSE, audiences=audiences)
    with bench(journal) as at_bench:
        page = at_bench.answers(context, TEXT)
        page.get_by_label("Pour qui\u202f?").select_option(label="Moi, mon cercle")
        page.wait_for_function("bench.sent.at(-1).type === 'audience'")
        expect(page.locator("#pu-annonces")).to_have_count(1)
    assert journal.chosen[TEXT.id] == frozenset({Reader.CIRCLE})


def test_several_readers_may_be_chosen_together_and_the_whole_group_goes_alone(context: BrowserContext) -> None:
    pair, circle, cohort = (frozenset({reader}) for reader in (Reader.PAIR, Reader.CIRCLE, Reader.COHORT))
    journal = MemoryJournal(COURSE, audiences=(NOBODY, pair, circle, pair | circle, cohort))
    with bench(journal) as at_bench:
        page = at_bench.answers(context, TEXT)
        boxes = page.get_by_role("group", name="Pour qui, avec vous\u202f?").get_by_role("checkbox")
        expect(boxes).to_have_count(3)
        page.get_by_role("checkbox", name="Mon binôme").check()
        page.get_by_role("checkbox", name="Mon cercle").check()
        expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Votre binôme et votre cercle lisent")
        assert journal.chosen[TEXT.id] == pair | circle
        page.get_by_role("checkbox", name="Tout le groupe").check()
        expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Tout le groupe")
        assert journal.chosen[TEXT.id] == cohort
        assert [box.is_checked() for box in boxes.all()] == [False, False, True]
        page.get_by_role("checkbox", name="Tout le groupe").uncheck()
        expect(page.locator(".pu-for-whom .pu-hint")).to_contain_text("Personne d’autre que vous")
        assert journal.chosen[TEXT.id] == NOBODY


def test_readers_chosen_on_another_page_are_shown_and_nobody_s_focus_moves(context: BrowserContext) -> None:
    pair, circle = frozenset({Reader.PAIR}), frozenset({Reader.CIRCLE})
    journal = MemoryJournal(COURSE, audiences=(NOBODY, pair, circle, pair | circle))
    journal.write(TEXT.id, {"text": "un"})
    journal.chosen[TEXT.id] = pair | circle
    with bench(journal) as at_bench:
        page = at_bench.answers(context, TEXT)
        pair_box, circle_box = (page.get_by_role("checkbox", name=name) for name in ("Mon binôme", "Mon cercle"))
        expect(circle_box).to_be_checked()
        pair_box.focus()
        journal.chosen[TEXT.id] = pair
        chosen = "document.dispatchEvent(new CustomEvent('parcours-u:lecteurs', {detail: {prompt: '%s'}}))"
        page.evaluate(chosen % TEXT.id)
        expect(circle_box).not_to_be_checked()
        expect(pair_box).to_be_checked()
        expect(pair_box).to_be_focused()


def test_a_comment_is_shown_beside_the_answer_with_what_it_is_about(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal
) -> None:
    journal.comments[TEXT.id] = (Comment(TEXT.id, "Qui peut relire\u202f?", "2026-03-02T08:00:00Z", "le texte déposé"),)
    journal.write(TEXT.id, {"text": "un"})
    page = at_bench.answers(context, TEXT)
    beside = page.get_by_role("complementary", name=f"Commentaire reçu {TEXT.question}")
    expect(beside).to_contain_text("Commentaire reçu le 2\u00a0mars à 9\u00a0h\u00a000")
    expect(beside).to_contain_text("Qui peut relire\u202f?")
    beside.get_by_text("Ce que j’avais déposé").press("Enter")
    expect(beside.get_by_text("le texte déposé")).to_be_visible()


def test_an_answer_without_a_comment_shows_no_place_for_one(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT)
    assert page.get_by_role("complementary").count() == 0


@pytest.mark.parametrize("words", HOSTILE, ids=["script", "image", "breakout", "markup", "rtl", "emoji"])
def test_whatever_is_written_is_shown_as_text_everywhere(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, words: str
) -> None:
    journal.write(TEXT.id, {"text": words}, at="2026-03-01T08:00:00Z")
    journal.write(TEXT.id, {"text": f"{words}!"})
    journal.comments[TEXT.id] = (Comment(TEXT.id, words, "2026-03-02T08:00:00Z", words),)
    page = at_bench.answers(context, TEXT)
    page.get_by_text("Versions précédentes", exact=True).click()
    page.locator(".pu-version").last.get_by_role("button", name="Relire").click()
    expect(page.locator(".pu-version").last.locator(".pu-version-text")).to_be_visible()
    assert page.locator("textarea").input_value() == f"{words}!"
    assert page.locator(".pu-comment-text").text_content() == words
    assert page.locator(".pu-comment .pu-version-text").text_content() == words
    assert page.locator(".pu-version").last.locator(".pu-version-text").text_content() == words
    assert page.evaluate("window.hacked") is None
    assert page.locator(".pu-answer script, .pu-answer img").count() == 0


@pytest.mark.parametrize("kind", [Kind.SHORT_LIST, Kind.STAKEHOLDER_MAP, Kind.GUIDED_JOURNAL, Kind.INTENTION])
def test_markup_stays_text_in_every_kind_that_shows_words_again(
    at_bench: Bench, context: BrowserContext, journal: MemoryJournal, kind: Kind
) -> None:
    words = HOSTILE[1]
    bodies = {
        Kind.SHORT_LIST: {"items": [words, words]},
        Kind.STAKEHOLDER_MAP: {"people": [{"who": words, "relation": words, "influence": 1, "distance": 1}]},
        Kind.GUIDED_JOURNAL: {"answers": {"regard": words}, "skipped": []},
        Kind.INTENTION: {"sentence": words},
    }
    journal.write(PROMPTS[kind].id, bodies[kind], {**bodies[kind]})
    page = at_bench.answers(context, PROMPTS[kind])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    if kind is Kind.SHORT_LIST:
        page.get_by_role("button", name="Retirer la ligne 1").click()
    if kind is Kind.STAKEHOLDER_MAP:
        expect(page.locator(".pu-person-name")).to_have_text("<img src=x onerror='windo…")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".pu-answer img").count() == 0


def test_a_link_to_a_question_leads_there_and_puts_the_focus_on_it(at_bench: Bench, context: BrowserContext) -> None:
    prompts = [PROMPTS[kind] for kind in (Kind.ICEBERG, Kind.STAKEHOLDER_MAP, Kind.FREE_TEXT, Kind.COMMITMENT)]
    page = at_bench.answers(context, *prompts, hash_=f"#invite-{TEXT.id}")
    expect(answer(page, TEXT)).to_be_focused()
    expect(answer(page, TEXT)).to_be_in_viewport()
    assert answer(page, TEXT).get_attribute("id") == f"invite-{TEXT.id}"


def test_without_a_link_no_question_takes_the_focus(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT)
    assert page.evaluate("document.activeElement === document.body")


def test_ids_stay_unique_when_an_answer_is_drawn_twice(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT, TEXT)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_all_answers_of_a_page_share_one_live_region(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT, PROMPTS[Kind.SHORT_LIST])
    page.get_by_label("Ajouter une ligne").fill("un")
    page.keyboard.press("Enter")
    page.locator("textarea").first.press_sequentially("deux")
    page.keyboard.press("Tab")
    saved(page, TEXT)
    assert page.locator("[role=status]").count() == 1


def test_questions_are_headings_that_follow_those_of_the_page(at_bench: Bench, context: BrowserContext) -> None:
    page = at_bench.answers(context, TEXT, PROMPTS[Kind.GUIDED_JOURNAL])
    expect(page.get_by_role("heading", level=3, name=TEXT.question)).to_be_visible()
    first = PROMPTS[Kind.GUIDED_JOURNAL].questions[0].question
    expect(page.get_by_role("heading", level=4, name=first)).to_be_visible()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_read_only_page_shows_every_kind_and_lets_nothing_be_changed(context: BrowserContext, kind: Kind) -> None:
    journal = MemoryJournal(COURSE, read_only=True)
    journal.write(PROMPTS[kind].id, BODIES[kind])
    with bench(journal) as at_bench:
        page = at_bench.answers(context, PROMPTS[kind])
        expect(answer(page, PROMPTS[kind])).to_have_attribute("data-state", "read_only")
        expect(page.locator(".pu-status")).to_have_text("Lecture seule\u00a0: cette page n’enregistre rien.")
        changeable = page.evaluate(
            """[...document.querySelectorAll(".pu-control :is(textarea, input, select)")].filter(
              (field) => field.checkVisibility() && !field.disabled && !field.readOnly).length"""
        )
        assert changeable == 0
        for name in ("Ajouter", "Retirer", "Monter", "Effacer", "Passer"):
            expect(page.get_by_role("button", name=name).filter(visible=True)).to_have_count(0)


def test_a_long_text_is_whole_on_paper(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    whole = "Un paragraphe assez long pour tenir sur deux lignes de papier. " * 120
    journal.write(TEXT.id, {"text": whole})
    page = at_bench.answers(context, TEXT)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    copy = page.locator(".pu-print-copy").first
    expect(copy).to_be_visible()
    assert copy.text_content() == whole
    assert copy.evaluate("(node) => node.scrollHeight <= node.clientHeight")
    expect(page.locator("textarea")).to_be_hidden()
    expect(page.get_by_text("Pour qui")).to_be_hidden()


def test_a_guided_journal_is_whole_on_paper(at_bench: Bench, context: BrowserContext, journal: MemoryJournal) -> None:
    prompt = PROMPTS[Kind.GUIDED_JOURNAL]
    journal.write(prompt.id, BODIES[Kind.GUIDED_JOURNAL])
    page = at_bench.answers(context, prompt)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    paper = page.locator(".pu-print-only")
    for question in prompt.questions:
        expect(paper).to_contain_text(question.question)
    expect(paper).to_contain_text("Le calme de l’équipe.")
