"""The process from which every run is forked: everything is imported once, and nothing outlives it.

It is a process of its own, single-threaded (a user namespace needs that), in its own session, so that Ctrl-C
reaches the pool alone. When the pool's end of the socket closes, by whatever death, it kills every worker, and
with each worker goes all that it started, since a box dies with its parent.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import pickle
import resource
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

# Imported here because a worker, once it is an unprivileged user in its own mounts, could no longer read them.
from countermark.lab import messages, run
from countermark.lab.run import Machine
from countermark.lab.specification import RunSpec
from countermark.sandbox import cgroup, namespaces

_ENCODINGS = ("ascii", "latin-1", "utf-8", "idna", "punycode", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
_MAX_MESSAGE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A run to start, pickled in memory: no limit on a message's size applies there."""

    spec: RunSpec
    machine: Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The run of this id begins; with the message come the descriptors of its result and of its ``Job``."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """The run of this id is over, whatever it thinks."""

    id: str


def main() -> None:
    """Serves the socket whose number is the first argument, until it closes."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    mount_point = sys.argv[2]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A handler, however empty, makes the wake-up descriptor work and the selector return.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: connection.close())
    _warm_up()
    server = _Server(connection, sys.argv[3])
    try:
        server.serve()
    finally:
        server.kill_all()
        with contextlib.suppress(OSError):
            Path(mount_point).rmdir()


def _warm_up() -> None:
    """Modules that libraries import on first use are imported now."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    from countermark.lab import warmup  # noqa: PLC0415 -- it takes time, and only this process needs it

    warmup.all_paths()


class _Server:
    def __init__(self, connection: socket.socket, cgroup_parent: str) -> None:
        self._connection, self._cgroup_parent = connection, cgroup_parent
        self._workers: dict[int, str] = {}

    def serve(self) -> None:
        """One request at a time; workers that ended are reaped in between."""
        wake_read, wake_write = socket.socketpair()
        for end in (wake_read, wake_write):
            os.set_blocking(end.fileno(), False)
        signal.set_wakeup_fd(wake_write.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            selector.register(wake_read, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if wake_read in ready:
                    with contextlib.suppress(BlockingIOError):
                        wake_read.recv(4096)
                self._reap()
                if self._connection in ready and not self._take():
                    signal.set_wakeup_fd(-1)
                    return

    def _take(self) -> bool:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._connection, _MAX_MESSAGE_BYTES, 2)
        except OSError:
            return False
        if not data:
            return False
        request = pickle.loads(data)  # noqa: S301 -- from the pool, our own parent
        if isinstance(request, Start):
            self._fork(request.id, *descriptors)
        elif isinstance(request, Cancel):
            for process, id_ in tuple(self._workers.items()):
                if id_ == request.id:
                    _kill(process)
        return True

    def _fork(self, id_: str, result: int, job: int) -> None:
        process = os.fork()
        if process == 0:
            _work(job, result, self._connection)
        os.close(result)
        os.close(job)
        self._workers[process] = id_

    def _reap(self) -> None:
        for process in tuple(self._workers):
            done, _ = os.waitpid(process, os.WNOHANG)
            if done:
                del self._workers[process]
                self._tidy(process)

    def _tidy(self, process: int) -> None:
        if self._cgroup_parent:
            cgroup.remove(cgroup.folder_of(self._cgroup_parent, process))

    def kill_all(self) -> None:
        """No worker is left, nor anything that one of them started."""
        for process in self._workers:
            _kill(process)
        for process in self._workers:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, 0)
            self._tidy(process)


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _fall_silent() -> None:
    """Nothing that this process writes reaches the user's terminal: a library's complaint could quote the tool.

    What goes wrong is told with the result, and a worker that dies without one is our failure.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _work(description: int, result: int, connection: socket.socket) -> None:
    """The worker's whole life."""
    try:
        connection.close()
        _fall_silent()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        namespaces.die_with_parent()
        # The server's side needs a descriptor for each of the tool's connections; the tool's own limit comes later.
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        with open(description, "rb") as file:
            job = pickle.load(file)  # noqa: S301 -- from the pool
        outcome = run.execute(job.spec, job.machine)
        with open(result, "wb", buffering=0) as pipe:
            view = memoryview(messages.pack(outcome))
            while view:
                view = view[pipe.write(view) :]
    finally:
        os._exit(0)  # not the server's clean-up: the worker shares its descriptors
