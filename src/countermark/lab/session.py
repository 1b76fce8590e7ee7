"""One start of the tool in its box, watched until it and all that it started are gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from countermark.errors import LabError
from countermark.lab.journal import StreamLog
from countermark.lab.terminal import Typist, become_foreground
from countermark.model.run import Session
from countermark.sandbox import bubblewrap, limits, seccomp, watchdog
from countermark.sandbox.bubblewrap import Box, Features
from countermark.sandbox.cgroup import Group
from countermark.sandbox.limits import Limits

_WATCH_EVERY_S = 0.05
_READ_BYTES = 1 << 16
_SIGNAL_EXIT = 128  # a shell's way, and bubblewrap's, to say that a signal ended the program


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where the two outputs are written down."""

    stdout: StreamLog
    stderr: StreamLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The limits, and the control group that enforces some of them where there is one."""

    limits: Limits
    group: Group | None = None

    def hold(self) -> None:
        """The limits hold for this process, a fresh child before its exec."""
        limits.apply(self.limits)
        if self.group is not None:
            self.group.enter()


class Running:
    """The tool in its box. ``stop`` may be called at any time, from any callback, with the reason."""

    def __init__(
        self, box: Box, have: Features, bounds: Bounds, outputs: Outputs, typist: Typist | None = None
    ) -> None:
        """``box`` without its descriptors: they are opened here. ``typist`` sits before it at a terminal."""
        self._typist = typist
        self._box, self._have, self._outputs = box, have, outputs
        self._hold, self._bounds, self._group = bounds.hold, bounds.limits, bounds.group
        self._stopped_by = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._output_bytes = 0
        self._status = b""

    def stop(self, reason: str) -> None:
        """Everything in the box is killed; the first reason stands."""
        self._stopped_by = self._stopped_by or reason
        if self._process is not None and self._process.returncode is None:
            _kill_below(self._process.pid)
            self._process.kill()

    async def wait(self) -> Session:
        """Runs to the end, by itself or by a limit.

        Raises:
            LabError: the box could not be built.
        """
        began, used = time.monotonic(), _cpu_s()
        ends = self._start()
        typing = asyncio.ensure_future(self._typist.type(self._hang_up)) if self._typist else None
        timer = asyncio.get_running_loop().call_later(self._bounds.time_s, self.stop, _timeout(self._bounds))
        watch = asyncio.ensure_future(self._watch())
        if self._stopped_by:  # a limit of the whole run was passed before
            self.stop(self._stopped_by)
        try:
            await asyncio.gather(*ends)
        finally:
            timer.cancel()
            watch.cancel()
            if typing is not None and not typing.cancel():
                typing.result()
        code = self._reap()
        if self._typist is not None:
            self._typist.close()
        if self._group is not None:
            self._stopped_by = self._stopped_by or self._group.excess(self._bounds)
        hung_up = self._typist is not None and self._typist.hung_up
        if b'"exit-code"' not in self._status and not self._stopped_by and not hung_up:
            said = self._outputs.stderr.kept[:2000].decode("utf-8", "replace").strip()
            raise LabError("the box could not be built", why=said or f"bubblewrap ended with {code}")
        return Session(
            argv=self._box.argv,
            exit_code=-(code - _SIGNAL_EXIT) if _SIGNAL_EXIT < code <= _SIGNAL_EXIT + signal.SIGRTMAX else code,
            timed_out=self._stopped_by == _timeout(self._bounds),
            stopped_by=self._stopped_by,
            wall_s=round(time.monotonic() - began, 6),
            cpu_s=round(_cpu_s() - used, 6),
            stdout=self._outputs.stdout.blob(),
            stderr=self._outputs.stderr.blob(),
            hung_up=hung_up,
        )

    def _hang_up(self) -> None:
        """What did not leave when the terminal was closed is made to."""
        if self._process is not None and self._process.returncode is None:
            _kill_below(self._process.pid)
            self._process.kill()

    def _start(self) -> tuple[asyncio.Future[None], ...]:
        """Starts bubblewrap; the futures are done when its outputs, its status and it itself have ended."""
        walls = self._box.restrictions
        filter_fd = _in_memory(seccomp.program(os.uname().machine)) if walls.seccomp else -1
        status_read, status_write = os.pipe()
        box = bubblewrap.Box(
            argv=self._box.argv,
            root=self._box.root,
            writable=self._box.writable,
            variables=self._box.variables,
            hostname=self._box.hostname,
            folder=self._box.folder,
            restrictions=walls,
            status_fd=status_write,
            seccomp_fd=filter_fd,
            terminal=self._box.terminal,
        )
        # Through a descriptor, because the box's first process would show them on its command line.
        options = _in_memory(b"".join(os.fsencode(item) + b"\0" for item in bubblewrap.arguments(box, self._have)))
        passed = [descriptor for descriptor in (filter_fd, status_write, options) if descriptor >= 0]
        side = self._typist.open() if self._typist else subprocess.PIPE
        self._process = subprocess.Popen(
            [self._have.path, "--args", str(options), "--", *box.argv],
            stdin=side if self._typist else subprocess.DEVNULL,
            stdout=side,
            stderr=side,
            pass_fds=passed,
            preexec_fn=self._prepared,  # noqa: PLW1509 -- this process has a single thread
            env={},
            cwd="/",
        )
        for descriptor in (*passed, *((side,) if self._typist else ())):
            os.close(descriptor)
        return (
            *self._said(),
            self._read(status_read, self._note_status),
            self._read(os.pidfd_open(self._process.pid), None),
        )

    def _prepared(self) -> None:
        """In the fresh child: it is held by its limits, and a terminal that it was given is its own."""
        if self._typist is not None:
            become_foreground()
        self._hold()

    def _said(self) -> tuple[asyncio.Future[None], ...]:
        """Done when the outputs, or the screen, have ended."""
        note = self._count(self._outputs.stdout)
        if self._typist is not None:
            return (self._read(self._typist.screen(), self._typist.seeing(note)),)
        process = self._process
        assert process is not None  # noqa: S101 -- started before
        assert process.stdout is not None  # noqa: S101 -- asked for
        assert process.stderr is not None  # noqa: S101 -- asked for
        return (
            self._read(os.dup(process.stdout.fileno()), note),
            self._read(os.dup(process.stderr.fileno()), self._count(self._outputs.stderr)),
        )

    def _count(self, log: StreamLog) -> Callable[[bytes], None]:
        def take(data: bytes) -> None:
            log.add(data)
            self._output_bytes += len(data)
            if self._output_bytes > self._bounds.output_bytes:
                self.stop(f"more than {self._bounds.output_bytes} bytes of output")

        return take

    def _note_status(self, data: bytes) -> None:
        self._status += data

    def _read(self, descriptor: int, take: Callable[[bytes], None] | None) -> asyncio.Future[None]:
        """Reads ``descriptor`` to its end; without ``take``, waits until it is readable (a pidfd's end)."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        os.set_blocking(descriptor, False)

        def readable() -> None:
            data = b""
            if take is not None:
                try:
                    data = os.read(descriptor, _READ_BYTES)
                except BlockingIOError:
                    return
                except OSError:  # a terminal that nobody holds any more (EIO)
                    data = b""
            if data and take is not None:
                take(data)
                return
            loop.remove_reader(descriptor)
            os.close(descriptor)
            if not done.done():
                done.set_result(None)

        loop.add_reader(descriptor, readable)
        return done

    async def _watch(self) -> None:
        assert self._process is not None  # noqa: S101 -- started before
        while True:
            await asyncio.sleep(_WATCH_EVERY_S)
            reason = watchdog.excess(self._process.pid, self._bounds)
            if reason:
                self.stop(reason)

    def _reap(self) -> int:
        """Waits for bubblewrap and, as whoever adopted them, for all that it left; returns the tool's exit code."""
        assert self._process is not None  # noqa: S101 -- started before
        code = self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        _kill_below(os.getpid())
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
        return code if code >= 0 else _SIGNAL_EXIT - code


def _timeout(bounds: Limits) -> str:
    return f"did not end within {bounds.time_s:g} s"


def _kill_below(process: int) -> None:
    """Kills every descendant of ``process`` but not itself: the first process of the box takes the rest with it."""
    for _ in range(3):
        found = watchdog.descendants(process)
        for child in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(child, signal.SIGKILL)
        if not found:
            return


def _in_memory(data: bytes) -> int:
    """A descriptor from which ``data`` is read."""
    descriptor = os.memfd_create("options")
    os.write(descriptor, data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
