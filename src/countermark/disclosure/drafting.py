"""A disclosure that says what an audit saw, for a vendor to complete with purposes and to answer for."""

from __future__ import annotations

from collections import defaultdict

from countermark.disclosure.places import Hosts, field, fields, plain
from countermark.model.disclosure import Contact, Contacted, Disclosure, Followed, OptOut, Reads, Sent
from countermark.model.static import ReadKind
from countermark.model.verdict import Audit, Kind, Signal

_LEAST_RUNS = 2
"""A host that one run under a level did not contact may be missing by chance."""


def draft(audit: Audit, contacted: tuple[Contacted, ...]) -> Disclosure:
    """What the audit saw, as claims; ``contacted`` are its runs."""
    hosts = Hosts(audit)
    sent = _sent(audit, hosts)
    return Disclosure(
        purl=audit.target.purl,
        sha256=tuple(sorted(item.sha256 for item in audit.target.artifacts)),
        vendor="",
        contacts=_contacts(audit, hosts),
        sent=sent,
        followed=_followed(audit, sent),
        reads=_reads(audit),
        opt_outs=_opt_outs(contacted, hosts),
    )


def is_model_call(purpose: str) -> bool:
    """Whether a destination's purpose, as an audit words it, says that a model was called there."""
    return purpose.startswith("model calls")


def told(signal: Signal, sent: tuple[Sent, ...]) -> bool:
    """Whether an open influence is no more than values that are said to be sent in those fields."""
    if signal.kind is not Kind.OVERT:
        return False
    for factor in {item.factor for item in signal.trigger}:
        said = {name for one in sent if one.factor == factor for name in one.fields}
        if not set(fields(signal)) <= said:
            return False
    return True


def _contacts(audit: Audit, hosts: Hosts) -> tuple[Contact, ...]:
    found: dict[tuple[str, int], tuple[bool, str]] = {}
    for one in audit.destinations:
        key = hosts.contact(one)
        calls, purpose = found.get(key, (False, one.purpose))
        found[key] = calls or is_model_call(one.purpose), purpose
    return tuple(
        Contact(host=host, port=port, model_calls=calls, purpose=purpose)
        for (host, port), (calls, purpose) in sorted(found.items())
    )


def _sent(audit: Audit, hosts: Hosts) -> tuple[Sent, ...]:
    forms: dict[tuple[str, str], set[str]] = defaultdict(set)
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in audit.collections:
        key = one.factor, hosts.name(one.host)
        forms[key].add(one.form)
        places[key].add(field(one.where))
    return tuple(
        Sent(factor=key[0], host=key[1], forms=tuple(sorted(forms[key])), fields=tuple(sorted(places[key])), purpose="")
        for key in sorted(forms)
    )


def _followed(audit: Audit, sent: tuple[Sent, ...]) -> tuple[Followed, ...]:
    found: dict[tuple[tuple[str, ...], Kind], set[str]] = defaultdict(set)
    for signal in (*audit.signals, *audit.overt, *audit.functional):
        if not told(signal, sent):
            found[factors(signal), signal.kind].update(fields(signal))
    return tuple(
        Followed(factors=names, kind=kind, fields=tuple(sorted(found[names, kind])), purpose="")
        for names, kind in sorted(found)
    )


def factors(signal: Signal) -> tuple[str, ...]:
    """The factors of a signal's trigger, sorted."""
    return tuple(sorted({item.factor for item in signal.trigger}))


def _reads(audit: Audit) -> tuple[Reads, ...]:
    found: dict[ReadKind, set[str]] = defaultdict(set)
    for one in audit.coverage.asked:
        found[one.kind].add(plain(one.name))
    return tuple(Reads(kind=kind, names=tuple(sorted(found[kind]))) for kind in sorted(found))


def _opt_outs(contacted: tuple[Contacted, ...], hosts: Hosts) -> tuple[OptOut, ...]:
    """Levels under which a host that every other run contacts is contacted in none."""
    stops: dict[str, set[str]] = defaultdict(set)
    names = {host for one in contacted for host in one.hosts}
    for level in sorted({level for one in contacted for level in one.environment.levels}):
        on = [one for one in contacted if level in one.environment.levels]
        off = [one for one in contacted if level not in one.environment.levels]
        for host in names:
            if len(on) < _LEAST_RUNS or not off or any(host in one.hosts for one in on):
                continue
            if all(host in one.hosts for one in off) and hosts.name(host) == host:  # not one that the user names
                stops[f"{level.factor}={level.value}"].add(host)
    return tuple(OptOut(level=level, stops=tuple(sorted(stops[level]))) for level in sorted(stops))
