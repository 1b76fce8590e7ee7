"""How a disclosure names hosts and fields, so that a claim and an audit can be compared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from countermark.model.observation import Address
from countermark.model.verdict import Audit, Destination, Signal

_NAMING = ("base-url", "https-proxy", "git-remote", "dns")
"""Factors whose levels name hosts: whom the user names is contacted because of that."""
_LOCALHOST = ("127.0.0.1", "::1")
"""What ``localhost`` names. Source: RFC 6761, section 6.3."""
_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
_NTH = re.compile(r"#\d+$")


def field(where: Address) -> str:
    """A place as a disclosure names it: the request, the part of it, and the field, with ``*`` for a position."""
    name = _NUMBER.sub("*", where.pointer) or (where.name if where.part in {"header", "query"} else "")
    return plain(f"{_NTH.sub('', where.role)}: {where.part} {name}".rstrip())


def plain(text: str) -> str:
    """``text`` without the halves of characters that a tool's bytes may have left in it, which no TOML can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def fields(signal: Signal) -> tuple[str, ...]:
    """Every place at which a signal is said, sorted."""
    return tuple(sorted({field(where) for where in (signal.where, *signal.also)}))


class Hosts:
    """Names the hosts of an audit: the user's own by the setting that names them."""

    def __init__(self, audit: Audit) -> None:
        levels = {item.factor: item.levels for item in audit.coverage.factors}
        named = {factor: _hosts(levels.get(factor, ())) for factor in _NAMING}
        self._shown = {
            one.host: f"{{{factor}}}"
            for one in audit.destinations
            for factor, hosts in named.items()
            if one.host in hosts and one.when.startswith(f"when {factor} is ")
        }

    def name(self, host: str) -> str:
        """``host``, or the setting that alone names it."""
        return self._shown.get(host, plain(host))

    def contact(self, one: Destination) -> tuple[str, int]:
        """Host and port as a disclosure names them."""
        name = self.name(one.host)
        return name, 0 if name.startswith("{") else one.port


def _hosts(levels: tuple[str, ...]) -> frozenset[str]:
    found = set()
    for level in levels:
        try:
            found.add(urlsplit(level).hostname or "")
        except ValueError:  # a level that is no URL names no host
            continue
    return frozenset((found | set(_LOCALHOST if "localhost" in found else ())) - {""})
