"""Reads a capture: parses the recorded streams again and takes every request apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from countermark.model.observation import Address, Exchange, Feature, Observation, Timing
from countermark.model.run import Blob, Capture, Connection, Direction
from countermark.observe.features import body_features, head_features
from countermark.observe.roles import BASE_URL, Roles
from countermark.observe.sequence import Span, sequence
from countermark.wire.content import Content, Shape, read_content
from countermark.wire.messages import (
    ConnectReceived,
    Request,
    RequestReceived,
    WebSocketMessage,
    WebSocketRequested,
)
from countermark.wire.streams import Reading, read_client_stream
from countermark.wire.websocket import as_request

ReadBlob = Callable[[Blob], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """A request, or a WebSocket message as a request, with where and when it came."""

    at_s: float
    answered_s: float
    connection: Connection
    request: Request


def observe(capture: Capture, read: ReadBlob, protocol: str, base_url: str = "") -> Observation:
    """What ``capture`` says, a function of its bytes alone.

    ``protocol`` is the id of the one that the profile names; ``base_url`` is what the environment put in the
    provider's place, if it did.
    """
    roles = Roles(protocol, base_url)
    features: list[Feature] = list(_looked_up(capture, roles.named))
    exchanges: list[Exchange] = []
    counts: Counter[str] = Counter()
    readings = {item.id: read_client_stream(read(item.client)) for item in capture.connections}
    messages = [message for item in capture.connections for message in _messages(item, readings[item.id])]
    messages.sort(key=lambda one: (one.at_s, one.connection.id, one.request.head_span.offset))
    for message in messages:
        exchange, found = _exchange(message, roles)
        exchanges.append(exchange)
        features.extend(found)
        counts[exchange.role.rpartition("#")[0]] += 1
    features.extend(_tunnels(messages))
    features.extend(_in_order(messages, exchanges))
    exchanges.extend(_unread(capture, readings, roles))
    features.extend(
        Feature(address=Address(role="run", part="count", name=kind), text=str(count)) for kind, count in counts.items()
    )
    unique = {feature.address: feature for feature in features}
    return Observation(
        run=capture.run,
        features=tuple(unique[address] for address in sorted(unique)),
        exchanges=tuple(exchanges),
        timings=tuple(_timings(capture, messages, exchanges)),
        cpu_s=sum(session.cpu_s for session in capture.sessions),
    )


def _timings(capture: Capture, messages: list[_Message], exchanges: list[Exchange]) -> Iterator[Timing]:
    """How long each session waited and did not compute, and each call of a model came after the answer before it."""
    for number, session in enumerate(capture.sessions, 1):
        where = Address(role="run", part="time", name=f"waiting in session {number}")
        yield Timing(where=where, seconds=max(0.0, session.wall_s - session.cpu_s))
    answered = -math.inf
    for message, exchange in zip(messages, exchanges, strict=False):
        if exchange.is_model and math.isfinite(answered):
            where = Address(role=exchange.role, part="time", name="since the answer before")
            yield Timing(where=where, seconds=message.at_s - answered)
        if exchange.is_model:
            answered = message.answered_s


def _looked_up(capture: Capture, named: str) -> Iterator[Feature]:
    """One feature a name: whether it was then contacted or only looked up.

    The name that the environment gave is one feature over all environments.
    """
    contacted = {connection.host for connection in capture.connections}
    for name in {query.name.rstrip(".").lower() for query in capture.dns}:
        outcome = "contacted" if name in contacted else "only looked up"
        address = Address(role="run", part="dns", name=BASE_URL if name == named else name)
        yield Feature(address=address, text=f"{name} {outcome}")


def _tunnels(messages: list[_Message]) -> Iterator[Feature]:
    """What the tool says to a proxy beside where it wants to go, as one feature.

    Libraries of one program open their tunnels side by side, in an order of chance.
    """
    heads = {
        "\n".join(f"{item.name}: {item.value}" for item in message.request.headers if item.name.lower() != "host")
        for message in messages
        if message.request.method == "CONNECT"
    }
    if heads:
        yield Feature(address=Address(role="run", part="header", name="CONNECT"), text="\n\n".join(sorted(heads)))


def _in_order(messages: list[_Message], exchanges: list[Exchange]) -> Iterator[Feature]:
    """Which requests were answered before which others began; nothing where there is only one."""
    spans = [
        Span(role=exchange.role, began_s=message.at_s, answered_s=message.answered_s)
        for message, exchange in zip(messages, exchanges, strict=True)
        if message.request.method != "CONNECT" and not message.request.truncated
    ]
    if len(spans) > 1:
        yield Feature(address=Address(role="run", part="order", name="requests"), text=sequence(spans))


def _messages(connection: Connection, reading: Reading) -> Iterator[_Message]:
    handshake: Request | None = None
    requests: list[Request] = []
    in_turn = connection.transport == "http/1.1"
    for event in reading.events:
        if isinstance(event, RequestReceived | ConnectReceived | WebSocketRequested):
            handshake = event.request
            requests.append(event.request)
        elif isinstance(event, WebSocketMessage) and handshake is not None:
            requests.append(as_request(event, handshake))
            in_turn = False
    began = [_time_of(connection, request.head_span.offset) for request in requests]
    answers = [chunk.at_s for chunk in connection.chunks if chunk.direction is Direction.SERVER]
    for request, at_s, until in zip(requests, began, [*began, math.inf][1:], strict=True):
        # Where answers come while further requests are made, which is whose cannot be told from the times.
        answered = max((one for one in answers if at_s <= one and (one <= until or not in_turn)), default=math.inf)
        yield _Message(at_s=at_s, answered_s=answered, connection=connection, request=request)


def _time_of(connection: Connection, offset: int) -> float:
    """When the byte at ``offset`` of the client's stream arrived."""
    passed = 0
    for chunk in connection.chunks:
        if chunk.direction is Direction.CLIENT:
            passed += chunk.length_bytes
            if passed > offset:
                return chunk.at_s
    return connection.opened_s


