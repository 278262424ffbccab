"""The words that somebody deposited, as the trainer's folder still has them. Read without nbgrader."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from parcours_u.domain.journal import Deposit
from parcours_u.grading.depot_file import COURSE_ID, DEPOT_NAME, SENDER, DepotError, DepotFile, read_depot
from parcours_u.grading.folder import TrainerFolder
from parcours_u.store.shared_rows import Version

__all__ = ["deposited_words"]

_VERSIONS = range(1, 2**31)


def deposited_words(folder: TrainerFolder, deposits: Iterable[Deposit]) -> dict[str, Version]:
    """Return the words that some deposits carried, by prompt; those that are not, or no longer, there are left out.

    A deposit is found by its id, which its author's journal knows: never by a code, which another person may have had.
    """
    found = {}
    for deposit in deposits:
        depot = next((one for one in _received(folder, deposit) if one.deposit_id == deposit.id), None)
        for answer in depot.answers if depot is not None else ():
            if answer.revision in _VERSIONS:
                words = json.dumps(answer.body, ensure_ascii=False)
                found[answer.prompt] = Version(words, answer.revision, answer.saved_at)
    return found


def _received(folder: TrainerFolder, deposit: Deposit) -> Iterator[DepotFile]:
    if not SENDER.fullmatch(deposit.sender):
        return
    for place in _places(folder, deposit):
        with suppress(OSError, DepotError):
            yield read_depot((place / DEPOT_NAME).read_bytes())


def _places(folder: TrainerFolder, deposit: Deposit) -> Iterator[Path]:
    yield folder.submitted(deposit.sender, deposit.module)
    with suppress(OSError):
        yield from folder.inbound(COURSE_ID).glob(f"{deposit.sender}+{deposit.module}+*")
