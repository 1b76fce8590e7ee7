"""Who answers a request: the false provider on the model's hosts, a plausible stranger everywhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from countermark.errors import UsageError
from countermark.model.profile import Scenario
from countermark.wire import protocols, switches
from countermark.wire.cookies import with_cookies
from countermark.wire.messages import Reply, Request
from countermark.wire.switches import Served


class Providers:
    """Answers every request of a run."""

    def __init__(self, protocol_id: str, scenario: Scenario, base_url: str, served: Served | None = None) -> None:
        """``base_url`` is what the tool was pointed at, empty where it was not; ``served`` the switches to be told.

        Raises:
            UsageError: no protocol has this id.
        """
        spoken = protocols.find(protocol_id)
        if spoken is None:
            known = ", ".join(item.id for item in protocols.ALL)
            raise UsageError(f"no protocol is called {protocol_id!r}", hint=f"one of: {known}")
        self._protocol_id, self._scenario, self._served = protocol_id, scenario, served
        hosts = {host for item in protocols.ALL for host in item.hosts}
        self.calls = 0
        """How often a model was asked."""
        self._model_hosts = frozenset((hosts | {host_of(base_url)}) - {""})

    def answer(self, request: Request) -> Reply:
        """The reply to ``request``, whichever host it is for, with cookies."""
        protocol, endpoint = protocols.match(request, self._protocol_id)
        self.calls += protocol is not None and endpoint in protocol.model_endpoints
        told = switches.respond(request, self._served) if self._served else None
        return with_cookies(request, told or protocols.respond(request, self._scenario, self._protocol_id))

    def converses(self, handshake: Request) -> bool:
        """Whether the WebSocket that ``handshake`` asks for is one over which a model is asked."""
        return protocols.converses(handshake, self._protocol_id)

    def converse(self, message: Request) -> tuple[str, ...]:
        """The answers to a WebSocket's message, in the shape of a request."""
        protocol, endpoint = protocols.match(message, self._protocol_id)
        self.calls += protocol is not None and endpoint in protocol.model_endpoints
        return protocols.converse(message, self._scenario, self._protocol_id)

    def is_model(self, host: str) -> bool:
        """Whether ``host`` is a model provider's, by its own name or by the one the tool was pointed at."""
        return host in self._model_hosts


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
