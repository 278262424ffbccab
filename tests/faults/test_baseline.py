"""The soak's judge: what a course holds more than before is told, what comes and goes is not."""

import os
import sys

import psutil
import pytest
from baseline import Sample, faults_of, sample

BEFORE = Sample(server_mb=100, kernels_mb=35, files=17, kernels=0)


@pytest.mark.parametrize("after", [BEFORE, Sample(124, 60, 21, 0), Sample(80, 10, 12, 0)])
def test_a_course_that_is_back_is_said_to_be(after: Sample) -> None:
    assert faults_of(BEFORE, after) == []


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (Sample(126, 35, 17, 0), "126.0 Mo"),
        (Sample(100, 35, 22, 0), "22 fichiers"),
        (Sample(100, 35, 17, 1), "1 noyaux"),
    ],
)
def test_what_did_not_come_back_is_told(after: Sample, said: str) -> None:
    [found] = faults_of(BEFORE, after)
    assert said in found


def test_a_look_counts_the_files_and_the_memory_of_a_process() -> None:
    own = psutil.Process(os.getpid())
    before = sample(own)
    kept = [open(os.devnull, "rb") for _ in range(9)]  # noqa: SIM115 - what is looked at
    grown = sample(own)
    for one in kept:
        one.close()
    assert grown.files == before.files + 9
    assert sample(own).files == before.files
    assert 1 < before.server_mb < sys.maxsize
