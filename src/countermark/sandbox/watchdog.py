"""How much the processes below one process use, read from /proc: the limit where no cgroup can be written.

Source: proc(5) (man-pages 6.03): stat, statm, task/<tid>/children, meminfo.
"""

# ruff: noqa: PTH123, PTH208
# Twenty times a second over every thread: pathlib would cost more than the reading

from __future__ import annotations

import os
from dataclasses import dataclass

from countermark.sandbox.limits import Limits

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# Below this share of the machine's memory available, the box is at fault whatever its own figure says: pages of
# memfd and tmpfs belong to no process.
_MACHINE_FLOOR = 0.04
_MOST_DESCENDANTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """``memory_bytes`` is the private resident memory of all processes together."""

    processes: int
    memory_bytes: int


def usage(root: int, stop_after: int) -> Usage:
    """What ``root`` and its descendants use; counting ends after ``stop_after`` processes."""
    waiting, processes, memory = [root], 0, 0
    while waiting and processes <= stop_after:
        process = waiting.pop()
        waiting.extend(_children(process))
        processes += 1
        memory += _private_bytes(process)
    return Usage(processes=processes, memory_bytes=memory)


def descendants(root: int) -> tuple[int, ...]:
    """Every process below ``root``, at most 10,000 of them, parents before their children."""
    waiting = _children(root)
    found: list[int] = []
    while waiting and len(found) < _MOST_DESCENDANTS:
        process = waiting.pop()
        found.append(process)
        waiting.extend(_children(process))
    return tuple(found)


def excess(root: int, limits: Limits) -> str:
    """Why the processes below ``root`` must be stopped; empty while they need not."""
    used = usage(root, limits.processes)
    if used.processes > limits.processes:
        return f"more than {limits.processes} processes at once"
    if used.memory_bytes > limits.memory_bytes:
        return f"more than {limits.memory_bytes} bytes of memory"
    if _available_share() < _MACHINE_FLOOR:
        return "the machine's memory was almost used up"
    return ""


def cpu_s(root: int) -> float:
    """The CPU time that the processes below ``root`` have used, those that ended left out."""
    ticks = 0
    for process in descendants(root):
        # What follows the name, which may hold blanks and brackets: state, ppid, … utime and stime.
        fields = _read(f"/proc/{process}/stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:13]))
    return ticks / _TICKS_A_SECOND


def _children(process: int) -> list[int]:
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return found
    for thread in threads:
        found.extend(int(number) for number in _read(f"/proc/{process}/task/{thread}/children").split())
    return found


def _private_bytes(process: int) -> int:
    numbers = _read(f"/proc/{process}/statm").split()
    # size resident shared …: what is resident but not shared with a file.
    return (int(numbers[1]) - int(numbers[2])) * _PAGE_BYTES if len(numbers) > 2 else 0  # noqa: PLR2004 -- three fields


def _available_share() -> float:
    fields = {line.split(":")[0]: line.split()[1] for line in _read("/proc/meminfo").splitlines() if ":" in line}
    total, available = int(fields.get("MemTotal", 0)), int(fields.get("MemAvailable", 1))
    return available / total if total else 1.0


def _read(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read(65536).decode("ascii", "replace")
    except OSError:  # it ended meanwhile
        return ""
