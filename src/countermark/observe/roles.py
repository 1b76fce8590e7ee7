"""Names an exchange by what it is for, so that the same exchange has the same name in every run.

The host that the environment chose, identifiers in paths and the order of arrival among unlike requests stay
out of the name: they are features of their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter

from countermark.wire import protocols
from countermark.wire.messages import Request

API = "{api}"
"""Stands for the model provider's host, whichever name the environment gave it."""

_IDENTIFIER = re.compile(r"[0-9a-fA-F-]{8,}|[0-9]{4,}|[A-Za-z0-9_-]{24,}")


def provider_hosts(protocol: str) -> frozenset[str]:
    """The real API's own names, for the protocol of this id."""
    found = protocols.find(protocol)
    return frozenset(found.hosts) if found else frozenset()


class Roles:
    """Hands out role names within one run, numbering exchanges of one kind in the order of time."""

    def __init__(self, preferred: str, api_hosts: frozenset[str]) -> None:
        """``preferred`` is the id of the protocol that the profile names; others are recognised after it."""
        self._preferred = preferred
        self._api_hosts = api_hosts
        self._seen: Counter[str] = Counter()

    def role(self, request: Request, host: str, body: str) -> tuple[str, bool]:
        """The role of a request to ``host``, and whether it asks a model for an answer."""
        protocol, endpoint = protocols.match(request, self._preferred)
        if protocol is not None and endpoint != "other":
            where = "" if host in self._api_hosts else f"@{host}"
            kind = f"{protocol.id}:{endpoint}{_variant(body) if endpoint == 'create' else ''}{where}"
            return self.numbered(kind), endpoint == "create"
        if request.method == "CONNECT":
            # Libraries of one program open tunnels side by side; what each sends along tells them apart.
            names = ", ".join(sorted(item.name.lower() for item in request.headers))
            tunnelled = API if request.host in self._api_hosts else request.host
            return self.numbered(f"CONNECT to {tunnelled} ({names})"), False
        shown = API if host in self._api_hosts else host
        return self.numbered(f"{request.method} {shown}{_template(request.path)}"), False

    def numbered(self, kind: str) -> str:
        """``kind`` with its number among its like."""
        self._seen[kind] += 1
        return f"{kind}#{self._seen[kind]}"


def _variant(body: str) -> str:
    """Tells the agent's own call, which offers tools, from small side calls (titles, topics) that come and go."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return "" if isinstance(value, dict) and value.get("tools") else "[no tools]"


def _template(path: str) -> str:
    return "/".join("*" if _IDENTIFIER.fullmatch(segment) else segment for segment in path.split("/"))
