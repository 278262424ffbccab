"""``course/messages.yaml``: what it may hold, and how its places are filled."""

from pathlib import Path

import pytest

from parcours_u.content.catalogue import load_course
from parcours_u.content.errors import ContentError
from parcours_u.content.messages import MESSAGES, read_messages
from parcours_u.domain.messages import PLACES, filled, places_of

GOOD = "  - {id: un, title: Un, when: Un jour., subject: Bonjour, text: Bonjour.}\n"


def read(root: Path, *messages: str):
    (root / "course").mkdir(exist_ok=True)
    (root / MESSAGES).write_text("messages:\n" + "".join(messages), encoding="utf-8")
    return read_messages(root)


def test_a_course_without_messages_has_none(tmp_path: Path) -> None:
    assert read_messages(tmp_path) == ()
    assert [one.id for one in read(tmp_path, GOOD)] == ["un"]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (GOOD.replace("id: un", "id: Un"), "sans accent"),
        (GOOD.replace("Bonjour.}", "Bonjour., past_subject: Bonjour}"), "vont ensemble"),
        (GOOD.replace("Bonjour.}", '"Bonjour {prenom}."}'), "{prenom} ne peut pas être rempli"),
        (GOOD.replace("text: Bonjour.", 'text: ""'), "ce texte est vide"),
        (GOOD.replace("when: Un jour., ", ""), "cette clé manque"),
        (GOOD + GOOD, "deux fois"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, message: str, told: str) -> None:
    with pytest.raises(ContentError, match=MESSAGES) as error:
        read(tmp_path, message)
    assert told in str(error.value)


def test_places_are_filled_and_what_is_not_known_is_left_to_complete() -> None:
    message = next(one for one in load_course().messages if one.id == "premier-jour")
    assert not message.about_a_module
    told = filled(message, {"jour": "lundi 15\u00a0mars 2027", "heure": "9\u00a0h\u00a000", "fin": ""})
    assert told.subject == "Nous nous retrouvons le lundi 15\u00a0mars 2027"
    assert "de 9\u00a0h\u00a000 à [heure de fin]" in told.text


def test_the_course_has_what_a_trainer_writes_most_and_every_place_can_be_filled() -> None:
    messages = load_course().messages
    assert {one.id for one in messages} >= {"invitation", "premier-jour", "rappel", "retours", "merci"}
    assert {one.id for one in messages if one.about_a_module} == {"rappel", "retours"}
    known = dict.fromkeys(PLACES, "x")
    for one in messages:
        assert places_of(filled(one, known).text) == places_of(filled(one, known).subject) == []


def test_a_filled_place_is_not_filled_again() -> None:
    message = next(one for one in load_course().messages if one.id == "rappel")
    assert "{adresse}" in filled(message, {"module": "{adresse}", "date": "x"}).subject
