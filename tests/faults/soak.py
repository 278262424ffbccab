"""Let thirty learners come and go for twenty minutes: the course must hold no more afterwards than before.

``python tests/faults/soak.py [--personnes 30] [--minutes 20] [--graine 1]``

Each learner, a protocol client, arrives, types in an answer or only reads, goes on to another page, leaves, comes back after a
while; some go before the page has come whole. What they do, and when, is drawn from the seed. Memory (PSS) of the server and of
its kernels, files that the server has open and living kernels are looked at six times a minute. The first look is taken when
every module's page was opened and left once: what is loaded at the first use is loaded. The last one is taken when everybody has
left, and the minute has gone by for which jupyter_server remembers a page.

Tolerance: no kernel more; at most 4 files more (connections let go a moment ago); server memory at most a quarter, or 16 MB,
above the first look (see baseline.py).

The table goes to standard output, progress to standard error. The exit code is 0 when all came back, and no page failed.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from baseline import Sample, faults_of, sample
from keystrokes import answers
from learner import Learner
from machine import clean_environment
from sides import Side, course_side
from table import aligned
from typist import Typist
from writers import AWAY

from parcours_u.content.catalogue import load_course

__all__ = ["Soak"]

_EVERY_SECONDS = 10.0
_LONGEST_END_SECONDS = 150.0
# jupyter_server's own minute, and the next look of the server at its memory.
_REMEMBERED_SECONDS = 75.0


class Soak:
    """Learners on a course.

    Parameters
    ----------
    side : Side
        The course.
    seed : int
        What everything is drawn from.
    tell : callable
        Called with what goes on.
    """

    def __init__(self, side: Side, seed: int, tell: Callable[[str], None]) -> None:
        self._side, self._seed, self._tell = side, seed, tell
        modules = [module.id for module in load_course().modules]
        self._pages = dict(zip(modules, side.pages, strict=True))
        self._bodies = {prompt: (module, body) for module, prompt, body in answers()}
        self.samples: list[Sample] = []
        self.opened = self.typed = 0
        self.failures: list[str] = []

    async def run(self, people: int, minutes: float, remembered: float = _REMEMBERED_SECONDS) -> list[str]:
        """Let people come, and leave; return what did not come back, in sentences."""
        for module in self._pages:
            prompt = next(one for one, (place, _) in self._bodies.items() if place == module)
            await self._visit(None, prompt)
        await self._empty()
        await asyncio.sleep(remembered)
        self.samples.append(sample(self._side.process))
        self._tell("personne : " + " · ".join(self.samples[0].row("")[1:]))
        end = time.monotonic() + 60 * minutes
        looking = asyncio.create_task(self._look())
        own = islice(self._bodies, people)
        await asyncio.gather(*(self._learn(number, prompt, end) for number, prompt in enumerate(own)))
        looking.cancel()
        await self._empty()
        await asyncio.sleep(remembered)
        self.samples.append(sample(self._side.process))
        return [*faults_of(self.samples[0], self.samples[-1]), *self.failures]

    def draw(self) -> str:
        """Return the table: before, the most of each, after."""
        before, *during, after = self.samples
        most = Sample(
            *(
                max(getattr(one, name) for one in during or [before])
                for name in ("server_mb", "kernels_mb", "files", "kernels")
            )
        )
        half = during[len(during) // 2] if during else before
        rows = [("", "serveur (Mo)", "noyaux (Mo)", "fichiers ouverts", "noyaux vivants")]
        rows += [before.row("avant"), half.row("à mi-parcours"), most.row("au plus"), after.row("après")]
        return aligned(rows)

    async def _learn(self, number: int, prompt: str, end: float) -> None:
        """Be a learner: come and go until the end."""
        chance = random.Random(f"{self._seed}/{number}")  # noqa: S311
        await asyncio.sleep(chance.uniform(0, min(20, (end - time.monotonic()) / 3)))
        while time.monotonic() < end:
            for _ in range(chance.randint(1, 5)):
                if time.monotonic() > end:
                    return
                await self._visit(chance, prompt if chance.random() < 0.6 else "")
            await asyncio.sleep(max(0, min(chance.uniform(1, 40), end - time.monotonic())))

    async def _visit(self, chance: random.Random | None, own: str) -> None:
        """Open a page and leave it: one's own answer is typed in, others' are read. Without chance, it is only opened."""
        prompt = own or chance.choice([*self._bodies]) if chance else own
        module, body = self._bodies[prompt]
        learner = Learner(self._side, self._pages[module], [], prompt)
        try:
            if chance and chance.random() < 0.1:
                with suppress(TimeoutError):
                    async with asyncio.timeout(chance.uniform(0.05, 0.6)):
                        await learner.arrive()
                return
            await learner.arrive()
            self.opened += 1
            opened = await learner.ask({"type": "open"})
            if chance and own:
                typist = Typist(learner, body, f"{self.opened} ", opened["revision"])
                await typist.type(chance, chance.uniform(3, 25))
                self.typed += len(typist.from_key)
            elif chance:
                await asyncio.sleep(chance.uniform(1, 20))
        except AWAY as error:
            self.failures.append(f"une page a échoué : {type(error).__name__} {error}")
        finally:
            with suppress(*AWAY):
                await learner.leave()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            self.samples.append(await asyncio.to_thread(sample, self._side.process))
            if len(self.samples) % 6 == 0:
                self._tell(f"{self.opened} pages ouvertes : " + " · ".join(self.samples[-1].row("")[1:]))

    async def _empty(self) -> None:
        """Wait until no kernel lives."""
        async with asyncio.timeout(_LONGEST_END_SECONDS):
            while sample(self._side.process).kernels:
                await asyncio.sleep(0.2)


def main() -> int:
    """Run and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--personnes", type=int, default=30, help="learners (30)")
    parser.add_argument("--minutes", type=float, default=20, help="for how long (20)")
    parser.add_argument("--graine", type=int, default=1, help="what everything is drawn from (1)")
    options = parser.parse_args()
    most = len(list(answers()))
    if not 1 <= options.personnes <= most or options.minutes <= 0:
        parser.error(f"--personnes takes a number from 1 to {most}, --minutes more than 0")
    modules = [module.id for module in load_course().modules]
    with clean_environment() as folder, course_side(folder / "ours", modules) as side:
        soak = Soak(side, options.graine, lambda text: print(text, file=sys.stderr, flush=True))
        found = asyncio.run(soak.run(options.personnes, options.minutes))
    print(f"{options.personnes} personnes, {options.minutes:g} min, graine {options.graine} :", end=" ")
    print(f"{soak.opened} pages ouvertes, {soak.typed} touches enregistrées\n")
    print(soak.draw(), end="\n\n")
    print("\n".join(found) or "Tout est revenu à ce qu’il était.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
