"""Seals a real audit directory of a tool that is a function: planned, recorded, sealed and replayed, without a lab."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from countermark.drive.environments import derivations
from countermark.drive.findings import of_verdict, plan, see
from countermark.model.design import FactorLevels, Question
from countermark.model.inputs import AuditInputs
from countermark.model.profile import Profile
from countermark.model.provenance import End
from countermark.model.run import Capture, Captured, Round, RunRequest, SettledRun
from countermark.model.verdict import Scope
from countermark.store.directory import AuditDirectory
from unit.observe.recorded import Recorded
from unit.store import audits

Levels = dict[str, str]
Requests = list[tuple[str, bytes]]
"""Host, and what is said to it."""
Tool = Callable[[Levels], Requests]

FACTORS = {
    "timezone": ("UTC", "Asia/Tokyo", "Europe/Berlin"),
    "hostname": ("build-7f3a", "annas-laptop"),
    "username": ("dev", "mkowalski"),
    "ci": ("none", "github-actions"),
}
INSTANT = "2026-11-21T08:00:00Z"


def sealed(folder: Path, tool: Tool, factors: dict[str, tuple[str, ...]] | None = None) -> Path:
    """An audit of ``tool`` in ``folder``, as many runs as the planner asks for."""
    inputs = _inputs(factors or FACTORS)
    with AuditDirectory.create(folder, inputs) as directory:
        while isinstance(said := _next(directory, inputs), Round):
            directory.write_round(said)
            for request in said.requests:
                _settle(directory, request, tool)
        directory.seal(End())
    return folder


def _next(directory: AuditDirectory, inputs: AuditInputs) -> object:
    runs = of_verdict(directory.settled_runs())
    seen = tuple(one for run in runs if (one := see(run, inputs, directory.blob)) is not None)
    return plan(inputs, tuple(run.request for run in runs), seen)[0]


def _settle(directory: AuditDirectory, request: RunRequest, tool: Tool) -> None:
    left = Recorded().started(1.0, 0.5)
    for host, data in tool({level.factor: level.value for level in request.environment.levels}):
        left.say(data, host)
    staging = directory.staging(request.id)
    for digest, content in left.blobs.items():
        (staging / digest).write_bytes(content)
    capture = Capture(
        run=request.id,
        started=INSTANT,
        clock=INSTANT,
        sessions=left.sessions,
        connections=tuple(left.connections),
        dns=(),
        datagrams=(),
        files=(),
        lab_s=0.1,
    )
    directory.adopt_run(SettledRun(request=request, settled=Captured(capture=capture)), staging)


def _inputs(factors: dict[str, tuple[str, ...]]) -> AuditInputs:
    levels = tuple(FactorLevels(factor=name, levels=values) for name, values in sorted(factors.items()))
    whole = audits.inputs()
    profile: Profile = dataclasses.replace(whole.profile, protocol="anthropic-messages")
    return dataclasses.replace(
        whole,
        profile=profile,
        question=Question(factors=levels, strength=2, seed=1, max_runs=120, confirmations=4),
        scope=Scope(mode="print", endpoint="interception", platform="linux-x64"),
        hints=(),
        derivations=derivations(levels, (INSTANT,)),
        canaries=(),
        skipped=(),
        static=None,
        checks=(),
    )
