"""What a program in the box may use, and how the kernel is told; what it cannot be told, the watchdog watches."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass

_MIB = 1024 * 1024

# Since Linux 5.14 RLIMIT_NPROC counts within a user namespace; before, over all of a user's processes, so that
# a limit would hit the user's own desktop. Source: kernel commit 21d1c5e386bc (2021-04).
_PER_NAMESPACE_NPROC = (5, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Per run, except ``time_s`` and ``output_bytes``, which hold for each session.

    ``processes`` counts processes, ``tasks`` threads too. ``disk_bytes`` is the size of everything writable
    together. ``output_bytes`` and ``traffic_bytes`` end a run; ``kept_bytes`` is how much of one stream or one
    output is kept (the rest is only hashed), ``kept_total_bytes`` how much of all of them. ``answering_s`` is the CPU
    time that the lab spends on reading and answering what comes over connections.
    """

    time_s: float = 60.0
    memory_bytes: int = 4096 * _MIB
    processes: int = 256
    tasks: int = 2048
    open_files: int = 4096
    file_bytes: int = 256 * _MIB
    disk_bytes: int = 512 * _MIB
    disk_files: int = 100_000
    output_bytes: int = 64 * _MIB
    traffic_bytes: int = 512 * _MIB
    connections: int = 2000
    answering_s: float = 15.0
    kept_bytes: int = 16 * _MIB
    kept_total_bytes: int = 128 * _MIB


def apply(limits: Limits) -> None:
    """The kernel's limits hold for this process and all that it starts; for a fresh child before its exec.

    No address-space limit: V8 and JavaScriptCore reserve far more than they use, and die of it.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    if counts_per_namespace(os.uname().release):
        _lower(resource.RLIMIT_NPROC, limits.tasks)


def counts_per_namespace(release: str) -> bool:
    """Whether a kernel of this release counts processes per user namespace."""
    numbers = release.split("-", maxsplit=1)[0].split(".")[:2]
    if not all(number.isdigit() for number in numbers) or len(numbers) < len(_PER_NAMESPACE_NPROC):
        return False
    return tuple(int(number) for number in numbers) >= _PER_NAMESPACE_NPROC


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))
