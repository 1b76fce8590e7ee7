"""A recorded client stream, read as the lab read it live: the same machines, fed at once."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.wire.http1 import Http1Machine
from countermark.wire.http2 import Http2Machine
from countermark.wire.limits import DEFAULT_LIMITS, Limits
from countermark.wire.messages import ConnectReceived, Event, ProtocolBroken, WebSocketRequested
from countermark.wire.opening import Opening, read_opening
from countermark.wire.websocket import WebSocketMachine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a client stream says.

    ``unread_offset`` is where bytes begin that no machine was for (a tunnel's inside, an unknown protocol,
    what follows a breach of HTTP); -1: none.
    """

    opening: Opening
    events: tuple[Event, ...]
    unread_offset: int = -1


def read_client_stream(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """The events of a whole client stream, decrypted, from its first byte to its end; never raises.

    A WebSocket is taken for granted where it was asked for, as the lab grants it.
    """
    opening = read_opening(data)
    if opening is Opening.HTTP2:
        machine = Http2Machine(limits)
        events = (*machine.receive(data), *machine.finish())
        return Reading(opening=opening, events=events, unread_offset=_broken_at(events, data))
    if opening is Opening.HTTP1:
        return _read_http1(data, limits)
    return Reading(opening=opening, events=(), unread_offset=0 if data else -1)


def _read_http1(data: bytes, limits: Limits) -> Reading:
    machine = Http1Machine(limits)
    events = (*machine.receive(data), *machine.finish())
    last = events[-1] if events else None
    offset = machine.rest_offset
    if isinstance(last, WebSocketRequested):
        socket = WebSocketMachine(offset=offset, limits=limits)
        events = (*events, *socket.receive(machine.take_rest()), *socket.finish())
    elif isinstance(last, ConnectReceived) and offset < len(data):
        return Reading(opening=Opening.HTTP1, events=events, unread_offset=offset)
    return Reading(opening=Opening.HTTP1, events=events, unread_offset=_broken_at(events, data))


def _broken_at(events: tuple[Event, ...], data: bytes) -> int:
    """Where the client left the protocol with bytes still to come, so that they are not lost from sight; or -1."""
    last = events[-1] if events else None
    return last.offset if isinstance(last, ProtocolBroken) and last.offset < len(data) else -1
