"""What a cohort's server keeps in memory of each person, gone with them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours_u.domain.access import Opened
from parcours_u.domain.people import Person, Role
from parcours_u.grading.folder import open_folder
from parcours_u.server.cohort.server import CohortServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CohortServer]:
    found = CohortServer(open_folder(tmp_path / "formation"), None, "essai", str, keeps=False)
    yield found
    found.close()


def comes(server: CohortServer, name: str) -> Opened:
    """Let somebody in, who asks for something by each way."""
    person = server.people.add(Person("", "du groupe", name, role=Role.PARTICIPANT)).id
    opened = server.access.accept(server.access.invite(person).token, "Téléphone")
    server.admit(opened)
    server.pace_of(person)
    server.sharing.pace(person)
    server.returns_seen[person] = "hier"
    return opened


def remembered(server: CohortServer) -> list[set[str]]:
    return [{*kept} for kept in (server._paces, server.sharing.paces, server.returns_seen)]


def test_who_signs_out_is_forgotten_and_who_stays_does_not_begin_anew(server: CohortServer) -> None:
    ada, bea = comes(server, "Ada"), comes(server, "Bea")
    paces = server.pace_of(bea.person_id), server.sharing.pace(bea.person_id)
    asyncio.run(server.sign_out(ada.person_id, ada.device_id))
    asyncio.run(server.look_around())
    assert remembered(server) == [{bea.person_id}] * 3
    assert paces == (server.pace_of(bea.person_id), server.sharing.pace(bea.person_id))


def test_who_is_idle_is_forgotten_with_their_key(server: CohortServer) -> None:
    comes(server, "Ada")
    server.keyring.let_idle_go(-1.0, set())
    asyncio.run(server.look_around())
    assert remembered(server) == [set()] * 3


def test_a_visitor_is_forgotten_at_the_end_of_their_visit(server: CohortServer) -> None:
    link = server.visitors.open_link("course/exercices/marche.ipynb")
    visit = server.visitors.arrive(link.token, "Colibri", "Téléphone")
    server.admit(visit)
    server.sharing.pace(visit.person_id)
    server.visitors.leave(visit.person_id)
    asyncio.run(server.look_around())
    assert remembered(server) == [set()] * 3
