"""An invitation serves once, for whom it was made, while it lasts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cohort_samples import cohort_database
from sqlalchemy import select, update

from parcours_u.domain.access import InvitationState, Opened
from parcours_u.domain.audience import NOBODY, Reader
from parcours_u.domain.journal import Comment, Deposit
from parcours_u.store import invitations, schema
from parcours_u.store.access import Access
from parcours_u.store.database import Database
from parcours_u.store.errors import AccessRefused
from parcours_u.store.sealed_journal import SealedJournal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    """The server's clock, which a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def move(self, **shift: float) -> None:
        """Set it forward or back."""
        self.now += timedelta(**shift)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(invitations, "_now", lambda: found.now)
    return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = cohort_database(tmp_path)
    yield found
    found.close()


@pytest.fixture
def access(database: Database) -> Access:
    return Access(database)


def state(access: Access, presented: str) -> InvitationState:
    return access.look(presented).state


def test_looking_names_who_is_invited_and_consumes_nothing(access: Access) -> None:
    invitation = access.invite("ada")
    for presented in (invitation.token, invitation.code):
        assert [access.look(presented).person_id for _ in range(3)] == ["ada"] * 3
    assert access.accept(invitation.token, "Téléphone").person_id == "ada"


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "no dash", "O for 0, I for 1"])
def test_a_code_is_taken_however_it_is_typed(access: Access, typed: str) -> None:
    code = access.invite("ada").code
    forms = {
        "lower": code.lower(),
        "no dash": code.replace("-", ""),
        "O for 0, I for 1": code.replace("0", "o").replace("1", "I"),
    }
    assert access.accept(forms.get(typed, typed.format(code)), "Téléphone").person_id == "ada"


def test_an_invitation_serves_once_by_its_link_or_its_code(access: Access) -> None:
    invitation = access.invite("ada")
    access.accept(invitation.code, "Téléphone")
    for presented in (invitation.token, invitation.code):
        assert state(access, presented) is InvitationState.USED
        with pytest.raises(AccessRefused, match="a déjà servi"):
            access.accept(presented, "Autre téléphone")
    assert len(access.devices("ada")) == 1


def test_of_eight_who_accept_at_once_one_gets_in(database: Database) -> None:
    invitation = Access(database).invite("ada")

    def accept(presented: str) -> Opened | None:
        try:
            return Access(database).accept(presented, "Téléphone")
        except AccessRefused:
            return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(accept, [invitation.token, invitation.code] * 4))
    assert sum(outcome is not None for outcome in outcomes) == 1
    assert len(Access(database).devices("ada")) == 1


def test_inviting_again_replaces_the_former_invitation(access: Access) -> None:
    first, second = access.invite("ada"), access.invite("ada")
    assert state(access, first.token) is InvitationState.REPLACED
    with pytest.raises(AccessRefused, match="plus récente"):
        access.accept(first.code, "Téléphone")
    assert access.accept(second.code, "Téléphone").person_id == "ada"


@pytest.mark.parametrize(
    "presented",
    ["", "x", "A" * 43, "0000000000", "../../etc", "é" * 43, "A" * 100_000],
    ids=["nothing", "a letter", "a token", "a code", "a path", "accents", "very long"],
)
def test_a_guess_is_not_recognised(access: Access, presented: str) -> None:
    access.invite("ada")
    assert state(access, presented) is InvitationState.UNKNOWN
    with pytest.raises(AccessRefused, match="n’est pas reconnue"):
        access.accept(presented, "Téléphone")


def test_an_invitation_ends(access: Access, clock: Clock) -> None:
    invitation = access.invite("ada", hours=2)
    assert invitation.expires_at == "2026-03-02T14:00:00Z"
    clock.move(hours=2)
    assert state(access, invitation.token) is InvitationState.EXPIRED
    assert access.invited("ada") is None
    with pytest.raises(AccessRefused, match="à son terme"):
        access.accept(invitation.token, "Téléphone")


def test_a_clock_put_right_by_a_few_hours_spoils_no_printed_card(access: Access, clock: Clock) -> None:
    invitation = access.invite("ada")
    clock.move(hours=-5)
    assert state(access, invitation.token) is InvitationState.VALID


def test_a_clock_that_comes_back_to_the_year_of_its_battery_lets_in_nobody(access: Access, clock: Clock) -> None:
    invitation = access.invite("ada")
    clock.move(days=-2000)
    assert state(access, invitation.token) is InvitationState.EXPIRED


def test_what_was_seen_past_its_end_stays_closed_whatever_the_clock_says_later(access: Access, clock: Clock) -> None:
    invitation = access.invite("ada", hours=2)
    clock.move(hours=3)
    access.invite("bea")
    clock.move(hours=-3)
    assert state(access, invitation.token) is InvitationState.EXPIRED


def test_whoever_has_joined_is_not_simply_invited_again(access: Access) -> None:
    access.accept(access.invite("ada").token, "Téléphone")
    with pytest.raises(AccessRefused, match="a déjà rejoint"):
        access.invite("ada")


