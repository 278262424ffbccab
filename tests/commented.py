"""A cohort that really runs, where a module was released and some people deposited: what the trainers' space is tried on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from parcours_u.domain.people import Group, GroupKind, Role
from parcours_u.grading.cohort import cohort_database
from parcours_u.store.groups import Groups
from parcours_u.store.people import People
from parcours_u.store.schema import membership
from people_here import FREE_TEXT, Answer, Browser, Cohort, running_cohort

__all__ = ["MODULE", "Commented", "commented"]

MODULE = "co-initier"


@dataclass
class Commented:
    """The cohort, and who is in it by first name."""

    cohort: Cohort
    people: dict[str, Browser] = field(default_factory=dict)

    def comes(self, name: str, role: Role = Role.PARTICIPANT) -> Browser:
        """Let somebody in, with a code when they take part."""
        code = f"CODE-{name}" if role is Role.PARTICIPANT else ""
        self.people[name] = self.cohort.newcomer(name, role, code)
        return self.people[name]

    def writes(self, name: str, text: str, *readers: str, base: int = 0, prompt: str = FREE_TEXT) -> None:
        """Write an answer, and open it to the trainer or to others."""
        one = self.people[name]
        assert one.write(text, prompt, base).status == 200
        self.opens(name, *(readers or ("trainer",)), prompt=prompt)

    def opens(self, name: str, *readers: str, prompt: str = FREE_TEXT) -> None:
        """Choose who an answer is for."""
        answer = self.people[name].ask("PATCH", f"parcours-u/entries/{prompt}", {"audience": list(readers)})
        assert answer.status == 200, answer.text

    def deposits(self, name: str) -> None:
        """Deposit the module, through the exchange."""
        answer = self.people[name].ask("POST", f"parcours-u/deposits/{MODULE}", {"code": ""})
        assert answer.status == 200, answer.text

    def ask(self, trainer: str, method: str, path: str = "", body: Any = None) -> Answer:
        """Ask a route of « Lire et commenter »."""
        browser = self.people[trainer]
        return browser.ask(method, f"parcours-u/cohorte/depots{path}", body if method != "POST" else body or {})

    def rows(self, trainer: str) -> dict[str, dict[str, Any]]:
        """Return the deposits that somebody sees, by name."""
        answer = self.ask(trainer, "GET", f"/{MODULE}")
        assert answer.status == 200, answer.text
        return {row["name"].removesuffix(" du groupe"): row for row in answer.json["deposits"]}

    def collect(self, trainer: str) -> dict[str, Any]:
        """Collect, as the page does; return what came of it."""
        return self.collecting(trainer)[-1]

    def collecting(self, trainer: str) -> list[dict[str, Any]]:
        """Collect, and return each step that was told, then what came of it."""
        answer = self.ask(trainer, "POST", f"/{MODULE}/recueil")
        assert answer.status == 200, answer.text
        return [json.loads(line) for line in answer.text.splitlines()]

    def read(self, trainer: str, name: str) -> Answer:
        """Open somebody's deposit."""
        return self.ask(trainer, "GET", f"/{MODULE}/{self.people[name].person}")

    def comment(
        self, trainer: str, name: str, text: str, base: str = "", prompt: str = FREE_TEXT, deposit: str = ""
    ) -> Answer:
        """Comment somebody's answer, having just read it."""
        deposit = deposit or self.read(trainer, name).json["deposit"]
        path = f"/{MODULE}/{self.people[name].person}/commentaires/{prompt}"
        return self.ask(trainer, "PUT", path, {"text": text, "base": base, "deposit": deposit})

    def comments_in_nbgrader(self, name: str, text: str, prompt: str = FREE_TEXT) -> None:
        """Comment by nbgrader's own API, as the formgrader does: under any question, shared or not."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.cohort.folder.path / 'gradebook.db'}") as gradebook:
            gradebook.find_comment(prompt, MODULE, MODULE, f"CODE-{name}").manual_comment = text
            gradebook.db.commit()

    def sends_back(self, trainer: str) -> Answer:
        """Return what waits, as the page does once it has shown it."""
        leaving = {row["key"]: row["leaving"] for row in self.rows(trainer).values() if row["waiting"]}
        return self.ask(trainer, "POST", f"/{MODULE}/retours", {"leaving": leaving})

    def expects(self, trainer: str, due: str, *circles: str, known: str = "") -> None:
        """Assign the module, from the trainer's page."""
        asked = {"module": MODULE, "cercles": list(circles), "pour_le": due, "connu": known}
        done = self.people[trainer].ask("PUT", "parcours-u/cohorte/attributions", asked)
        assert done.status == 200, done.text

    def circles(self, **members: tuple[str, ...]) -> dict[str, str]:
        """Form circles of people by their first names; return their ids by name."""
        wanted = [
            Group("", GroupKind.CIRCLE, name, tuple(self.people[one].person for one in those))
            for name, those in members.items()
        ]
        with cohort_database(self.cohort.folder) as database:
            groups = Groups(database)
            formed = groups.replace(GroupKind.CIRCLE, groups.current(GroupKind.CIRCLE), wanted)
        return {one.name: one.id for one in formed}

    def in_charge(self, name: str, circle: str) -> None:
        """Put a trainer in charge of one circle, by its id."""
        row = {"group": circle, "person": self.people[name].person, "since": "2027-03-01T09:00:00Z", "until": None}
        with cohort_database(self.cohort.folder) as database, database.writing() as connection:
            connection.execute(insert(membership).values(row))

    def leaves(self, name: str) -> None:
        """Note a departure."""
        with cohort_database(self.cohort.folder) as database:
            People(database).leave(self.people[name].person)

    def command(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """Run a command beside the server, as the trainer would."""
        line = [sys.executable, "-m", "parcours_u.cli", *map(str, words), "--dossier", str(self.cohort.folder.path)]
        return subprocess.run(
            line, cwd=self.cohort.folder.path.parent, capture_output=True, text=True, check=False, timeout=240
        )


@contextmanager
def commented(folder: Path, *options: str) -> Iterator[Commented]:
    """Run a cohort where the module is open to deposits."""
    with running_cohort(folder, *options) as cohort:
        found = Commented(cohort)
        done = found.command("module", "diffuser", MODULE)
        assert done.returncode == 0, done.stderr
        yield found
