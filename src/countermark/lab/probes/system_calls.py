"""What a program, whatever runs it, asks the system: files, programs that it starts, and where it listens.

Source: strace(1) of strace 6.1 (2022-12) for the options.
"""

from __future__ import annotations

from countermark.lab.probes.record import LOG, Probe
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary

CALLS = (
    *("open", "openat", "openat2", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "stat", "lstat"),
    *("newfstatat", "statx", "execve", "execveat", "connect", "bind", "listen"),
)

_STRACE = (
    "/usr/bin/strace",
    "--daemonize",  # the program stays the box's own child, and ends when it ends
    "--follow-forks",
    "--seccomp-bpf",  # stops at these calls alone
    "--quiet=all",
    "--signal=none",
    "--string-limit=400",
    f"--trace={','.join(f'?{call}' for call in CALLS)}",  # ?: not every processor has every call
    f"--output={LOG}",
    "--",
)


def _files(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    return (PlacedFile(path=LOG, mode=0o666),)


PROBE = Probe(
    id="system-calls",
    title="Which files are looked at, which programs started, and where it listens (whatever runs it)",
    runtime="",
    shows="system-calls",
    files=_files,
    before=_STRACE,
    package="strace",
)
