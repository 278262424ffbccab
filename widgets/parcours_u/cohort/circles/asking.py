"""One question of a trainer about circles, from the database to the answer, and its keeping when they say so."""

from dataclasses import dataclass, replace

from parcours_u.cohort.circles.cohort import Cohort, read_cohort
from parcours_u.cohort.circles.desk import Proposal, propose, repair, standing
from parcours_u.cohort.circles.desk import keep as write
from parcours_u.cohort.circles.explain import explained
from parcours_u.cohort.circles.moving import move
from parcours_u.cohort.circles.rules import PairWish
from parcours_u.cohort.circles.shape import DEFAULT
from parcours_u.cohort.unassigned import unassigned_sentences
from parcours_u.store.database import Database
from parcours_u.store.people import People
from parcours_u.store.wishes import Wishes

__all__ = ["Asked", "ask"]

_SAME = "Il n’y a rien à garder de plus\u00a0: les cercles restent ceux d’aujourd’hui."
_NOTED = (
    "Ce que vous demandez des tailles et des binômes est noté, et les cercles restent ceux d’aujourd’hui\u00a0: "
    "«\u00a0--reparer\u00a0» ou «\u00a0--reformer\u00a0» l’applique."
)


@dataclass(frozen=True, repr=False)
class Asked:
    """What is asked; ``sizes`` and ``pairs`` are None for what was asked when today's circles were kept, else the usual."""

    sizes: tuple[int, int] | None = None
    pairs: str | None = None
    seed: int = 0
    anew: bool = False
    repaired: bool = False
    moved: str = ""
    to: str = ""


def ask(database: Database, asked: Asked, *, keep: bool = False, agreed: str = "") -> tuple[Proposal, dict[str, str]]:
    """Return the circles as asked, and a sentence on each placement, by person; ``keep`` writes them, with a yes to the end of some.

    Without circles of today, new ones are proposed; with some, they are shown, unless something else is asked. Sizes and pairs that are
    then asked for are kept all the same: they are what the next repair follows.

    Raises
    ------
    CirclesRefused, StoreError
        With the reason; nothing is written.
    """
    wishes = Wishes(database)
    before = wishes.asked()
    low, high = asked.sizes or before.get("sizes", DEFAULT)
    sizes, pairs = (int(low), int(high)), PairWish(asked.pairs or before.get("pairs", PairWish.EITHER))
    cohort = read_cohort(database, pairs)
    proposal = _proposal(database, cohort, asked, sizes)
    unassigned = unassigned_sentences(database, proposal.before, proposal.circles)
    proposal = replace(proposal, notes=(*proposal.notes, *unassigned))
    changed, wished = proposal.circles != proposal.before, bool(asked.sizes or asked.pairs)
    if keep:
        note = _NOTED if wished else _SAME
        proposal = write(database, proposal, agreed) if changed else replace(proposal, notes=(*proposal.notes, note))
        if changed or wished:
            wishes.set_asked({"sizes": list(sizes), "pairs": pairs.value})
    return proposal, explained(proposal, sizes)


def _proposal(database: Database, cohort: Cohort, asked: Asked, sizes: tuple[int, int]) -> Proposal:
    if asked.repaired:
        return repair(cohort, sizes, asked.seed)
    if asked.moved:
        return move(standing(cohort, sizes), sizes, People(database).find(asked.moved), asked.to)
    if cohort.circles and not asked.anew:
        return standing(cohort, sizes)
    return propose(cohort, sizes, asked.seed)
