"""Processes that read texts: a few at once, what matters most and then the largest first, each within limits of cost.

What a text does to its reader (an endless rule, memory used up, a parser that ends its process) becomes a stated
failure of that text alone.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from types import TracebackType
from typing import Any, Self

from countermark.drive.reading import PARSING, Older, Reading, Task, read

_MIB = 1024 * 1024
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["countermark.drive.reading"])

_BEAT_S = 1.0
_FAREWELL_S = 5.0
_LARGE_BYTES = _MIB
_AT_ONCE_BYTES = 24 * _MIB
"""So much text is parsed at once: the tree of dense code takes some 55 times its size (measured), so 1.4 GB."""

_KEPT = 4
"""When it is parsed, a text takes less than a fourth of that (measured: 742 MB, then 165)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one text may cost its reader: a fixed part, and one for each byte of it.

    Dense code takes 55 bytes of memory for each of its own (measured on bundles of 13 and 18 MB), hostile text more.
    A bundle of 13 MB is read in 30 s on a core of its own. Seconds are those of the CPU, since a machine that is busy
    otherwise must read the same; ``patience`` by the clock for each of them are for a reader that hangs.
    """

    memory_bytes: int = 1024 * _MIB
    memory_per_byte: int = 120
    most_memory_bytes: int = 4096 * _MIB
    time_s: float = 60.0
    time_per_byte_s: float = 20.0 / _MIB
    most_time_s: float = 900.0
    patience: float = 10.0

    def memory_for(self, size_bytes: int) -> int:
        """Bytes that a text of this size may take."""
        return min(self.most_memory_bytes, self.memory_bytes + self.memory_per_byte * size_bytes)

    def time_for(self, size_bytes: int) -> float:
        """Seconds that it may compute."""
        return min(self.most_time_s, self.time_s + self.time_per_byte_s * size_bytes)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a reader has begun, while it is at work."""

    step: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A reader has done all that it can without the older version's digests."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What a reader is to do, and how much memory and CPU time it may take for it."""

    task: Task
    memory_bytes: int
    time_s: float


class Readers:
    """Reads texts in processes of its own; leaving ends them."""

    def __init__(self, jobs: int, bounds: Bounds | None = None) -> None:
        self._jobs = max(1, jobs)
        self._bounds = bounds or Bounds()
        self._idle: list[_Reader] = []
        self._busy: list[_Reader] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in (*self._busy, *self._idle):
            reader.end()
        self._busy, self._idle = [], []

    def read(
        self, tasks: Sequence[Task], beat: Callable[[str], None], older: Older = tuple, *, until_s: float = math.inf
    ) -> Iterator[tuple[Task, Reading]]:
        """Every task with what it came to, as they are done.

        ``beat`` is told what is being read, every second. Texts of a newer version come last; ``older`` is asked for
        the digests of the older when all others are done. At ``until_s`` of the monotonic clock, texts that are being
        read are given up, and those that are waiting are not begun.
        """
        waiting = sorted(tasks, key=lambda task: (task.is_newer, task.waits, -task.size_bytes, task.file))
        while waiting or self._busy:
            self._start(waiting)
            wait([thing for reader in self._busy for thing in reader.signs], self._patience(until_s))
            for reader in tuple(self._busy):
                reading = reader.poll()
                if reading is not None:
                    self._busy.remove(reader)
                    self._retire(reader)
                    yield reader.task, reading
            if all(task.is_newer for task in (*waiting, *(reader.task for reader in self._busy))):
                for reader in self._busy:
                    reader.answer(older)
            if time.monotonic() >= until_s:
                yield from ((reader.task, reader.given_up()) for reader in self._busy)
                return
            beat("; ".join(reader.doing for reader in self._busy))

    def _start(self, waiting: list[Task]) -> None:
        """Hands out tasks while there is room: one text may be of any size, several together only of some."""
        while waiting and len(self._busy) < self._jobs:
            room = _AT_ONCE_BYTES - sum(reader.weight for reader in self._busy)
            # Never a newer text before all older ones are at work: it would wait for them in their place.
            first = [task for task in waiting if task.is_newer == waiting[0].is_newer]
            fitting = next((task for task in first if task.size_bytes <= room), None if self._busy else waiting[0])
            if fitting is None:
                return
            waiting.remove(fitting)
            reader = self._idle.pop() if self._idle else _Reader()
            reader.give(fitting, self._bounds)
            self._busy.append(reader)

    def _patience(self, until_s: float) -> float:
        nearest = min(until_s, *(reader.deadline for reader in self._busy)) - time.monotonic()
        return max(0.01, min(_BEAT_S, nearest))

    def _retire(self, reader: _Reader) -> None:
        """A process that has read something large would keep its memory, so it goes."""
        if reader.usable and reader.task.size_bytes < _LARGE_BYTES:
            self._idle.append(reader)
        else:
            reader.end()


