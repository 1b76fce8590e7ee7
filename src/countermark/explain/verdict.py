"""The verdict and whether it is complete, from what was found and what was examined."""

from __future__ import annotations

from countermark.explain.kinds import MODEL_CALL
from countermark.model.design import SIGNIFICANT
from countermark.model.verdict import Coverage, OpaquePayload, Signal, Verdict


def verdict(covert: tuple[Signal, ...], incomplete_because: tuple[str, ...]) -> Verdict:
    """A covert signal beats incompleteness; incompleteness beats silence."""
    if covert:
        return Verdict.COVERT
    return Verdict.INCOMPLETE if incomplete_because else Verdict.NOTHING_COVERT_FOUND


def confirmed(signal: Signal) -> bool:
    """Whether fresh runs bore a signal out."""
    return signal.confidence.p_adjusted <= SIGNIFICANT


def unconfirmed_because(covert: tuple[Signal, ...]) -> tuple[str, ...]:
    """One reason for each suspected covert influence that the confirmation runs did not bear out."""
    return tuple(
        f"a suspected covert influence of {' and '.join(item.factor for item in signal.trigger)} "
        f"on {signal.where.role} {signal.where.pointer or signal.where.name} was not confirmed "
        f"({signal.confidence.runs_with} runs with, {signal.confidence.runs_without} without); "
        "a larger --max-runs may decide"
        for signal in covert
        if not confirmed(signal)
    )


def incomplete_because(
    coverage: Coverage, opaque: tuple[OpaquePayload, ...], explained_hosts: frozenset[str], stopped: tuple[str, ...]
) -> tuple[str, ...]:
    """Reasons, in words that a person can act on, for which silence would prove nothing.

    ``explained_hosts`` are the provider's own hosts and those that the user's settings named; ``stopped``
    are reasons of the planner and the lab (budget spent, runs that could not be replaced). What could not be read of
    a call to a model is a reason whoever received it: there a mark would stand.
    """
    reasons = list(stopped)
    if coverage.runs == coverage.failed_runs:
        reasons.append("no run ended with a capture; see the reasons of the failed runs")
    elif not coverage.model_exchanges:
        reasons.append(
            "the tool made no model call in any run, so nothing that it says to a model was seen; "
            "try `countermark profiles check` to see how it starts"
        )
    reasons.extend(
        f"{item.host} received {item.size_bytes} bytes that could not be decoded ({item.reason})"
        for item in opaque
        if item.host not in explained_hosts or MODEL_CALL.search(item.role)
    )
    return tuple(reasons)