def test_only_somebody_of_the_cohort_is_invited(access: Access, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(
            update(schema.person).where(schema.person.c.id == "bea").values(left_at="2026-03-02T08:00:00Z")
        )
    for person in ("quelqu’un", "bea"):
        with pytest.raises(AccessRefused, match="n’est plus, dans ce groupe"):
            access.invite(person)


def test_the_invitation_of_somebody_who_has_left_serves_no_more(access: Access, database: Database) -> None:
    invitation = access.invite("bea")
    with database.writing() as connection:
        here = schema.person.c.id == "bea"
        connection.execute(update(schema.person).where(here).values(left_at="2026-03-02T08:00:00Z"))
    assert state(access, invitation.token) is InvitationState.UNKNOWN
    with pytest.raises(AccessRefused):
        access.accept(invitation.code, "Téléphone")


def test_a_withdrawn_invitation_serves_no_more(access: Access) -> None:
    invitation = access.invite("ada")
    access.withdraw("ada")
    assert state(access, invitation.token) is InvitationState.WITHDRAWN
    with pytest.raises(AccessRefused, match="a été retirée"):
        access.accept(invitation.token, "Téléphone")


def test_an_invitation_that_lasts_no_time_is_no_invitation(access: Access) -> None:
    with pytest.raises(ValueError, match="lasts some time"):
        access.invite("ada", hours=0)


def test_the_database_holds_nothing_that_opens_an_invitation(access: Access, database: Database) -> None:
    invitation = access.invite("ada")
    with database.reading() as connection:
        held = repr(connection.execute(select(schema.invitation)).all())
    for secret in (invitation.token, invitation.code, invitation.code.replace("-", "")):
        assert secret not in held


def journal_of(database: Database, opened: Opened) -> SealedJournal:
    return SealedJournal(database, opened.person_id, "page", opened.key)


def test_whoever_lost_everything_begins_anew_and_what_was_shared_deposited_or_commented_stays(
    access: Access, database: Database
) -> None:
    former = access.accept(access.invite("ada").token, "Téléphone perdu")
    journal = journal_of(database, former)
    journal.save("intime", {"text": "pour personne"}, 0)
    journal.save("intime", {"text": "toujours pour moi"}, 1)
    journal.save("partage", {"text": "pour tout le groupe"}, 0)
    journal.set_audience("partage", frozenset({Reader.COHORT}))
    journal.save("commente", {"text": "déposé"}, 0)
    journal.add_deposit(Deposit("d1", "m", "2026-03-02T14:03:00Z", "exchange", "CODE", ("commente",)), b"zip")
    journal.add_comments("d1", [Comment("commente", "Merci.", "2026-03-03T10:00:00Z", "déposé")])
    journal.set_setting("place", ["m", "intime"])

    renewal = access.reset("ada")
    assert access.look(renewal.token).renews
    opened = access.accept(renewal.token, "Téléphone neuf")

    assert (opened.erased.answers, opened.erased.versions) == (2, 3)
    assert opened.key != former.key
    after = journal_of(database, opened)
    assert {prompt: (entry.body, entry.audience) for prompt, entry in after.entries().items()} == {
        "partage": ({"text": "pour tout le groupe"}, frozenset({Reader.COHORT})),
        "commente": (None, NOBODY),
    }
    assert [comment.text for comment in after.entries()["commente"].comments] == ["Merci."]
    assert after.archive("d1") == b"zip"
    assert after.setting("place") is None
    assert access.open_device(former.device_id, former.device_secret) is None
    with pytest.raises(AccessRefused):
        access.sign_in(former.phrase, "Téléphone perdu")
    after.save("intime", {"text": "un nouveau départ"}, 0)
    assert after.entries()["intime"].body == {"text": "un nouveau départ"}


def test_a_renewal_erases_nothing_before_it_is_accepted(access: Access, database: Database) -> None:
    former = access.accept(access.invite("ada").token, "Téléphone")
    journal_of(database, former).save("intime", {"text": "pour personne"}, 0)
    access.reset("ada")
    assert journal_of(database, former).entries()["intime"].body == {"text": "pour personne"}
    assert access.open_device(former.device_id, former.device_secret) is not None


def test_a_phrase_found_again_withdraws_the_renewal(access: Access) -> None:
    former = access.accept(access.invite("ada").token, "Téléphone")
    renewal = access.reset("ada")
    assert access.sign_in(former.phrase, "Tablette").key == former.key
    assert state(access, renewal.token) is InvitationState.WITHDRAWN


def test_a_renewal_touches_nobody_else(access: Access, database: Database) -> None:
    bea = access.accept(access.invite("bea").token, "Téléphone")
    journal_of(database, bea).save("intime", {"text": "à Béa"}, 0)
    access.accept(access.invite("ada").token, "Téléphone")
    access.accept(access.reset("ada").token, "Téléphone neuf")
    assert journal_of(database, access.sign_in(bea.phrase, "Tablette")).entries()["intime"].body == {"text": "à Béa"}


def test_access_is_not_renewed_for_whoever_has_not_joined(access: Access) -> None:
    with pytest.raises(AccessRefused, match="n’a pas encore rejoint"):
        access.reset("ada")
