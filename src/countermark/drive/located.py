"""From runs that counted blocks to the places at which an audit's signals were decided: pure, like all of a replay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from countermark.design.space import baseline
from countermark.drive.findings import ReadBlob, is_localising, see
from countermark.explain.localisation import Counted, branches
from countermark.explain.origins import met
from countermark.explain.probes import probe_reports
from countermark.model.branches import Branch, SpanText
from countermark.model.environment import Environment
from countermark.model.inputs import AuditInputs
from countermark.model.observation import Address, Observation
from countermark.model.probes import ProbeReport
from countermark.model.run import LabFailed, Purpose, SettledRun, Skipped
from countermark.model.verdict import Audit, Signal
from countermark.observe.blocks import executed

_NO_PROBE = "no probe counts what runs in such a program, or none was to be used"
_NO_COUNTS = "the runs that were to count what runs left no whole counts"


def localised(audit: Audit, inputs: AuditInputs, runs: Iterable[SettledRun], read: ReadBlob) -> Audit:
    """The audit with the places at which each signal was decided, as far as runs that counted blocks tell."""
    if not audit.signals:
        return audit
    every = tuple(runs)
    tried = tuple(run for run in every if is_localising(run.request))
    counted = tuple(one for run in tried for one in _counted(run, read))
    if not counted:
        reason = f"where in the program the signals are decided: {_NO_COUNTS if tried else _NO_PROBE}"
        return replace(audit, skipped=(*audit.skipped, Skipped(step="localise", reason=reason)))
    usual = baseline(inputs.question.factors)
    said = tuple(replace(one, branches=branches(one, counted, usual)) for one in audit.signals)
    noisy = frozenset(one.where for one in audit.noise)
    known = {one.probe for one in audit.probes}
    further = tuple(one for one in _reports(every, usual, inputs, noisy, read) if one.probe not in known)
    return replace(audit, signals=said, probes=(*audit.probes, *further))


def _reports(
    runs: tuple[SettledRun, ...],
    usual: Environment,
    inputs: AuditInputs,
    noisy: frozenset[Address],
    read: ReadBlob,
) -> tuple[ProbeReport, ...]:
    """How probes that count fared: in the usual surroundings, where the verdict's own runs stand beside them."""
    by_probe: dict[str, list[Observation]] = {}
    for run in runs:
        request = run.request
        beside = is_localising(request) or request.purpose is Purpose.BASELINE
        seen = see(run, inputs, read) if beside and request.environment == usual else None
        if seen is not None:
            by_probe.setdefault(request.probe, []).append(seen.observation)
    without = tuple(by_probe.pop("", ()))
    return probe_reports(without, {name: tuple(said) for name, said in by_probe.items()}, noisy)


def _counted(run: SettledRun, read: ReadBlob) -> Iterator[Counted]:
    """What ran in a run; nothing where its log is not whole."""
    if isinstance(run.settled, LabFailed):
        return
    for blob in run.settled.capture.traces:
        scripts = executed(read(blob))
        if scripts:
            yield Counted(run=run.request.id, environment=run.request.environment, scripts=scripts)


def worded(audit: Audit, texts: Iterable[SpanText]) -> Audit:
    """The audit with what stands at each place, and the findings of the program text that meet it."""
    known = {one.span: one for one in texts}

    def dressed(signal: Signal, branch: Branch) -> Branch:
        text = known.get(branch.span)
        if text is None or text.excerpt is None:
            return branch
        origins = met(text.excerpt.where, signal.origins, audit.static.findings) if audit.static else ()
        return replace(branch, excerpt=text.excerpt, origins=origins)

    return replace(
        audit,
        signals=tuple(
            replace(signal, branches=tuple(dressed(signal, branch) for branch in signal.branches))
            for signal in audit.signals
        ),
    )
