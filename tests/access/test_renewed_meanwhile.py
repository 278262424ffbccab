"""What a former device had under way when its person's access was renewed: nothing of it is written, and nothing of it goes on."""

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from holding_server import WORDS

from parcours_u.domain.access import Opened
from parcours_u.domain.people import Person, Role
from parcours_u.grading.folder import open_folder
from parcours_u.server import journal_actions
from parcours_u.server.cohort.member import Member
from parcours_u.server.cohort.server import CohortServer
from parcours_u.store.errors import SignedOut, StoreError
from people_here import FREE_TEXT, Answer, Cohort
from running import launched

SIGNED_OUT = 4403


@dataclass(eq=False)
class Line:
    """A page's open line, on one device."""

    current_user: Member
    closed: list[int] = field(default_factory=list)

    def close(self, code: int = 1000) -> None:
        """Note why it was closed."""
        self.closed.append(code)


class Desk:
    """A cohort's server without its pages, and the devices that come and go."""

    def __init__(self, folder: Path) -> None:
        self.server = CohortServer(open_folder(folder), None, "essai", str, keeps=False)
        self.ada = self.server.people.add(Person("", "du groupe", "Ada", role=Role.PARTICIPANT)).id

    def joined(self) -> Opened:
        """Let Ada in for the first time."""
        opened = self.server.access.accept(self.server.access.invite(self.ada).token, "Ancien appareil")
        self.server.admit(opened)
        return opened

    def another(self, opened: Opened) -> Opened:
        """Add a second device to the same access."""
        added = self.server.access.add_device(self.ada, opened.key, "Second appareil")
        self.server.admit(added)
        return added

    def accepted(self) -> Opened:
        """Accept a renewal: it is in the store, and the server has not let the new device in yet."""
        return self.server.access.accept(self.server.access.reset(self.ada).token, "Nouvel appareil")

    def line(self, opened: Opened) -> Line:
        """Open a line from a device."""
        line = Line(Member(self.ada, device=opened.device_id))
        self.server.lines.add(line)
        return line

    def words(self, opened: Opened) -> list[object]:
        """Read the journal from a device."""
        found = self.server.journal(self.ada, device=opened.device_id).entries().values()
        return [entry.body for entry in found]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path / "formation")
    yield found
    found.server.close()


def test_a_save_that_reaches_the_store_after_the_renewal_is_refused_under_either_key(desk: Desk) -> None:
    former = desk.joined()
    journal = desk.server.journal(desk.ada, "page", former.device_id)
    new = desk.accepted()
    with pytest.raises(SignedOut):
        journal.save(FREE_TEXT, {"text": "d’avant"}, 0)
    with pytest.raises(SignedOut):  # the key of the former device is still in memory: it serves no more
        desk.server.journal(desk.ada, "page", former.device_id).save(FREE_TEXT, {"text": "d’avant"}, 0)
    desk.server.admit(new)
    with pytest.raises(SignedOut):  # another key is in memory: it is not for the former device
        desk.server.journal(desk.ada, "page", former.device_id)
    assert desk.words(new) == []
    desk.server.journal(desk.ada, "page", new.device_id).save(FREE_TEXT, {"text": "neuf"}, 0)
    assert desk.words(new) == [{"text": "neuf"}]


def test_nothing_else_of_the_former_device_is_written_in_the_journal(desk: Desk) -> None:
    former = desk.joined()
    journal = desk.server.journal(desk.ada, "", former.device_id)
    journal.save(FREE_TEXT, {"text": "d’avant"}, 0)
    versions, content = journal.history(FREE_TEXT), journal_actions.export_file(desk.server, desk.ada, former.device_id)
    new = desk.accepted()
    for write in (
        lambda: journal.set_setting("place", ["co-initier", ""]),
        lambda: journal.set_audience(FREE_TEXT, frozenset()),
        lambda: journal.replace_history(FREE_TEXT, versions, frozenset()),
        lambda: journal.set_comments("d", []),
        journal.erase,
        lambda: asyncio.run(journal_actions.take_up(desk.server, desk.ada, content, former.device_id)),
    ):
        with pytest.raises(SignedOut):
            write()
    desk.server.admit(new)
    assert desk.words(new) == []
    assert desk.server.journal(desk.ada, device=new.device_id).setting("place") is None


def test_what_a_former_device_asks_of_the_others_is_not_done_either(desk: Desk) -> None:
    former = desk.joined()
    asked = desk.server.asked_from(desk.ada, former.device_id, lambda: desk.server.people.add(Person("", "Nom", "Zoé")))
    asked()
    here = len(desk.server.people.present())
    desk.accepted()
    with pytest.raises(SignedOut):
        asked()
    assert len(desk.server.people.present()) == here
    desk.server.people.add(Person("", "Nom", "Yves"))  # what is asked by nobody's device goes on


