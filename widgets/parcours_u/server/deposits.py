"""Depositing a module: what would leave, and its leaving."""

import base64
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from parcours_u.domain.answers import as_text
from parcours_u.domain.deposit import DepositOutcome, Preview, leaving
from parcours_u.domain.journal import Deposit, Entry
from parcours_u.grading.codes import CodeError, check_code
from parcours_u.server.course_server import CourseServer
from parcours_u.server.refusal import Refusal
from parcours_u.server.short_process import ShortProcessError

__all__ = ["archive", "deposit", "preview"]


async def preview(server: CourseServer, person: str, module: str, device: str = "") -> Preview:
    """Return what a deposit would carry now, in the trainer's reading, and under which name.

    Raises
    ------
    Refusal
        When the course has no such module.
    """
    shown, _ = await _preview(server, person, module, device)
    return shown


async def deposit(server: CourseServer, person: str, module: str, code: str, device: str = "") -> DepositOutcome:
    """Deposit a module's shared answers: in the exchange where there is one, else as a zip to download.

    Parameters
    ----------
    code : str
        The code that the trainer gave; may be empty with an exchange, which knows the account.
    device : str
        The device that they ask from, where they have several.

    Raises
    ------
    Refusal
        When nothing is shared, the code is wrong, or the deposit could not be made; nothing has left then.
    """
    journal = server.journal(person, device=device)
    assigned = await server.in_store(lambda: server.assigned_code(person))
    if assigned == "":
        raise Refusal(
            "Cet accès n’a pas de code de dépôt\u00a0: rien n’est parti, seules les personnes inscrites au parcours déposent."
        )
    if assigned is None and code.strip():
        try:
            code = check_code(code)
        except CodeError as error:
            raise Refusal(str(error)) from error
        await server.in_store(lambda: journal.set_setting("code", code))
    shown, going = await _preview(server, person, module, device)
    made_before = await server.in_store(lambda: journal.deposits(module))
    if not shown.leaving and not (made_before and made_before[0].prompts):
        # Depositing nothing has one sense: taking back all that the deposit before had carried.
        raise Refusal(
            "Rien n’est encore partagé dans ce module\u00a0: rien n’est parti, "
            "choisissez d’abord les réponses à ouvrir à votre formateur ou votre formatrice."
        )
    if not shown.sender:
        raise Refusal("Il manque votre code\u00a0: rien n’est parti, recopiez le code que l’on vous a donné.")
    made = Deposit(
        id=str(uuid.uuid4()),
        module=module,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        way=shown.way,
        sender=shown.sender,
        prompts=tuple(entry.prompt for entry in going),
    )
    answer = await _compose(server, person, made, going)
    if not answer.get("ok"):
        raise Refusal(str(answer.get("message", "")) or _FAILED)
    if answer.get("deposited_at"):
        made = replace(made, at=str(answer["deposited_at"]))
    content = base64.b64decode(answer["zip_base64"]) if answer.get("zip_base64") else None
    recorded = await server.in_store(partial(journal.record_deposit, made, content))
    if recorded is None:
        raise Refusal(_ERASED)
    return DepositOutcome(recorded, f"depots/{recorded.id}.zip" if content is not None else "")


async def archive(server: CourseServer, person: str, deposit_id: str, device: str = "") -> tuple[str, bytes]:
    """Return the name and the bytes of the zip of a deposit that was made.

    Raises
    ------
    Refusal
        When there is none, or a later deposit replaced it.
    """
    journal = server.journal(person, device=device)
    made = next((item for item in await server.in_store(journal.deposits) if item.id == deposit_id), None)
    content = await server.in_store(lambda: journal.archive(deposit_id))
    if made is None or content is None:
        raise Refusal("Ce fichier de dépôt n’existe plus\u00a0: un dépôt plus récent l’a remplacé, ou il a été effacé.")
    return f"depot-{made.module}-{made.sender}.zip", content


_TEAM = "les formateurs et formatrices de votre groupe"
_FAILED = (
    "Le dépôt n’a pas pu être préparé\u00a0: rien n’est parti et vos réponses sont intactes, réessayez dans un instant."
)
_ERASED = "Votre carnet a été effacé pendant que ce dépôt se préparait\u00a0: rien n’est parti, et rien n’en est gardé."


async def _preview(server: CourseServer, person: str, module: str, device: str) -> tuple[Preview, list[Entry]]:
    """Return what would leave, in the trainer's reading, and the very entries it was made from."""
    journal = server.journal(person, device=device)
    entries = await server.in_store(journal.entries)
    assigned = await server.in_store(lambda: server.assigned_code(person))
    code = assigned if assigned is not None else await server.in_store(lambda: journal.setting("code", ""))
    try:
        going, staying = leaving(server.course, module, entries)
    except KeyError as error:
        raise Refusal("Ce module n’existe pas dans ce parcours\u00a0: rien n’est parti.") from error
    if server.exchange is not None:
        way, recipient = "exchange", _TEAM if assigned is not None else f"{_TEAM}, par l’espace d’échange"
        sender = code if assigned is not None else code or server.exchange.user
    else:
        way, recipient = "zip", "la personne à qui vous enverrez le fichier, et elle seule"
        sender = code
    shown = Preview(
        module=module,
        leaving=tuple((entry.prompt, as_text(server.course.prompt(entry.prompt), entry.body or {})) for entry in going),
        staying=tuple(entry.prompt for entry in staying),
        way=way,
        recipient=recipient,
        sender=sender,
    )
    return shown, going


async def _compose(server: CourseServer, person: str, made: Deposit, going: list[Entry]) -> dict[str, Any]:
    prompts = {entry.prompt: server.course.prompt(entry.prompt) for entry in going}
    folder = server.own_folder(person)
    request = {
        "module": made.module,
        "way": made.way,
        "sender": made.sender,
        "deposit_id": made.id,
        "deposited_at": made.at,
        "exchange": server.exchange.to_dict(folder) if server.exchange is not None else None,
        "answers": [
            {
                "prompt": entry.prompt,
                "kind": prompts[entry.prompt].kind.value,
                "revision": entry.revision,
                "saved_at": entry.saved_at,
                "body": entry.body,
                "text": as_text(prompts[entry.prompt], entry.body or {}),
            }
            for entry in going
        ],
    }
    try:
        return await server.make_deposit(request, folder)
    except ShortProcessError as error:
        raise Refusal(_FAILED) from error
