"""Whatever people, scanners, trainers and clocks do in whatever order: an invitation gets somebody in once at most."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from cohort_samples import add_person, cohort_database
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from parcours_u.domain.access import Invitation, InvitationState, Opened
from parcours_u.store import invitations
from parcours_u.store.access import Access
from parcours_u.store.database import Database
from parcours_u.store.errors import AccessRefused

_RANKS = count()
_SHIFTS = st.sampled_from([-3000.0, -0.5, 0.5, 2.0, 30.0])
PEOPLE = st.sampled_from(["ada", "bea"])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = cohort_database(tmp_path_factory.mktemp("cohorte"), ())
    yield found
    found.close()


def test_no_invitation_ever_serves_twice_nor_after_its_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class Door(RuleBasedStateMachine):
        """Two people of their own, the clock that a laptop may have, and what was ever handed to them."""

        handed = Bundle("handed")
        phrases = Bundle("phrases")

        def __init__(self) -> None:
            super().__init__()
            self.rank = next(_RANKS)
            self.access = Access(database)
            self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
            self.latest: dict[str, Invitation] = {}
            self.served: list[str] = []
            self.inside: dict[str, Opened] = {}
            monkeypatch.setattr(invitations, "_now", lambda: self.now)
            with database.writing() as connection:
                for name in ("ada", "bea"):
                    add_person(connection, self.id(name))

        def id(self, name: str) -> str:
            return f"{name}-{self.rank}"

        @rule(target=handed, person=PEOPLE, renew=st.booleans())
        def invite(self, person: str, renew: bool) -> object:
            ask = self.access.reset if renew else self.access.invite
            if renew is not (person in self.inside):
                with pytest.raises(AccessRefused):
                    ask(self.id(person), 48)
                return multiple()
            made = self.latest[person] = ask(self.id(person), 48)
            return made

        @rule(days=_SHIFTS)
        def set_the_clock(self, days: float) -> None:
            self.now += timedelta(days=days)

        @rule(invitation=handed, by_code=st.booleans())
        def scan(self, invitation: Invitation, by_code: bool) -> None:
            self.access.look(invitation.code if by_code else invitation.token)

        @rule(target=phrases, invitation=handed, by_code=st.booleans())
        def accept(self, invitation: Invitation, by_code: bool) -> object:
            presented = invitation.code if by_code else invitation.token
            person = invitation.person_id.split("-")[0]
            valid = self.access.look(presented).state is InvitationState.VALID
            try:
                opened = self.access.accept(presented, "Téléphone")
            except AccessRefused:
                assert not valid
                return multiple()
            assert valid
            assert invitation.token not in self.served
            assert self.latest[person].token == invitation.token
            assert self.now < datetime.fromisoformat(invitation.expires_at)
            assert self.now >= datetime.fromisoformat(invitation.expires_at) - timedelta(days=3)
            self.served.append(invitation.token)
            self.inside[person] = opened
            return person, opened

        @rule(held=phrases)
        def sign_in(self, held: tuple[str, Opened]) -> None:
            person, opened = held
            if opened is self.inside[person]:
                assert self.access.sign_in(opened.phrase, "Tablette").key == opened.key
                assert not self.access.look(self.latest[person].token).person_id
            else:
                with pytest.raises(AccessRefused):
                    self.access.sign_in(opened.phrase, "Tablette")

        @rule(held=phrases)
        def come_back(self, held: tuple[str, Opened]) -> None:
            person, opened = held
            found = self.access.open_device(opened.device_id, opened.device_secret)
            assert (found is not None) is (opened is self.inside[person])

        @rule(person=PEOPLE)
        def withdraw(self, person: str) -> None:
            self.access.withdraw(self.id(person))
            assert self.access.invited(self.id(person)) is None

        @invariant()
        def nobody_is_in_without_having_accepted(self) -> None:
            assert {name for name in ("ada", "bea") if self.access.has_key(self.id(name))} == set(self.inside)

    run_state_machine_as_test(Door, settings=settings(max_examples=30, stateful_step_count=20))
