"""``course/formats/<id>.yaml`` to a way of living the course, checked against its exercises and modules.

==================  =================================================================================================
title, summary      what it is called, and what it is in one sentence
purpose, audience   what it is for (may have several paragraphs), and whom it is for
people              ``{min, max}``
before, after       optional lists: what to prepare, what follows
care                optional list: what to watch over
further             optional list: the pages that go with it, in Markdown, links relative to the format's file
days                ``{title, aim, start, end, slots}``, hours written "09:00"; the slots must fill the day exactly
duties, rooms       with ``days``: ``{id, name, task}`` and ``{id, name, needs}``
length, stages      instead of ``days``: ``{count, unit}`` and ``{title, length, what, …}``; the lengths must add up
==================  =================================================================================================

A slot is ``{id, title, minutes, what}`` and, where it applies, ``kind`` (session, break, meal), ``version`` (the id of a
way of running an exercise, which must hold in the minutes), ``module``, ``lead`` (ids of duties), ``tasks``, ``room`` (ids
of rooms), ``materials``, ``plan_b``, ``fixed: true`` when people or a meal are expected at that time, and ``late``:
``{when: keep | shrink | drop, minutes, version, lost, lost_shortened}``. A session must say ``lead``, ``tasks``, ``room``, ``plan_b`` and
``late``; a break or a meal is never shortened.

A stage has, where it applies, ``rhythm``, ``modules``, ``versions`` and ``meeting: {title, minutes, what, version}``.
"""

from collections.abc import Iterable, Mapping

from parcours_u.content.record import Record
from parcours_u.content.yaml_source import Node, parse_yaml
from parcours_u.domain.course import Exercise
from parcours_u.domain.days import Day, Late, Slot, SlotKind, When, clock, minutes_of
from parcours_u.domain.exercise import People
from parcours_u.domain.formats import CourseFormat, Duty, Length, Meeting, Room, Stage, Unit

__all__ = ["FormatSource", "read_format"]

_REQUIRED = "title summary purpose audience people"
_OPTIONAL = "before after care further days duties rooms length stages"
_SLOT = "id title minutes what"
_SLOT_OPTIONAL = "kind version module lead tasks room materials plan_b fixed late"
_SESSION = ("lead", "tasks", "room", "plan_b", "late")


class FormatSource:
    """What a format may refer to: the minutes of each way of running an exercise, and the modules."""

    def __init__(self, exercises: Iterable[Exercise], modules: Iterable[str]) -> None:
        self.versions: Mapping[str, float] = {one.id: one.minutes for part in exercises for one in part.formats}
        self.modules = tuple(modules)


def read_format(text: str, file: str, format_id: str, source: FormatSource) -> CourseFormat:
    """Return the format that a YAML text describes.

    Raises
    ------
    ContentError
        When a key is missing, unknown or of another type; when an exercise, a module, a duty or a room is referred to
        and does not exist; when the slots do not fill the day, the stages the length, or an exercise its slot.
    """
    record = Record(parse_yaml(text, file), file, _REQUIRED, _OPTIONAL)
    if ("days" in record) == ("stages" in record):
        record.fail(
            record.node,
            "il faut des journées («\u00a0days\u00a0») ou des étapes («\u00a0stages\u00a0»), et pas les deux",
        )
    reader = _Reader(record, source)
    length, stages = reader.stages() if "stages" in record else (None, ())
    return CourseFormat(
        id=format_id,
        title=record.line("title"),
        summary=record.line("summary"),
        purpose=record.text("purpose"),
        audience=record.line("audience"),
        people=_people(record),
        before=record.lines("before"),
        after=record.lines("after"),
        care=record.lines("care"),
        further=record.lines("further"),
        days=reader.days(),
        duties=reader.duties,
        rooms=reader.rooms,
        length=length,
        stages=stages,
    )


def _people(record: Record) -> People:
    found = Record(record.at("people"), record.file, "min max")
    people = People(found.integer("min"), found.integer("max"))
    if people.min > people.max:
        found.fail(found.at("max"), "ce nombre est plus petit que «\u00a0min\u00a0»")
    return people


