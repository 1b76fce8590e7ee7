"""Runs side by side, each in a process of its own; when the pool ends, by whatever cause, nothing is left."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from countermark.errors import LabError, MachineError
from countermark.lab import messages, network
from countermark.lab.forkserver import Cancel, Job, Start
from countermark.lab.run import Kept, Machine, Outcome
from countermark.lab.specification import RunSpec
from countermark.model.run import Captured, LabFailed, Settled, ToolFailed
from countermark.sandbox import bubblewrap, cgroup, clock, namespaces, runtimes

# What a worker may take beside its sessions' time before it counts as dead.
_GRACE_S = 20.0
_CLOSE_S = 5.0
_READ_BYTES = 1 << 20
# Not -m: the classes of the module that runs as __main__ would not be those that the pool pickles.
_SERVE = "from countermark.lab.forkserver import main; main()"
_SYSTEM_PATH = "/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run that settled, under the id that it was asked for."""

    id: str
    settled: Settled


@dataclass(slots=True, kw_only=True)
class _Under:
    """A run under way: what its worker has sent so far."""

    spec: RunSpec
    result: int
    until: float
    received: bytearray = field(default_factory=bytearray)


def machine(mount_point: str) -> Machine:
    """What this machine offers.

    Raises:
        MachineError: a program is missing.
    """
    found = runtimes.find()
    return Machine(
        identity=namespaces.unprivileged_identity(),
        features=bubblewrap.features(),
        runtimes=found,
        clock_works=clock.working(found),
        network=network.Tools(ip=_program("ip", "iproute2"), nft=_program("nft", "nftables")),
        mount_point=mount_point,
        cgroup_parent=cgroup.parent(),
    )


def _program(name: str, package: str) -> str:
    found = shutil.which(name, path=_SYSTEM_PATH)
    if found is None:
        raise MachineError(
            f"{name} is not installed",
            why="the lab sets up every run's own network with it",
            hint=f"apt-get install {package}",
        )
    return found


