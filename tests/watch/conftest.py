"""One course that runs for a whole file of tests, and the token of whoever watches it."""

from collections.abc import Iterator

import pytest

from parcours_u.server.watch.token import watch_token
from running import Running, running


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("veille") / "carnet") as found:
        yield found


@pytest.fixture(scope="module")
def token(course: Running) -> str:
    """The watching token, made again from the folder as its owner's account can."""
    return watch_token(course.folder)