def _exchange(message: _Message, roles: Roles) -> tuple[Exchange, tuple[Feature, ...]]:
    """One request as an exchange and its features; a request cut off at the end of the run has none."""
    request, connection = message.request, message.connection
    content = read_content(request)
    host, port = _destination(request, connection)
    role, is_model = roles.role(request, host, content.text if content.shape is Shape.JSON else "")
    features: tuple[Feature, ...] = ()
    if not request.truncated and request.method != "CONNECT":
        features = (*head_features(role, request, host, port), *body_features(role, content))
    why = _why_opaque(request, content)
    exchange = Exchange(
        role=role,
        host=host,
        port=port,
        method=request.method,
        path=request.path,
        connection=connection.id,
        is_model=is_model and not request.truncated and not why,
        sent_bytes=request.head_span.length + request.body_size_bytes,
        body_offset=request.body_span.offset,
        body_length=request.body_span.length,
        content_type=request.header("content-type"),
        decoded=not why,
        why_opaque=why,
    )
    return exchange, features


def _why_opaque(request: Request, content: Content) -> str:
    """A request that was cut off when the tool ended is no secret, as far as what came of it can be read."""
    return "" if request.truncated and (content.text or not request.body) else content.why_opaque


def _destination(request: Request, connection: Connection) -> tuple[str, int]:
    """Where a request went: by the connection, which cannot lie, unless a plain proxy was asked to pass it on."""
    if connection.proxy and not connection.tls and request.host:
        return request.host, request.port or connection.port
    return connection.host, connection.port


def _unread(capture: Capture, readings: dict[int, Reading], roles: Roles) -> Iterator[Exchange]:
    """What was sent in no protocol that we read: it stays opaque, by host and size."""
    for item in capture.connections:
        offset = readings[item.id].unread_offset
        if item.transport in _SAID_NOTHING:
            yield _opaque(roles, item, 0, _SAID_NOTHING[item.transport])
        elif offset >= 0:
            yield _opaque(roles, item, item.client.size_bytes - offset, "not a protocol that we read")
    for datagram in capture.datagrams:
        yield _record(
            roles.numbered(f"udp {datagram.address}:{datagram.port}"),
            datagram.address,
            datagram.port,
            datagram.payload.size_bytes,
            "a datagram",
        )


_SAID_NOTHING = {
    "tls-failed": "the tool refused the lab's certificate, so nothing was said",
    "tls-cut": "the connection was ended before anything was said",
}


def _opaque(roles: Roles, item: Connection, size_bytes: int, reason: str) -> Exchange:
    role = roles.numbered(f"{item.transport} {item.host}:{item.port}")
    return replace(_record(role, item.host, item.port, size_bytes, reason), connection=item.id)


def _record(role: str, host: str, port: int, size_bytes: int, reason: str) -> Exchange:
    return Exchange(
        role=role,
        host=host,
        port=port,
        method="",
        path="",
        connection=-1,
        is_model=False,
        sent_bytes=size_bytes,
        body_offset=0,
        body_length=size_bytes,
        content_type="",
        decoded=False,
        why_opaque=reason,
    )
