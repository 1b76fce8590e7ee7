"""The name server and the search domain, by /etc/resolv.conf.

``unset`` keeps the lab's own. A level is the server's address and, behind a space, a search domain. Whatever address
is asked, the lab answers. Public servers: 114DNS (https://www.114dns.com), Alibaba (https://www.alidns.com), Google
(https://developers.google.com/speed/public-dns), Yandex (https://dns.yandex.com); 100.100.2.136 is the server of
machines in Alibaba Cloud (https://www.alibabacloud.com/help/ecs). The corporate one is of RFC 1918 and
RFC 2606. Source for the file: resolv.conf(5).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from countermark.errors import UsageError
from countermark.factors.factor import UNSET, Factor, derivations, passing
from countermark.model.environment import Derivation, PlacedFile, Setup

_ID = "dns"
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,9}\Z")


def check(value: str) -> None:
    """``value`` is ``unset``, or an IP address and at most one search domain.

    Raises:
        UsageError: it is neither.
    """
    server, _, domain = value.partition(" ")
    try:
        known = value == UNSET or not getattr(ipaddress.ip_address(server), "scope_id", None)
    except ValueError:
        known = False
    if not known or (" " in value and not _DOMAIN.match(domain)):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="it is not an IP address, with or without a search domain behind it",
            hint=f"for example {_ID}='10.1.0.2 corp.example'",
        )


def setup(value: str) -> Setup:
    """The resolver's file."""
    if value == UNSET:
        return Setup()
    server, _, domain = value.partition(" ")
    text = f"nameserver {server}\n" + (f"search {domain}\n" if domain else "")
    return Setup(files=(PlacedFile(path="/etc/resolv.conf", content=text.encode()),))


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The server and the search domain."""
    return derivations(_ID, value, _forms(value))


def _forms(value: str) -> Iterator[tuple[str, str]]:
    if value == UNSET:
        return
    server, _, domain = value.partition(" ")
    yield "value", server
    yield "value", domain


def holding(text: str) -> tuple[str, ...]:
    """The server of this address, or a search domain of this name."""
    bare = text.strip(".").lower()
    return passing((bare, f"10.1.0.2 {bare}"), check)


FACTOR = Factor(
    id=_ID,
    title="The name server and the search domain",
    levels=(UNSET, "10.1.0.2 corp.example"),
    contrasts=("114.114.114.114", "223.5.5.5", "100.100.2.136", "8.8.8.8", "77.88.8.8", "10.1.0.2 corp.example.cn"),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
