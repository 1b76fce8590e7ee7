"""Provider protocols that the false provider speaks: one file each."""

from __future__ import annotations

from countermark.model.profile import Scenario
from countermark.wire import accounts, other_hosts
from countermark.wire.messages import Reply, Request
from countermark.wire.protocol import CONNECT, OTHER, Protocol
from countermark.wire.protocols import anthropic_messages, gemini, openai_chat, openai_responses

__all__ = ["ALL", "Protocol", "converse", "converses", "find", "match", "respond"]

ALL: tuple[Protocol, ...] = (
    anthropic_messages.PROTOCOL,
    gemini.PROTOCOL,
    openai_chat.PROTOCOL,
    openai_responses.PROTOCOL,
)


def find(protocol_id: str) -> Protocol | None:
    """The protocol of this id."""
    return next((protocol for protocol in ALL if protocol.id == protocol_id), None)


def match(request: Request, preferred: str) -> tuple[Protocol | None, str]:
    """Whose request it is and which endpoint it asks; ``preferred`` (the profile's protocol id) goes first.

    An endpoint that one protocol knows comes before the rest of a host that another one shares with it.
    """
    found = [(protocol, protocol.matches(request)) for protocol in sorted(ALL, key=lambda item: item.id != preferred)]
    known = (pair for pair in found if pair[1] not in {"", OTHER})
    rest = (pair for pair in found if pair[1])
    return next(known, None) or next(rest, None) or (None, "")


def respond(request: Request, scenario: Scenario, preferred: str) -> Reply:
    """The false network's answer to any request for any host."""
    protocol, _ = match(request, preferred)
    if protocol is not None:
        return protocol.respond(request, scenario)
    return accounts.respond(request) or other_hosts.respond(request)


def converses(handshake: Request, preferred: str) -> bool:
    """Whether a protocol is spoken over the WebSocket that ``handshake`` asks for."""
    protocol, endpoint = match(handshake, preferred)
    return protocol is not None and protocol.converse is not None and endpoint == CONNECT


def converse(message: Request, scenario: Scenario, preferred: str) -> tuple[str, ...]:
    """The false provider's messages in answer to one of the client's, in the shape of a request; none from others."""
    protocol, _ = match(message, preferred)
    return protocol.converse(message, scenario) if protocol and protocol.converse else ()
