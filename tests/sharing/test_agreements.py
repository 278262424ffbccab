"""What a pair or a core group agreed on: its members', live, never lost in silence, gone with the group or with its author."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from gathered import Gathered
from together import together

from leaving import leave
from parcours_u.domain.agreements import MOST_AGREEMENTS, AgreementError
from parcours_u.domain.audience import Reader
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NotAllowed
from parcours_u.store.agreements import Agreements, ChangedMeanwhile
from parcours_u.store.errors import StoreError
from parcours_u.store.groups import Groups
from parcours_u.store.wholeness import check_database

PAIR, CORE, OTHER_CORE = Room(Reader.PAIR, "p1"), Room(Reader.CORE_GROUP, "n1"), Room(Reader.CORE_GROUP, "n2")
EVERYBODY = ("ada", "bo", "cy", "di", "trainer", "host", "visitor", "guide", "nobody")
SECRET = "une chose convenue que personne ne devra retrouver"


@pytest.fixture
def cohort(tmp_path: Path) -> Iterator[Gathered]:
    found = Gathered.at(tmp_path / "carnet.sqlite3")
    groups_of(found)
    yield found
    found.database.close()


def groups_of(found: Gathered, usual: bool = True) -> None:
    if usual:
        found.usual()
    found.person("guide", Role.ACCOMPANIST)
    found.group("n1", GroupKind.CORE_GROUP, "ada", "cy", "guide")
    found.group("n2", GroupKind.CORE_GROUP, "di", "guide")


def of(cohort: Gathered, person: str) -> Agreements:
    return Agreements(cohort.database, person)


def texts(cohort: Gathered, person: str) -> list[str]:
    return [one.text for one in of(cohort, person).look().agreements]


def readers(cohort: Gathered, text: str) -> set[str]:
    return {one for one in EVERYBODY if text in texts(cohort, one)}


def test_it_is_read_and_changed_by_its_group_and_by_whoever_accompanies_a_core_group(cohort: Gathered) -> None:
    (pair,) = of(cohort, "ada").write([PAIR], "Nous appeler", "2027-03-12")
    (core,) = of(cohort, "cy").write([CORE], "Voir la cantine", "")
    assert readers(cohort, "Nous appeler") == {"ada", "bo"}
    assert readers(cohort, "Voir la cantine") == {"ada", "cy", "guide"}
    for one, allowed in ((pair, {"ada", "bo"}), (core, {"ada", "cy", "guide"})):
        for person in set(EVERYBODY) - allowed:
            for action in (
                lambda person=person, one=one: of(cohort, person).change(one.id, 1, text="pris"),
                lambda person=person, one=one: of(cohort, person).remove(one.id, 1),
                lambda person=person, one=one: of(cohort, person).write([one.room], "glissé", ""),
            ):
                with pytest.raises(NotAllowed):
                    action()
    assert of(cohort, "bo").change(pair.id, 1, done=True).done
    assert of(cohort, "guide").change(core.id, 1, due="2027-04-01").due == "2027-04-01"
    of(cohort, "ada").remove(core.id, 2)
    assert texts(cohort, "guide") == []


def test_nothing_is_agreed_on_with_a_circle_or_the_cohort(cohort: Gathered) -> None:
    for room in (Room(Reader.CIRCLE, "c1"), Room(Reader.COHORT)):
        with pytest.raises(NotAllowed):
            of(cohort, "ada").write([room], "Nous appeler", "")


def test_a_supervision_session_is_written_in_each_group_with_one_gesture_or_in_none(cohort: Gathered) -> None:
    made = of(cohort, "guide").write([CORE, OTHER_CORE, CORE], "Séance de supervision", "2027-03-12")
    assert [str(one.room) for one in made] == ["core_group:n1", "core_group:n2"]
    assert readers(cohort, "Séance de supervision") == {"ada", "cy", "di", "guide"}
    with pytest.raises(NotAllowed):
        of(cohort, "ada").write([CORE, OTHER_CORE], "Pas chez nous", "")
    assert readers(cohort, "Pas chez nous") == set()


def test_of_two_changes_at_once_the_second_is_shown_the_first_and_nothing_is_lost(cohort: Gathered) -> None:
    (one,) = of(cohort, "ada").write([PAIR], "Nous appeler", "")
    of(cohort, "bo").change(one.id, one.version, text="Nous appeler jeudi")
    with pytest.raises(ChangedMeanwhile) as refused:
        of(cohort, "ada").change(one.id, one.version, text="Nous écrire")
    assert (refused.value.current.text, refused.value.current.name) == ("Nous appeler jeudi", "Bo")
    with pytest.raises(ChangedMeanwhile):
        of(cohort, "ada").remove(one.id, one.version)
    assert texts(cohort, "ada") == ["Nous appeler jeudi"]
    after = of(cohort, "ada").change(one.id, refused.value.current.version, text="Nous écrire")
    assert (after.text, after.author, after.version) == ("Nous écrire", "ada", 3)


def test_marking_done_does_not_make_the_words_somebody_else_s(cohort: Gathered) -> None:
    (one,) = of(cohort, "ada").write([PAIR], "Nous appeler", "")
    assert of(cohort, "bo").change(one.id, 1, done=True, text="Nous appeler").author == "ada"


def test_said_twice_it_is_one_thing_and_there_is_an_end_to_it(cohort: Gathered) -> None:
    ids = {of(cohort, person).write([PAIR], "Nous appeler", "")[0].id for person in ("ada", "bo", "ada")}
    assert len(ids) == 1
    for rank in range(MOST_AGREEMENTS - 1):
        of(cohort, "ada").write([PAIR], f"chose {rank}", "")
    with pytest.raises(AgreementError, match="rien n’a été ajouté"):
        of(cohort, "ada").write([PAIR], "une de trop", "")
    assert len(texts(cohort, "bo")) == MOST_AGREEMENTS


def test_what_has_a_near_day_comes_first_and_what_is_done_last(cohort: Gathered) -> None:
    writer = of(cohort, "ada")
    for text, due in (
        ("sans date", ""),
        ("plus tard", "2027-05-01"),
        ("bientôt", "2027-03-01"),
        ("fait", "2027-01-01"),
    ):
        (one,) = writer.write([PAIR], text, due)
    writer.change(one.id, 1, done=True)
    assert texts(cohort, "bo") == ["bientôt", "plus tard", "sans date", "fait"]


def test_it_stays_with_the_group_when_whoever_wrote_it_leaves_the_group(cohort: Gathered) -> None:
    of(cohort, "cy").write([CORE], "Voir la cantine", "")
    cohort.leaves("cy", "n1")
    assert readers(cohort, "Voir la cantine") == {"ada", "guide"}


@pytest.mark.parametrize("way", ["erased", "ended", "left", "removed", "changed"])
def test_once_gone_no_word_of_it_is_left_on_the_disk(cohort: Gathered, tmp_path: Path, way: str) -> None:
    (one,) = of(cohort, "ada").write([PAIR], SECRET, "")
    match way:
        case "erased":
            cohort.journal("ada").erase()
        case "ended":
            (pair,) = Groups(cohort.database).current(GroupKind.PAIR)
            Groups(cohort.database).end(GroupKind.PAIR, pair.name)
        case "left":
            leave(cohort.database, "bo")
        case "removed":
            of(cohort, "bo").remove(one.id, 1)
        case "changed":
            of(cohort, "bo").change(one.id, 1, text="autre chose, tout à fait")
    assert SECRET not in texts(cohort, "ada")
    assert not [path.name for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]


def test_a_copy_that_holds_what_nobody_could_agree_on_is_not_whole(cohort: Gathered, tmp_path: Path) -> None:
    of(cohort, "ada").write([PAIR], "Nous appeler", "2027-03-12")
    cohort.database.fold()
    assert check_database(tmp_path / "carnet.sqlite3").answers == 0
    with closing(connect(tmp_path / "carnet.sqlite3")) as changed:
        changed.execute("UPDATE agreement SET due = 'demain'")
        changed.commit()
    with pytest.raises(StoreError):
        check_database(tmp_path / "carnet.sqlite3")


def test_members_hear_of_it_at_once_and_nobody_else_does(tmp_path: Path) -> None:
    async def lived() -> None:
        async with together(tmp_path) as place:
            groups_of(place.cohort, usual=False)
            ada, guide = await place.listen("ada"), await place.listen("guide")
            assert (await ada.join("core_group:n1"))["type"] == "joined"
            assert (await guide.join("core_group:n1"))["type"] == "joined"
            assert (await guide.join("pair:p1"))["type"] == "closed"
            sent = {"rooms": ["core_group:n1"], "text": "Voir la cantine", "due": "2027-03-12"}
            status, made = await place.ask("cy", "POST", "agreements", sent)
            assert status == 200
            one = made["agreements"][0]
            for page in (ada, guide):
                (news,) = await asyncio.wait_for(page.news(), 2)
                assert (news["kind"], news["agreement"]["text"]) == ("agreement", "Voir la cantine")
            await place.ask("ada", "DELETE", f"agreements/{one['id']}?base=1")
            (gone,) = await asyncio.wait_for(guide.news(), 2)
            assert (gone["kind"], gone["reply_id"]) == ("unagreed", one["id"])

    asyncio.run(lived())


def test_the_routes_tell_each_what_is_theirs_and_refuse_in_a_sentence(tmp_path: Path) -> None:
    async def lived() -> None:
        async with together(tmp_path) as place:
            groups_of(place.cohort, usual=False)
            sent = {"rooms": ["pair:p1"], "text": "Nous appeler", "due": ""}
            _, made = await place.ask("ada", "POST", "agreements", sent)
            key = made["agreements"][0]["id"]
            status, found = await place.ask("guide", "GET", "agreements")
            assert (status, [one["room"] for one in found["rooms"]]) == (200, ["core_group:n1", "core_group:n2"])
            assert found["agreements"] == []
            status, answer = await place.ask("bo", "PATCH", f"agreements/{key}", {"base": 1, "text": "Nous voir"})
            assert (status, answer["agreement"]["version"]) == (200, 2)
            status, answer = await place.ask("ada", "PATCH", f"agreements/{key}", {"base": 1, "done": True})
            assert (status, answer["conflict"]["text"]) == (200, "Nous voir")
            for person, method, path, body in [
                ("di", "PATCH", f"agreements/{key}", {"base": 2, "text": "pris"}),
                ("di", "DELETE", f"agreements/{key}?base=2", None),
                ("di", "POST", "agreements", sent),
                ("ada", "POST", "agreements", {**sent, "text": " "}),
                ("ada", "POST", "agreements", {**sent, "due": "demain"}),
                ("ada", "POST", "agreements", {**sent, "rooms": []}),
                ("ada", "POST", "agreements", {**sent, "rooms": ["salon:1"]}),
                ("ada", "POST", "agreements", {**sent, "rooms": ["cohort"]}),
                ("ada", "PATCH", f"agreements/{key}", {"base": 2, "done": "oui"}),
                ("ada", "PATCH", "agreements/0123456789abcdef", {"base": 1, "done": True}),
            ]:
                status, answer = await place.ask(person, method, path, body)
                assert status in {400, 409}, (person, method, path)
                assert answer["message"].endswith(".")
            assert (await place.ask("ada", "GET", "agreements"))[1]["agreements"][0]["text"] == "Nous voir"

    asyncio.run(lived())
