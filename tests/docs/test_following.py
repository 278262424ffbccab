"""The README, followed line by line: real files, real nbgrader, the real formgrader; a learner's clicks are JSON."""

import json
import os
import pwd
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from following import Formgrader, Learner, Terminal

from readme import blocks, commands
from running import Running

MODULE, SHARED, PRIVATE = "co-initier", "co-initier-invitation", "co-initier-intention"
SECRET = "gardé pour moi seulement"
VARIANT = "ma-version"
EXCHANGE, ALONE = "parcours-u ouvrir --echange", "parcours-u ouvrir"

# A dozen commands that each import nbgrader, four servers.
pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(1200)]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "maison")


class Walk:
    """Somebody who types each line of « Animer », and looks at what comes out."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.group = terminal.home / "mon-groupe"
        self.account = pwd.getpwuid(os.getuid()).pw_name
        self.codes: list[str] = []
        self.acts: dict[str, Callable[[str], None]] = {
            "cd ..": self._prepare,
            ". parcours-u/": self._prepare,
            "parcours-u participants importer": self._give_codes,
            "parcours-u participants lister": self._list_people,
            "parcours-u module diffuser": self._release,
            "parcours-u lien": self._send_link,
            EXCHANGE: self._deposit_by_exchange,
            ALONE: self._deposit_by_file,
            "parcours-u depot importer": self._take_files,
            "parcours-u module recueillir": self._collect,
            "parcours-u commenter": self._comment,
            "parcours-u module retours": self._send_back,
            "parcours-u module etat": self._look,
            "parcours-u cohorte creer": self._gather,
            "parcours-u cohorte lister": self._list_cohort,
            "parcours-u cohorte binomes": self._end_a_pair,
            "parcours-u cohorte retirer": self._let_go,
            "parcours-u cohorte attribuer": self._assign,
            "parcours-u cohorte suivre": self._look_at_all,
            "parcours-u animer": self._open_to_all,
            "parcours-u cohorte inviter": self._invite,
            "parcours-u cohorte visite": self._show_one_exercise,
            "parcours-u cohorte programme": self._follow_a_format,
            "parcours-u cohorte fuseau": self._say_where,
            "parcours-u cohorte message": self._write_to_the_group,
            "parcours-u cohorte cercles": self._form_circles,
            "parcours-u cohorte repartir": self._share_out,
            "parcours-u cohorte role": self._give_a_role,
            "parcours-u sauvegarder": self._save,
            "parcours-u restaurer": self._restore,
            "parcours-u diagnostic": self._examine,
        }
        self.done: list[str] = []

    def follow(self, line: str) -> None:
        """Do what one line asks."""
        act = next(start for start in self.acts if line.startswith(start))
        self.acts[act](line)
        self.done.append(act)

    def open(self, line: str, journal: str) -> "Running":
        """Return the context of an open course, on one learner's journal."""
        return self.terminal.serve(line, f"--dossier {self.terminal.home / journal}")

    def _prepare(self, line: str) -> None:
        self.terminal.run(line)

    def _give_codes(self, line: str) -> None:
        printed = self.terminal.run(line)
        rows = (self.group / "participants-codes.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        self.codes = [row.partition(";")[0] for row in rows]
        assert len(self.codes) == 2
        assert all(code in printed for code in self.codes)

    def _list_people(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert all(code in printed for code in self.codes)

    def _release(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert f"Le module {MODULE} est diffusé" in printed
        assert "15\u00a0mars 2027" in printed

    def _send_link(self, line: str) -> None:
        link = self.terminal.run(line).strip()
        assert link.startswith("https://mybinder.org/v2/gh/parcours-u/parcours-u/")
        assert link.endswith(f"{MODULE}.ipynb")

    def _deposit_by_file(self, line: str) -> None:
        with self.open(line, "carnet") as course:
            learner = Learner(course)
            learner.write(PRIVATE, sentence=SECRET)
            learner.write(SHARED, text="une invitation par fichier")
            learner.share(SHARED)
            name, content = learner.deposit(MODULE, self.codes[0])
        (self.terminal.home / name).write_bytes(content)

    def _deposit_by_exchange(self, line: str) -> None:
        with self.open(line, "autre-carnet") as course:
            learner = Learner(course)
            learner.write(PRIVATE, sentence=SECRET)
            learner.write(SHARED, text="une invitation par l’espace d’échange")
            learner.share(SHARED)
            assert learner.deposit(MODULE) == ("", b"")

    def _take_files(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert f"depot-{MODULE}-{self.codes[0]}.zip" in printed
        assert "nouveau" in printed

    def _collect(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert self.account in printed
        assert "nouveau" in printed

    def _comment(self, line: str) -> None:
        with self.terminal.serve(line) as bench:
            formgrader = Formgrader(bench.link)
            deposits = formgrader.deposits(MODULE)
            assert set(deposits) == {self.codes[0], self.account}
            for person, deposit in deposits.items():
                formgrader.comment(deposit, SHARED, f"commentaire pour {person}")

    def _send_back(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert "espace d’échange" in printed
        assert self.return_file().name in printed

    def return_file(self) -> Path:
        """Return the file to send to who deposited by file."""
        (file,) = [path for path in (self.group / "retours").rglob("*.html") if self.codes[0] in path.name]
        return file

    def _look(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert all(person in printed for person in (*self.codes, self.account))

    def _gather(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert "2\u00a0personnes dans la cohorte" in printed
        assert "1\u00a0binôme formé" in printed

    def _list_cohort(self, line: str) -> None:
        title, *people = self.terminal.run(line).splitlines()
        assert "profil" in title
        assert ["mandat électif" in person for person in people] == [False, True]

    def _assign(self, line: str) -> None:
        assert "est attendu pour le 15\u00a0mars 2027" in self.terminal.run(line)

    def _follow_a_format(self, line: str) -> None:
        assert "depuis le lundi 15\u00a0mars 2027" in self.terminal.run(line)

    def _write_to_the_group(self, line: str) -> None:
        printed, words = self.terminal.run(line), line.split()
        assert ("est attendue pour le 15\u00a0mars 2027" in printed) == (
            "rappel" in words and "--adresses" not in words
        )
        assert ("Cci" in printed) == ("--adresses" in words)

    def _say_where(self, line: str) -> None:
        assert "Europe/Paris" in self.terminal.run(line)

    def _look_at_all(self, line: str) -> None:
        printed = self.terminal.run(line)
        page = (self.terminal.home / line.rsplit(maxsplit=1)[-1]).read_text(encoding="utf-8")
        assert all("Qui a rencontré qui" in told for told in (printed, page))

    def _form_circles(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert printed.startswith("Tilleul (1\u00a0personne)")
        assert ("Les cercles sont gardés" in printed) == ("--retenir" in line)

    def _share_out(self, line: str) -> None:
        assert "La répartition est gardée" in self.terminal.run(line)

    def _give_a_role(self, line: str) -> None:
        assert "accueil d’un territoire (la vallée)" in self.terminal.run(line)

    def _let_go(self, line: str) -> None:
        assert "Départ noté" in self.terminal.run(line)

    def _end_a_pair(self, line: str) -> None:
        assert "est fini" in self.terminal.run(line)

    def _open_to_all(self, line: str) -> None:
        with self.terminal.serve(line, quietly="") as course:
            assert "/rejoindre/" in course.link

    def _invite(self, line: str) -> None:
        assert "/rejoindre/" in self.terminal.run(line)
        assert (self.terminal.home / "cartes.html").is_file()

    def _show_one_exercise(self, line: str) -> None:
        assert "/visite/" in self.terminal.run(line)

    def _save(self, line: str) -> None:
        printed = self.terminal.run(self._on_the_journal(line))
        assert "La sauvegarde est faite et relue jusqu’au bout" in printed
        assert (self.terminal.home / line.split()[2]).is_file()

    def _restore(self, line: str) -> None:
        printed = self.terminal.run(self._on_the_journal(line))
        assert "est de nouveau en place" in printed
        if "--dossier" not in line:
            assert "Celui qui était là est gardé à part" in printed
            return
        states = [
            json.loads(self.terminal.run(f"parcours-u module etat {MODULE} --json --dossier {folder} 2>/dev/null"))
            for folder in (self.group.name, line.rsplit(maxsplit=1)[-1])
        ]
        assert states[0] == states[1]
        assert sum(person["commentaires"] for person in states[0]["personnes"]) == 2

    def _examine(self, line: str) -> None:
        printed = self.terminal.run(line)
        assert "La base des commentaires est entière." in printed
        assert "[bloquant]" not in printed

    def _on_the_journal(self, line: str) -> str:
        """Return the line on the journal of these tests rather than on the account's own."""
        return line if "--dossier" in line else f"{line} --dossier {self.terminal.home / 'carnet'}"


def test_the_trainer_s_loop_works_as_it_is_written(terminal):
    walk = Walk(terminal)
    lists = [block.text for block in blocks() if block.language == "csv"]
    for name, text in zip(("groupe.csv", "participants.csv"), lists, strict=True):
        (terminal.home / name).write_text(text, encoding="utf-8")
    lines = commands("Animer")
    for line in lines:
        walk.follow(line)
    assert set(walk.done) == set(walk.acts)

    with walk.open(next(line for line in lines if line == ALONE), "carnet") as course:
        learner = Learner(course)
        learner.open_return(walk.return_file().read_bytes())
        assert learner.comments(SHARED) == [f"commentaire pour {walk.codes[0]}"]
        assert learner.comments(PRIVATE) == []
    with walk.open(next(line for line in lines if line.startswith(EXCHANGE)), "autre-carnet") as course:
        assert Learner(course).comments(SHARED) == [f"commentaire pour {walk.account}"]
    kept = [path.read_bytes() for path in walk.group.rglob("*") if path.is_file()]
    assert not [
        content for content in kept if SECRET.encode() in content or json.dumps(SECRET)[1:-1].encode() in content
    ]


def test_what_is_typed_in_the_checkout_itself_works_as_it_is_written(terminal):
    lines = [line for line in commands() if line.startswith(".venv/bin/parcours-u ")]
    assert [line.split()[1] for line in lines] == ["ouvrir", "construire", "verifier"]
    with terminal.serve(lines[0], f"--dossier {terminal.home / 'carnet'}") as course:
        home = requests.get(course.link, timeout=120)
        assert home.status_code == 200
        assert urlsplit(home.url).path == "/voila/render/course/accueil.ipynb"
    assert "Tout est à jour." in terminal.run(lines[1])
    assert "Rien à corriger." in terminal.run(lines[2])


def test_a_group_makes_its_version_as_it_is_written(terminal):
    for line in commands("Animer"):
        if line.startswith(("cd ", ". ")):
            terminal.run(line)
    create, build, check, show, release = (line for line in commands("Contribuer") if VARIANT in line)
    terminal.run(create)
    manifest = terminal.home / "ma-version/course/parcours.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("notre version", "au pays"), encoding="utf-8")
    terminal.run(build)
    assert "Rien à corriger." in terminal.run(check)
    with terminal.serve(show, f"--dossier {terminal.home / 'carnet'}") as course:
        assert "au pays" in requests.get(course.link, timeout=120).text
    assert "co-initier" in terminal.run(release)


def test_no_line_is_left_that_nobody_follows():
    followed = {
        *commands("Animer"),
        *(line for line in commands() if line.startswith(".venv/bin/parcours-u ") or VARIANT in line),
    }
    assert [line for line in commands() if "parcours-u " in line and line not in followed] == []
