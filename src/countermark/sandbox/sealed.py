"""A box for one interpreter that is to compute and nothing else: no network, no file to write, nobody to talk to.

It shows the host's ``/usr`` for reading, an empty ``/tmp`` and ``/proc`` of its own, and takes no variable along. What
goes in comes by standard input; what comes out is read up to a limit.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.sandbox import bubblewrap, limits, namespaces, seccomp, watchdog
from countermark.sandbox.limits import Limits

_MIB = 1024 * 1024
_WATCH_EVERY_S = 0.05
_READ_BYTES = 1 << 16

LIMITS = Limits(
    time_s=30.0,
    memory_bytes=768 * _MIB,
    processes=4,
    open_files=64,
    file_bytes=_MIB,
    output_bytes=64 * _MIB,
)
"""An interpreter at rest has 45 MiB resident and a dozen threads; the rest is for what it computes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What came out until the end; ``stopped_by`` says which limit ended it (empty: it ended by itself)."""

    output: bytes
    complaint: str
    exit_code: int
    stopped_by: str


def compute(argv: tuple[str, ...], given: bytes, bounds: Limits = LIMITS) -> Sealed:
    """What ``argv`` (a program below ``/usr``) writes when it is given ``given``, sealed.

    Raises:
        MachineError: there is no bubblewrap, or this machine has no table of system calls.
    """
    have = bubblewrap.features()
    filter_fd = _in_memory(seccomp.program(os.uname().machine))
    input_fd = _in_memory(given)
    try:
        process = subprocess.Popen(
            [have.path, *_options(filter_fd, have), "--", *argv],
            stdin=input_fd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[filter_fd],
            preexec_fn=lambda: _hold(bounds),  # noqa: PLW1509 -- callers have a single thread
            env={},
            cwd="/",
        )
    finally:
        os.close(filter_fd)
        os.close(input_fd)
    return _watched(process, bounds)


def _options(filter_fd: int, have: bubblewrap.Features) -> tuple[str, ...]:
    options = ["--die-with-parent", "--new-session", "--unshare-user", "--unshare-all", "--cap-drop", "ALL"]
    options += ["--uid", str(bubblewrap.UID), "--gid", str(bubblewrap.GID), "--hostname", "sealed"]
    options += ["--disable-userns"] if have.disable_userns else []
    options += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 -- inside
    for link in bubblewrap.root_links():
        options += ["--symlink", link.value, f"/{link.name}"]
    options += ["--remount-ro", "/dev", "--remount-ro", "/tmp", "--remount-ro", "/"]  # noqa: S108 -- inside
    return (*options, "--clearenv", "--chdir", "/", "--seccomp", str(filter_fd))


def _hold(bounds: Limits) -> None:
    """In the child: the limits hold, and the kernel does not see its user 0."""
    identity = namespaces.unprivileged_identity()
    if identity.switched:
        namespaces.become(identity)
    limits.apply(bounds)


def _watched(process: subprocess.Popen[bytes], bounds: Limits) -> Sealed:
    assert process.stdout is not None  # noqa: S101 -- asked for
    assert process.stderr is not None  # noqa: S101 -- asked for
    kept = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    until, looked, stopped_by = time.monotonic() + bounds.time_s, 0.0, ""
    try:
        for now in _moments(kept):
            if now > until:
                stopped_by = f"more than {bounds.time_s:g} s"
            elif sum(map(len, kept.values())) > bounds.output_bytes:
                stopped_by = f"more than {bounds.output_bytes} bytes of output"
            elif now - looked > _WATCH_EVERY_S:
                looked, stopped_by = now, watchdog.excess(process.pid, bounds)
            if stopped_by:
                break
    finally:
        _end(process)
    output, complaint = kept.values()
    process.stdout.close()
    process.stderr.close()
    return Sealed(
        output=bytes(output),
        complaint=bytes(complaint[:2000]).decode("utf-8", "replace").strip(),
        exit_code=process.returncode,
        stopped_by=stopped_by,
    )


def _moments(kept: dict[int, bytearray]) -> Iterator[float]:
    """Reads both outputs into ``kept`` to their ends; says the time after every piece, and every 50 ms."""
    with selectors.DefaultSelector() as selector:
        for descriptor in kept:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(_WATCH_EVERY_S):
                data = os.read(key.fd, _READ_BYTES)
                kept[key.fd] += data
                if not data:
                    selector.unregister(key.fd)
            yield time.monotonic()


def _end(process: subprocess.Popen[bytes]) -> None:
    for descendant in watchdog.descendants(process.pid) if process.poll() is None else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(descendant, signal.SIGKILL)
    process.kill()
    process.wait()


def _in_memory(data: bytes) -> int:
    descriptor = os.memfd_create("given", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
