"""« Lire et commenter », on the server: each request is decided here, then asked of the trainer's desk.

Whatever the desk tells, only what :mod:`.reading_sight` lets through leaves this module: a trainer of some circles is told of
their people alone, and an answer that its author narrowed is not there any more, nor are counts of it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from parcours_u.domain.answers import as_parts
from parcours_u.domain.assigning import Expectations
from parcours_u.domain.commenters import Commenter
from parcours_u.domain.course import Course, Module
from parcours_u.domain.people import Person
from parcours_u.domain.policy import may_manage
from parcours_u.domain.storable import storable
from parcours_u.grading.folder import TrainerFolder
from parcours_u.grading.inbound import arrived
from parcours_u.server.cohort.group_state import GroupState
from parcours_u.server.grading_line import GradingLine
from parcours_u.server.reading_sight import Author, Sight, look_around
from parcours_u.server.refusal import Refusal
from parcours_u.store.assignments import Assignments
from parcours_u.store.commenters import read_commenters, read_trainers
from parcours_u.store.database import Database

__all__ = ["LONGEST_COMMENT", "ReadingDesk"]

LONGEST_COMMENT = 20_000

_NOT_THERE = (
    "Ceci n’est pas, ou plus, à lire pour vous\u00a0: rien n’a été changé, ce qui est écrit sur la page y reste, "
    "relisez la liste des dépôts."
)


class ReadingDesk:
    """What the trainers of one cohort read and comment.

    Parameters
    ----------
    database : Database
        The cohort's.
    course : Course
        Tells what was asked.
    in_store : callable
        Runs a function in the store's thread.
    line : GradingLine
        Asks the trainer's desk.
    group : GroupState
        Which modules are released, and who deposited.
    folder : TrainerFolder
        Where the return files are.
    """

    def __init__(
        self,
        database: Database,
        course: Course,
        in_store: Callable[[Callable[[], Any]], Awaitable[Any]],
        line: GradingLine,
        group: GroupState,
        folder: TrainerFolder,
    ) -> None:
        self._database, self._course, self._in_store = database, course, in_store
        self._line, self._group, self._folder = line, group, folder

    async def look(self, person: str) -> dict[str, Any]:
        """Return the modules that were released, how many people deposited each, the circles, and who comments which.

        What waits in the exchange is counted too: it is collected as soon as its module is shown.
        """
        (released, deposits), (sight, assigned, team), waiting = await asyncio.gather(
            self._group.read(), self._in_store(lambda: self._around(person)), asyncio.to_thread(arrived, self._folder)
        )
        those = waiting.union((one.person, one.module) for one in deposits)
        made = [module for code, module in those if sight.sees(sight.author(code))]
        titles = {part.id: part.title for part in self._course.parts() if isinstance(part, Module)}
        return {
            "me": person,
            "manages": may_manage(sight.reader),
            "modules": [
                {"id": one.module, "title": titles.get(one.module, one.module), "deposits": made.count(one.module)}
                for one in released
            ],
            "circles": [
                {
                    "id": one.id,
                    "name": one.name,
                    "commenter": assigned.get(one.id, ""),
                    "team": [{"id": who.id, "name": who.told} for who, takes in team if takes.may_take(one.id)],
                }
                for one in sight.circles
            ],
        }

    async def deposits(self, person: str, module: str) -> dict[str, Any]:
        """Return the deposits of a module that a trainer sees: who, when, how many answers, without a word of them; and who is awaited.

        Raises
        ------
        Refusal
            When the module was not released, or the gradebook can't be read now.
        """
        sight = await self.sight(person, module)
        rows = (await self._line.ask("seen", module=module))["deposits"]
        expected = partial((await self._expectations()).awaits, module=module)
        awaited = sight.awaited(expected, {one["code"] for one in rows})
        return {
            "deposits": [self._row(sight, one) for one in rows if sight.sees(sight.author(one["code"]))],
            "awaited": [{"name": one.name, "circle": one.circle} for one in awaited],
        }

    async def awaited(self, person: str, module: str, due: str = "") -> frozenset[str]:
        """Return the ids of those of a trainer's people who have not deposited a module yet, what waits in the exchange counted.

        Of a module that was never opened to deposits, everybody is awaited. With a date, those alone of whom it is expected by then.

        Raises
        ------
        Refusal
            When the gradebook can't be read now.
        """
        sight, _, _ = await self._in_store(lambda: self._around(person))
        (_, deposits), waiting = await asyncio.gather(self._group.read(), asyncio.to_thread(arrived, self._folder))
        made = {code for code, one in waiting.union((one.person, one.module) for one in deposits) if one == module}
        expected = partial((await self._expectations()).awaits, module=module, due=due)
        return frozenset(one.key for one in sight.awaited(expected, made))

    async def read(self, person: str, module: str, key: str) -> dict[str, Any]:
        """Return one deposit, answer by answer, with the comments that stand.

        Raises
        ------
        Refusal
            When it is not, or no more, this trainer's to read.
        """
        sight, code = await self._author(person, module, key)
        found = await self._line.ask("read", module=module, code=code)
        author = sight.author(code, found.get("label", ""))
        readable = [one for one in found["answers"] if sight.reads(author, one["prompt"], found["way"])]
        return {
            "key": author.key,
            "name": author.name,
            "deposit": found["deposit"],
            "deposited_at": found["deposited_at"],
            "late": found["late"],
            "narrowed": len(found["answers"]) - len(readable),
            "answers": [self._answer(one) for one in readable],
        }

    async def comment(
        self, person: str, module: str, key: str, prompt: str, asked: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Write one comment.

        Raises
        ------
        Refusal
            When that answer is not, or no more, this trainer's to comment, or the comment is none that can be kept.
        """
        text, base, deposit = (asked.get(name) for name in ("text", "base", "deposit"))
        if not (isinstance(text, str) and isinstance(base, str) and isinstance(deposit, str)):
            raise Refusal("La demande est incomplète\u00a0: rien n’a été changé, rechargez la page.")
        if len(text) > LONGEST_COMMENT or not storable(text):
            raise Refusal(
                "Ce commentaire est trop long, ou contient un signe qui ne s’enregistre pas\u00a0: il reste sur la page, "
                "raccourcissez-le."
            )
        sight, code = await self._author(person, module, key)
        told = await self._line.ask("outline", module=module, code=code)
        author = sight.author(code)
        if prompt not in told["answered"] or not sight.comments(author, prompt, told["way"]):
            raise Refusal(_NOT_THERE)
        done = await self._line.ask(
            "comment", module=module, code=code, prompt=prompt, text=text, base=base, deposit=deposit
        )
        return {name: done[name] for name in ("state", "at", "current") if name in done}

    async def send_back(self, person: str, module: str, leaving: Mapping[str, int]) -> dict[str, Any]:
        """Return the comments of a module to those whom a trainer sees, provided that what waits is ``leaving``: counts by key.

        Raises
        ------
        Refusal
            When something else waits by now, or it can't be done.
        """
        sight = await self.sight(person, module)
        rows = (await self._line.ask("seen", module=module))["deposits"]
        codes = {author.key: one["code"] for one in rows if sight.sees(author := sight.author(one["code"]))}
        wanted = {codes.get(key, key): number for key, number in leaving.items()}
        answer = await self._line.ask("send_back", module=module, only=[*codes.values()], leaving=wanted)
        returned = [
            {
                "name": sight.author(one["person"], one["label"]).name,
                "comments": one["comments"],
                "state": one["state"],
                "by_file": one["way"] == "file",
                "key": sight.author(one["person"]).key,
                "message": one["message"],
            }
            for one in answer["returned"]
            if one["state"] in {"returned", "failed"}
        ]
        return {"returned": returned, **await self.deposits(person, module)}

    async def return_file(self, person: str, module: str, key: str) -> tuple[str, bytes]:
        """Return the name and the bytes of the return that is to be sent to somebody who deposited by file.

        Raises
        ------
        Refusal
            When there is none, or it quotes an answer that is no longer this trainer's to read.
        """
        sight, code = await self._author(person, module, key)
        told = await self._line.ask("outline", module=module, code=code)
        author = sight.author(code)
        if not all(sight.reads(author, prompt, told["way"]) for prompt in told["answered"]):
            raise Refusal(_NOT_THERE)
        file = self._folder.returns / module / f"retour-{module}-{code}.html"
        try:
            return f"retour-{module}.html", await asyncio.to_thread(file.read_bytes)
        except OSError:
            raise Refusal(
                "Ce retour n’est pas encore fait, ou il a été déplacé\u00a0: rien n’a été changé, renvoyez d’abord les commentaires."
            ) from None

    async def _expectations(self) -> Expectations:
        found: Expectations = await self._in_store(Assignments(self._database).expectations)
        return found

    def _around(self, person: str) -> tuple[Sight, dict[str, str], list[tuple[Person, Commenter]]]:
        with self._database.reading() as connection:
            sight = look_around(connection, person, frozenset())
            return sight, read_commenters(connection), read_trainers(connection)

    async def sight(self, person: str, module: str) -> Sight:
        """Return what a trainer may see of the answers to a module.

        Raises
        ------
        Refusal
            When the module was not released.
        """
        released, _ = await self._group.read()
        if module not in {one.module for one in released}:
            raise Refusal(
                "Ce module n’est pas ouvert aux dépôts\u00a0: il n’y a rien à lire, "
                "attribuez-le d’abord dans la partie «\u00a0Attribuer un module\u00a0»."
            )
        # A module that this version of the course lacks: none of its answers is known to be open, none is read.
        prompts = frozenset(one.id for part in self._course.parts() if part.id == module for one in part.prompts)

        def look() -> Sight:
            with self._database.reading() as connection:
                return look_around(connection, person, prompts)

        found: Sight = await self._in_store(look)
        return found

    async def _author(self, person: str, module: str, key: str) -> tuple[Sight, str]:
        """Return the code of whom an address means, when they deposited and are this trainer's to accompany."""
        sight = await self.sight(person, module)
        _, deposits = await self._group.read()
        for one in deposits:
            author = sight.author(one.person)
            if one.module == module and author.key == key and sight.sees(author):
                return sight, one.person
        raise Refusal(_NOT_THERE)

    def _row(self, sight: Sight, row: Mapping[str, Any]) -> dict[str, Any]:
        author: Author = sight.author(row["code"], row["label"])
        readable = [prompt for prompt in row["answered"] if sight.reads(author, prompt, row["way"])]
        return {
            "key": author.key,
            "name": author.name,
            "circle": author.circle,
            "known": author.known,
            **{name: row[name] for name in ("deposited_at", "late", "returned_at", "waiting", "leaving")},
            "answers": len(readable),
            "commented": len(set(readable).intersection(row["commented"])),
            "by_file": row["way"] == "file",
        }

    def _answer(self, one: Mapping[str, Any]) -> dict[str, Any]:
        try:
            prompt = self._course.prompt(one["prompt"])
        except KeyError:  # a question that this version of the course no longer has
            return {**_told(one, [["", one["text"]]]), "question": "Une question d’une autre version du parcours"}
        try:
            parts: Sequence[Sequence[str]] = [list(part) for part in as_parts(prompt, one["body"])]
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):  # no body, or one of another form
            parts = [["", one["text"]]]
        return {**_told(one, parts), "question": prompt.question}


def _told(one: Mapping[str, Any], parts: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"prompt": one["prompt"], "parts": parts, "comment": one["comment"], "about": one["about"]}
