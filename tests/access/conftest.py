"""One cohort that runs for all of these tests; each brings its own people."""

from collections.abc import Iterator

import pytest

from people_here import Browser, Cohort, running_cohort


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cohort]:
    with running_cohort(tmp_path_factory.mktemp("animation") / "groupe") as found:
        yield found


@pytest.fixture(scope="module")
def cohort(served: Cohort) -> Iterator[Cohort]:
    """The cohort, whose pages are left at the end of each module: their kernels would live as long as the tests."""
    yield served
    served.end_kernels()


@pytest.fixture(scope="session")
def ada(served: Cohort) -> Browser:
    """Somebody who is in, with a page open."""
    return served.newcomer("Ada", code="ADA-CODE")


@pytest.fixture(scope="session")
def bo(served: Cohort) -> Browser:
    """Somebody else who is in."""
    return served.newcomer("Bo", code="BO-CODE")


@pytest.fixture
def stranger(cohort: Cohort) -> Browser:
    return cohort.browser()
