"""Replies and agreements that are being written: whatever comes meanwhile, their words stay, and leave once, when they are sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from shared_pages import card, share
from together import Together

from parcours_u.domain.audience import Reader
from parcours_u.views.front_end import script

BENCH = (Path(__file__).parent / "slow_answers.js").read_text(encoding="utf-8")
_SHARED = ("dom", "announce", "channel", "followed_rooms", "enumerated", "sending", "reply_drafts", "shared_space")
CIRCLE = script(
    *_SHARED, "sure", "shared_card", "shared_news", "agreements", "agreed_change", "agreed", "long_words", "circle"
)
GONE = "Cette réponse n’est plus partagée avec votre cercle\u00a0: vos mots ne peuvent plus partir, ils restent ici"
SCENE = """
    const el = document.createElement("div");
    document.querySelector("main").append(el);
    const mount = (kind) => window.widget.render({ model: { get: (name) => ({ base: "/", kind })[name] }, el });
    const named = (text) => Array.from(el.querySelectorAll("button")).find((one) => one.checkVisibility() && one.textContent.startsWith(text));
    const field = () => Array.from(el.querySelectorAll("textarea")).find((one) => one.checkVisibility());
    const alert = () => Array.from(el.querySelectorAll("[role=alert]"), (one) => one.textContent).join("");
    const types = (input, text) => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const replies = (text) => {
      named("Répondre").click();
      types(field(), text);
    };
    const asksToLeave = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
    const back = async () => {
      document.dispatchEvent(new CustomEvent("parcours-u:ligne", { detail: { state: "open" } }));
      await turn();
    };
    const mine = (text) => ({ id: "1", author: "me", text, at: "2027-01-01T08:00:00Z" });
    const said = (method) => bench.asked.filter((one) => one.method === method).map((one) => one.body?.text ?? one.path);
    const pair = { room: "pair:1", kind: "pair", number: 1, about: 7, people: [], renewed: [] };
    const look = (number, ...owners) => {
      const found = shared(number, ...owners);
      found.rooms[0].renewed = [];
      found.prompts[0] = { id: "q", question: "Q", part: "P", href: "/" };
      return found;
    };
    const opened = async (found) => {
      mount();
      await turn();
      await bench.answer(found);
      bench.open();
    };
"""


@pytest.fixture
def bench(page: Page) -> Callable[[str], Any]:
    """Live a scene on the page of one's circle; return what the scene returns."""
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<main></main>"))
    page.clock.install()
    page.goto("http://127.0.0.1/")
    page.add_script_tag(content=BENCH + CIRCLE.replace("export default", "window.widget ="))
    return lambda scene: page.evaluate(f"async () => {{ {SCENE} {scene} }}")


def test_words_stay_where_an_answer_that_is_taken_back_leaves_none_of_its_own(bench: Callable[[str], Any]) -> None:
    words, focused, told, offered, asks = bench("""
        await opened(look(1, "ada", "bo"));
        replies("Je com");
        const before = field();
        await bench.tell(closes(2, "ada"));
        await bench.front();
        await bench.answer({ ...look(3, "bo"), prompts: [] });
        const offered = ["Envoyer", "Annuler", "Oublier"].map((one) => Boolean(named(one)));
        return [
          [field().value, el.querySelectorAll(".pu-shared-words")[1].textContent],
          document.activeElement === before && field() === before,
          alert(),
          offered,
          asksToLeave(),
        ];""")
    assert words == ["Je com", ""]
    assert focused
    assert told.startswith(GONE)
    assert offered == [False, False, True]
    assert asks


def test_an_answer_that_is_shared_again_takes_the_words_that_waited(bench: Callable[[str], Any]) -> None:
    scene = """
        await opened(look(1, "ada"));
        replies("Je comprends");
        await bench.tell(closes(2, "ada"));
        await bench.tell(opens(3, "ada"));
        const there = [field().value, alert(), el.querySelector(".pu-shared-words").textContent];
        named("Envoyer").click();
        return [...there, said("POST")];"""
    assert bench(scene) == ["Je comprends", "", "ada", ["Je comprends"]]


