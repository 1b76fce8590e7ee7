"""One requested run, executed in a process of its own: false network up, tool in the box, evidence out."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from countermark.errors import CountermarkError, LabError
from countermark.lab import environment, network, stage
from countermark.lab.addresses import Addresses
from countermark.lab.certificates import Leaves
from countermark.lab.connections import House
from countermark.lab.datagrams import Sniffer
from countermark.lab.dns import NameServer
from countermark.lab.environment import Shown
from countermark.lab.front import Front
from countermark.lab.journal import Journal, StreamLog
from countermark.lab.probes.record import FOLDER, LOG
from countermark.lab.providers import Providers
from countermark.lab.session import Bounds, Outputs, Running
from countermark.lab.specification import RunSpec
from countermark.lab.stage import Stage
from countermark.lab.terminal import Typist
from countermark.model.run import Capture, Captured, LabFailed, Session, Settled, ToolFailed
from countermark.sandbox import cgroup, namespaces
from countermark.sandbox.bubblewrap import Box, Features
from countermark.sandbox.cgroup import Group
from countermark.sandbox.namespaces import Identity
from countermark.sandbox.runtimes import Runtime

_DRAIN_S = 0.2
MOST_TRACED_BYTES = 16 * 1024 * 1024
"""Of what a probe wrote; a log of that length was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was found out about this machine once, for all runs. ``mount_point`` is an empty folder.

    ``cgroup_parent`` is the folder for the runs' control groups, empty where none can be made.
    ``clock_works`` names the runtimes that can be given a false clock.
    """

    identity: Identity
    features: Features
    runtimes: tuple[Runtime, ...]
    clock_works: tuple[str, ...]
    network: network.Tools
    mount_point: str
    cgroup_parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The kept bytes of one stream, to be stored under their digest."""

    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to, and its bytes."""

    settled: Settled
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What stands before the tool starts. ``argv`` was chosen while the target's own folder could still be read."""

    argv: tuple[str, ...]
    seen: Shown
    stage: Stage
    group: Group | None


def execute(spec: RunSpec, machine: Machine) -> Outcome:
    """Runs ``spec`` in this process, which must be single-threaded and is of no use for anything else afterwards."""
    began = time.monotonic()
    gc.disable()  # the process is gone before there is anything to collect
    try:
        return _execute(spec, machine, began)
    except CountermarkError as error:
        return Outcome(settled=LabFailed(reason=str(error)))
    except Exception as error:  # noqa: BLE001 -- whatever breaks here is ours, and must not pass for the tool's doing
        return Outcome(settled=LabFailed(reason=f"{type(error).__name__}: {error}"))


def _execute(spec: RunSpec, machine: Machine, began: float) -> Outcome:
    environment.check_program(spec, machine.runtimes)
    if machine.identity.switched:
        environment.check_readable(spec)
    seen = environment.shown(spec, machine.clock_works)
    argv = (*(spec.probe.before if spec.probe else ()), *environment.launch(spec))
    group = _group(spec, machine)
    staged: list[Stage] = []
    namespaces.isolate(
        machine.identity,
        lambda: staged.append(stage.mount_stage(machine.mount_point, machine.identity, spec, machine.runtimes)),
        network=spec.restrictions.network,
    )
    namespaces.die_with_parent()
    namespaces.adopt_orphans()
    setting_up = network.SettingUp(machine.network) if spec.restrictions.network else None
    stage.furnish(staged[0], spec, seen, machine.runtimes)
    if setting_up is not None:
        setting_up.finish()
    return asyncio.run(_Run(spec, machine, Ground(argv=argv, seen=seen, stage=staged[0], group=group), began).settle())


def _group(spec: RunSpec, machine: Machine) -> Group | None:
    """The run's control group; the fork server removes it when this process is gone."""
    if not machine.cgroup_parent:
        return None
    try:
        return cgroup.create(machine.cgroup_parent, str(os.getpid()), spec.limits)
    except OSError as error:
        raise LabError("the run's control group could not be made", why=str(error.strerror)) from error


