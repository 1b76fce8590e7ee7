"""Lies in disclosures that audits bear out: how many are contradicted, and whether any passes.

    python evals/disclosure_lies.py DIR ...

Drafts a disclosure from each sealed audit, makes every lie of every kind from it that can be made by leaving out or
altering one thing, and puts each to the audit.
"""

# ruff: noqa: INP001 -- a script

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from countermark.disclosure.drafting import draft
from countermark.disclosure.verifying import verify
from countermark.drive.disclose import contacted
from countermark.drive.replay import replay
from countermark.model.disclosure import Answer, Contacted, Disclosure, OptOut
from countermark.model.verdict import Audit, Kind
from countermark.store.directory import AuditDirectory

_SOFTER = {Kind.COVERT: Kind.FUNCTIONAL, Kind.FUNCTIONAL: Kind.OVERT, Kind.OVERT: Kind.FUNCTIONAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """A false disclosure: its kind, and what it is about."""

    kind: str
    about: str
    said: Disclosure


def lies(true: Disclosure, runs: tuple[Contacted, ...]) -> Iterator[Lie]:
    """Every lie of every kind, one thing at a time."""
    yield from _of_destinations(true)
    yield from _of_values(true)
    yield from _of_influences(true)
    for number, one in enumerate(true.reads):
        for name in one.names:
            rest = replace(one, names=tuple(other for other in one.names if other != name))
            yield Lie(
                kind="a read left out",
                about=f"{one.kind} {name}",
                said=replace(true, reads=_with(true.reads, number, rest)),
            )
    yield from _of_opt_outs(true, runs)


def _of_destinations(true: Disclosure) -> Iterator[Lie]:
    for number, one in enumerate(true.contacts):
        rest = _with(true.contacts, number)
        yield Lie(kind="a destination left out", about=one.host, said=replace(true, contacts=rest))
        other = _with(true.contacts, number, replace(one, model_calls=not one.model_calls))
        yield Lie(kind="what a host is for", about=one.host, said=replace(true, contacts=other))


def _of_values(true: Disclosure) -> Iterator[Lie]:
    for number, one in enumerate(true.sent):
        about = f"{one.factor} to {one.host}"
        yield Lie(kind="a value left out", about=about, said=replace(true, sent=_with(true.sent, number)))
        form = "sha256" if one.forms == ("clear",) else "clear"
        changed = {"another form": replace(one, forms=(form,)), "another field": replace(one, fields=("elsewhere",))}
        changed["another host"] = replace(one, host="elsewhere.example")
        changed["another factor"] = replace(one, factor="elsewhere")
        if len(one.fields) > 1:
            changed["a field denied"] = replace(one, fields=one.fields[1:])
        if len(one.forms) > 1:
            changed["a form denied"] = replace(one, forms=one.forms[1:])
        for kind, other in changed.items():
            yield Lie(kind=kind, about=about, said=replace(true, sent=_with(true.sent, number, other)))


def _of_influences(true: Disclosure) -> Iterator[Lie]:
    for number, one in enumerate(true.followed):
        about = f"{one.kind.value} {', '.join(one.factors)}"
        yield Lie(kind="a factor not told", about=about, said=replace(true, followed=_with(true.followed, number)))
        changed = {"a softer kind": replace(one, kind=_SOFTER[one.kind])}
        changed["another factor that is followed"] = replace(one, factors=("elsewhere",))
        if len(one.fields) > 1:
            changed["a place of it denied"] = replace(one, fields=one.fields[1:])
        for kind, other in changed.items():
            yield Lie(kind=kind, about=about, said=replace(true, followed=_with(true.followed, number, other)))


def _of_opt_outs(true: Disclosure, runs: tuple[Contacted, ...]) -> Iterator[Lie]:
    """Levels that are said to stop a host, and do not."""
    hosts = {one.host for one in true.contacts}
    for level in sorted({level for one in runs for level in one.environment.levels}):
        on = [one for one in runs if level in one.environment.levels]
        reached = sorted(host for host in hosts if any(host in one.hosts for one in on))
        if reached:
            false = OptOut(level=f"{level.factor}={level.value}", stops=(reached[-1],))
            kept = tuple(one for one in true.opt_outs if one.level != false.level)
            yield Lie(
                kind="an opt-out that does nothing",
                about=f"{false.level}: {reached[-1]}",
                said=replace(true, opt_outs=(*kept, false)),
            )


def _with(items: tuple[Any, ...], number: int, *other: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- of one type each
    return (*items[:number], *other, *items[number + 1 :])


def outcome(said: Disclosure, audit: Audit, runs: tuple[Contacted, ...]) -> Answer:
    """What ``countermark verify-disclosure`` says of it as a whole."""
    found = verify(said, audit, runs)
    if found.having("contradicted"):
        return "contradicted"
    return "not-exercised" if found.having("not-exercised") else "confirmed"


def main(folders: list[str]) -> int:
    """Prints a line for each audit and kind; fails where a lie is confirmed or fewer than 95 % are contradicted."""
    total: Counter[Answer] = Counter()
    for folder in folders:
        audit, runs = replay(Path(folder)), contacted(AuditDirectory.open_sealed(Path(folder)).settled_runs())
        true = draft(audit, runs)
        told = outcome(true, audit, runs)
        sys.stdout.write(f"{audit.target.purl}: the draft itself is {told}\n")
        counts: dict[str, Counter[Answer]] = {}
        for lie in lies(true, runs):
            answer = outcome(lie.said, audit, runs)
            counts.setdefault(lie.kind, Counter())[answer] += 1
            if answer != "contradicted":
                sys.stdout.write(f"  {answer}: {lie.kind}, {lie.about[:90]!a}\n")
        for kind, found in sorted(counts.items()):
            sys.stdout.write(f"  {kind}: {found['contradicted']} of {found.total()} contradicted\n")
            total += found
    sys.stdout.write(f"{total['contradicted']} of {total.total()} lies contradicted, {total['confirmed']} confirmed\n")
    return int(total["confirmed"] > 0 or total["contradicted"] < _LEAST * total.total())


_LEAST = 0.95

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
