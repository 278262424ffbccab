"""« Lire et commenter », asked as a trainer's page asks it: who reads what, who may comment, and the way back."""

from collections.abc import Iterator
from typing import Any

import pytest

from commented import MODULE, Commented, commented
from parcours_u.domain.people import Role
from parcours_u.grading.deposit import deposit
from people_here import FREE_TEXT, Answer, Browser

pytestmark = [pytest.mark.nbgrader]

WORDS = "mot-temoin de {}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commented]:
    """Three who deposited in two circles, one who left since, one on no list, and trainers."""
    with commented(tmp_path_factory.mktemp("lue") / "groupe", "--journal-technique") as found:
        for name in ("Ana", "Bea", "Cleo", "Dan"):
            found.comes(name)
            found.writes(name, WORDS.format(name))
            found.deposits(name)
        found.comes("Awa", Role.TRAINER)
        found.comes("Tom", Role.TRAINER)
        circles = found.circles(Tilleul=("Ana", "Cleo"), Erable=("Bea", "Dan"))
        found.in_charge("Tom", circles["Tilleul"])
        found.leaves("Dan")
        _deposit_from_elsewhere(found)
        yield found
    assert "temoin" not in found.cohort.said
    assert "CODE-" not in found.cohort.said


def _deposit_from_elsewhere(found: Commented) -> None:
    """Deposit under the name of an account of this machine, which the cohort does not know."""
    folder = found.cohort.folder
    answer = {"prompt": FREE_TEXT, "kind": "free_text", "revision": 1, "saved_at": "2026-03-01T09:00:00Z"}
    words = WORDS.format("ailleurs")
    done = deposit(
        {
            "module": MODULE,
            "way": "exchange",
            "sender": "un-compte",
            "deposit_id": "0b1c",
            "deposited_at": "2026-03-01T09:00:00Z",
            "answers": [{**answer, "body": {"text": words}, "text": words}],
            "exchange": {
                "root": str(folder.exchange),
                "course_id": "parcours-u",
                "cache": str(folder.path.parent / "ailleurs"),
            },
        }
    )
    assert done["ok"]


def paths(desk: Commented, name: str) -> list[tuple[str, str, Any]]:
    key = desk.people[name].person
    return [
        ("GET", "", None),
        ("GET", f"/{MODULE}", None),
        ("POST", f"/{MODULE}/recueil", {}),
        ("POST", f"/{MODULE}/retours", {"leaving": {}}),
        ("GET", f"/{MODULE}/{key}", None),
        ("GET", f"/{MODULE}/{key}/retour", None),
        ("PUT", f"/{MODULE}/{key}/commentaires/{FREE_TEXT}", {"text": "x", "base": "", "deposit": "x"}),
    ]


def test_a_trainer_collects_and_reads_what_was_deposited_word_for_word(desk: Commented) -> None:
    desk.collect("Awa")
    answer = desk.ask("Awa", "GET", f"/{MODULE}")
    assert "temoin" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    rows = desk.rows("Awa")
    assert set(rows) == {"Ana", "Bea", "Cleo", "un-compte"}
    assert {(row["answers"], row["commented"], row["waiting"]) for row in rows.values()} == {(1, 0, False)}
    found = desk.read("Awa", "Ana")
    assert found.headers["cache-control"] == "no-store"
    (one,) = found.json["answers"]
    assert (one["prompt"], one["parts"], one["comment"]) == (FREE_TEXT, [["", WORDS.format("Ana")]], "")
    assert found.json["narrowed"] == 0


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST, Role.ACCOMPANIST])
def test_nobody_else_reads_collects_comments_or_returns(desk: Commented, role: Role) -> None:
    desk.comes(f"Autre-{role}", role)
    for method, path, body in paths(desk, "Ana"):
        answer = desk.ask(f"Autre-{role}", method, path, body)
        assert (answer.status, "temoin" in answer.text) == (403, False), path


def test_a_visitor_has_no_such_place(desk: Commented) -> None:
    told = desk.command("cohorte", "visite", "clinique-de-cas", "--json")
    assert told.returncode == 0, told.stderr
    visitor = desk.cohort.browser()
    token = told.stdout.rpartition("/visite/")[2].split('"')[0]
    assert visitor.send(f"visite/{token}", pseudonym="Une passante").location
    for method, path, body in paths(desk, "Ana"):
        assert visitor.ask(method, f"parcours-u/cohorte/depots{path}", body).status == 403, path


