"""Names an exchange by what it is for, so that the same exchange has the same name in every run.

The host that the environment chose, identifiers in paths and the order of arrival among unlike requests stay
out of the name: they are features of their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from urllib.parse import urlsplit

from countermark.wire import protocols
from countermark.wire.messages import Request

API = "{api}"
"""Stands for the model provider's host, whichever name the environment gave it."""

BASE_URL = "{base-url}"
"""Stands for the host, and the path before every other, that the environment put in the provider's place."""

_IDENTIFIER = re.compile(r"[0-9a-fA-F-]{8,}|[0-9]{4,}|[A-Za-z0-9_-]{24,}")


def provider_hosts(protocol: str) -> frozenset[str]:
    """The real API's own names, for the protocol of this id."""
    found = protocols.find(protocol)
    return frozenset(found.hosts) if found else frozenset()


_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Roles:
    """Hands out role names within one run, numbering exchanges of one kind in the order of time."""

    def __init__(self, preferred: str, base_url: str) -> None:
        """``preferred`` is the id of the protocol that the profile names; others are recognised after it."""
        parts = urlsplit(base_url)
        self._preferred = preferred
        self.named = parts.hostname or ""
        self._prefix = parts.path.rstrip("/")
        # The tool's machine knows its own name without asking, so what is sent there shows the address.
        self._renamed = _LOOPBACK if self.named == "localhost" else frozenset((self.named,)) - {""}
        self._api_hosts = provider_hosts(preferred) | self._renamed
        self._seen: Counter[str] = Counter()

    def role(self, request: Request, host: str, body: str) -> tuple[str, bool]:
        """The role of a request to ``host``, and whether it asks a model for an answer."""
        protocol, endpoint = protocols.match(request, self._preferred)
        if protocol is not None and endpoint != "other":
            where = "" if host in self._api_hosts else f"@{host}"
            kind = f"{protocol.id}:{endpoint}{_variant(body) if endpoint == 'create' else ''}{where}"
            return self.numbered(kind), endpoint == "create"
        if request.method == "CONNECT":
            return self.numbered("CONNECT"), False
        shown = API if host in self._api_hosts else host
        path = request.path.removeprefix(self._prefix) if host in self._renamed else request.path
        return self.numbered(f"{request.method} {shown}{_template(path) or '/'}"), False

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
    return "" if isinstance(value, dict) and (value.get("tools") or _brings_tools(value)) else "[no tools]"


def _brings_tools(body: dict[str, object]) -> bool:
    """Whether an item of an OpenAI Responses request brings the tools, or it goes on from one that did."""
    items = body.get("input")
    brought = isinstance(items, list) and any(isinstance(item, dict) and item.get("tools") for item in items)
    return brought or (bool(items) and bool(body.get("previous_response_id")))


def _template(path: str) -> str:
    return "/".join("*" if _IDENTIFIER.fullmatch(segment) else segment for segment in path.split("/"))
