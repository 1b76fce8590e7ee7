"""What a plan did not come to, in words: runs without evidence, causes that were not traced, levels without time."""

from __future__ import annotations

from collections.abc import Iterable

from countermark.model.design import Conclusion
from countermark.model.run import LabFailed, SettledRun, Skipped, ToolFailed


def stopped_because(conclusion: Conclusion, runs: Iterable[SettledRun], good: frozenset[str]) -> tuple[str, ...]:
    """Why the plan was not carried out whole; empty when it was. ``good`` are the ids of the runs with evidence."""
    unreplaced = conclusion.unreplaced
    reasons = [conclusion.reason] if conclusion.reason else []
    if unreplaced:
        reasons.append(f"{unreplaced} planned runs ended twice without a capture")
        reasons.extend(_failures(runs, good))
    return tuple(reasons)


def untraced(conclusion: Conclusion) -> tuple[Skipped, ...]:
    """What is no part of what every verdict rests on, and for which runs or time did not suffice."""
    found: list[str] = []
    count = conclusion.untraced_open
    if count:
        what = "group of openly visible differences was" if count == 1 else "groups of openly visible differences were"
        found.append(f"{count} {what} not traced to a smallest cause")
    if conclusion.untried:
        runs = "run" if conclusion.untried == 1 else "runs"
        found.append(f"there was no time for {conclusion.untried} {runs} with levels outside the covering array")
    return tuple(Skipped(step="plan", reason=reason) for reason in found)


def _failures(runs: Iterable[SettledRun], good: frozenset[str]) -> tuple[str, ...]:
    """The distinct reasons for which runs ended without usable evidence, with how often each did."""
    counts: dict[str, int] = {}
    for run in runs:
        if run.request.id not in good:
            counts[_reason(run)] = counts.get(_reason(run), 0) + 1
    return tuple(f"{count} of the runs: {reason}" for reason, count in sorted(counts.items()))


def _reason(run: SettledRun) -> str:
    if isinstance(run.settled, ToolFailed):
        return f"the tool failed: {run.settled.reason}"
    if isinstance(run.settled, LabFailed):
        return f"the lab failed: {run.settled.reason}"
    codes = sorted({session.exit_code for session in run.settled.capture.sessions})
    return f"the tool exited with {', '.join(str(code) for code in codes)} before it called a model"
