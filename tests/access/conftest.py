"""One cohort that runs for all of these tests; each brings its own people."""

from collections.abc import Iterator

import pytest

from people_here import Browser, Cohort, running_cohort


@pytest.fixture(scope="session")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("animation") / "groupe") as found:
        yield found


@pytest.fixture(scope="session")
def ada(cohort: Cohort) -> Browser:
    """Somebody who is in, with a page open."""
    return cohort.newcomer("Ada", code="ADA-CODE")


@pytest.fixture(scope="session")
def bo(cohort: Cohort) -> Browser:
    """Somebody else who is in."""
    return cohort.newcomer("Bo", code="BO-CODE")


@pytest.fixture
def stranger(cohort: Cohort) -> Browser:
    return cohort.browser()
