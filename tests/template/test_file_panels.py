"""Files that a page sends to its kernel: in pieces, whole or refused."""

from typing import Any

import pytest
from fake_client import FakeClient
from messages import ask, unreachable

from parcours_u.views.opener import FileOpener, journal_opener, return_opener


def send_file(widget: FileOpener, content: bytes, size: int = 4) -> dict[str, Any]:
    pieces = [content[start : start + size] for start in range(0, len(content), size)] or [b""]
    for index, piece in enumerate(pieces):
        answer = ask(widget, "piece", (piece,), transfer="t", index=index, total=len(pieces))
    return answer


def test_a_file_arrives_in_pieces_and_is_taken_whole():
    client, then = FakeClient(), []
    answer = send_file(journal_opener(client, lambda: then.append(True)), b'{"format": "parcours-u"}')
    assert client.received == [b'{"format": "parcours-u"}']
    assert answer == {
        "text": "1\u00a0réponse reprise. 2\u00a0réponses existaient déjà ici\u00a0: chaque version est gardée dans l’historique.",
        "reload": False,
    }
    assert then == [True]


def test_a_file_that_is_not_ours_is_refused_in_one_sentence():
    assert send_file(journal_opener(FakeClient()), b"autre chose") == {
        "failed": "Ce fichier n’est pas un carnet\u00a0: rien n’a changé, choisissez-en un autre."
    }


@pytest.mark.parametrize(
    "second",
    [{"index": 2, "total": 3}, {"index": 1, "total": 3, "transfer": "autre"}, {"index": 0, "total": 3, "pieces": 0}],
)
def test_a_file_with_a_missing_piece_is_refused(second):
    client = FakeClient()
    widget = journal_opener(client)
    ask(widget, "piece", (b"parcours-u",), transfer="t", index=0, total=3)
    buffers = () if second.pop("pieces", 1) == 0 else (b"suite",)
    assert "n’est pas arrivé entier" in ask(widget, "piece", buffers, **{"transfer": "t", **second})["failed"]
    assert client.received == []


def test_no_more_of_a_file_is_kept_than_the_server_takes():
    client = FakeClient()
    client.largest_file = 2**20
    widget = journal_opener(client)
    refused = send_file(widget, b"parcours-u".ljust(2**20 + 1), 2**19)
    assert refused == {"failed": "Ce fichier dépasse 1\u00a0Mo\u00a0: rien n’a changé, choisissez-en un plus petit."}
    assert (client.received, widget._pieces) == ([], [])


def test_a_return_file_s_comments_are_counted_and_placed():
    client = FakeClient()
    answer = send_file(return_opener(client, reload=True), b"parcours-u retour")
    assert answer == {
        "text": "2\u00a0commentaires reçus pour «\u00a0Co-initier\u00a0». Vous les lirez à côté de vos réponses.",
        "reload": True,
    }


@pytest.mark.parametrize("opener", [journal_opener, return_opener])
def test_a_file_that_was_taken_is_told_even_when_the_page_cannot_be_shown_again(opener):
    text = send_file(opener(FakeClient(), unreachable), b"parcours-u")["text"]
    assert text.endswith(" La page n’a pas pu se mettre à jour\u00a0: rechargez-la.")
