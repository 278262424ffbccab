"""A cohort's server killed while its circle writes, shares and replies: all that was acknowledged is there, once, in order."""

import sqlite3
from contextlib import closing
from http.client import HTTPException
from itertools import count
from pathlib import Path
from threading import Semaphore, Thread

from in_circle import put_in_circle, replies, reply, share, text_of
from people_here import HOME, Browser, animate

ENOUGH = 90  # acknowledged, then the server dies


class Sharer:
    """Somebody who writes and replies as fast as they are answered, until nobody answers."""

    def __init__(self, browser: Browser, neighbour: Browser, room: str, answered: Semaphore) -> None:
        self.browser, self.neighbour, self.room = browser, neighbour, room
        self.answered = answered
        self.texts: list[str] = []
        self.replies: list[str] = []
        self.sent = ""  # the last that left, acknowledged or not

    def go_on(self) -> None:
        """Do so."""
        base = self.browser.get("parcours-u/entries").json["entries"][0]["revision"]
        try:
            for rank in count():
                self.sent = f"{self.browser.person} écrit {rank}"
                answer = self.browser.write(self.sent, base=base)
                base = answer.json["saved"]["revision"]
                self.texts.append(self.sent)
                self.answered.release()
                self.sent = f"{self.browser.person} répond {rank}"
                if reply(self.browser, self.room, self.neighbour.person, self.sent).status == 200:
                    self.replies.append(self.sent)
                    self.answered.release()
        except (OSError, HTTPException):
            return


def test_killed_while_a_circle_shares_it_starts_again_where_everybody_was(tmp_path: Path) -> None:
    cohort = animate(tmp_path / "groupe")
    people = [cohort.newcomer(name) for name in ("Ada", "Bo", "Cy")]
    room = put_in_circle(cohort, *people)
    for one in people:
        assert one.write("d’abord").status == 200
        assert share(one, "circle").status == 200
    answered = Semaphore(0)
    sharers = [Sharer(one, people[rank - 1], room, answered) for rank, one in enumerate(people)]
    threads = [Thread(target=one.go_on) for one in sharers]
    for thread in threads:
        thread.start()
    for _ in range(ENOUGH):
        assert answered.acquire(timeout=60)
    cohort.kill()
    for thread in threads:
        thread.join(timeout=60)
    again = animate(cohort.folder.path, port=None)
    try:
        assert again.base == cohort.base
        for sharer in sharers:
            own, other = sharer.browser, sharer.neighbour
            assert own.get(HOME).status == 200  # their device is still open
            # What had left and was not answered may be there too: nothing else, and nothing twice.
            assert text_of(other, own.person) in {sharer.texts[-1], sharer.sent}
            given = [text for text in replies(other, other.person) if text.startswith(own.person)]
            assert given in (sharer.replies, [*sharer.replies, sharer.sent])
        first = sharers[0]
        base = first.browser.get("parcours-u/entries").json["entries"][0]["revision"]
        assert first.browser.write("et la suite", base=base).status == 200
        assert text_of(first.neighbour, first.browser.person) == "et la suite"
        assert reply(first.neighbour, room, first.browser.person, "bienvenue de nouveau").status == 200
        assert replies(first.browser, first.browser.person)[-1] == "bienvenue de nouveau"
    finally:
        assert again.stop() == 0
    with closing(sqlite3.connect(cohort.folder.cohort / "carnet.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
