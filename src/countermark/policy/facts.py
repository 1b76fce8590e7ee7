"""What of an audit can be allowed: its covert signals, what it collects, and whom it contacts."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from countermark.model.policy import CollectionFact, DestinationFact, Facts, SignalFact, Told
from countermark.model.verdict import Audit

SETTINGS = ("base-url", "https-proxy")
"""Factors by whose levels the user, and not the tool, names a host."""


def told(audit: Audit) -> Told:
    """What there is to allow of an audit, as its JSON tells it too."""
    return Told(
        tool=audit.target.name,
        profile=audit.profile_id,
        signals=tuple(SignalFact(fingerprint=one.fingerprint, bits=one.bits) for one in audit.signals),
        collections=tuple(CollectionFact(factor=one.factor, form=one.form, host=one.host) for one in audit.collections),
        destinations=tuple(DestinationFact(host=one.host, port=one.port) for one in audit.destinations),
        varied=audit.coverage.factors,
    )


def facts(said: Told) -> Facts:
    """The same, each once, sorted, without the hosts that the user's own settings named."""
    own = {
        host: item.factor
        for item in said.varied
        if item.factor in SETTINGS
        for level in item.levels
        if (host := host_of(level))
    }
    collections = {replace(one, host=own.get(one.host, one.host)) for one in said.collections}
    return Facts(
        signals=tuple(sorted(set(said.signals))),
        collections=tuple(sorted(collections)),
        destinations=tuple(sorted({one for one in said.destinations if one.host not in own})),
    )


def host_of(level: str) -> str:
    """The host that a URL names; empty where it is none."""
    try:
        return urlsplit(level).hostname or ""
    except ValueError:
        return ""
