"""What the program asks its machine: variables, zone, locale, names, network, files, other programs."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.static import Read
from countermark.static.environment import Site, sites
from countermark.static.rules.record import Rule, Subject


def as_read(subject: Subject, site: Site) -> Read:
    """A site as a finding."""
    return Read(kind=site.kind, name=site.name, computed=site.computed, where=subject.at(site.node))


def _find(subject: Subject) -> Iterator[Read]:
    return (as_read(subject, site) for site in sites(subject.program))


READS = Rule(id="reads", title="What is read of the machine", find=_find)
