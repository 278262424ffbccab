"""What would be returned is counted as it is returned, whatever question a comment is under; received is what was returned."""

from pathlib import Path

import pytest
from classroom import MODULE, NBGRADER, write_comment, zip_of

from parcours_u.grading.bench import Bench
from parcours_u.grading.feedback import Returned, send_back
from parcours_u.grading.following import deposits
from parcours_u.grading.ledger import returned_moments
from parcours_u.grading.reading import Seen, seen
from parcours_u.grading.returns import read_return
from parcours_u.grading.zips import import_zips

pytestmark = NBGRADER

INVISIBLE = "\u200b\u2060"


@pytest.fixture(scope="module", autouse=True)
def deposited(bench: Bench, codes: list[str], ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have one answer shared, of all those that the module asks for."""
    import_zips(bench, [zip_of(tmp_path_factory.mktemp("reçus"), codes[0], {ids[0]: "la seule partagée"})])


@pytest.fixture(autouse=True)
def nothing_written(bench: Bench, codes: list[str], ids: list[str]) -> None:
    for prompt in ids:
        write_comment(bench, codes[0], prompt, "")
    send_back(bench, MODULE)


def row(bench: Bench) -> Seen:
    (found,) = seen(bench, MODULE)
    return found


def returned(bench: Bench) -> Returned:
    (found,) = send_back(bench, MODULE)
    return found


def received(bench: Bench, codes: list[str]) -> bool:
    return (codes[0], MODULE) in returned_moments(bench.folder.path, [MODULE])


def test_a_comment_under_a_question_that_was_not_shared_is_counted_as_it_leaves(
    bench: Bench, codes: list[str], ids: list[str]
) -> None:
    for prompt in ids[:3]:
        write_comment(bench, codes[0], prompt, "remarque")
    found = row(bench)
    assert (found.answered, found.waiting, found.leaving) == ((ids[0],), True, 3)
    done = returned(bench)
    assert done.comments == 3
    assert {one.prompt for one in read_return(Path(done.file).read_bytes()).comments} == {*ids[:3]}
    assert (row(bench).waiting, row(bench).leaving) == (False, 0)


def test_a_comment_that_shows_nothing_is_neither_counted_nor_returned(
    bench: Bench, codes: list[str], ids: list[str]
) -> None:
    write_comment(bench, codes[0], ids[0], "remarque")
    write_comment(bench, codes[0], ids[1], INVISIBLE)
    assert (row(bench).leaving, row(bench).commented) == (1, (ids[0],))
    assert [one.comments for one in deposits(bench, MODULE)] == [1]
    assert [one.prompt for one in read_return(Path(returned(bench).file).read_bytes()).comments] == [ids[0]]


def test_comments_are_received_once_they_are_returned_and_no_longer_when_they_are_all_taken_back(
    bench: Bench, codes: list[str], ids: list[str]
) -> None:
    write_comment(bench, codes[0], ids[0], "remarque")
    assert not received(bench, codes)
    send_back(bench, MODULE)
    assert received(bench, codes)
    write_comment(bench, codes[0], ids[0], INVISIBLE)
    assert (row(bench).waiting, row(bench).leaving) == (True, 0)
    assert received(bench, codes)
    send_back(bench, MODULE)
    assert not received(bench, codes)
