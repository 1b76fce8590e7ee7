"""A box for one interpreter that is to compute and nothing else: no network, no file to write, nobody to talk to.

It shows the host's ``/usr`` for reading, an empty ``/tmp`` and ``/proc`` of its own, and takes no variable along. It is
asked by lines on its standard input, and answers by lines.
"""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import signal
import subprocess
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass

from countermark.sandbox import bubblewrap, limits, namespaces, seccomp, watchdog
from countermark.sandbox.limits import Limits

_MIB = 1024 * 1024
_WATCH_EVERY_S = 0.05
_READ_BYTES = 1 << 16
_MAX_COMPLAINT = 2000

LIMITS = Limits(
    time_s=60.0,
    memory_bytes=768 * _MIB,
    processes=4,
    open_files=64,
    file_bytes=_MIB,
    output_bytes=64 * _MIB,
)
"""An interpreter at rest has 45 MiB resident and a dozen threads; the rest is for what it computes. ``time_s`` is how
long it may be silent, ``output_bytes`` how much it may say to one batch of questions."""

ANSWER_CPU_S = 2.0
"""CPU time for one answer. Not time by the clock: a machine that is busy otherwise must give the same answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers to the first questions; ``ended_by`` says why there are no more (empty: there are all)."""

    lines: tuple[bytes, ...]
    ended_by: str


class Sealed:
    """One running interpreter (a program below ``/usr``) in its box, until ``close``.

    Raises:
        MachineError: there is no bubblewrap, or this machine has no table of system calls.
    """

    def __init__(self, argv: Sequence[str], bounds: Limits = LIMITS, answer_cpu_s: float = ANSWER_CPU_S) -> None:
        have = bubblewrap.features()
        filter_fd = _in_memory(seccomp.program(os.uname().machine))
        self._bounds, self._answer_cpu_s = bounds, answer_cpu_s
        try:
            process = subprocess.Popen(
                [have.path, *_options(filter_fd, have), "--", *argv],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[filter_fd],
                preexec_fn=lambda: _hold(bounds),  # noqa: PLW1509 -- callers have a single thread
                env={},
                cwd="/",
            )
        finally:
            os.close(filter_fd)
        self._process = process
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None  # noqa: S101 -- asked for above
            os.set_blocking(stream.fileno(), False)
        self._complaint = bytearray()
        self._end = weakref.finalize(self, _end, process, os.getpid())

    def close(self) -> None:
        """The interpreter is gone."""
        self._end()

    def ask(self, questions: bytes, count: int) -> Answers:
        """The first ``count`` lines that come back. Where they do not all come, the interpreter is closed."""
        said = bytearray()
        ended_by = self._exchange(memoryview(questions), count, said)
        lines = tuple(bytes(said).split(b"\n")[:-1])[:count]
        if len(lines) == count:
            return Answers(lines=lines, ended_by="")
        self.close()
        return Answers(lines=lines, ended_by=ended_by or self._last_words())

    def _exchange(self, left: memoryview, count: int, said: bytearray) -> str:
        """Writes and reads until the answers are there or something ended; says which limit, if one did."""
        pace = _Pace(time.monotonic())
        stdin, stdout, stderr = (self._fd(stream) for stream in ("stdin", "stdout", "stderr"))
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ, said)
            selector.register(stderr, selectors.EVENT_READ, self._complaint)
            selector.register(stdin, selectors.EVENT_WRITE)
            while pace.answers < count:
                for key, _ in selector.select(_WATCH_EVERY_S):
                    if key.fd == stdin:
                        left = _written(stdin, left)
                        if not left:
                            selector.unregister(stdin)
                    elif not _took(key.fd, key.data):
                        return ""
                pace.count(said)
                if len(said) > self._bounds.output_bytes:
                    return f"more than {self._bounds.output_bytes} bytes of output"
                if time.monotonic() - pace.looked_s > _WATCH_EVERY_S:
                    reason = self._excess(pace)
                    if reason:
                        return reason
        return ""

    def _excess(self, pace: _Pace) -> str:
        """The limit that is broken, if one is."""
        pid, now = self._process.pid, time.monotonic()
        late_s, used_s = pace.look(now, watchdog.cpu_s(pid))
        if used_s > self._answer_cpu_s:
            return f"more than {self._answer_cpu_s:g} s of CPU time"
        if late_s > self._bounds.time_s:
            return f"more than {self._bounds.time_s:g} s"
        return watchdog.excess(pid, self._bounds)

    def _fd(self, name: str) -> int:
        descriptor: int = getattr(self._process, name).fileno()
        return descriptor

    def _last_words(self) -> str:
        said = bytes(self._complaint[-_MAX_COMPLAINT:]).decode("utf-8", "replace")
        if "heap" in said or "memory" in said.lower():
            return "it used up the interpreter's memory"
        return f"the interpreter ended with {self._process.returncode}"


@dataclass(slots=True)
class _Pace:
    """How far an interpreter is: its answers, and when and after how much CPU time there was a new one."""

    answered_s: float
    answers: int = 0
    looked_s: float = 0.0
    _read: int = 0
    _seen: int = -1
    _used_s: float = 0.0

    def count(self, said: bytearray) -> None:
        """Counts the answers in what was said since."""
        self.answers += said.count(b"\n", self._read)
        self._read = len(said)

    def look(self, now_s: float, used_s: float) -> tuple[float, float]:
        """The time, and the CPU time, since the last new answer was seen."""
        self.looked_s = now_s
        if self.answers != self._seen:
            self._seen, self.answered_s, self._used_s = self.answers, now_s, used_s
        return now_s - self.answered_s, used_s - self._used_s


def _took(descriptor: int, into: bytearray) -> bool:
    """Whether the other end is still open; what was there to read is added to ``into``."""
    try:
        data = os.read(descriptor, _READ_BYTES)
    except BlockingIOError:
        return True
    into += data
    return bool(data)


def _written(descriptor: int, left: memoryview) -> memoryview:
    try:
        return left[os.write(descriptor, left[:_READ_BYTES]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]


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
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))  # whoever asks has a limit of its own; here answers have


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner:  # a forked child's copy: the interpreter is not its own
        return
    for descendant in watchdog.descendants(process.pid) if process.poll() is None else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(descendant, signal.SIGKILL)
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _in_memory(data: bytes) -> int:
    descriptor = os.memfd_create("given", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
