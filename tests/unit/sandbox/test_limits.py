"""Limits, the watchdog that reads /proc, and control groups."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from countermark.sandbox import cgroup, watchdog
from countermark.sandbox.limits import Limits, counts_per_namespace

FAMILY = """
import subprocess, sys, time
depth = int(sys.argv[1])
held = bytearray(b"x" * (30 << 20))
if depth: child = subprocess.Popen([sys.executable, "-c", sys.argv[2], str(depth - 1), sys.argv[2]])
print("up", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("5.14.0-1-amd64", True),
        ("6.18.44-fc", True),
        ("5.13.19", False),
        ("4.19.0", False),
        ("10.0", True),
        ("odd", False),
        ("", False),
    ],
)
def test_the_kernel_s_release_is_read_as_numbers(release: str, *, expected: bool) -> None:
    assert counts_per_namespace(release) is expected


def test_the_watchdog_counts_a_family_and_its_memory() -> None:
    root = subprocess.Popen([sys.executable, "-c", FAMILY, "2", FAMILY], stdout=subprocess.PIPE)
    assert root.stdout is not None
    try:
        for _ in range(3):
            assert root.stdout.readline() == b"up\n"
        used = watchdog.usage(root.pid, stop_after=100)
        assert used.processes == 3
        assert used.memory_bytes > 3 * (30 << 20)
        assert len(watchdog.descendants(root.pid)) == 2
        assert watchdog.excess(root.pid, Limits(processes=2)) == "more than 2 processes at once"
        assert "bytes of memory" in watchdog.excess(root.pid, Limits(memory_bytes=1 << 20))
        assert watchdog.excess(root.pid, Limits()) == ""
    finally:
        for process in (*watchdog.descendants(root.pid), root.pid):
            os.kill(process, 9)
        root.wait()
        root.stdout.close()


def test_a_process_that_is_gone_uses_nothing() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    time.sleep(0.01)
    assert watchdog.usage(gone.pid, stop_after=10).memory_bytes == 0


def test_no_group_is_made_where_controllers_are_missing(tmp_path: Path) -> None:
    (tmp_path / "cgroup.subtree_control").write_text("cpu io\n", encoding="ascii")
    own = tmp_path / "own"
    own.write_text("4:memory:/x\n0::/\n", encoding="ascii")
    assert cgroup.parent(tmp_path, own) == ""
    assert cgroup.parent(tmp_path / "nowhere", tmp_path / "nobody") == ""


def test_a_group_holds_the_limits_and_tells_a_kill(tmp_path: Path) -> None:
    """The kernel's files are stood in for by plain ones: what is written, and what is read out of them."""
    (tmp_path / "countermark-7").mkdir()
    (tmp_path / "countermark-7" / "cgroup.procs").touch()
    folder = Path(cgroup.folder_of(str(tmp_path), 7))
    group = cgroup.Group(folder=str(folder), enter_fd=os.open(folder / "cgroup.procs", os.O_WRONLY))
    group.enter()
    os.close(group.enter_fd)
    assert (folder / "cgroup.procs").read_text(encoding="ascii") == "0"
    assert group.excess(Limits()) == ""
    (folder / "memory.events").write_text("low 0\nmax 3\noom 1\noom_kill 0\n", encoding="ascii")
    assert group.excess(Limits()) == ""
    (folder / "memory.events").write_text("low 0\noom_kill 2\n", encoding="ascii")
    assert group.excess(Limits(memory_bytes=9)) == "more than 9 bytes of memory"
