"""Runs a tool with and without each of its signals while its blocks are counted, to name where it decides.

No verdict rests on these runs: they come when it stands, and say where in the program to look.
"""

from __future__ import annotations

from countermark.design.space import baseline
from countermark.drive.executed_texts import span_texts
from countermark.drive.findings import COUNTING, LOCALISING
from countermark.drive.located import localised, worded
from countermark.drive.preparation import Prepared
from countermark.drive.progress import Progress
from countermark.drive.running import specification, staged
from countermark.drive.tracing import usable
from countermark.explain.localisation import surroundings
from countermark.lab import CertificateAuthority, Pool, launch
from countermark.lab.probes.record import Probe
from countermark.model.inputs import AuditInputs
from countermark.model.run import Purpose, Round, RunRequest, SettledRun
from countermark.model.verdict import Audit


def localise(prepared: Prepared, audit: Audit, *, jobs: int, progress: Progress, most_runs: int | None = None) -> Audit:
    """The audit with the places at which its signals are decided; what stands there is kept in the directory.

    Nothing is run where that would take more than ``most_runs``.
    """
    inputs, directory = prepared.inputs, prepared.directory
    probe = _probe(prepared) if audit.signals and inputs.traced is not None else None
    planned = _round(audit, inputs, probe.id) if probe is not None else None
    if planned is not None and (most_runs is None or len(planned.requests) <= most_runs):
        _run(prepared, planned, jobs, progress)
    found = localised(audit, inputs, directory.settled_runs() if audit.signals else (), directory.blob)
    spans = {branch.span for signal in found.signals for branch in signal.branches}
    if spans:
        directory.write_spans(span_texts(spans, prepared.root))
    return worded(found, directory.spans)


def _probe(prepared: Prepared) -> Probe | None:
    """One that counts what runs in the runtime of the tool."""
    inputs = prepared.inputs
    usual = RunRequest(id="runtime", environment=baseline(inputs.question.factors), purpose=Purpose.PROBE, why="")
    program = launch(specification(prepared, usual, CertificateAuthority.create()))[0]
    return next((one for one in usable(program, frozenset()) if one.id in COUNTING), None)


def _run(prepared: Prepared, planned: Round, jobs: int, progress: Progress) -> None:
    """Settles every request of the round that has not settled yet."""
    directory, authority = prepared.directory, CertificateAuthority.create()
    directory.write_round(planned)
    known = {run.request.id for run in directory.settled_runs()}
    waiting = {request.id: request for request in planned.requests if request.id not in known}
    progress.step(f"{len(waiting)} runs: {planned.why}")
    with Pool(workers=jobs) as pool:
        for done in pool.run(tuple(specification(prepared, request, authority) for request in waiting.values())):
            run = SettledRun(request=waiting[done.id], settled=done.settled)
            directory.adopt_run(run, staged(prepared, done.id))


def _round(audit: Audit, inputs: AuditInputs, probe: str) -> Round:
    environments = surroundings(audit.signals, baseline(inputs.question.factors))
    requests = tuple(
        RunRequest(
            id=f"{LOCALISING}-{number:03d}",
            environment=environment,
            purpose=Purpose.PROBE,
            why=f"with {probe}",
            probe=probe,
        )
        for number, environment in enumerate(environments, 1)
    )
    why = "where the program runs otherwise with a signal than without it"
    return Round(number=LOCALISING, requests=requests, why=why)