class Pool:
    """A context manager; one at a time in a process, used from one thread."""

    def __init__(self, workers: int) -> None:
        """``workers`` runs at most are under way at once."""
        self._workers = max(1, workers)
        self._under: dict[int, _Under] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._mount_point = ""
        self._machine: Machine | None = None

    @property
    def machine(self) -> Machine:
        """What was found out about this machine."""
        if self._machine is None:
            raise LabError("the pool is not open")
        return self._machine

    def __enter__(self) -> Self:
        """The fork server stands.

        Raises:
            MachineError: this machine lacks something.
        """
        # Root's TMPDIR may stand where the unprivileged identity cannot go.
        self._mount_point = tempfile.mkdtemp(prefix="countermark-", dir="/tmp" if os.geteuid() == 0 else None)  # noqa: S108
        try:
            self._machine = machine(self._mount_point)
            self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            self._server = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(theirs.fileno()), self._mount_point, self._machine.cgroup_parent],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=dict(os.environ, PYTHONPATH=os.pathsep.join(item for item in sys.path if item)),
            )
            theirs.close()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """No process, mount or folder of ours is left."""
        self._close()

    def run(self, specs: Iterable[RunSpec]) -> Iterator[Finished]:
        """Every one of ``specs``, as they finish (not in their order). Stopping half-way cancels those under way."""
        waiting = deque(specs)
        selector = selectors.DefaultSelector()
        try:
            self._fill(waiting, selector)
            while self._under:
                ended, overdue = self._ended(selector), self._overdue(selector)
                self._fill(waiting, selector)  # before whoever asked is busy with what ended
                yield from (Finished(id=under.spec.id, settled=_settle(under)) for under in ended)
                late = LabFailed(reason="the run's worker did not end in time")
                yield from (Finished(id=under.spec.id, settled=late) for under in overdue)
        finally:
            selector.close()
            for under in tuple(self._under.values()):
                self._cancel(under)

    def _start(self, spec: RunSpec) -> _Under:
        if self._connection is None:
            raise LabError("the pool is not open")
        read, write = os.pipe()
        os.set_blocking(read, False)
        job = _in_memory(pickle.dumps(Job(spec=spec, machine=self.machine)))
        try:
            socket.send_fds(self._connection, [pickle.dumps(Start(id=spec.id))], [write, job])
        except OSError as error:
            os.close(read)
            raise LabError("the lab's fork server is gone", why=str(error.strerror)) from error
        finally:
            os.close(write)
            os.close(job)
        longest = spec.limits.time_s * len(spec.scenario.prompts) + _GRACE_S
        under = _Under(spec=spec, result=read, until=time.monotonic() + longest)
        self._under[read] = under
        return under

    def _fill(self, waiting: deque[RunSpec], selector: selectors.BaseSelector) -> None:
        while waiting and len(self._under) < self._workers:
            under = self._start(waiting.popleft())
            selector.register(under.result, selectors.EVENT_READ)

    def _ended(self, selector: selectors.BaseSelector) -> list[_Under]:
        """Runs whose worker has said all; waits until there is something to read."""
        wait = min(under.until for under in self._under.values()) - time.monotonic()
        read = [self._under[key.fd] for key, _ in selector.select(max(0.0, wait))]
        ended = [under for under in read if self._read(under)]
        for under in ended:
            selector.unregister(under.result)
            self._forget(under)
        return ended

    def _overdue(self, selector: selectors.BaseSelector) -> list[_Under]:
        """Runs that took too long, and are cancelled."""
        now = time.monotonic()
        overdue = [under for under in self._under.values() if under.until < now]
        for under in overdue:
            selector.unregister(under.result)
            self._cancel(under)
        return overdue

    def _read(self, under: _Under) -> bool:
        """Takes what came; true when the worker has closed its end."""
        while True:
            try:
                data = os.read(under.result, _READ_BYTES)
            except BlockingIOError:
                return False
            if not data:
                return True
            under.received += data

    def _forget(self, under: _Under) -> None:
        del self._under[under.result]
        os.close(under.result)

    def _cancel(self, under: _Under) -> None:
        self._forget(under)
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.send(pickle.dumps(Cancel(id=under.spec.id)))

    def _close(self) -> None:
        for under in tuple(self._under.values()):
            self._forget(under)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._server is not None:
            _end(self._server)
            self._server = None
        with contextlib.suppress(OSError):  # the server has removed it already, unless it was killed
            Path(self._mount_point).rmdir()


def _end(server: subprocess.Popen[bytes]) -> None:
    """The closed socket ends the server, which first ends its workers."""
    try:
        server.wait(_CLOSE_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGKILL)
        server.wait()


def _in_memory(data: bytes) -> int:
    descriptor = os.memfd_create("job")
    with open(descriptor, "wb", closefd=False) as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _settle(under: _Under) -> Settled:
    message = messages.whole(under.received)
    if message is None:
        return LabFailed(reason="the run's worker died before it could say what happened")
    try:
        outcome = messages.read_outcome(message)
    except Exception as error:  # noqa: BLE001 -- a broken pickle raises almost anything
        return LabFailed(reason=f"the run's worker said something unreadable: {error}")
    try:
        _store(outcome, under.spec.blobs)
    except OSError as error:
        return LabFailed(reason=f"the evidence could not be written: {error}")
    return outcome.settled


def _store(outcome: Outcome, folder: str) -> None:
    """Every kept stream stands in ``folder`` under the digest of the whole."""
    if isinstance(outcome.settled, (Captured, ToolFailed)):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for kept in outcome.kept:
            _write(folder, kept)


def _write(folder: str, kept: Kept) -> None:
    if not (len(kept.sha256) == hashlib.sha256().digest_size * 2 and kept.sha256.isalnum()):
        raise OSError("a worker named a blob oddly")
    path = Path(folder, kept.sha256)
    if path.exists() and path.stat().st_size >= len(kept.data):
        return
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(kept.data)
        os.fchmod(file.fileno(), 0o644)
    Path(file.name).replace(path)