class _Reader:
    """Reads the days or the stages of one file."""

    def __init__(self, record: Record, source: FormatSource) -> None:
        self.record = record
        self.file = record.file
        self.source = source
        for key in ("duties", "rooms"):
            if key in record and "days" not in record:
                record.fail(record.at(key), "cette clé ne va qu’avec des journées («\u00a0days\u00a0»)")
        if "length" in record and "stages" not in record:
            record.fail(record.at("length"), "cette clé ne va qu’avec des étapes («\u00a0stages\u00a0»)")
        self.duties = record.parts("duties", self._duty)
        record.unique("duties", self.duties)
        self.rooms = record.parts("rooms", self._room)
        record.unique("rooms", self.rooms)
        self._slots: dict[str, int] = {}

    def days(self) -> tuple[Day, ...]:
        return self.record.parts("days", self._day)

    def stages(self) -> tuple[Length, tuple[Stage, ...]]:
        if "length" not in self.record:
            self.record.fail(self.record.node, "il manque la durée de l’ensemble («\u00a0length\u00a0»)")
        whole = Record(self.record.at("length"), self.file, "count unit")
        length = Length(whole.integer("count"), whole.choice("unit", Unit))
        stages = self.record.parts("stages", self._stage)
        total = sum(stage.length for stage in stages)
        if total != length.count:
            message = f"les étapes font {total} en tout, et non {length.count}\u202f; corrigez l’un ou l’autre"
            whole.fail(whole.at("count"), message)
        return length, stages

    def _duty(self, node: Node) -> Duty:
        record = Record(node, self.file, "id name task")
        return Duty(record.identifier("id"), record.line("name"), record.line("task"))

    def _room(self, node: Node) -> Room:
        record = Record(node, self.file, "id name needs")
        return Room(record.identifier("id"), record.line("name"), record.line("needs"))

    def _day(self, node: Node) -> Day:
        record = Record(node, self.file, "title aim start end slots")
        slots = record.parts("slots", self._slot, most=20)
        day = Day(record.line("title"), record.line("aim"), self._hour(record, "start"), slots)
        end = self._hour(record, "end")
        if day.end != end:
            message = f"les séquences mènent à {clock(day.end)}, et non à {clock(end)}\u202f; corrigez l’un ou l’autre"
            record.fail(record.at("end"), message)
        return day

    def _hour(self, record: Record, key: str) -> int:
        try:
            return minutes_of(record.text(key))
        except ValueError:
            record.fail(record.at(key), 'il faut une heure entre guillemets, comme "09:00"')

    def _slot(self, node: Node) -> Slot:
        record = Record(node, self.file, _SLOT, _SLOT_OPTIONAL)
        slot_id = record.identifier("id")
        if slot_id in self._slots:
            record.fail(record.at("id"), f"cet identifiant sert déjà à la ligne {self._slots[slot_id]}")
        self._slots[slot_id] = record.at("id").line
        kind = record.choice("kind", SlotKind) if "kind" in record else SlotKind.SESSION
        self._complete(record, kind)
        minutes = record.integer("minutes")
        return Slot(
            id=slot_id,
            title=record.line("title"),
            what=record.line("what"),
            minutes=minutes,
            kind=kind,
            version=self._version(record, minutes),
            module=self._one(record, "module", self.source.modules, "un module du parcours"),
            lead=record.references(
                "lead", [one.id for one in self.duties], "un rôle d’animation («\u00a0duties\u00a0»)"
            ),
            tasks=record.line("tasks", ""),
            room=record.references("room", [one.id for one in self.rooms], "une salle («\u00a0rooms\u00a0»)"),
            materials=record.lines("materials"),
            plan_b=record.line("plan_b", ""),
            fixed=self._fixed(record),
            late=self._late(record, minutes) if "late" in record else Late(),
        )

    def _complete(self, record: Record, kind: SlotKind) -> None:
        if kind.protected and "late" in record:
            record.fail(record.at("late"), "une pause ou un repas garde toujours sa durée\u202f; retirez cette clé")
        for key in () if kind.protected else _SESSION:
            if key not in record:
                record.fail(Node("", record.node.line, (*record.node.path, key)), "cette clé manque\u202f; ajoutez-la")

    def _fixed(self, record: Record) -> bool:
        if "fixed" in record and record.text("fixed") != "true":
            record.fail(record.at("fixed"), "écrivez «\u00a0true\u00a0», ou retirez la clé")
        return "fixed" in record

    def _late(self, slot: Record, planned: int) -> Late:
        record = Record(slot.at("late"), self.file, "when", "minutes version lost lost_shortened")
        when = record.choice("when", When)
        for key, needed, refused in (
            ("minutes", when is When.SHRINK, when is When.KEEP),
            ("lost", when is not When.KEEP, when is When.KEEP),
            ("version", False, "minutes" not in record),
            (
                "lost_shortened",
                when is When.DROP and "minutes" in record,
                when is not When.DROP or "minutes" not in record,
            ),
        ):
            if needed and key not in record:
                record.fail(record.node, f"il manque «\u00a0{key}\u00a0» à une séquence qui peut céder")
            if refused and key in record:
                record.fail(record.at(key), "cette clé n’a pas de sens pour ce choix\u202f; retirez-la")
        minutes = record.integer("minutes") if "minutes" in record else 0
        if minutes >= planned:
            record.fail(record.at("minutes"), f"il faut moins que les {planned} minutes prévues")
        lost, shortened = record.line("lost", ""), record.line("lost_shortened", "")
        return Late(when, minutes, self._version(record, minutes), lost, shortened)

    def _version(self, record: Record, minutes: int) -> str:
        version = self._one(record, "version", self.source.versions, "une version d’un exercice du parcours")
        if version and (needed := self.source.versions[version]) > minutes:
            message = f"cet exercice dure {needed:g} minutes, et la séquence {minutes}\u202f; allongez-la, ou changez de version"
            record.fail(record.at("version"), message)
        return version

    def _one(self, record: Record, key: str, known: Iterable[str], what: str) -> str:
        """Return a reference to one thing; nothing when the key is not there."""
        if key not in record:
            return ""
        text = record.text(key)
        if text not in known:
            record.fail(record.at(key), f"«\u00a0{text}\u00a0» n’est pas {what}")
        return text

    def _stage(self, node: Node) -> Stage:
        record = Record(node, self.file, "title length what", "rhythm modules versions meeting")
        return Stage(
            title=record.line("title"),
            what=record.line("what"),
            length=record.integer("length"),
            rhythm=record.line("rhythm", ""),
            modules=record.references("modules", self.source.modules, "un module du parcours"),
            versions=record.references("versions", self.source.versions, "une version d’un exercice du parcours"),
            meeting=self._meeting(record.at("meeting")) if "meeting" in record else None,
        )

    def _meeting(self, node: Node) -> Meeting:
        record = Record(node, self.file, "title minutes what", "version")
        minutes = record.integer("minutes")
        return Meeting(record.line("title"), minutes, record.line("what"), self._version(record, minutes))
