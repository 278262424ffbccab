"""Opening one's journal: by one's phrase, by a device, and by nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cohort_samples import cohort_database
from sqlalchemy import select, update

from parcours_u.domain.access import Opened
from parcours_u.store import keys, schema
from parcours_u.store.access import Access
from parcours_u.store.cohort_zone import CohortZone
from parcours_u.store.database import Database
from parcours_u.store.errors import AccessRefused, StoreError


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = cohort_database(tmp_path)
    yield found
    found.close()


@pytest.fixture
def access(database: Database) -> Access:
    return Access(database)


@pytest.fixture
def ada(access: Access) -> Opened:
    return access.accept(access.invite("ada").token, "Téléphone d’Ada")


@pytest.fixture
def bea(access: Access) -> Opened:
    return access.accept(access.invite("bea").token, "Ordinateur")


def test_the_phrase_alone_finds_its_owner_and_opens_the_same_key(access: Access, ada: Opened, bea: Opened) -> None:
    found = access.sign_in(f"  {bea.phrase.upper()} ", "Tablette")
    assert (found.person_id, found.key) == ("bea", bea.key)
    assert found.key != ada.key


def test_a_device_opens_the_key_of_its_owner(access: Access, ada: Opened) -> None:
    found = access.open_device(ada.device_id, ada.device_secret)
    assert found is not None
    assert (found.person_id, found.key, found.phrase) == ("ada", ada.key, "")


def test_a_phrase_that_is_nobodys_is_refused_in_one_sentence(access: Access, ada: Opened) -> None:
    with pytest.raises(AccessRefused, match="n’est celle de personne ici") as caught:
        access.sign_in("univers " * 8, "Tablette")
    assert "univers" not in str(caught.value)
    assert len(access.devices("ada")) == 1


def test_the_words_of_a_phrase_in_another_order_open_nothing(access: Access, ada: Opened) -> None:
    first, second, *rest = ada.phrase.split()
    if first == second:
        second = "univers"
    with pytest.raises(AccessRefused):
        access.sign_in(" ".join([second, first, *rest]), "Tablette")


def test_a_cohort_where_nobody_joined_refuses_any_phrase(access: Access) -> None:
    with pytest.raises(AccessRefused):
        access.sign_in("univers " * 8, "Tablette")


def test_a_forged_or_foreign_device_secret_opens_nothing(access: Access, ada: Opened, bea: Opened) -> None:
    for device, secret in [
        (ada.device_id, bea.device_secret),
        (bea.device_id, ada.device_secret),
        (ada.device_id, ada.device_secret[:-1]),
        (ada.device_id, ""),
        (ada.device_id, "é\ud800"),
        ("", ada.device_secret),
    ]:
        assert access.open_device(device, secret) is None


def test_a_device_row_given_to_somebody_else_opens_nothing(access: Access, database: Database, ada: Opened) -> None:
    with database.writing() as connection:
        connection.execute(update(schema.device).values(person="bea"))
    assert access.open_device(ada.device_id, ada.device_secret) is None


def test_a_device_added_from_another_opens_the_same_key(access: Access, ada: Opened) -> None:
    tablet = access.add_device("ada", ada.key, "Tablette")
    found = access.open_device(tablet.device_id, tablet.device_secret)
    assert found is not None
    assert found.key == ada.key
    assert [device.label for device in access.devices("ada")] in (
        ["Téléphone d’Ada", "Tablette"],
        ["Tablette", "Téléphone d’Ada"],  # added within the same second
    )


def test_a_device_added_with_the_wrong_key_is_refused(access: Access, ada: Opened, bea: Opened) -> None:
    with pytest.raises(AccessRefused):
        access.add_device("ada", bea.key, "Tablette")
    assert len(access.devices("ada")) == 1


def test_a_revoked_device_opens_nothing_and_the_others_still_do(access: Access, ada: Opened) -> None:
    tablet = access.add_device("ada", ada.key, "Tablette")
    assert access.revoke("ada", ada.device_id)
    assert access.open_device(ada.device_id, ada.device_secret) is None
    assert access.open_device(tablet.device_id, tablet.device_secret) is not None
    assert not access.revoke("ada", ada.device_id)


def test_nobody_revokes_the_device_of_somebody_else(access: Access, ada: Opened, bea: Opened) -> None:
    assert not access.revoke("bea", ada.device_id)
    assert access.open_device(ada.device_id, ada.device_secret) is not None


def test_with_every_device_revoked_the_phrase_still_opens(access: Access, ada: Opened) -> None:
    access.revoke("ada", ada.device_id)
    assert access.devices("ada") == []
    assert access.sign_in(ada.phrase, "Tablette").key == ada.key


def test_a_new_phrase_opens_the_same_key_and_the_former_one_opens_nothing(access: Access, ada: Opened) -> None:
    phrase = access.new_phrase("ada", ada.key)
    with pytest.raises(AccessRefused):
        access.sign_in(ada.phrase, "Tablette")
    assert access.sign_in(phrase, "Tablette").key == ada.key
    assert access.open_device(ada.device_id, ada.device_secret) is not None


def test_a_phrase_is_never_renewed_with_a_key_that_is_not_ones_own(access: Access, ada: Opened, bea: Opened) -> None:
    with pytest.raises(AccessRefused):
        access.new_phrase("ada", bea.key)
    assert access.sign_in(ada.phrase, "Tablette").key == ada.key


def test_the_wrapped_key_of_somebody_else_under_ones_own_phrase_opens_nothing(
    access: Access, database: Database, ada: Opened, bea: Opened
) -> None:
    """Whoever can write in the database can't have a person's pages sealed under a key of their choice."""
    table = schema.person_key
    with database.writing() as connection:
        wrapped = connection.execute(select(table.c.wrapped).where(table.c.person == "bea")).scalar_one()
        connection.execute(update(table).where(table.c.person == "ada").values(wrapped=wrapped))
    with pytest.raises(StoreError, match="abîmé"):
        access.sign_in(ada.phrase, "Tablette")


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Paris", "2031-05-06T07:08:09Z", "2031-05-06"),
        ("Pacific/Noumea", "2031-05-06T21:30:00Z", "2031-05-07"),
        ("America/Martinique", "2031-05-06T01:30:00Z", "2031-05-05"),
    ],
)
def test_a_device_remembers_the_day_it_was_last_used_where_the_cohort_is(
    access: Access, database: Database, ada: Opened, monkeypatch: pytest.MonkeyPatch, zone: str, moment: str, day: str
) -> None:
    CohortZone(database).choose(zone)
    monkeypatch.setattr(keys, "now", lambda: moment)
    access.open_device(ada.device_id, ada.device_secret)
    access.add_device("ada", ada.key, "Tablette")
    assert [device.seen_on for device in access.devices("ada")] == [day, day]


def test_a_label_is_cut_and_its_line_breaks_are_gone(access: Access, ada: Opened) -> None:
    access.revoke("ada", ada.device_id)
    access.add_device("ada", ada.key, "mon\n\n  télé" + "é" * 200)
    assert access.devices("ada")[0].label == ("mon télé" + "é" * 200)[:80]


def test_forgetting_somebody_leaves_nothing_that_opens_their_key(
    access: Access, database: Database, ada: Opened
) -> None:
    access.forget("ada")
    assert not access.has_key("ada")
    assert access.open_device(ada.device_id, ada.device_secret) is None
    with pytest.raises(AccessRefused):
        access.sign_in(ada.phrase, "Tablette")


def test_no_secret_is_in_a_representation(access: Access, ada: Opened) -> None:
    invitation = access.invite("cleo")
    shown = repr([access, ada, invitation, access.look(invitation.token), access.devices("ada")])
    for secret in (ada.phrase, ada.device_secret, ada.key.hex(), repr(ada.key), invitation.token, invitation.code):
        assert secret not in shown


def test_the_cost_of_guessing_is_decided_once_for_a_cohort(tmp_path: Path) -> None:
    database = Database(tmp_path / "carnet.sqlite3")
    first = Access(database).stretch()
    assert (first.n, first.r, first.p) == (2**14, 8, 1)
    assert Access(database).stretch() == first
    database.close()
