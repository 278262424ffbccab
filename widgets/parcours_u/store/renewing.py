"""What becomes of somebody's journal when their access is renewed: the new key opens nothing that the former one sealed.

What stands in clear was not lost: what is shared in a room, what was deposited and is still open to the trainer. It comes back
as the current version of its author's answer, sealed under the new key: they see what the others read. Every other answer
begins anew, empty and private: the first words written there are for nobody.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, and_, delete, select, update

from parcours_u.domain.access import Erased
from parcours_u.domain.audience import NOBODY, Reader, includes_trainer, parse_audience
from parcours_u.domain.journal import Deposit
from parcours_u.store import schema
from parcours_u.store.sealed_journal import SealedJournal
from parcours_u.store.shared_rows import Version, open_to, shown_by
from parcours_u.store.sql_journal import now
from parcours_u.store.version_numbers import beyond_all_numbers

__all__ = ["begin_anew"]


def begin_anew(
    connection: Connection,
    person_id: str,
    journal: SealedJournal,
    deposited: Callable[[Sequence[Deposit]], Mapping[str, Version]],
) -> Erased:
    """Erase a key and what only that key opened; keep what stands in clear, who reads it, and the comments' places.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In the transaction that makes the new key.
    person_id : str
        Whose access is renewed.
    journal : SealedJournal
        Theirs, under the new key.
    deposited : callable
        Reads, from their last deposits, the words that are still to be had, by prompt; here, where no other deposit can come.
    """
    entry, revision, comment = schema.entry, schema.revision, schema.comment
    sealed = Counter(connection.scalars(select(revision.c.prompt).where(revision.c.person == person_id)))
    with beyond_all_numbers(connection, person_id):
        for table in (schema.person_key, schema.device, revision, schema.setting):
            connection.execute(delete(table).where(table.c.person == person_id))
    shown = shown_by(connection, person_id)
    made = [*{one.module: one for one in reversed(journal.deposits())}.values()]  # each took the place of those before
    left, still = {prompt for one in made for prompt in one.prompts}, deposited(made)
    commented = set(connection.scalars(select(comment.c.prompt).where(comment.c.person == person_id)))
    restored: set[str] = set()
    asked = select(entry.c.prompt, entry.c.audience).where(entry.c.person == person_id)
    for prompt, readers in connection.execute(asked).all():
        trainers_read = prompt in left and includes_trainer(parse_audience(readers))
        words = shown.get(prompt) or (still.get(prompt) if trainers_read else None)
        if words is not None:
            journal.restore(prompt, words)
            restored.add(prompt)
            continue
        open_to(connection, person_id, prompt, NOBODY, None, now())
        here = and_(entry.c.person == person_id, entry.c.prompt == prompt)
        if trainers_read or prompt in commented:
            # A deposit that could not be read here stays the trainer's to read; nothing new leaves before another one.
            kept = [Reader.TRAINER] if trainers_read else []
            connection.execute(update(entry).where(here).values(head=0, audience=kept))
        else:
            connection.execute(delete(entry).where(here))
    return Erased(len(sealed.keys() - restored), (sealed - Counter(restored)).total())
