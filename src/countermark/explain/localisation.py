"""Which blocks of a program ran otherwise where a signal was there than where it was not.

A branch that is taken wherever a text is sent and never where another is, is where the program decides; a function that
runs in the ones alone is what follows from it, and how often something ran (a search that ends early) tells least.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from countermark.model.branches import Branch, BranchKind, Span
from countermark.model.environment import Environment, Level
from countermark.model.probes import Executed
from countermark.model.verdict import Signal, TableRow, TriggerFactor

MOST_ROWS = 8
FEWEST_RUNS = 12
"""Each text against all others then stands on enough runs: of 2 against 10, a coin tells them apart once in 2,048."""

MOST_BRANCHES = 10

_LEAST = 2
"""Runs on each side: one could differ from one other in whatever varies by itself."""

_APART = 16
"""Code units between two blocks that are arms of one decision, at most: ``} else {`` and blanks."""

_ORDER: tuple[BranchKind, ...] = ("branch", "function", "count")
_Key = tuple[str, int, int]
_Function = Mapping[str, tuple[tuple[int, ...], ...]]
"""The counts of one function by run: one row for each process that ran it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What ran in one run, and where it ran."""

    run: str
    environment: Environment
    scripts: tuple[Executed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Runs in which a piece of a signal said ``text``, and runs in which it said something else."""

    text: str | None
    on: tuple[str, ...]
    off: tuple[str, ...]


def surroundings(signals: Sequence[Signal], usual: Environment) -> tuple[Environment, ...]:
    """Where to count, run by run: as usual, and in the surroundings nearest to that under which each text is sent.

    First one for each text of each signal, then for each another one, as unlike the first as its text allows, or the
    same again where there is no other: what differs between two runs of one text is no part of the signal. Where that
    makes few runs, all of it comes again.
    """
    rows = [row for signal in signals for table in _tables(signal) for row in table][:MOST_ROWS]
    firing = _firing(rows, usual)
    near = (_merged(usual, [(item.factor, _nearest(item, usual)) for item in row.when]) for row in rows)
    far = (_merged(usual, [(item.factor, _farthest(item, usual, firing)) for item in row.when]) for row in rows)
    turn = (*dict.fromkeys((usual, *near)), *dict.fromkeys((usual, *far)))
    return turn * math.ceil(FEWEST_RUNS / len(turn))


def _firing(rows: Iterable[TableRow], usual: Environment) -> frozenset[Level]:
    """Levels under which something else is said than usually."""
    return frozenset(
        Level(factor=item.factor, value=level)
        for row in rows
        for item in row.when
        for level in item.levels
        if usual.value(item.factor) not in item.levels
    )


def _merged(usual: Environment, levels: Iterable[tuple[str, str]]) -> Environment:
    return usual.merged(*(Level(factor=factor, value=value) for factor, value in levels))


def _nearest(item: TriggerFactor, usual: Environment) -> str:
    mine = usual.value(item.factor)
    return mine if mine in item.levels else item.levels[0]


def _farthest(item: TriggerFactor, usual: Environment, firing: frozenset[Level]) -> str:
    """Another level than the nearest where there is one: one that fires elsewhere rather than the last."""
    others = [level for level in item.levels if level != _nearest(item, usual)]
    fires = [level for level in others if Level(factor=item.factor, value=level) in firing]
    return (fires or others[-1:] or list(item.levels))[0]


def _tables(signal: Signal) -> tuple[tuple[TableRow, ...], ...]:
    """The pieces of a signal that are triggered on their own; itself where it has none."""
    return tuple(one.table for one in signal.components) or (signal.table,)


def branches(signal: Signal, runs: Sequence[Counted], usual: Environment) -> tuple[Branch, ...]:
    """The places that ran otherwise with the signal than without it, those that tell most first."""
    told = [one for table in _tables(signal) for one in _partitions(table, runs, usual)]
    if not told:
        return ()
    found = [branch for functions in _varying(runs) for branch in _of_function(*functions, told)]
    best = min((_ORDER.index(one.kind) for one in found), default=0)
    # What merely follows is of interest only where the decision itself was not seen.
    kept = [one for one in found if _ORDER.index(one.kind) == best]
    return tuple(sorted(kept, key=lambda one: (-len(one.texts), one.span.end - one.span.start, one.span)))[
        :MOST_BRANCHES
    ]


def _partitions(table: Sequence[TableRow], runs: Sequence[Counted], usual: Environment) -> Iterator[_Told]:
    """Each text against all others; of two texts, that which is not the usual one."""
    said: dict[str | None, list[str]] = {}
    for run in runs:
        row = _row(table, run.environment)
        if row is not None:
            said.setdefault(row.text, []).append(run.run)
    mine = _row(table, usual)
    for text, on in said.items():
        if len(said) == _LEAST and mine is not None and text == mine.text:
            continue
        off = [run for other, some in said.items() if other != text for run in some]
        if len(on) >= _LEAST and len(off) >= _LEAST:
            yield _Told(text=text, on=tuple(on), off=tuple(off))


def _row(table: Iterable[TableRow], environment: Environment) -> TableRow | None:
    """The row that says what is sent there."""
    return next((row for row in table if all(environment.value(one.factor) in one.levels for one in row.when)), None)


def _varying(runs: Sequence[Counted]) -> Iterator[tuple[_Key, _Function]]:
    """The functions whose counts are not the same in all runs, with those counts by run."""
    by_key: dict[_Key, dict[str, tuple[tuple[int, ...], ...]]] = {}
    for run in runs:
        for script in run.scripts:
            for function in script.functions:
                counts = by_key.setdefault((script.script, function[0], function[1]), {})
                counts[run.run] = (*counts.get(run.run, ()), function)
    for key, counts in sorted(by_key.items()):
        if len(counts) < len(runs) or len(set(counts.values())) > 1:
            yield key, counts


def _of_function(key: _Key, counts: _Function, told: Sequence[_Told]) -> list[Branch]:
    """The places in one function that tell; blocks side by side are arms of one decision."""
    script, first, last = key
    rows = {row for some in counts.values() for row in some}
    spans = sorted({row[at : at + 2] for row in rows for at in range(0, len(row), 3)})
    found: list[Branch] = []
    for one in told:
        whole = _kind(one, counts, first, last)
        inside: set[BranchKind] = {"branch"} if whole else {"branch", "count"}
        if whole is not None:
            found.append(_branch(Span(script=script, start=first, end=last), one, _AS_A_WHOLE[whole]))
        for start, end in spans if whole != "branch" else ():
            kind = _kind(one, counts, start, end)
            if kind in inside:
                found.append(_branch(Span(script=script, start=start, end=end), one, kind))
    return _joined(found)


_AS_A_WHOLE: Mapping[BranchKind, BranchKind] = {"branch": "function", "count": "count"}


def _branch(span: Span, told: _Told, kind: BranchKind) -> Branch:
    return Branch(kind=kind, span=span, texts=(told.text,), runs=len(told.on) + len(told.off))


def _kind(told: _Told, counts: _Function, start: int, end: int) -> BranchKind | None:
    """How the block tells the two sides apart; nothing where it does not."""
    on = {times(counts.get(run, ()), start, end) for run in told.on}
    off = {times(counts.get(run, ()), start, end) for run in told.off}
    if (min(on) > 0 and max(off) == 0) or (min(off) > 0 and max(on) == 0):
        return "branch"
    return "count" if max(on) < min(off) or max(off) < min(on) else None


def times(rows: Sequence[tuple[int, ...]], start: int, end: int) -> int:
    """How often a block ran in all: in each process as often as the smallest block around it that was counted."""
    return sum(min(_around(row, start, end), default=(0, 0, 0))[2] for row in rows)


def _around(row: tuple[int, ...], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for at in range(0, len(row), 3):
        if row[at] <= start and end <= row[at + 1]:
            yield row[at + 1] - row[at], -at, row[at + 2]


def _joined(found: Iterable[Branch]) -> list[Branch]:
    """Places of one kind that lie in one another, or side by side, as one."""
    joined: list[Branch] = []
    for one in sorted(found, key=lambda one: (_ORDER.index(one.kind), one.span)):
        last = joined[-1] if joined else None
        if last is None or last.kind != one.kind or one.span.start - last.span.end > _APART:
            joined.append(one)
            continue
        joined[-1] = replace(
            last,
            span=replace(last.span, end=max(last.span.end, one.span.end)),
            texts=tuple(dict.fromkeys((*last.texts, *one.texts))),
            runs=max(last.runs, one.runs),
        )
    return joined