class _Reader:
    """One process, and what it is at."""

    def __init__(self) -> None:
        self._connection, theirs = _CONTEXT.Pipe()
        self._process: ForkServerProcess = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._step = ""
        self._asks = False
        self.usable = True
        self.deadline = math.inf
        self._limit_s = self._patience_s = 0.0
        self.task: Task

    @property
    def signs(self) -> tuple[Connection[Any, Any], int]:
        """What becomes ready when there is something to hear, or nothing more."""
        return self._connection, self._process.sentinel

    @property
    def doing(self) -> str:
        """What it is at, in words."""
        return f"{self.task.file}: {self._step}"

    @property
    def weight(self) -> int:
        """How much text it counts for."""
        return self.task.size_bytes if self._step == PARSING else self.task.size_bytes // _KEPT

    def answer(self, older: Older) -> None:
        """Gives it the older version's digests, if it asks for them."""
        if self._asks:
            self._asks = False
            self.deadline = time.monotonic() + self._patience_s
            with contextlib.suppress(OSError):
                self._connection.send(older())

    def give(self, task: Task, bounds: Bounds) -> None:
        """Begins a task."""
        self.task, self._step, self._asks = task, PARSING, False
        self._limit_s = bounds.time_for(task.size_bytes)
        self._patience_s = bounds.patience * self._limit_s
        self.deadline = time.monotonic() + self._patience_s
        with contextlib.suppress(OSError):  # it has ended already: poll() says so
            self._connection.send(_Given(task, bounds.memory_for(task.size_bytes), self._limit_s))

    def poll(self) -> Reading | None:
        """What the task came to, if it is done, dead or late."""
        try:
            while self._connection.poll():
                said = self._connection.recv()
                if isinstance(said, Reading):
                    return said
                self._asks = isinstance(said, _Asked)
                self.deadline = math.inf if self._asks else self.deadline  # now it is the others who take time
                self._step = said.step if isinstance(said, _Heard) else self._step
        except (EOFError, OSError):
            self.usable = False
            self._process.join(1.0)
            return self._failed(self._cause(self._process.exitcode))
        if time.monotonic() < self.deadline:
            return None
        self.usable = False
        return self._failed(f"it was not done after {self._patience_s:g} s")

    def given_up(self) -> Reading:
        """What is said of a task for which there is no more time."""
        self.usable = False
        return self._failed("there was no more time for it")

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.kill()
        self._process.join(_FAREWELL_S)  # not without end: who tells of its end may itself have been stopped
        self._connection.close()

    def _cause(self, code: int | None) -> str:
        """What the end of a reader means; a parser that gets no memory ends its process by itself."""
        if code == -signal.SIGXCPU:
            return f"it took more than {self._limit_s:g} s of CPU time"
        if code is not None and -code in {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS}:
            return "its reader ran out of memory or stack"
        if code == -signal.SIGKILL:
            return "its reader was killed, as a machine does that is out of memory"
        return f"its reader ended ({code})"

    def _failed(self, why: str) -> Reading:
        return Reading(sha256=self.task.sha256, failed=f"{why} while {self._step}")


def _serve(connection: Connection[Any, Any]) -> None:
    """The life of a reader: one task after the other, until nobody gives it any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the user's interrupt is for the process that started this one
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            given = connection.recv()
        except EOFError:
            return
        _limit(resource.RLIMIT_DATA, given.memory_bytes)
        _limit(resource.RLIMIT_CPU, math.ceil(_computed_s() + given.time_s))
        connection.send(_attempt(given.task, connection))


def _attempt(task: Task, connection: Connection[Any, Any]) -> Reading:
    def older() -> tuple[str, ...]:
        connection.send(_Asked())
        found: tuple[str, ...] = connection.recv()
        return found

    try:
        return read(task, lambda step: connection.send(_Heard(step)), older)
    except MemoryError:
        return Reading(sha256=task.sha256, failed="its reader ran out of memory")
    except RecursionError:
        return Reading(sha256=task.sha256, failed="it is nested too deeply")
    except Exception as error:  # noqa: BLE001 -- hostile text found a mistake of ours: it is said, and the rest goes on
        return Reading(sha256=task.sha256, failed=f"its reader failed: {type(error).__name__}")


def _computed_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _limit(what: int, most: int) -> None:
    """The kernel ends this process at so much; each that it starts has as much for itself. Source: setrlimit(2).

    Data, and not address space: what isolated engines reserve and do not use is not held against them.
    """
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
