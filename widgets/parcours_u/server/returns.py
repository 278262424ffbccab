"""Comments coming back: by themselves through the exchange, or from a return file that the learner opens.

In a cohort, pages that are open are told of them too: see :class:`ReturnsRoom`.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from parcours_u.domain.deposit import ReturnOutcome
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.grading.exchange import ExchangeSettings, feedback_stamp
from parcours_u.grading.returns import Return, ReturnError, read_return
from parcours_u.server.course_server import CourseServer
from parcours_u.server.hub import Hub, Lacking, Told
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError
from parcours_u.server.watch.log import event
from parcours_u.store.returned import RETURNS, receive, returns_since
from parcours_u.store.sql_journal import SqlJournal, now

__all__ = ["RETURNS", "ReturnsRoom", "fetch_returns", "open_return"]

_MOMENT_SECONDS = 0.4


async def fetch_returns(server: CourseServer, person: str) -> int:
    """Fetch the comments released in the exchange since last time; return on how many answers that changed something.

    Costs a look at one folder's dates when nothing changed. An exchange that cannot be read is no reason to keep a
    learner from their own page: what was received before is shown, and the next page tries again. In a cohort a page waits a
    moment and no longer: comments of sixty people are fetched one after the other, and who comes last is told of theirs on the
    page that they have open.
    """
    if server.exchange is None:
        return 0
    if not server.patient:
        task = _fetching(server, server.exchange, person)
        done, _ = await asyncio.wait({task}, timeout=_MOMENT_SECONDS)
        return task.result() if done and task.exception() is None else 0
    return await _fetch(server, server.exchange, person)


class ReturnsRoom:
    """The room where each hears that comments came back to them, and of nobody else's: a kind of room (see :mod:`.hub`).

    It is stirred when a trainer returns comments from their page, and at every beat, which finds those that a command returned:
    what waits in the exchange for whoever listens is then fetched into their journal, which stirs the room again, with the news.

    Parameters
    ----------
    server : CourseServer
        Whose exchange and journals these are.
    hub : Hub
        Its listeners.
    """

    def __init__(self, server: CourseServer, hub: Hub) -> None:
        self._server, self._hub = server, hub

    def lacking(self, room: str, since: Mapping[str, int], most: int) -> Mapping[str, Lacking]:
        """Return of which modules comments came back to each person, and look for what waits for them."""
        if room != RETURNS:
            return {}
        self._look_for(since)
        return {
            person: Lacking(heard.number, tuple(Told(number, self._told(module)) for number, module in heard.modules))
            for person, heard in returns_since(self._server.database, since).items()
        }

    def operate(self, person: str, room: str, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Refuse: there is nothing to do here but to hear.

        Raises
        ------
        Refusal
            Always.
        """
        raise Refusal("Il n’y a rien à faire ici\u00a0: rien n’a été changé, rechargez la page.")

    def _look_for(self, people: Mapping[str, int]) -> None:
        exchange = self._server.exchange
        if exchange is None:
            return
        stamp = feedback_stamp(exchange)
        behind = [person for person in people if self._server.returns_seen.get(person) != stamp]
        if behind:
            self._hub.soon(partial(self._fetch_for, exchange, behind))

    def _fetch_for(self, exchange: ExchangeSettings, people: Sequence[str]) -> None:
        for person in people:
            _fetching(self._server, exchange, person)

    def _told(self, module: str) -> dict[str, Any]:
        course = self._server.course
        titles = {one.id: one.title for one in course.modules}
        path = course.page_path(module) if module in titles else ""
        return {"kind": "returned", "module": module, "title": titles.get(module, module), "path": path}


def _fetching(server: CourseServer, exchange: ExchangeSettings, person: str) -> "asyncio.Task[int]":
    """Return what fetches somebody's comments now, begun once however many ask."""
    task = server.fetching.get(person)
    if task is None:
        task = server.fetching[person] = asyncio.ensure_future(_fetch(server, exchange, person))
        task.add_done_callback(partial(_fetched, server, person))
    return task


def _fetched(server: CourseServer, person: str, task: "asyncio.Task[int]") -> None:
    server.fetching.pop(person, None)
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, Refusal):  # they have just signed out: theirs waits for them
        event("failure", logging.ERROR, error=type(error).__name__, handler="ReturnsRoom")


async def _fetch(server: CourseServer, exchange: ExchangeSettings, person: str) -> int:
    async with server.returns_lock:
        stamp = await asyncio.to_thread(feedback_stamp, exchange)
        if stamp == server.returns_seen.get(person):
            return 0
        # What comes back is in clear, and from a trainer: it waits for no device of theirs.
        journal = SqlJournal(server.database, person)
        deposits = [item for item in await server.in_store(journal.deposits) if item.way == "exchange"]
        if not deposits:
            server.returns_seen[person] = stamp
            return 0
        request = {
            "exchange": exchange.to_dict(server.own_folder(person)),
            "sender": deposits[0].sender,
            "deposits": [
                {"id": item.id, "module": item.module, "deposited_at": item.at, "sender": item.sender}
                for item in deposits
            ],
        }
        try:
            answer = await server.fetch_feedback(request)
        except (Refusal, ShortProcessError):
            return 0
        if not answer.get("ok"):
            return 0
        count = 0
        for found in answer["returns"]:
            comments = [Comment(**{**item, "received_at": now()}) for item in found["comments"]]
            kept = partial(receive, server.database, journal, person, found["module"], found["deposit"], comments)
            count += await server.in_store(kept)
        server.returns_seen[person] = stamp
        return count


def _code(server: CourseServer, person: str, journal: SqlJournal) -> str:
    assigned = server.assigned_code(person)
    return str(journal.setting("code", "")) if assigned is None else assigned


async def open_return(server: CourseServer, person: str, content: bytes, device: str = "") -> ReturnOutcome:
    """Take the comments from a return file and put them beside the answers that they are about.

    Raises
    ------
    Refusal
        When the file is not a return, is meant for somebody else, or answers a deposit unknown here.
    """
    try:
        found: Return = read_return(content)
    except ReturnError as error:
        raise Refusal(str(error)) from error
    journal = server.journal(person, device=device)
    code = await server.in_store(lambda: _code(server, person, journal))
    deposits: list[Deposit] = await server.in_store(lambda: journal.deposits(found.module))
    senders = {item.sender for item in deposits} | ({code} if code else set())
    if senders and found.code not in senders:
        raise Refusal(
            "Ce retour est adressé à une autre personne\u00a0: rien n’a été ajouté à votre carnet, "
            "signalez-le à la personne qui vous l’a envoyé."
        )
    known = {prompt.id for prompt in server.course.prompts()}
    comments = [
        Comment(prompt=item.prompt, text=item.text, about=item.about, received_at=now())
        for item in found.comments
        if item.prompt in known
    ]
    answered = next((item for item in deposits if item.at == found.deposited_at), None)
    deposit_id = answered.id if answered is not None else f"{found.module}@{found.deposited_at}"[:36]
    await server.in_store(lambda: journal.set_comments(deposit_id, comments))
    return ReturnOutcome(found.module, len(comments))
