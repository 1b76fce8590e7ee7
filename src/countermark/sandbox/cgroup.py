"""A control group of its own for each run, where this machine lets us make one; else the watchdog is alone.

Source: https://docs.kernel.org/admin-guide/cgroup-v2.html (read 2026-11): a group's controllers are those that
its parent's ``cgroup.subtree_control`` names.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from countermark.sandbox.limits import Limits

_HIERARCHY = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")
_NEEDED = frozenset({"memory", "pids"})
_PREFIX = "countermark-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group, with the descriptor through which a process enters it (it outlives a change of identity)."""

    folder: str
    enter_fd: int

    def enter(self) -> None:
        """This process, and all that it starts, is in the group."""
        os.write(self.enter_fd, b"0")

    def excess(self, limits: Limits) -> str:
        """Which limit the kernel had to enforce by killing; empty for none."""
        try:
            events = Path(self.folder, "memory.events").read_text(encoding="ascii")
        except OSError:
            return ""
        kills = dict(line.split() for line in events.splitlines() if line)
        return f"more than {limits.memory_bytes} bytes of memory" if kills.get("oom_kill", "0") != "0" else ""


def parent(hierarchy: Path = _HIERARCHY, own: Path = _OWN) -> str:
    """The folder in which groups with both controllers can be made and entered; empty where there is none."""
    candidates = [hierarchy]
    with contextlib.suppress(OSError):
        lines = own.read_text(encoding="utf-8").splitlines()
        mine = next((line.removeprefix("0::") for line in lines if line.startswith("0::")), "/")
        here = hierarchy / mine.strip("/")
        candidates = [here, *here.parents]
    return next((str(item) for item in candidates if item.is_relative_to(hierarchy) and _usable(item)), "")


def _usable(folder: Path) -> bool:
    try:
        controllers = frozenset((folder / "cgroup.subtree_control").read_text(encoding="ascii").split())
    except OSError:
        return False
    if not (controllers >= _NEEDED and os.access(folder, os.W_OK)):
        return False
    try:
        group = create(str(folder), f"trial-{os.getpid()}", Limits())
    except OSError:
        return False
    entered = _try(group)
    os.close(group.enter_fd)
    remove(group.folder)
    return entered


def _try(group: Group) -> bool:
    """Whether a process of ours may move into ``group``: writing to its files does not say that."""
    child = os.fork()
    if child == 0:
        try:
            group.enter()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def create(folder: str, name: str, limits: Limits) -> Group:
    """A new group under ``folder``, limited.

    Raises:
        OSError: the kernel refuses.
    """
    made = Path(folder, _PREFIX + name)
    made.mkdir()
    (made / "memory.max").write_text(str(limits.memory_bytes), encoding="ascii")
    (made / "pids.max").write_text(str(limits.tasks), encoding="ascii")
    with contextlib.suppress(OSError):  # a kernel without swap accounting lacks the file
        (made / "memory.swap.max").write_text("0", encoding="ascii")
    return Group(folder=str(made), enter_fd=os.open(made / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC))


def folder_of(parent_folder: str, process: int) -> str:
    """Where the group of the worker ``process`` stands."""
    return str(Path(parent_folder, f"{_PREFIX}{process}"))


def remove(folder: str) -> None:
    """The empty group is gone; one that still holds a dying process is left to the next attempt."""
    with contextlib.suppress(OSError):
        Path(folder).rmdir()
