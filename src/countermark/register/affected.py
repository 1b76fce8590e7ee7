"""Whom a ban affects: for each tool on each host, what holds there now and what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from countermark.register.bans import Ban, Bans
from countermark.register.inventory import Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """The hosts with a tool that is banned, or will be; ``exempt`` are those with an exception on that day."""

    ban: Ban
    hosts: tuple[str, ...]
    exempt: tuple[str, ...]


def affected(bans: Bans, seen: tuple[Sighting, ...]) -> tuple[Affected, ...]:
    """For each ban the hosts that it meets; an unknown version counts as a banned one."""
    found: list[Affected] = []
    for ban in bans.all:
        versions = {*ban.decision.versions, ""}
        hosts = {one.host for one in seen if one.tool == ban.tool and (ban.is_whole or one.version in versions)}
        day: datetime = max(bans.at, ban.decision.effective)
        spared = {host for one in ban.decision.exceptions if one.expires > day for host in one.hosts}
        found.append(Affected(ban=ban, hosts=tuple(sorted(hosts - spared)), exempt=tuple(sorted(hosts & spared))))
    return tuple(found)
