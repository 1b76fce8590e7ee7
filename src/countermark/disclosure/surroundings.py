"""Claims about what is read, and about what turns something off."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.disclosure.places import plain
from countermark.disclosure.words import listed
from countermark.model.disclosure import Check, Contacted, Disclosure, OptOut
from countermark.model.static import ReadKind
from countermark.model.verdict import Asked, Audit

_READING = frozenset({"program text"})
"""Who found a question by reading alone, so that nobody saw it asked."""


def read_checks(said: Disclosure, audit: Audit) -> Iterator[Check]:
    """Of each kind of question: that these are asked, and no others."""
    claims: dict[ReadKind, set[str]] = {}
    for one in said.reads:
        claims.setdefault(one.kind, set()).update(one.names)
    asked: dict[ReadKind, list[Asked]] = {}
    for item in audit.coverage.asked:
        asked.setdefault(item.kind, []).append(item)
    for kind in sorted(claims.keys() | asked.keys()):
        yield _reads(kind, claims.get(kind, set()), asked.get(kind, []), looked=bool(audit.probes))


def _reads(kind: ReadKind, claimed: set[str], asked: list[Asked], *, looked: bool) -> Check:
    words = f"asked are {listed(claimed)}, and no others"
    strange = [item for item in asked if plain(item.name) not in claimed]
    witnessed = [item.name for item in strange if item.ran == "yes" or not _READING.issuperset(item.found_by)]
    missing = claimed - {plain(item.name) for item in asked}
    subject = f"reads of kind {kind}"
    if witnessed:
        return Check(subject=subject, claim=words, answer="contradicted", why=f"also asked: {listed(witnessed)}")
    if strange:
        why = f"in the program text, and not seen to run: {listed(item.name for item in strange)}"
        return Check(subject=subject, claim=words, answer="not-exercised", why=why)
    if missing:
        return Check(subject=subject, claim=words, answer="not-exercised", why=f"not seen: {listed(missing)}")
    if not looked:
        why = "no probe looked at what is asked"
        return Check(subject=subject, claim=words, answer="not-exercised", why=why)
    return Check(subject=subject, claim=words, answer="confirmed", why="as probes and reading found")


def opt_out_checks(said: Disclosure, contacted: tuple[Contacted, ...]) -> Iterator[Check]:
    """Of each opt-out: that under its level none of its hosts is contacted, and without it they are."""
    for claim in said.opt_outs:
        for host in claim.stops:
            yield _stops(claim, host, contacted)


def _stops(claim: OptOut, host: str, contacted: tuple[Contacted, ...]) -> Check:
    subject, words = f"opt-out {claim.level}", f"{host} is then not contacted"
    on = [one for one in contacted if claim.level in _levels(one)]
    off = [one for one in contacted if claim.level not in _levels(one)]
    broken = next((one.run for one in on if host in one.hosts), "")
    if broken:
        return Check(subject=subject, claim=words, answer="contradicted", why=f"run {broken} contacted it")
    if not on:
        return Check(subject=subject, claim=words, answer="not-exercised", why="no run had this level")
    if not any(host in one.hosts for one in off):
        why = "no run without it contacted the host either"
        return Check(subject=subject, claim=words, answer="not-exercised", why=why)
    return Check(subject=subject, claim=words, answer="confirmed", why=f"in {len(on)} runs")


def _levels(one: Contacted) -> frozenset[str]:
    return frozenset(f"{level.factor}={level.value}" for level in one.environment.levels)
