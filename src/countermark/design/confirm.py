"""Repeats every verified cause on fresh runs, on and off in random order, from which alone p-values come.

Off is the trigger with one level put back, each level in turn. Effects share runs whose environments are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from countermark.design.causes import Cause
from countermark.design.ledger import Ledger, Pattern
from countermark.design.space import bits
from countermark.design.wants import Want
from countermark.model.design import SIGNIFICANT
from countermark.model.run import Purpose

# Where the full number does not fit: 3 a side is the least from which anything follows (p = 0.1), 1 a repetition.
_REDUCED = (3, 1)
# Of a place with many values for the levels of the same factors, so many are confirmed in full, the others by a pair.
_VALUES_IN_FULL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A cause of a pattern, to be confirmed and reported."""

    pattern: Pattern
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmations:
    """The runs still wanted, and how many findings could not be confirmed by ``full`` runs on each side."""

    wants: tuple[Want, ...]
    cut: int
    full: int


def confirmations(findings: tuple[Finding, ...], ledger: Ledger, *, in_turn: bool = True) -> Confirmations:
    """One pair of runs for every finding first, since flakes end there; then as many as the question asks for.

    Both at once where they are not wanted ``in_turn``.

    As many as the question asks for or, where there are many findings, as it takes to be sure of each among them.
    What weighs nothing, and the fifth and further values of one place for one set of factors, get the pair only.
    """
    needs: dict[int, int] = {}
    cut = 0
    most = enough(sum(finding.pattern.weight > 0 for finding in findings), ledger.question.confirmations)
    values: Counter[tuple[str, int]] = Counter()
    for finding in findings:
        key = (finding.pattern.features[0], finding.cause.factors)
        values[key] += 1
        in_full = finding.pattern.weight > 0 and values[key] <= _VALUES_IN_FULL
        full = most if in_full else 1
        for runs in (full, *(fewer for fewer in _REDUCED if fewer < full), 0):
            merged = _merged(needs, _sides(finding.cause, runs, ledger.dead))
            if _cost(merged, ledger) <= ledger.left:
                needs = merged
                cut += runs < full
                break
    first = {state: 1 for state in needs if in_turn and ledger.lacks_confirmations(state, 1)}
    return Confirmations(wants=tuple(_wants(first or needs, ledger)), cut=cut, full=most)


def enough(tests: int, least: int) -> int:
    """So many runs on each side, at ``least``, that an effect in all of them stands out among so many ``tests``.

    Else a program that hides many things at once would hide each behind the others. Of two sides of n runs the exact
    p is at best 2 / C(2n, n), and Holm's adjustment takes it at most ``tests`` times.
    """
    runs = least
    while tests * 2 / comb(2 * runs, runs) > SIGNIFICANT:
        runs += 1
    return runs


def _sides(cause: Cause, runs: int, dead: frozenset[int]) -> dict[int, int]:
    if not runs:
        return {}
    needs = {cause.state: runs}
    others = (bit for bit in bits(cause.state ^ cause.lever) if cause.state ^ bit not in dead)
    levels = [cause.lever, *others]
    for turn in range(runs):
        off = cause.state ^ levels[turn % len(levels)]
        needs[off] = needs.get(off, 0) + 1
    return needs


def _merged(first: dict[int, int], second: dict[int, int]) -> dict[int, int]:
    return first | {state: max(runs, first.get(state, 0)) for state, runs in second.items()}


def _cost(needs: dict[int, int], ledger: Ledger) -> int:
    return sum(ledger.lacks_confirmations(state, runs) for state, runs in needs.items())


def _wants(needs: dict[int, int], ledger: Ledger) -> Iterator[Want]:
    for state, runs in needs.items():
        lacking = ledger.lacks_confirmations(state, runs)
        if lacking:
            why = f"confirm: {ledger.space.words(state)}"
            yield Want(state=state, purpose=Purpose.CONFIRM, why=why, runs=lacking)
