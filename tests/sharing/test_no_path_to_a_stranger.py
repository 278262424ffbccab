"""Whatever happens, in whatever order, nobody outside an entry's audience sees it or its replies, by any way there is.

People write, share, narrow, reply, move, leave and come back; after each step every way of reading is tried by everybody,
and compared with a model that knows only who was with whom, and when each came, when the author chose.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from gathered import COHORT, Gathered
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from parcours_u.domain.audience import Audience, Reader, parse_audience
from parcours_u.domain.people import GroupKind, Role
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import NotAllowed
from parcours_u.store.room_news import news_since

LEARNERS = ("ada", "bo", "cy", "di")
OTHERS = {"trainer": Role.TRAINER, "host": Role.HOST, "guide": Role.ACCOMPANIST, "visitor": Role.VISITOR}
PEOPLE = (*LEARNERS, *OTHERS, "stranger")
PROMPTS = ("q1", "q2")
GROUPS = {
    "c1": GroupKind.CIRCLE,
    "c2": GroupKind.CIRCLE,
    "c3": GroupKind.CIRCLE,
    "p1": GroupKind.PAIR,
    "p2": GroupKind.PAIR,
    "n1": GroupKind.CORE_GROUP,
}
READER_OF = {GroupKind.CIRCLE: Reader.CIRCLE, GroupKind.PAIR: Reader.PAIR, GroupKind.CORE_GROUP: Reader.CORE_GROUP}
AUDIENCES = [
    frozenset(one)
    for one in (
        (),
        ("trainer",),
        ("commons",),
        ("cohort",),
        ("pair",),
        ("circle",),
        ("core_group",),
        ("pair", "circle", "core_group", "trainer"),
    )
]


@dataclass(frozen=True)
class Given:
    """A reply: by whom, to which entry, where, and when."""

    author: str
    key: tuple[str, str]
    place: str
    at: int


class Sharing(RuleBasedStateMachine):
    """One cohort, and the model of what each may know."""

    template: Path

    @initialize()
    def gather(self) -> None:
        """Start from the cohort as it was formed, with nothing written."""
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name, "carnet.sqlite3")
        shutil.copyfile(self.template, path)
        self.cohort = Gathered.at(path)
        self.present = dict.fromkeys((*LEARNERS, *OTHERS), True)
        self.members: dict[str, set[str]] = {name: set() for name in GROUPS}
        self.ended: set[str] = set()
        self.written: dict[tuple[str, str], str] = {}
        self.chosen: dict[tuple[str, str], Audience] = {}
        # Where each entry was opened, and when: groups by id, « cohort » for all.
        self.open: dict[tuple[str, str], dict[str, int]] = {}
        self.came: dict[tuple[str, str], int] = {}
        self.replies: dict[str, Given] = {}
        self.count = 0

    def teardown(self) -> None:
        """Close the example's own database."""
        if hasattr(self, "cohort"):
            self.cohort.database.close()
            self.folder.cleanup()

    def _inside(self, person: str, place: str) -> bool:
        """Tell whether somebody is one of a place now, in the words of the design."""
        if not self.present.get(person):
            return False
        if place == "cohort":
            return person in LEARNERS or person == "trainer"
        if place in self.ended or person not in self.members[place]:
            return False
        return person in LEARNERS or (person == "guide" and GROUPS[place] is GroupKind.CORE_GROUP)

    def _reads(self, who: str, author: str, place: str, at: int) -> bool:
        """Tell whether somebody reads what an author told in a place, where both are and the reader was by then."""
        together = self._inside(who, place) and self._inside(author, place)
        return together and (who == author or at > self.came.get((who, place), 0))

    def _opened(self, key: tuple[str, str], places: dict[str, int]) -> None:
        """Have an entry open in these places only; elsewhere its replies are gone too."""
        self.open[key] = places
        self.replies = {text: one for text, one in self.replies.items() if one.key != key or one.place in places}

    def _places(self, owner: str, audience: Audience) -> set[str]:
        groups = {name for name, kind in GROUPS.items() if READER_OF[kind] in audience}
        everybody = {"cohort"} if Reader.COHORT in audience else set()
        return {place for place in groups | everybody if self._inside(owner, place)}

    def _word(self) -> str:
        self.count += 1
        return f"mot-{self.count}"

    @rule(owner=st.sampled_from((*LEARNERS, "trainer", "guide", "visitor")), prompt=st.sampled_from(PROMPTS))
    def write(self, owner: str, prompt: str) -> None:
        """Write a version, which goes to the rooms that the author is still in."""
        text = self._word()
        self.cohort.writes(owner, prompt, text)
        key = (owner, prompt)
        if key in self.written:
            self._opened(key, {place: at for place, at in self.open[key].items() if self._inside(owner, place)})
        else:
            self._opened(key, dict.fromkeys(self._places(owner, self.chosen.get(key, frozenset())), self.count))
        self.written[key] = text

    @rule(
        owner=st.sampled_from((*LEARNERS, "trainer", "guide", "visitor")),
        prompt=st.sampled_from(PROMPTS),
        audience=st.sampled_from(AUDIENCES),
    )
    def choose(self, owner: str, prompt: str, audience: frozenset[str]) -> None:
        """Choose who an entry is for."""
        chosen, key = parse_audience(audience), (owner, prompt)
        self.cohort.journal(owner).set_audience(prompt, chosen)
        self.count += 1
        before = {} if self.chosen.get(key, frozenset()) == chosen else self.open.get(key, {})  # the same: shared again
        self.chosen[key] = chosen
        if key in self.written:
            self._opened(key, {place: before.get(place, self.count) for place in self._places(owner, chosen)})

    @rule(person=st.sampled_from((*LEARNERS, "guide", "trainer", "host", "visitor")), group=st.sampled_from([*GROUPS]))
    def join(self, person: str, group: str) -> None:
        """Put somebody in a group, whatever their role."""
        self.cohort.joins(person, group)
        self.count += 1
        if person not in self.members[group]:
            self.members[group].add(person)
            self.came[person, group] = self.count

    @rule(person=st.sampled_from(LEARNERS), group=st.sampled_from([*GROUPS]))
    def leave_group(self, person: str, group: str) -> None:
        """Take somebody out of a group."""
        self.cohort.leaves(person, group)
        self.members[group].discard(person)

    @rule(group=st.sampled_from(["c1", "p1"]))
    def end(self, group: str) -> None:
        """End a group for good."""
        self.cohort.ends(group)
        self.ended.add(group)

    @rule(person=st.sampled_from([*LEARNERS, *OTHERS]), back=st.booleans())
    def depart(self, person: str, back: bool) -> None:
        """Let somebody leave the cohort, or come back."""
        self.cohort.departs(person, None if back else "2026-03-05T08:00:00Z")
        self.present[person] = back

    @rule(who=st.sampled_from(PEOPLE), owner=st.sampled_from(LEARNERS), place=st.sampled_from([*GROUPS, "cohort"]))
    def reply(self, who: str, owner: str, place: str) -> None:
        """Try to answer, also where one may not."""
        text, key = self._word(), (owner, "q1")
        opened = self.open.get(key, {})
        allowed = place in opened and self._reads(who, owner, place, opened[place])
        try:
            self.cohort.space(who).reply(_room(place), owner, "q1", text)
        except NotAllowed:
            assert not allowed
        else:
            assert allowed
            self.replies[text] = Given(who, key, place, self.count)

    @rule(owner=st.sampled_from(LEARNERS))
    def erase(self, owner: str) -> None:
        """Erase a whole journal."""
        self.cohort.journal(owner).erase()
        for prompt in PROMPTS:
            for known in (self.written, self.open, self.chosen):
                known.pop((owner, prompt), None)  # type: ignore[attr-defined]
        self.replies = {text: one for text, one in self.replies.items() if owner not in (one.author, one.key[0])}

    @invariant()
    def nobody_sees_more_nor_less_than_what_was_opened_to_them(self) -> None:
        """Try every way of reading, for everybody."""
        told: dict[str, set[Any]] = {who: set() for who in PEOPLE}
        heard: dict[str, set[str]] = {who: set() for who in PEOPLE}
        for place in [*GROUPS, "cohort"]:
            found = news_since(self.cohort.database, _room(place), dict.fromkeys(PEOPLE, 0), 1000)
            assert set(found) == {who for who in PEOPLE if self._inside(who, place)}
            for who, caught in found.items():
                told[who] |= {_seen(one.entry) for one in caught.news or () if one.entry is not None}
                heard[who] |= {one.reply.text for one in caught.news or () if one.reply is not None}
        for who in PEOPLE:
            expected = {
                (place, owner, prompt, self.written[owner, prompt])
                for (owner, prompt), places in self.open.items()
                for place, at in places.items()
                if self._reads(who, owner, place, at)
            }
            answered = {(place, owner, prompt) for place, owner, prompt, _ in expected}
            replies = {
                text
                for text, one in self.replies.items()
                if (one.place, *one.key) in answered and self._reads(who, one.author, one.place, one.at)
            }
            look = self.cohort.space(who).look()
            assert {_seen(one) for one in look.entries} == told[who] == expected
            assert {one.text for entry in look.entries for one in entry.replies} == heard[who] == replies
            assert set(look.own) <= {prompt for owner, prompt in self.written if owner == who}


def _room(place: str) -> Room:
    return COHORT if place == "cohort" else Room(READER_OF[GROUPS[place]], place)


def _seen(entry: Any) -> tuple[str, str, str, str]:
    return (entry.room.group or "cohort", entry.owner, entry.prompt, entry.body["text"])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the cohort once: each example starts from a copy of its file."""
    path = tmp_path_factory.mktemp("cohorte") / "carnet.sqlite3"
    cohort = Gathered.at(path)
    for name in LEARNERS:
        cohort.person(name)
    for name, role in OTHERS.items():
        cohort.person(name, role, territory="Nord")
    for name, kind in GROUPS.items():
        cohort.group(name, kind)
    cohort.database.close()
    return path


def test_no_path_leads_a_stranger_to_an_entry(template: Path) -> None:
    Sharing.template = template
    run_state_machine_as_test(
        Sharing,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
