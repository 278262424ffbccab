"""Words that enter the store in clear: what no store could keep is refused in one sentence, wherever it is typed."""

import pytest

from parcours_u.domain.agreements import AgreementError, check_text
from parcours_u.domain.sharing import ReplyError, check_reply
from parcours_u.domain.storable import storable

UNREADABLE = ("\0", "un mot\0caché", "\ud800", "un demi-signe \udfff")
READABLE = ("un mot", "première ligne\nseconde\tligne", "😀", "é\u0301", "\x1b")


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_reply_that_can_not_be_kept_is_refused_and_stays_on_the_page(text: str) -> None:
    with pytest.raises(ReplyError, match="signe illisible\u00a0: elle reste sur cette page"):
        check_reply(text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_agreement_that_can_not_be_kept_is_refused_and_stays_on_the_page(text: str) -> None:
    with pytest.raises(AgreementError, match="signe illisible\u00a0: il reste sur cette page"):
        check_text(text)


@pytest.mark.parametrize("text", READABLE)
def test_what_a_keyboard_or_a_paste_gives_is_kept(text: str) -> None:
    assert storable(text)
    assert check_reply(f"{text}.") == f"{text}."
