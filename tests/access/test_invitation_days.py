"""How long an invitation lasts, as the trainer chooses it on the page: within what the command takes."""

from datetime import UTC, datetime, timedelta

import pytest

from people_here import Browser, Cohort

CARDS = "parcours-u/cohorte/cartes"


def days_to(iso: str) -> int:
    return round((datetime.fromisoformat(iso) - datetime.now(UTC)) / timedelta(days=1))


@pytest.mark.parametrize("days", [1, 30, 60])
def test_an_invitation_lasts_as_many_days_as_the_trainer_says(place: Cohort, trainer: Browser, days: int) -> None:
    person = place.add(f"Invité {days}")
    trainer.get("vos-mots")  # with an anti-forgery token
    answer = trainer.ask("POST", f"parcours-u/cohorte/personnes/{person.id}/invitation", {"days": days})
    assert answer.status == 200, answer.text
    assert days_to(answer.json["expires_at"]) == days


@pytest.mark.parametrize(
    "days", [0, 61, -1, "0000000073650", "0000000079999999999", "7" * 5000, "7.0", "sept", True, None, [7], {}]
)
def test_an_invitation_of_any_other_length_is_refused(place: Cohort, trainer: Browser, days: object) -> None:
    person = place.add("Invité de trop")
    trainer.get("vos-mots")
    answer = trainer.ask("POST", f"parcours-u/cohorte/personnes/{person.id}/invitation", {"days": days})
    assert answer.status == 409
    assert "de 1 à 60\u00a0jours" in answer.json["message"]


def test_cards_last_as_many_days_as_the_trainer_says(place: Cohort, trainer: Browser) -> None:
    person = place.add("Carte")
    assert trainer.send(CARDS, days="61").status == 409
    assert trainer.send(CARDS, days="12").status == 200
    people = trainer.get("parcours-u/cohorte/personnes").json["people"]
    assert days_to(next(one["invited_until"] for one in people if one["id"] == person.id)) == 12
