"""What fresh pairs bore out is a covert signal, unless the tool plainly does more; what they did not is none."""

from __future__ import annotations

import pytest

from countermark.explain.statistics import statistical_signals
from countermark.model.environment import Environment
from countermark.model.observation import Address
from countermark.model.statistics import Series, SeriesKind, Suspicion, Trial
from countermark.model.verdict import Confidence, Kind, Signal, TriggerFactor
from influenced import level, levels

BASELINE = Environment(levels=levels("shell=bash ssh=no"))
WAIT = Address(role="run", part="time", name="session 1")


def trial(kind: SeriesKind, *, p: float = 0.001, busy_s: float = 0.0, where: Address = WAIT) -> Trial:
    on, off = (0.3, 0.1) if kind == "delay" else (0.45, 0.0)
    return Trial(
        suspicion=Suspicion(series="s", kind=kind, level=level("shell=zsh"), higher=True, p=0.0001),
        series=Series(name="s", kind=kind, address=where, channel="timing", what="session 1", values=()),
        p_adjusted=p,
        tests=2,
        pairs=20,
        mutual_information_bits=0.4,
        on=on,
        off=off,
        busy_s=busy_s,
        on_run="0007-001",
        off_run="0007-002",
    )


def openly(part: str) -> Signal:
    """A visible signal of the same factor."""
    return Signal(
        id="functional-1",
        fingerprint="",
        kind=Kind.FUNCTIONAL,
        channel="",
        summary="",
        where=Address(role="run", part=part, name="x"),
        trigger=(TriggerFactor(factor="shell", levels=("zsh",)),),
        table=(),
        bits=1.0,
        mutual_information_bits=0.0,
        confidence=Confidence(p_adjusted=0.01, tests=1, runs_with=7, runs_without=7),
        evidence=(),
    )


def explained(one: Trial, *said: Signal) -> tuple[Signal, ...]:
    return statistical_signals((one,), said, BASELINE, lambda *_: None)


def test_a_delay_is_told_by_both_sides() -> None:
    (signal,) = explained(trial("delay"))
    assert (signal.kind, signal.channel, signal.id) == (Kind.COVERT, "timing", "covert-1")
    assert [row.text for row in signal.table] == [
        "100 ms (session 1, the middle of 20 runs)",
        "300 ms (session 1, the middle of 20 runs)",
    ]
    assert [row.when[0].levels for row in signal.table] == [("bash",), ("zsh",)]
    assert (signal.confidence.p_adjusted, signal.confidence.runs_with) == (0.001, 20)


def test_a_share_is_told_in_runs() -> None:
    (signal,) = explained(trial("share"))
    assert [row.text for row in signal.table] == ["in 0 of 20 runs: session 1", "in 9 of 20 runs: session 1"]


def test_what_was_not_borne_out_is_none() -> None:
    assert explained(trial("delay", p=0.02)) == ()


@pytest.mark.parametrize("said", [openly("count"), openly("destination")])
def test_a_delay_beside_other_requests_is_functional(said: Signal) -> None:
    (signal,) = explained(trial("delay"), said)
    assert (signal.kind, signal.channel, signal.id) == (Kind.FUNCTIONAL, "", "functional-2")


def test_a_delay_beside_other_words_stays_covert() -> None:
    (signal,) = explained(trial("delay"), openly("body"))
    assert signal.kind is Kind.COVERT


def test_who_computes_longer_does_more_work() -> None:
    (signal,) = explained(trial("delay", busy_s=0.15))
    assert signal.kind is Kind.FUNCTIONAL


def test_what_single_runs_showed_is_not_said_twice() -> None:
    (said,) = explained(trial("share"))
    assert explained(trial("share"), said) == ()
