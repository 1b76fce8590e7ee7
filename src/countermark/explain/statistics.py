"""Explains what fresh pairs of runs bore out: a signal that no single run shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from countermark.explain.signals import Locate
from countermark.model.environment import Environment
from countermark.model.statistics import SeriesKind, Trial
from countermark.model.verdict import Confidence, Kind, Signal, TableRow, TriggerFactor

_SUMMARY: dict[SeriesKind, str] = {
    "delay": "how long the tool waits follows the environment",
    "bit": "a bit of a random-looking text is not drawn by lot under the trigger",
    "share": "under the trigger, a text that renders alike or differs only in format comes up more or less often",
}
_WORKING = "the tool also computes longer, so it may do more work and not wait"
_MORE_REQUESTS = "other requests are made under the trigger, and take their time"


def statistical_signals(
    tried: Iterable[Trial], said: tuple[Signal, ...], baseline: Environment, locate: Locate
) -> tuple[Signal, ...]:
    """Every trial that was borne out, numbered behind what was ``said`` by single runs.

    A delay that comes with as much computing, or with other requests, is functional: what it does is seen elsewhere.
    """
    visible = {
        factor.factor
        for signal in said
        if signal.where.part in {"count", "destination", "dns"}
        for factor in signal.trigger
    }
    told = {(signal.where, signal.channel, factor.factor) for signal in said for factor in signal.trigger}
    found: list[Signal] = []
    for trial in tried:
        where, level = trial.series.address, trial.suspicion.level
        if not trial.proven or (where, trial.series.channel, level.factor) in told:
            continue
        kind, why = _kind(trial, visible)
        number = sum(signal.kind is kind for signal in (*said, *found)) + 1
        found.append(_signal(trial, f"{kind.value}-{number}", kind, why, baseline, locate))
    return tuple(found)


def _kind(trial: Trial, visible: set[str]) -> tuple[Kind, str]:
    if trial.suspicion.kind == "delay":
        longer = abs(trial.on - trial.off)
        if abs(trial.busy_s) * 2 >= longer:
            return Kind.FUNCTIONAL, _WORKING
        if trial.suspicion.level.factor in visible:
            return Kind.FUNCTIONAL, _MORE_REQUESTS
    return Kind.COVERT, _SUMMARY[trial.suspicion.kind]


def _signal(trial: Trial, name: str, kind: Kind, why: str, baseline: Environment, locate: Locate) -> Signal:
    level, series = trial.suspicion.level, trial.series
    parts = (
        "statistical",
        series.kind,
        *map(str, (series.address.role, series.address.part)),
        series.what,
        level.factor,
    )
    usual = TriggerFactor(factor=level.factor, levels=(baseline.value(level.factor),))
    fired = TriggerFactor(factor=level.factor, levels=(level.value,))
    evidence = (locate(run, series.address, "") for run in (trial.on_run, trial.off_run))
    return Signal(
        id=name,
        fingerprint=hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        kind=kind,
        channel=series.channel if kind is Kind.COVERT else "",
        summary=why,
        where=series.address,
        trigger=(fired,),
        table=(
            TableRow(when=(usual,), text="".join(_told(trial, trial.off))),
            TableRow(when=(fired,), text="".join(_told(trial, trial.on))),
        ),
        bits=1.0,
        mutual_information_bits=trial.mutual_information_bits,
        confidence=Confidence(
            p_adjusted=trial.p_adjusted, tests=trial.tests, runs_with=trial.pairs, runs_without=trial.pairs
        ),
        evidence=tuple(one for one in evidence if one is not None),
    )


def _told(trial: Trial, value: float) -> Iterator[str]:
    """One side of the trial in words."""
    if trial.suspicion.kind == "delay":
        yield f"{value * 1000:.0f} ms ({trial.series.what}, the middle of {trial.pairs} runs)"
    else:
        yield f"in {round(value * trial.pairs)} of {trial.pairs} runs: {trial.series.what}"