def test_a_revoked_device_writes_nothing_more_while_the_other_one_does(desk: Desk) -> None:
    phone = desk.joined()
    laptop = desk.another(phone)
    stolen = desk.server.journal(desk.ada, "page", phone.device_id)
    desk.server.access.revoke(desk.ada, phone.device_id)
    with pytest.raises(SignedOut):
        stolen.save(FREE_TEXT, {"text": "volé"}, 0)
    desk.server.journal(desk.ada, "page", laptop.device_id).save(FREE_TEXT, {"text": "le mien"}, 0)
    assert desk.words(laptop) == [{"text": "le mien"}]


def test_a_visitor_who_left_writes_nothing_more(desk: Desk) -> None:
    link = desk.server.visitors.open_link("course/exercice.ipynb")
    visitor = desk.server.visitors.arrive(link.token, "Passante", "Téléphone")
    desk.server.admit(visitor)
    journal = desk.server.journal(visitor.person_id, "page", visitor.device_id)
    journal.save(FREE_TEXT, {"text": "en visite"}, 0)
    desk.server.visitors.leave(visitor.person_id)
    with pytest.raises(StoreError):
        journal.save(FREE_TEXT, {"text": "après"}, 1)


def test_a_former_device_that_was_looked_up_before_the_renewal_does_not_pass_for_the_new_one(desk: Desk) -> None:
    former = desk.joined()
    look, found = desk.server.visitors.page_of, []

    def held(person: str) -> str | None:
        """Let the renewal be accepted once the former device was looked up, before it is let in."""
        found.append(desk.accepted())
        desk.server.admit(found[0])
        return look(person)

    desk.server.visitors.page_of = held  # type: ignore[method-assign]
    assert asyncio.run(desk.server.come_in(former.device_id, former.device_secret)) is None
    assert desk.server.keyring.devices() == [(desk.ada, found[0].device_id)]


def test_the_line_of_a_former_device_that_had_gone_quiet_closes_with_the_renewal(desk: Desk) -> None:
    line = desk.line(desk.joined())
    desk.server.keyring.let_idle_go(-1.0, set())  # no page alive for long: the key was let go, and the line stayed
    new = desk.accepted()
    here = desk.line(new)
    desk.server.admit(new)
    assert line.closed == [SIGNED_OUT]
    assert here.closed == []


def test_a_quiet_line_closes_once_its_device_is_revoked_elsewhere(desk: Desk) -> None:
    phone = desk.joined()
    laptop = desk.another(phone)
    lost, kept = desk.line(phone), desk.line(laptop)
    desk.server.keyring.let_idle_go(-1.0, set())
    desk.server.access.revoke(desk.ada, phone.device_id)
    asyncio.run(desk.server.look_around())
    assert (lost.closed, kept.closed) == ([SIGNED_OUT], [])


def test_another_device_of_the_same_access_keeps_its_quiet_line(desk: Desk) -> None:
    phone = desk.joined()
    laptop = desk.another(phone)
    line = desk.line(phone)
    desk.server.keyring.let_idle_go(-1.0, set())
    desk.server.admit(laptop)
    asyncio.run(desk.server.look_around())
    assert line.closed == []


@pytest.mark.parametrize("where", ["before the key", "with the key"])
def test_a_save_held_while_the_renewal_is_accepted_leaves_the_new_journal_whole(tmp_path: Path, where: str) -> None:
    for pipe in ("reached", "go"):
        os.mkfifo(tmp_path / pipe)
    folder = tmp_path / "groupe"
    program = (str(Path(__file__).with_name("holding_server.py")), "animer", "--dossier", str(folder), "--port", "0")
    held = {"PARCOURS_U_HELD": str(tmp_path), "PARCOURS_U_HELD_AT": where}
    cohort = Cohort(open_folder(folder), *launched(folder, *program, environment=held))
    try:
        ada = cohort.newcomer("Ada")
        assert ada.write("d’avant").status == 200
        token = cohort.invite(ada.person, renew=True).token
        answers: list[Answer] = []
        saving = threading.Thread(target=lambda: answers.append(ada.write(WORDS, base=1)))
        saving.start()
        (tmp_path / "reached").read_text()
        new = cohort.browser()
        assert new.send(f"rejoindre/{token}").status == 303
        (tmp_path / "go").write_text("x")
        saving.join()
        assert answers[0].status == 403
        assert "n’est plus ouvert à votre nom" in answers[0].json["message"]
        assert new.texts() == []
        new.get("phrase")
        assert new.write("neuf").status == 200
        assert new.texts() == ["neuf"]
    finally:
        if cohort.process.poll() is None:
            cohort.stop()
