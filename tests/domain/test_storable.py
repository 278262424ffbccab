"""Words that enter the store in clear: what no store could keep, or nobody would see, is refused in one sentence, wherever it is typed."""

import pytest

from parcours_u.domain.agreements import AgreementError, check_text
from parcours_u.domain.sharing import ReplyError, check_reply
from parcours_u.domain.storable import storable

UNREADABLE = ("\0", "un mot\0caché", "\ud800", "un demi-signe \udfff")
INVISIBLE = (
    "",
    " \n ",
    "\u200b\u200b",
    "\ufeff",
    "\u202e",
    "\u200d",
    "\ufe0f",
    "\u2800",
    "\u3164 \u200c",
    "\U000e0041",
)
WHOLE = ("👩\u200d👩\u200d👧\u200d👦", "❤\ufe0f", "می\u200cخواهم", "\u200fשלום", "مرحبا\u200f!", "क्\u200dष", ".", "🫩")
READABLE = ("un mot", "première ligne\nseconde\tligne", "😀", "é\u0301", "\x1b")


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_reply_that_can_not_be_kept_is_refused_and_stays_on_the_page(text: str) -> None:
    with pytest.raises(ReplyError, match="signe illisible\u00a0: elle reste sur cette page"):
        check_reply(text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_agreement_that_can_not_be_kept_is_refused_and_stays_on_the_page(text: str) -> None:
    with pytest.raises(AgreementError, match="signe illisible\u00a0: il reste sur cette page"):
        check_text(text)


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_nobody_would_see_is_nothing_written(text: str) -> None:
    with pytest.raises(ReplyError, match="Votre réponse est vide"):
        check_reply(text)
    with pytest.raises(AgreementError, match="Rien n’est écrit"):
        check_text(text)


@pytest.mark.parametrize("text", WHOLE)
def test_joiners_and_directions_stay_where_a_script_or_an_emoji_needs_them(text: str) -> None:
    assert check_reply(f" {text}\n") == text
    assert check_text(text) == text


@pytest.mark.parametrize("text", READABLE)
def test_what_a_keyboard_or_a_paste_gives_is_kept(text: str) -> None:
    assert storable(text)
    assert check_reply(f"{text}.") == f"{text}."
