"""What an audit shows that is neither allowed by a policy nor known from an audit that was approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase

from countermark.model.policy import (
    AllowedCollection,
    AllowedDestination,
    Approved,
    CollectionFact,
    Decision,
    DestinationFact,
    Policy,
    Violation,
    Waived,
    Waiver,
)
from countermark.model.verdict import Audit, Signal
from countermark.policy.facts import facts, told

_EXACT = 1e-9
_Entry = Waiver | AllowedCollection | AllowedDestination


def judge(audit: Audit, policy: Policy | None, approved: Approved | None, today: date) -> Decision:
    """The decision; what either allows is allowed, but for a waiver that has expired and for limits."""
    return _Judging(audit, policy, approved, today).decision()


class _Judging:
    def __init__(self, audit: Audit, policy: Policy | None, approved: Approved | None, today: date) -> None:
        self._audit, self._policy, self._today = audit, policy or Policy(origin=""), today
        self._facts = facts(told(audit))
        self._approved = facts(approved.told) if approved else None
        self._profile = approved.told.profile if approved else ""
        self._origins = (policy.origin if policy else "", approved.origin if approved else "")
        self._used: set[_Entry] = set()

    def decision(self) -> Decision:
        signals = tuple(self._signals())
        violations = (
            *(one for one in signals if isinstance(one, Violation)),
            *self._total(),
            *self._collections(),
            *self._destinations(),
        )
        policy = self._policy
        entries: tuple[_Entry, ...] = (*policy.waivers, *policy.collections, *policy.destinations)
        return Decision(
            violations=violations,
            waived=tuple(one for one in signals if isinstance(one, Waived)),
            lacking=tuple(self._lacking()),
            unused=tuple(sorted(entry.line for entry in entries if entry not in self._used)),
            policy=self._origins[0],
            baseline=self._origins[1],
        )

    def _signals(self) -> Iterator[Violation | Waived]:
        limit = self._policy.limits.signal_bits
        for signal in self._audit.signals:
            if limit is not None and signal.bits > limit + _EXACT:
                yield Violation(rule="bits", what=f"{_named(signal)} carries {signal.bits:.2f} bits; {limit:g} may")
            waiver = next((one for one in self._policy.waivers if one.fingerprint == signal.fingerprint), None)
            if waiver:
                self._used.add(waiver)
                yield from self._by_waiver(signal, waiver)
            else:
                yield self._without_waiver(signal)

    def _by_waiver(self, signal: Signal, waiver: Waiver) -> Iterator[Violation | Waived]:
        if waiver.expires < self._today:
            what = f"{_named(signal)} was allowed by {waiver.owner} until {waiver.expires}"
            yield Violation(rule="expired", what=what, line=waiver.line)
        elif waiver.bits is not None and signal.bits > waiver.bits + _EXACT:
            what = f"{_named(signal)} carries {signal.bits:.2f} bits; {waiver.bits:g} are allowed"
            yield Violation(rule="bits", what=what, line=waiver.line)
        else:
            yield Waived(signal=signal, by=waiver)

    def _without_waiver(self, signal: Signal) -> Violation | Waived:
        known = {one.fingerprint: one.bits for one in self._approved.signals} if self._approved else {}
        if signal.fingerprint not in known:
            return Violation(rule="signal", what=f"{_named(signal)} is not allowed")
        before = known[signal.fingerprint]
        if signal.bits > before + _EXACT:
            what = f"{_named(signal)} carries {signal.bits:.2f} bits; {before:.2f} when it was approved"
            return Violation(rule="bits", what=what)
        return Waived(signal=signal, by=None)

    def _total(self) -> Iterator[Violation]:
        limit, total = self._policy.limits.total_bits, sum(signal.bits for signal in self._audit.signals)
        if limit is not None and total > limit + _EXACT:
            yield Violation(rule="bits", what=f"all covert signals together carry {total:.2f} bits; {limit:g} may")

    def _collections(self) -> Iterator[Violation]:
        for one in self._facts.collections:
            entries = [entry for entry in self._policy.collections if _is_collection(entry, one)]
            self._used.update(entries)
            if not entries and not (self._approved and one in self._approved.collections):
                yield Violation(rule="collection", what=f"{one.factor} leaves as {one.form} to {one.host or 'a host'}")

    def _destinations(self) -> Iterator[Violation]:
        for one in self._facts.destinations:
            entries = [entry for entry in self._policy.destinations if _is_destination(entry, one)]
            self._used.update(entries)
            if not entries and not (self._approved and one in self._approved.destinations):
                yield Violation(rule="destination", what=f"{one.host}:{one.port} is contacted")

    def _lacking(self) -> Iterator[str]:
        wanted, coverage = self._policy.complete, self._audit.coverage
        if self._profile not in {"", self._audit.profile_id}:
            yield f"what was approved is {self._profile}, and this is {self._audit.profile_id}"
        varied = {item.factor for item in coverage.factors if len(item.levels) > 1}
        for factor in wanted.factors:
            if factor not in varied:
                yield f"{factor} was not varied"
        if coverage.strength < wanted.strength:
            yield f"{coverage.strength} factors at a time were combined in full, not {wanted.strength}"
        if coverage.combinations_covered < wanted.combinations - _EXACT:
            yield f"{coverage.combinations_covered:.1%} of all combinations were covered, not {wanted.combinations:.1%}"
        if wanted.probes and self._audit.traced is None:
            yield "no probe looked inside of the tool while it ran"


def _named(signal: Signal) -> str:
    factors = " and ".join(one.factor for one in signal.trigger)
    return f"{signal.id} ({signal.channel}, by {factors}, fingerprint {signal.fingerprint})"


def _is_collection(entry: AllowedCollection, one: CollectionFact) -> bool:
    return (
        fnmatchcase(one.factor, entry.factor) and fnmatchcase(one.form, entry.form) and _is_host(one.host, entry.host)
    )


def _is_destination(entry: AllowedDestination, one: DestinationFact) -> bool:
    return entry.port in {0, one.port} and _is_host(one.host, entry.host)


def _is_host(host: str, pattern: str) -> bool:
    return fnmatchcase(host.lower(), pattern.lower())