def test_words_that_are_put_away_take_the_card_with_them_and_the_focus_goes_to_the_next(
    bench: Callable[[str], Any],
) -> None:
    scene = """
        await opened(look(1, "ada", "bo"));
        replies("Je com");
        await bench.tell(closes(2, "ada"));
        named("Oublier").click();
        return [el.querySelectorAll("article").length, document.activeElement.textContent.includes("bo"), asksToLeave()];"""
    assert bench(scene) == [1, True, False]


def test_a_card_that_nobody_answers_goes_with_its_answer(bench: Callable[[str], Any]) -> None:
    scene = """
        await opened(look(1, "ada"));
        named("Répondre").click();
        await bench.tell(closes(2, "ada"));
        return [el.querySelectorAll("article").length, asksToLeave()];"""
    assert bench(scene) == [0, False]


def test_words_are_there_again_for_who_looked_elsewhere_meanwhile(bench: Callable[[str], Any]) -> None:
    scene = """
        const found = look(1, "ada");
        found.rooms.push(pair);
        await opened(found);
        replies("Je com");
        const choose = (room) => el.querySelector(`input[value="${room}"]`).click();
        choose("pair:1");
        const away = [Boolean(field()), asksToLeave()];
        choose("");
        return [...away, field().value];"""
    assert bench(scene) == [False, True, "Je com"]


def test_a_page_that_goes_with_words_that_were_not_sent_asks_first(bench: Callable[[str], Any]) -> None:
    scene = """
        await opened(look(1, "ada"));
        const asked = [asksToLeave()];
        replies("Je com");
        asked.push(asksToLeave());
        named("Envoyer").click();
        await bench.answer({ reply: mine("Je com") });
        asked.push(asksToLeave());
        return asked;"""
    assert bench(scene) == [False, True, False]


OUTAGE = """
    await opened(look(1, "ada"));
    replies("Merci");
    named("Envoyer").click();
    await bench.fail();
    const waits = alert();
"""


def test_a_reply_that_nothing_answered_leaves_once_the_line_is_back(bench: Callable[[str], Any]) -> None:
    waits, *told = bench(f"""{OUTAGE}
        await back();
        const looked = said("GET");
        await bench.answer(look(1, "ada"));
        const sent = said("POST");
        await bench.answer({{ reply: mine("Merci") }});
        await back();
        return [waits, looked, sent, alert(), Boolean(field()), bench.asked.length];""")
    assert waits.endswith("vos mots restent ici, ils partiront dès son retour.")
    assert told == [["shared?prompt=q"], ["Merci"], "", False, 0]


def test_a_reply_that_had_arrived_all_the_same_is_not_sent_twice(bench: Callable[[str], Any]) -> None:
    scene = f"""{OUTAGE}
        await back();
        const found = look(2, "ada");
        found.entries[0].replies = [mine("Merci")];
        await bench.answer(found);
        return [said("POST"), Boolean(field()), el.querySelectorAll(".pu-shared-reply").length];"""
    assert bench(scene) == [[], False, 1]


def test_a_reply_that_waits_and_is_written_on_leaves_on_a_gesture_alone(bench: Callable[[str], Any]) -> None:
    scene = f"""{OUTAGE}
        types(field(), "Merci, et");
        await back();
        return [alert(), bench.asked.length, field().value];"""
    assert bench(scene) == ["", 0, "Merci, et"]


def test_what_is_typed_while_a_reply_is_on_its_way_stays(bench: Callable[[str], Any]) -> None:
    scene = """
        await opened(look(1, "ada"));
        replies("Merci");
        named("Envoyer").click();
        types(field(), "Merci, et");
        await bench.answer({ reply: mine("Merci") });
        return field().value;"""
    assert bench(scene) == "Merci, et"


