"""One course that runs for a whole module of tests."""

from collections.abc import Iterator

import pytest

from running import Running, running


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("solo") / "carnet") as found:
        yield found