def test_a_trainer_of_one_circle_sees_reads_and_comments_its_members_alone(desk: Commented) -> None:
    collected = desk.collect("Tom")
    assert set(desk.rows("Tom")) == {"Ana", "Cleo"}
    assert [row["name"] for row in collected["deposits"]] == [row["name"] for row in desk.rows("Tom").values()]
    assert desk.read("Tom", "Ana").status == 200
    deposit_of_bea = desk.read("Awa", "Bea").json["deposit"]
    for answer in (desk.read("Tom", "Bea"), desk.comment("Tom", "Bea", "Non", deposit=deposit_of_bea)):
        assert answer.status == 409
        assert "temoin" not in answer.text
    look = desk.ask("Tom", "GET").json
    assert [circle["name"] for circle in look["circles"]] == ["Tilleul"]
    assert look["modules"][0]["deposits"] == 2


def test_who_left_is_no_longer_there_and_who_is_on_no_list_is_the_whole_team_s(desk: Commented) -> None:
    assert desk.read("Awa", "Dan").status == 409
    row = desk.rows("Awa")["un-compte"]
    assert (row["known"], row["circle"], row["key"][0]) == (False, "", "x")
    assert "un-compte" not in row["key"]
    found = desk.ask("Awa", "GET", f"/{MODULE}/{row['key']}")
    assert found.json["answers"][0]["parts"] == [["", WORDS.format("ailleurs")]]
    assert desk.ask("Tom", "GET", f"/{MODULE}/{row['key']}").status == 409


def test_what_was_narrowed_since_is_not_read_counted_or_commented_and_comes_back_with_its_author_s_choice(
    desk: Commented,
) -> None:
    deposit_of_cleo = desk.read("Awa", "Cleo").json["deposit"]
    desk.opens("Cleo")
    assert desk.rows("Awa")["Cleo"]["answers"] == 0
    found = desk.read("Awa", "Cleo")
    assert (found.json["answers"], found.json["narrowed"]) == ([], 1)
    assert "temoin" not in found.text
    refused = desk.comment("Awa", "Cleo", "Trop tard", deposit=deposit_of_cleo)
    assert refused.status == 409
    assert "n’est pas, ou plus, à lire" in refused.json["message"]
    desk.opens("Cleo", "circle", "trainer")
    assert desk.read("Awa", "Cleo").json["answers"][0]["comment"] == ""
    assert desk.rows("Awa")["Cleo"]["answers"] == 1


def test_two_trainers_at_once_and_the_formgrader_overwrite_nobody(desk: Commented) -> None:
    assert desk.comment("Awa", "Ana", "D’Awa").json["state"] == "saved"
    told = desk.comment("Tom", "Ana", "De Tom").json
    assert (told["state"], told["current"]) == ("conflict", "D’Awa")
    assert desk.comment("Tom", "Ana", "De Tom", base="D’Awa").json["state"] == "saved"
    desk.comments_in_nbgrader("Ana", "De nbgrader")
    told = desk.comment("Awa", "Ana", "D’Awa encore", base="De Tom").json
    assert (told["state"], told["current"]) == ("conflict", "De nbgrader")
    assert desk.read("Tom", "Ana").json["answers"][0]["comment"] == "De nbgrader"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": 3, "base": "", "deposit": ""},
        {"text": "x" * 20_001, "base": "", "deposit": ""},
        {"text": "\ud800", "base": "", "deposit": ""},
        {"text": "a\0b", "base": "", "deposit": ""},
    ],
)
def test_a_comment_that_can_t_be_kept_is_refused_in_a_sentence(desk: Commented, body: dict[str, Any]) -> None:
    path = f"/{MODULE}/{desk.people['Bea'].person}/commentaires/{FREE_TEXT}"
    answer = desk.ask("Awa", "PUT", path, body)
    assert answer.status == 409
    assert answer.json["message"].endswith(".")
    assert desk.rows("Awa")["Bea"]["commented"] == 0


def test_what_does_not_exist_is_refused_as_what_is_not_open(desk: Commented) -> None:
    for path in (
        f"/{MODULE}/0123456789abcdef",
        f"/{MODULE}/x0123456789abcdef",
        f"/presencing/{desk.people['Ana'].person}",
    ):
        assert desk.ask("Awa", "GET", path).status == 409
    assert desk.comment("Awa", "Bea", "x", prompt="co-initier-inconnue").status == 409


def test_comments_go_back_to_their_circle_s_people_and_to_no_other(desk: Commented) -> None:
    desk.comment("Awa", "Bea", "Pour Bea")
    done = desk.sends_back("Tom").json
    assert [row["name"] for row in done["returned"]] == ["Ana du groupe"]
    assert received(desk.people["Ana"], "De nbgrader")
    assert desk.rows("Awa")["Bea"]["waiting"]
    assert not comments(desk.people["Bea"])
    done = desk.sends_back("Awa").json
    assert [(row["name"], row["state"], row["comments"]) for row in done["returned"]] == [
        ("Bea du groupe", "returned", 1)
    ]
    assert received(desk.people["Bea"], "Pour Bea")
    assert desk.sends_back("Awa").json["returned"] == []