def test_the_words_of_a_reply_that_is_taken_back_are_there_once_it_is_known_to_be_gone(
    bench: Callable[[str], Any],
) -> None:
    scene = """
        const found = look(1, "ada");
        found.entries[0].replies = [mine("Merci")];
        await opened(found);
        named("Reprendre ma réponse").click();
        await bench.fail();
        const known = [asksToLeave(), Boolean(field())];
        await bench.answer(look(2, "ada"));
        return [...known, field().value, asksToLeave(), el.querySelectorAll(".pu-shared-reply").length];"""
    assert bench(scene) == [True, False, "Merci", True, 0]


def test_an_agreement_that_nothing_answered_leaves_once_the_line_is_back_and_the_page_asks_before_it_goes(
    bench: Callable[[str], Any],
) -> None:
    scene = """
        mount("pair");
        await turn();
        const read = { rooms: [pair], agreements: [] };
        for (let rank = 0; rank < 2; rank += 1) await bench.answer(bench.asked[0].path === "agreements" ? read : { ...look(1), rooms: [pair] });
        const words = el.querySelector(".pu-agreed-form input");
        const asked = [asksToLeave()];
        types(words, "Nous  voir");
        asked.push(asksToLeave());
        named("Ajouter").click();
        await bench.fail();
        const waits = alert();
        await back();
        await bench.answer(read);
        const sent = said("POST");
        await bench.fail();
        await back();
        await bench.answer({ ...read, agreements: [{ id: "1", room: "pair:1", version: 1, text: "Nous voir", at: "2027", due: "", done: false }] });
        asked.push(asksToLeave());
        return [asked, waits.includes("dès son retour"), sent, bench.asked.length, words.value, el.querySelectorAll(".pu-agreed-item").length];"""
    assert bench(scene) == [[False, True, False], True, ["Nous  voir"], 0, "", 1]


@pytest.mark.browser
def test_a_reply_stays_and_is_sent_once_its_author_shares_again(place: Together, opened: Callable[..., Page]) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    page = opened("bo", viewport={"width": 320, "height": 640})
    page.get_by_role("button", name="Répondre à Ada").click()
    page.keyboard.type("Je com")
    share(place, "ada", "Accueillir sans guichet")
    expect(page.get_by_role("alert").filter(has_text=GONE)).to_be_visible()
    expect(card(page, "Ada")).not_to_contain_text("Accueillir sans guichet")
    expect(page.get_by_label("Votre réponse à Ada")).to_be_focused()
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    expect(card(page, "Ada")).to_contain_text("Accueillir sans guichet")
    page.keyboard.type("prends")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("listitem").filter(has_text="Je comprends")).to_have_count(1)


@pytest.mark.browser
def test_the_browser_asks_before_a_page_goes_with_a_half_written_reply(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    page = opened("bo")
    page.get_by_role("button", name="Répondre à Ada").click()
    page.keyboard.type("Je com")
    with page.expect_event("dialog") as asked:
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("() => void setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    expect(page.get_by_label("Votre réponse à Ada")).to_have_value("Je com")


@pytest.mark.browser
def test_on_a_small_screen_what_is_said_of_a_reply_that_waits_has_room_above_what_is_said_of_the_line(
    place: Together, opened: Callable[..., Page]
) -> None:
    share(place, "ada", "Accueillir sans guichet", Reader.CIRCLE)
    page = opened("bo", viewport={"width": 320, "height": 640})
    page.add_style_tag(content="main { padding-bottom: 100vh }")
    page.get_by_role("button", name="Répondre à Ada").click()
    page.keyboard.type("Je comprends")
    page.context.set_offline(True)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert").filter(has_text="dès son retour")).to_be_visible()
    box = page.get_by_role("button", name="Envoyer").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 640 - 160
    page.context.set_offline(False)
    expect(page.get_by_role("listitem").filter(has_text="Je comprends")).to_have_count(1)
