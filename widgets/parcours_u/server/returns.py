"""Comments coming back: by themselves through the exchange, or from a return file that the learner opens."""

import asyncio
from functools import partial

from parcours_u.domain.deposit import ReturnOutcome
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.grading.exchange import ExchangeSettings, feedback_stamp
from parcours_u.grading.returns import Return, ReturnError, read_return
from parcours_u.server.course_server import CourseServer
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError
from parcours_u.store.sql_journal import SqlJournal, now

__all__ = ["fetch_returns", "open_return"]

_MOMENT_SECONDS = 0.4


async def fetch_returns(server: CourseServer, person: str) -> int:
    """Fetch the comments released in the exchange since last time; return how many came.

    Costs a look at one folder's dates when nothing changed. An exchange that cannot be read is no reason to keep a
    learner from their own page: what was received before is shown, and the next page tries again. In a cohort a page waits a
    moment and no longer: comments of sixty people are fetched one after the other, and who comes last finds theirs on the next page.
    """
    if server.exchange is None:
        return 0
    if not server.patient:
        task = server.fetching.get(person)
        if task is None:
            task = server.fetching[person] = asyncio.ensure_future(_fetch(server, server.exchange, person))
            task.add_done_callback(lambda _: server.fetching.pop(person, None))
        done, _ = await asyncio.wait({task}, timeout=_MOMENT_SECONDS)
        return task.result() if done and task.exception() is None else 0
    return await _fetch(server, server.exchange, person)


async def _fetch(server: CourseServer, exchange: ExchangeSettings, person: str) -> int:
    async with server.returns_lock:
        stamp = await asyncio.to_thread(feedback_stamp, exchange)
        if stamp == server.returns_seen.get(person):
            return 0
        journal = server.journal(person)
        deposits = [item for item in await server.in_store(journal.deposits) if item.way == "exchange"]
        if not deposits:
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
            count += await server.in_store(partial(journal.set_comments, found["deposit"], comments))
        server.returns_seen[person] = stamp
        return count


def _code(server: CourseServer, person: str, journal: SqlJournal) -> str:
    assigned = server.assigned_code(person)
    return str(journal.setting("code", "")) if assigned is None else assigned


async def open_return(server: CourseServer, person: str, content: bytes) -> ReturnOutcome:
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
    journal = server.journal(person)
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