def comments(browser: Browser) -> list[str]:
    found = browser.get("parcours-u/entries").json["entries"]
    return [comment["text"] for entry in found for comment in entry["comments"]]


def received(browser: Browser, text: str) -> bool:
    """Tell whether a comment arrives, within as many looks as a page takes in a minute."""
    return any(comments(browser) == [text] for _ in range(300))


def test_circles_are_shared_out_balanced_then_as_the_team_wants(desk: Commented) -> None:
    awa, tom = desk.people["Awa"], desk.people["Tom"]
    proposed = awa.get("parcours-u/cohorte/repartition").json["commenters"]
    circles = {one["name"]: one["id"] for one in desk.ask("Awa", "GET").json["circles"]}
    assert proposed.keys() == set(circles.values())
    assert proposed[circles["Erable"]] != tom.person
    assert not any(one["commenter"] for one in desk.ask("Awa", "GET").json["circles"])
    kept = share_out(awa, {circles["Tilleul"]: tom.person}, {}).json
    assert {one["name"]: one["commenter"] for one in kept["circles"]} == {"Tilleul": tom.person, "Erable": ""}
    assert {one["name"]: tom.person in [who["id"] for who in one["team"]] for one in kept["circles"]} == {
        "Tilleul": True,
        "Erable": False,
    }
    refused = share_out(awa, {circles["Erable"]: tom.person}, {}).json["message"]
    assert "Tom du groupe a d’autres cercles en charge, et ne lit pas «\u00a0Erable\u00a0»" in refused
    for who, wanted in (
        (awa, {circles["Erable"]: tom.person}),
        (tom, {circles["Erable"]: awa.person}),
        (awa, {"inconnu": awa.person}),
        (awa, {circles["Tilleul"]: desk.people["Ana"].person}),
    ):
        answer = share_out(who, wanted, {circles["Tilleul"]: tom.person})
        assert answer.status == 409
        assert "gardée telle quelle" in answer.json["message"]
    for wrong in ({"commenters": [1], "known": {}}, {"commenters": {}}, {"commenters": {}, "known": {"x": 1}}):
        assert awa.ask("PUT", "parcours-u/cohorte/repartition", wrong).status == 400


def share_out(who: Browser, wanted: dict[str, str], known: dict[str, str]) -> Answer:
    return who.ask("PUT", "parcours-u/cohorte/repartition", {"commenters": wanted, "known": known})


def test_a_second_choice_made_from_the_same_state_is_refused_with_what_is_so_now(desk: Commented) -> None:
    awa, tom = desk.people["Awa"], desk.people["Tom"]
    look = desk.ask("Awa", "GET").json["circles"]
    circles, seen = {one["name"]: one["id"] for one in look}, {one["id"]: one["commenter"] for one in look}
    assert share_out(awa, {circles["Tilleul"]: awa.person}, seen).status == 200
    refused = share_out(tom, {circles["Tilleul"]: ""}, {circles["Tilleul"]: tom.person})
    assert refused.status == 409
    assert "«\u00a0Tilleul\u00a0» est lu par Awa du groupe" in refused.json["message"]
    now = {one["id"]: one["commenter"] for one in desk.ask("Tom", "GET").json["circles"]}
    assert share_out(tom, {circles["Tilleul"]: tom.person}, now).status == 200


def test_one_s_own_starters_are_sealed_and_one_s_own(desk: Commented) -> None:
    awa, tom = desk.people["Awa"], desk.people["Tom"]
    kept = awa.ask("PUT", "parcours-u/cohorte/amorces", {"starters": ["amorce-temoin ", "Et puis"]})
    assert kept.json["own_starters"] == ["amorce-temoin", "Et puis"]
    look = desk.ask("Awa", "GET").json
    assert look["own_starters"] == ["amorce-temoin", "Et puis"]
    assert len(look["starters"]) >= 5
    assert desk.ask("Tom", "GET").json["own_starters"] == []
    kept_files = [path for path in desk.cohort.folder.cohort.rglob("*") if path.is_file()]
    assert [path.name for path in kept_files if b"amorce-temoin" in path.read_bytes()] == []
    for wrong in ([""], ["\u200b"], ["x" * 401], "x", ["x"] * 41, [3]):
        assert tom.ask("PUT", "parcours-u/cohorte/amorces", {"starters": wrong}).status == 400