class _Run:
    """The parts of a run that live at the same time."""

    def __init__(self, spec: RunSpec, machine: Machine, ground: Ground, began: float) -> None:
        self._spec, self._machine, self._began = spec, machine, began
        self._argv, self._seen, self._stage, self._group = ground.argv, ground.seen, ground.stage, ground.group
        self._started = datetime.now(UTC)
        self._reason = ""
        self._fault = ""
        self._running: Running | None = None
        self._outputs: list[StreamLog] = []
        self._journal = Journal(spec.limits, self._stop)

    def _stop(self, reason: str) -> None:
        self._reason = self._reason or reason
        if self._running is not None:
            self._running.stop(reason)

    def _fail(self, fault: str) -> None:
        self._fault = self._fault or fault
        self._stop("our lab failed")

    def _broke(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        self._fail(f"the lab's event loop: {context.get('exception') or context.get('message')}")

    async def settle(self) -> Outcome:
        """All sessions, in one home, on one network."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._broke)
        addresses = Addresses()
        names = NameServer(self._journal, addresses)
        moment = datetime.fromisoformat(self._seen.clock) if self._seen.clock else self._started
        house = House(
            journal=self._journal,
            addresses=addresses,
            leaves=Leaves(self._spec.authority, moment.replace(tzinfo=moment.tzinfo or UTC)),
            names=names,
            providers=self._providers(),
        )
        front = Front(house, self._fail)
        sniffer = Sniffer(self._journal) if self._spec.restrictions.network else None
        if sniffer is not None:
            names.listen(loop)
            sniffer.listen(loop)
            await front.listen(environment.loopback_ports(self._spec))
        sessions = await self._sessions(lambda: house.providers.calls)
        if sniffer is not None:
            await front.drain(_DRAIN_S)
            front.close()
            names.close(loop)
            sniffer.close(loop)
        return self._outcome(sessions)

    def _providers(self) -> Providers:
        spec = self._spec
        return Providers(spec.profile.protocol, spec.scenario, spec.setup.base_url, environment.served(spec))

    async def _sessions(self, calls: Callable[[], int]) -> tuple[Session, ...]:
        done: list[Session] = []
        for prompt in self._spec.scenario.prompts:
            outputs = Outputs(stdout=self._journal.stream(), stderr=self._journal.stream())
            self._outputs += (outputs.stdout, outputs.stderr)
            bounds = Bounds(limits=self._spec.limits, group=self._group)
            self._running = Running(
                self._box(prompt), self._machine.features, bounds, outputs, self._typist(prompt, calls)
            )
            done.append(await self._running.wait())
            if done[-1].stopped_by or self._reason:
                break
        return tuple(done)

    def _typist(self, prompt: str, calls: Callable[[], int]) -> Typist | None:
        """Who sits before the tool, where somebody does."""
        typed = environment.at_terminal(self._spec)
        return Typist(prompt, typed.ready, typed.leave, calls) if typed else None

    def _box(self, prompt: str) -> Box:
        seen = self._seen
        return Box(
            argv=tuple(environment.fill(item, self._spec, seen.home, seen.work, prompt) for item in self._argv),
            root=self._stage.root,
            writable=(*stage.WRITABLE, *((FOLDER,) if self._spec.probe else ())),
            variables=seen.variables,
            hostname=seen.hostname,
            folder=seen.work,
            status_fd=-1,
            terminal=self._spec.setup.terminal,
            restrictions=self._spec.restrictions,
        )

    def _outcome(self, sessions: tuple[Session, ...]) -> Outcome:
        if self._fault:
            return Outcome(settled=LabFailed(reason=self._fault))
        journal = self._journal
        files = stage.files_left(self._stage, self._seen, self._spec.limits.disk_bytes)
        traced = self._traces()
        started = self._started.isoformat(timespec="seconds")
        tool_s = sum(session.wall_s for session in sessions)
        capture = Capture(
            run=self._spec.id,
            started=started,
            clock=self._seen.clock or started,
            sessions=sessions,
            connections=tuple(record.frozen() for record in journal.connections),
            dns=tuple(journal.dns),
            datagrams=journal.frozen_datagrams(),
            files=files,
            lab_s=0.0,
            traces=tuple(log.blob() for log in traced),
        )
        logs = [log for record in journal.connections for log in (record.client, record.server)]
        logs += [log for _, _, _, log in journal.datagrams] + self._outputs + traced
        kept = {log.blob().sha256: log.kept for log in logs}
        capture = replace(capture, lab_s=round(time.monotonic() - self._began - tool_s, 6))
        why = _misbehaviour(sessions, self._reason)
        settled = ToolFailed(reason=why, capture=capture) if why else Captured(capture=capture)
        return Outcome(settled=settled, kept=tuple(Kept(sha256=name, data=data) for name, data in kept.items()))

    def _traces(self) -> list[StreamLog]:
        """What the probe wrote, if one was at work."""
        if self._spec.probe is None:
            return []
        log = self._journal.stream()
        log.add(stage.written(self._stage, LOG, MOST_TRACED_BYTES))
        return [log]


def _misbehaviour(sessions: tuple[Session, ...], reason: str) -> str:
    """Why this run is no ordinary one; empty where every session ended by itself with exit code 0."""
    if reason:
        return reason
    for session in sessions:
        if session.stopped_by:
            return session.stopped_by
        if session.hung_up:
            continue
        if session.exit_code < 0:
            return f"ended by signal {-session.exit_code}"
        if session.exit_code:
            return f"ended with exit code {session.exit_code}"
    return ""
