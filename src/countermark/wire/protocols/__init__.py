"""Provider protocols that the false provider speaks: one file each."""

from __future__ import annotations

from countermark.model.profile import Scenario
from countermark.wire import other_hosts
from countermark.wire.messages import Reply, Request
from countermark.wire.protocol import Protocol
from countermark.wire.protocols import anthropic_messages, openai_chat

__all__ = ["ALL", "Protocol", "find", "match", "respond"]

ALL: tuple[Protocol, ...] = (
    anthropic_messages.PROTOCOL,
    openai_chat.PROTOCOL,
)


def find(protocol_id: str) -> Protocol | None:
    """The protocol of this id."""
    return next((protocol for protocol in ALL if protocol.id == protocol_id), None)


def match(request: Request, preferred: str) -> tuple[Protocol | None, str]:
    """Whose request it is and which endpoint it asks; ``preferred`` (the profile's protocol id) goes first."""
    for protocol in sorted(ALL, key=lambda item: item.id != preferred):
        endpoint = protocol.matches(request)
        if endpoint:
            return protocol, endpoint
    return None, ""


def respond(request: Request, scenario: Scenario, preferred: str) -> Reply:
    """The false network's answer to any request for any host."""
    protocol, _ = match(request, preferred)
    return protocol.respond(request, scenario) if protocol else other_hosts.respond(request)
