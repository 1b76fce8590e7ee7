"""Findings by kind, by place and by what makes them the same in another version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from countermark.model.inspection import Findings
from countermark.model.static import (
    Choice,
    CodeLoading,
    Destination,
    Finding,
    Flow,
    HiddenList,
    Predicate,
    Read,
    Unfinished,
    Where,
)
from countermark.text.short_names import without_short_names


def gathered(found: Iterable[Finding]) -> Findings:
    """Findings by kind, each in the order of files and places."""
    every = sorted(found, key=lambda one: [(where.file, where.start, where.end) for where in places(one)][:1])
    return Findings(
        hidden_lists=tuple(one for one in every if isinstance(one, HiddenList)),
        choices=tuple(one for one in every if isinstance(one, Choice)),
        flows=tuple(one for one in every if isinstance(one, Flow)),
        predicates=tuple(one for one in every if isinstance(one, Predicate)),
        destinations=_merged(one for one in every if isinstance(one, Destination)),
        reads=tuple(one for one in every if isinstance(one, Read)),
        code_loading=tuple(one for one in every if isinstance(one, CodeLoading)),
        unfinished=tuple(one for one in every if isinstance(one, Unfinished)),
    )


def spread(findings: Findings) -> Iterator[Finding]:
    """Every finding, those that say most first."""
    yield from findings.hidden_lists
    yield from findings.choices
    yield from findings.flows
    yield from findings.predicates
    yield from findings.destinations
    yield from findings.reads
    yield from findings.code_loading
    yield from findings.unfinished


def _merged(found: Iterable[Destination]) -> tuple[Destination, ...]:
    """The same destination in several files is one, at its first place."""
    alike: dict[tuple[str, str], Destination] = {}
    for one in found:
        known = alike.get((one.kind, one.value))
        alike[one.kind, one.value] = one if known is None else _sum(known, one)
    return tuple(alike.values())


def _sum(first: Destination, other: Destination) -> Destination:
    return Destination(
        kind=first.kind,
        value=first.value,
        host=first.host,
        count=first.count + other.count,
        where=first.where,
    )


def places(one: Finding) -> Iterator[Where]:
    """Where a finding stands: its own place first, then those that belong to it."""
    match one:
        case Flow(steps=steps):
            yield from (step.where for step in steps)
        case Predicate(where=where, read=read):
            yield where
            yield read.where
        case Unfinished(where=where):
            if where is not None:
                yield where
        case _:
            yield one.where


def fingerprint(one: Finding) -> str:
    """The same for the same finding in another version, whatever things are called and wherever they stand there."""
    said = json.dumps([type(one).__name__, *_essence(one)], ensure_ascii=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()[:16]


def _essence(one: Finding) -> Iterator[object]:
    match one:
        case HiddenList(opaque=True):
            yield from ("opaque", one.count, sorted(one.entries))
        case HiddenList():
            yield sorted(one.entries)
        case Choice():
            yield from (one.form == "table", sorted(one.texts))
        case Flow():
            yield from (sorted({(read.kind, _name(read)) for read in one.sources}), one.sink)
        case Predicate():
            yield from (one.read.kind, _name(one.read), one.operator, sorted(one.literals))
        case Destination():
            yield from (one.kind, one.value)
        case Read():
            yield from (one.kind, _name(one))
        case CodeLoading():
            yield from (one.kind, without_short_names(one.excerpt))
        case Unfinished():
            yield from (one.rule, one.reason)


def _name(read: Read) -> str:
    return without_short_names(read.name) if read.computed else read.name


def is_covert(one: Finding) -> bool:
    """Whether a finding by itself is what nobody who reads the program could see."""
    return isinstance(one, HiddenList) or (isinstance(one, Choice) and one.form != "table")
