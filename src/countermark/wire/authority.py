"""Whom a request is for: authorities (``host:port``) and the forms a request target can take.

Source: RFC 9112 section 3.2 (request target), RFC 3986 section 3.2 (authority), read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A host (lower case, IPv6 without brackets) and a port; 0 where the port is not said."""

    host: str
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A request target taken apart: empty ``scheme`` and ``authority`` where it is in origin-form."""

    scheme: str
    authority: str
    path: str
    query: str


def read_authority(text: str) -> Authority | None:
    """``[user@]host[:port]`` as an authority; ``None`` where it is not of this form."""
    rest = text.rpartition("@")[2]
    if rest.startswith("["):
        host, bracket, after = rest[1:].partition("]")
        if not bracket or (after and not after.startswith(":")):
            return None
        port_text = after[1:]
    else:
        host, _, port_text = rest.partition(":")
    port = _read_port(port_text)
    return None if not host or port is None else Authority(host=host.lower(), port=port)


def _read_port(text: str) -> int | None:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_PORT))):
        return None
    port = int(text)
    return port if port <= MAX_PORT else None


def read_target(method: str, target: str) -> Target:
    """A request target in any of its four forms (origin, absolute, authority, asterisk); never fails."""
    if method == "CONNECT":
        return Target(scheme="", authority=target, path="", query="")
    scheme, separator, rest = target.partition("://")
    if separator and scheme.isascii() and scheme.isalnum():
        authority, path = _cut_at_path(rest)
        path, _, query = path.partition("?")
        return Target(scheme=scheme.lower(), authority=authority, path=path or "/", query=query)
    path, _, query = target.partition("?")
    return Target(scheme="", authority="", path=path, query=query)


def _cut_at_path(text: str) -> tuple[str, str]:
    cut = min((at for at in (text.find("/"), text.find("?")) if at >= 0), default=len(text))
    return text[:cut], text[cut:]
