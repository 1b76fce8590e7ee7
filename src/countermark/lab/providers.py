"""Who answers a request: the false provider on the model's hosts, a plausible stranger everywhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from countermark.model.profile import Scenario
from countermark.wire.messages import Reply, Request
from countermark.wire.protocols import ALL, ModelProtocol
from countermark.wire import other_hosts
from countermark.errors import UsageError


def protocol(id_: str) -> ModelProtocol:
    """The protocol of this id.

    Raises:
        UsageError: there is none.
    """
    for known in ALL:
        if known.id == id_:
            return known
    raise UsageError(f"no protocol is called {id_!r}", hint=f"one of: {', '.join(p.id for p in ALL)}")


class Providers:
    """Routes every request of a run."""

    def __init__(self, spoken: ModelProtocol, scenario: Scenario, base_url: str) -> None:
        """``base_url`` is what the tool was pointed at; empty where it was not."""
        self._spoken, self._scenario = spoken, scenario
        named = host_of(base_url)
        self._hosts = frozenset((*spoken.hosts, named) if named else spoken.hosts)

    def answer(self, request: Request, connected_to: str) -> Reply:
        """The reply to ``request`` on a connection to the host ``connected_to``."""
        if request.host in self._hosts or connected_to in self._hosts:
            return self._spoken.respond(request, self._scenario)
        return other_hosts.respond(request)


def host_of(url: str) -> str:
    """The host that a URL names, in lower case; empty for what is no URL. Total."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def port_of(url: str) -> int:
    """The port that a URL names or stands for; 0 for what is no URL. Total."""
    try:
        parts = urlsplit(url)
        return parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return 0
