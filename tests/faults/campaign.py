"""Hurt a course at random moments under load, and look each time for every write that somebody was told is saved.

``python tests/faults/campaign.py [--tours 200] [--graine 1] [--sorte NOM]``

People (protocol clients that open pages, type in bursts and lose their kernels) and programs (the JSON route, one save after
the other) write all the time. In each round, at a moment drawn at random, one thing happens to the course: see kinds.py and
network.py. It is mended, and the course runs again. Then the journal is read from end to end, as a restoration would read it:
SQLite finds nothing wrong (``PRAGMA integrity_check``), the course answers, every acknowledged write of this round and of all
rounds before is there or in the history, and nothing stands under another person, answer or page than its writer's.

The order of the kinds, their moments and their variants come from the seed; what the machine makes of them doesn't. As root on
Linux the journal is on a disk of its own, which is really full, and which Linux itself makes read-only; elsewhere files may
not grow and rights are taken away. What the wear of a disk or a lying one loses is not tried.

The table goes to standard output, progress to standard error. The exit code is 0 when nothing was lost, corrupt or mixed up.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from clock import MovedClock
from kinds import KINDS, Fault
from ledger import Ledger, Verdict
from machine import clean_environment
from network import NETWORK, chromium, network_cut
from scene import Scene
from table import aligned
from writers import DirectWriter, Load, PageWriter

from disks import disk

__all__ = ["Report", "order", "run"]

_PAGES = {
    "question-de-depart": "question-de-depart-situation",
    "co-initier": "co-initier-invitation",
    "co-percevoir": "co-percevoir-suspendre",
    "presencing": "presencing-mandat",
}
_PROGRAMS = ("recolte-chemin", "recolte-recit", "recolte-limites")


@dataclass
class Outcome:
    """What the rounds of one kind came to."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    mixed: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What a campaign found, by kind."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether nothing was lost, and nothing else went wrong."""
        found = self.outcomes.values()
        return bool(found) and not any(one.lost or one.corrupt or one.mixed or one.failed for one in found)

    def add(self, kind: str, acknowledged: int, verdict: Verdict, failure: str) -> None:
        """Count a round."""
        one = self.outcomes.setdefault(kind, Outcome())
        one.rounds += 1
        one.acknowledged += acknowledged
        one.lost += len(verdict.lost)
        one.corrupt += len(verdict.corrupt)
        one.mixed += len(verdict.mixed)
        if failure:
            one.failed.append(failure)

    def draw(self) -> str:
        """Return the table."""
        rows: list[tuple[str, ...]] = [
            ("ce qui arrive", "tours", "écritures confirmées", "perdues", "bases abîmées", "identités mêlées", "échecs")
        ]
        for kind, one in self.outcomes.items():
            rows.append(
                (kind, *map(str, (one.rounds, one.acknowledged, one.lost, one.corrupt, one.mixed, len(one.failed))))
            )
        totals = [sum(int(row[column]) for row in rows[1:]) for column in range(1, len(rows[0]))]
        return aligned([*rows, ("en tout", *map(str, totals))])


def order(kinds: Sequence[str], rounds: int, chance: random.Random) -> list[str]:
    """Return the kind of each round: all of them as often as can be, in an order drawn at random."""
    drawn: list[str] = []
    while len(drawn) < rounds:
        drawn += chance.sample(list(kinds), len(kinds))
    return drawn[:rounds]


async def run(scene: Scene, faults: Mapping[str, Fault], rounds: int, seed: int, tell: Callable[[str], None]) -> Report:
    """Run a campaign on a course that has not begun."""
    chance, ledger, report = random.Random(seed), Ledger(), Report()  # noqa: S311 - faults, not secrets
    await scene.begin()
    pages = [
        PageWriter(scene.side, f"{module}.ipynb", prompt, ledger, random.Random(f"{seed}/{module}"))  # noqa: S311
        for module, prompt in _PAGES.items()
    ]
    programs = [
        DirectWriter(lambda: scene.course, prompt, ledger, random.Random(f"{seed}/{prompt}"))  # noqa: S311
        for prompt in _PROGRAMS
    ]
    try:
        async with Load([*pages, *programs]) as load:
            for number, kind in enumerate(order([*faults], rounds, chance), 1):
                before, begun = ledger.acknowledged, time.monotonic()
                await asyncio.sleep(chance.uniform(0.2, 1.5))
                failure = await _inflict(scene, faults[kind], ledger, random.Random(f"{seed}/{number}"))  # noqa: S311
                verdict = await asyncio.to_thread(ledger.check, scene.folder)
                report.add(kind, ledger.acknowledged - before, verdict, failure)
                said = f"{ledger.acknowledged - before} écritures, {time.monotonic() - begun:.1f} s"
                wrong = [*verdict.corrupt, *verdict.lost[:3], *verdict.mixed[:3], *filter(None, [failure])]
                tell(f"tour {number}/{rounds} – {kind} : {'; '.join(wrong) if wrong else said}")
                if not scene.runs:
                    break
            tell(f"{load.failures} essais recommencés")
        verdict = await asyncio.to_thread(ledger.check, scene.folder)
        report.add("à la fin", 0, verdict, "")
    finally:
        if scene.runs:
            await scene.stop()
    return report


async def _inflict(scene: Scene, fault: Fault, ledger: Ledger, chance: random.Random) -> str:
    """Hurt the course, and see that it answers afterwards; return what went wrong otherwise."""
    try:
        async with asyncio.timeout(180):
            await fault(scene, ledger, chance)
            status, _, _ = await asyncio.to_thread(scene.course.ask, "GET", "/parcours-u/entries")
    except Exception as error:  # the round is what is judged, whatever it met
        return f"{type(error).__name__} {error}"
    tracebacks = scene.tracebacks()
    if tracebacks:
        told = " / ".join(scene.said)
        scene.said.clear()
        return f"the server said: {told[-400:]}"
    return "" if status == 200 else f"the course answered with {status}"


async def campaign(place: Path, rounds: int, seed: int, only: str, tell: Callable[[str], None]) -> Report:
    """Run a campaign in an empty folder."""
    with disk(place) as found:
        async with chromium() as browser:
            faults = {**KINDS, NETWORK: network_cut(browser)}
            chosen = {name: fault for name, fault in faults.items() if only in name}
            tell(f"disque : {found.kind}")
            return await run(Scene(found, MovedClock(place)), chosen, rounds, seed, tell)


def main() -> int:
    """Run a campaign and print its table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tours", type=int, default=200, help="rounds (200)")
    parser.add_argument("--graine", type=int, default=1, help="what everything is drawn from (1)")
    parser.add_argument("--sorte", default="", help="only the kinds whose name holds this")
    options = parser.parse_args()
    if options.tours < 1 or not any(options.sorte in name for name in (*KINDS, NETWORK)):
        parser.error("--tours takes a number from 1 on, --sorte a part of a kind's name")

    begun = time.monotonic()
    with clean_environment(), tempfile.TemporaryDirectory(prefix="parcours-u-faults-") as name:
        report = asyncio.run(
            campaign(
                Path(name),
                options.tours,
                options.graine,
                options.sorte,
                lambda text: print(text, file=sys.stderr, flush=True),
            )
        )
    print(f"graine {options.graine}, {(time.monotonic() - begun) / 60:.0f} min\n")
    print(report.draw())
    for kind, one in report.outcomes.items():
        for failure in one.failed:
            print(f"{kind} : {failure}")
    return 0 if report.well else 1


if __name__ == "__main__":
    sys.exit(main())
