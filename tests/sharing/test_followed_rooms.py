"""What a page reads of its rooms and what it hears of them come by two ways, in any order: neither undoes the other."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from parcours_u.views.front_end import script

BENCH = (Path(__file__).parent / "slow_answers.js").read_text(encoding="utf-8")
FOLLOWING = script(
    "dom", "announce", "channel", "followed_rooms", "sending", "reply_drafts", "shared_space", "agreements"
)
HOME_DAY, JOURNAL = (
    script("dom", "announce", *names).replace("export default", "window.widget =")
    for names in (("day_clock", "home_day"), ("other_pages", "pages", "returned", "journal"))
)


@pytest.fixture
def page(page: Page) -> Page:
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<main></main>"))
    page.clock.install()
    page.goto("http://127.0.0.1/")
    page.add_script_tag(content=BENCH + FOLLOWING)
    return page


def lived(page: Page, scene: str) -> Any:
    """Return what a scene returns."""
    return page.evaluate(f"async () => {{ {scene} }}")


def render(page: Page, widget: str) -> None:
    page.add_script_tag(type="module", content=widget)
    page.wait_for_function("window.widget")


def test_what_is_heard_while_an_answer_is_on_its_way_never_vanishes(page: Page) -> None:
    scene = """
        const { tellings, fresh } = await reading("ada");
        await bench.front();
        await bench.tell(opens(2, "bo"));
        await bench.answer(shared(1, "ada"));
        return [tellings, fresh, bench.asked.length];"""
    assert lived(page, scene) == [[["ada"], ["ada", "bo"], ["ada", "bo"]], ["bo"], 0]


def test_what_is_gone_stays_gone(page: Page) -> None:
    scene = """
        const { tellings } = await reading("ada", "bo");
        await bench.front();
        await bench.tell(closes(2, "ada"));
        await bench.answer(shared(1, "ada", "bo"));
        return tellings;"""
    assert lived(page, scene) == [["ada", "bo"], ["bo"], ["bo"]]


def test_an_answer_that_is_newer_than_what_was_heard_is_left_as_it_is(page: Page) -> None:
    scene = """
        const { seen } = await reading("ada");
        await bench.front();
        await bench.tell(opens(2, "bo"));
        await bench.answer(shared(3, "ada"));
        return seen();"""
    assert lived(page, scene) == ["ada"]


def test_an_order_to_read_again_is_kept_for_after_the_reading_under_way_whose_answer_is_dropped(page: Page) -> None:
    scene = """
        const { seen, tellings } = await reading("ada", "bo");
        const before = tellings.length;
        await bench.front();
        for (const number of [2, 3]) await bench.tell({ type: "reread", room: ROOM, number });
        await bench.answer(shared(1, "ada", "bo", "cy"));
        const untold = [tellings.length - before, bench.asked.length];
        await bench.answer(shared(3, "bo"));
        return [untold, seen(), bench.asked.length];"""
    assert lived(page, scene) == [[0, 1], ["bo"], 0]


def test_whoever_asks_gets_a_reading_that_leaves_afterwards_shared_with_those_who_asked_by_then(page: Page) -> None:
    scene = """
        const { space } = await reading("ada");
        bench.front();
        await bench.front();
        const first = bench.asked.length;
        space.watch(() => {}, "q");
        await turn();
        await bench.front();
        const meanwhile = bench.asked.length;
        await bench.answer(shared(1, "ada"));
        const after = bench.asked.length;
        await bench.answer(shared(1, "ada"));
        return [first, meanwhile, after, bench.asked.length];"""
    assert lived(page, scene) == [1, 1, 1, 0]


def test_a_question_shown_while_the_first_one_is_read_is_read_too_and_its_answers_are_no_news(page: Page) -> None:
    scene = """
        const space = createSharedSpace("/", createChannel("/"));
        const told = [];
        const hear = ({ news = [] }) => told.push(...news);
        space.watch(hear, "q");
        await turn();
        space.watch(hear, "r");
        await bench.answer(shared(1, "ada"));
        const path = bench.asked[0].path;
        await bench.answer({ ...shared(1), entries: [entry("ada"), { ...entry("bo"), prompt: "r" }] });
        return [path, space.threads("r").length, told];"""
    assert lived(page, scene) == ["shared?prompt=q&prompt=r", 1, []]


def test_what_a_reading_brings_of_others_is_told_as_new(page: Page) -> None:
    scene = """
        const { fresh } = await reading("ada");
        await bench.front();
        await bench.answer(shared(2, "ada", "bo", "me"));
        return fresh;"""
    assert lived(page, scene) == ["bo"]


def test_a_reading_that_fails_keeps_what_was_heard_and_is_tried_again(page: Page) -> None:
    scene = """
        const { seen } = await reading("ada");
        await bench.front();
        await bench.tell(opens(2, "bo"));
        await bench.fail();
        return [seen(), bench.asked.length];"""
    assert lived(page, scene) == [["ada", "bo"], 0]
    page.clock.fast_forward(4_000)
    assert page.evaluate("bench.asked.length") == 1


def test_one_s_own_reply_is_not_undone_by_an_answer_that_left_before_it(page: Page) -> None:
    scene = """
        const { space } = await reading("ada");
        const replies = () => space.threads()[0].replies.map((one) => one.text);
        const [early, late] = [shared(1, "ada"), shared(2, "ada")];
        const reply = { id: "1", author: "me", text: "Merci" };
        late.entries[0].replies = [reply];
        await bench.front();
        const draft = space.draft(space.threads()[0]);
        draft.text = "Merci";
        draft.send();
        const [slow] = bench.asked.splice(0, 1);
        await bench.answer({ reply });
        bench.asked.push(slow);
        await bench.answer(early);
        const between = replies();
        await bench.answer(late);
        return [between, replies()];"""
    assert lived(page, scene) == [["Merci"], ["Merci"]]


def test_what_a_group_agreed_on_while_it_was_read_stays(page: Page) -> None:
    scene = """
        const agreements = createAgreements("/", createChannel("/"));
        const agreement = (id) => ({ id, room: ROOM, version: 1, text: id, at: "2027", due: "", done: false });
        const read = (number, ...ids) => ({ rooms: shared(number).rooms, agreements: ids.map(agreement) });
        const seen = () => agreements.all().map((one) => one.id);
        agreements.watch(() => {});
        await turn();
        await bench.answer(read(1, "x"));
        bench.open();
        await bench.tell({ type: "reread", room: ROOM, number: 2 });
        await bench.tell(news(3, { kind: "agreement", agreement: agreement("y") }));
        await bench.tell(news(4, { kind: "unagreed", reply_id: "x" }));
        await bench.answer(read(2, "x"));
        return seen();"""
    assert lived(page, scene) == ["y"]


def test_a_room_that_was_closed_and_is_there_when_all_is_read_again_is_heard_again(page: Page) -> None:
    scene = """
        await reading("ada");
        await bench.tell({ type: "closed", room: ROOM });
        bench.said = [];
        await bench.answer(shared(2, "ada"));
        return bench.said;"""
    assert lived(page, scene) == [{"type": "join", "room": "circle:1", "since": 2}]


def test_a_programme_that_changes_twice_while_it_is_read_is_shown_as_it_is(page: Page) -> None:
    render(page, HOME_DAY)
    scene = """
        const el = document.createElement("div");
        document.querySelector("main").append(el);
        const programme = (title) => ({ jours: [], etapes: [{ titre: title, du: "0001-01-01", au: "9999-12-31" }] });
        const read = (number, title) => ({ rooms: [{ room: "programme", number }], programme: programme(title) });
        const stop = widget.render({ model: { get: () => "/" }, el });
        await turn();
        await bench.answer(read(1, "une"));
        bench.open();
        for (const number of [2, 3]) await bench.tell({ type: "reread", room: "programme", number });
        await bench.answer(read(2, "deux"));
        const between = el.textContent.includes("deux");
        await bench.answer(read(3, "trois"));
        const shown = el.textContent.includes("trois");
        bench.said = [];
        stop();
        return [between, shown, bench.asked.length, bench.said];"""
    assert lived(page, scene) == [False, True, 0, [{"type": "leave", "room": "programme"}]]


def test_who_leaves_a_page_while_it_is_read_hears_nothing_of_it(page: Page) -> None:
    scene = """
        const shown = [];
        const tell = (what) => () => shown.push(what);
        const followed = followRooms("/", createChannel("/"), { address: () => "x", take: tell("taken"), lay: tell("laid"), show: tell("shown") });
        followed.read();
        await turn();
        followed.read();
        followed.stop();
        await bench.answer(shared(1));
        return [shown, bench.line, bench.asked.length];"""
    assert lived(page, scene) == [[], None, 0]


def test_comments_that_come_while_a_journal_is_read_again_are_still_told(page: Page) -> None:
    render(page, JOURNAL)
    scene = """
        const el = document.createElement("div");
        document.querySelector("main").append(el);
        const [asked, listening] = [[], []];
        const model = { on: (_, listener) => listening.push(listener), send: (question) => asked.push(question) };
        widget.render({ model, el });
        const answer = async () => {
          const view = { id: asked.shift().id, entries: [], home: "/", hears: { base: "/", after: 1 } };
          for (const listener of listening) listener(view);
          await turn();
        };
        const come = (number) => bench.tell({ type: "news", room: "returns", number, news: [{ number, kind: "returned" }] });
        await answer();
        bench.open();
        await come(2);
        const told = el.querySelector(".pu-arrives");
        const read = () => told.querySelector("button").click();
        read();
        await come(3);
        await answer();
        const between = told.hidden;
        read();
        await answer();
        return [between, told.hidden];"""
    assert lived(page, scene) == [False, True]
