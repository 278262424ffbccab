"""The memory that is left: the machine's or the container's, whichever is less."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from parcours_u.server import memory

MEGA = 1024 * 1024


def group(system: Path, own: str, folder: str, **files: str) -> None:
    (system / "proc/self").mkdir(parents=True, exist_ok=True)
    (system / "proc/self/cgroup").write_text(own)
    (system / "sys/fs/cgroup" / folder).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (system / "sys/fs/cgroup" / folder / name.replace("__", ".")).write_text(content)


def version_two(limit: str, used: int, reclaimable: int = 0) -> dict[str, str]:
    return {
        "memory__max": f"{limit}\n",
        "memory__current": f"{used}\n",
        "memory__stat": f"anon 1\ninactive_file {reclaimable}\n",
    }


def test_a_container_s_share_counts_without_what_the_system_can_take_back(tmp_path: Path) -> None:
    group(tmp_path, "0::/\n", ".", **version_two(str(300 * MEGA), 250 * MEGA, 30 * MEGA))
    assert memory.available_bytes(tmp_path) == 80 * MEGA


def test_the_older_control_groups_count_as_well(tmp_path: Path) -> None:
    files = {
        "memory__limit_in_bytes": f"{200 * MEGA}",
        "memory__usage_in_bytes": f"{150 * MEGA}",
        "memory__stat": "cache 1\ntotal_inactive_file 0\n",
    }
    group(tmp_path, "5:cpu:/\n4:memory:/pod/1\n", "memory/pod/1", **files)
    assert memory.available_bytes(tmp_path) == 50 * MEGA


def test_a_group_around_ours_counts_too(tmp_path: Path) -> None:
    group(tmp_path, "0::/hub/one\n", "hub", **version_two(str(500 * MEGA), 490 * MEGA))
    group(tmp_path, "0::/hub/one\n", "hub/one", **version_two("max", 10 * MEGA))
    assert memory.available_bytes(tmp_path) == 10 * MEGA


def test_a_container_that_used_more_than_its_share_has_nothing_left(tmp_path: Path) -> None:
    group(tmp_path, "0::/\n", ".", **version_two(str(100 * MEGA), 120 * MEGA))
    assert memory.available_bytes(tmp_path) == 0


def test_without_a_limit_the_machine_s_memory_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = psutil.virtual_memory()
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: left)
    group(tmp_path, "0::/\n", ".", **version_two("max", 10 * MEGA))
    assert memory.available_bytes(tmp_path) == left.available
    assert memory.available_bytes(tmp_path / "ailleurs") == left.available


@pytest.mark.parametrize(("left", "most"), [(0, 4), (memory.RESERVE_BYTES + 10 * memory.PAGE_BYTES, 10), (10**13, 250)])
def test_the_usual_number_of_places_follows_memory_within_reason(
    left: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: left)
    monkeypatch.setattr(memory, "files_allowed", lambda: 10**6)
    assert memory.usual_places() == most


def test_few_open_files_make_few_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 10**13)
    monkeypatch.setattr(memory, "files_allowed", lambda: 1024)
    assert memory.usual_places() == 32


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no sockets")
@pytest.mark.parametrize(("most", "allowed"), [(2000, 2000), (20000, 250 * 28 + 128)])
def test_a_server_opens_as_many_files_as_the_system_lets_it_or_as_the_most_pages_take(most: int, allowed: int) -> None:
    limits = "resource.RLIMIT_NOFILE"
    program = (
        "import resource; from parcours_u.server import memory; "
        f"resource.setrlimit({limits}, (300, {most})); memory.allow_files(); print(resource.getrlimit({limits}))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.strip() == str((allowed, most))
