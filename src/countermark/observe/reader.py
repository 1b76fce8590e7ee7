"""Reads a capture: parses the recorded streams again and takes every request apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermark.model.observation import Address, Exchange, Feature, Observation
from countermark.model.run import Blob, Capture, Connection, Direction
from countermark.observe.features import body_features, head_features
from countermark.observe.roles import Roles
from countermark.wire.content import decode
from countermark.wire.machines import machine_for
from countermark.wire.messages import (
    ConnectReceived,
    Event,
    Request,
    RequestReceived,
    Span,
    WebSocketMessage,
    WebSocketRequested,
)
from countermark.wire.protocols import Protocol

ReadBlob = Callable[[Blob], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """A request, or a WebSocket message as a request, with where and when it came."""

    at_s: float
    connection: Connection
    request: Request
    web_socket: bool = False


def observe(capture: Capture, read: ReadBlob, protocol: Protocol, api_hosts: frozenset[str]) -> Observation:
    """What ``capture`` says, a function of its bytes alone.

    ``api_hosts`` are the names under which the model provider was reachable in this run: the protocol's own
    hosts and the one that the environment put in their place.
    """
    roles = Roles(protocol, api_hosts)
    features: list[Feature] = list(_looked_up(capture))
    exchanges: list[Exchange] = []
    counts: dict[str, int] = {}
    messages = sorted(
        (message for connection in capture.connections for message in _messages(connection, read)),
        key=lambda message: (message.at_s, message.connection.id, message.request.head_span.offset),
    )
    for message in messages:
        exchange, found = _exchange(message, roles)
        exchanges.append(exchange)
        features.extend(found)
        kind = exchange.role.rpartition("#")[0]
        counts[kind] = counts.get(kind, 0) + 1
    exchanges.extend(_unread(capture, roles))
    features.extend(
        Feature(address=Address(role="run", part="count", name=kind), text=str(count)) for kind, count in counts.items()
    )
    unique = {feature.address: feature for feature in features}
    return Observation(
        run=capture.run,
        features=tuple(unique[address] for address in sorted(unique)),
        exchanges=tuple(exchanges),
    )


def _looked_up(capture: Capture) -> Iterator[Feature]:
    """One feature a name: whether it was then contacted or only looked up."""
    contacted = {connection.host for connection in capture.connections}
    for name in {query.name.rstrip(".").lower() for query in capture.dns}:
        outcome = "contacted" if name in contacted else "only looked up"
        yield Feature(address=Address(role="run", part="dns", name=name), text=f"{name} {outcome}")


def _messages(connection: Connection, read: ReadBlob) -> Iterator[_Message]:
    machine = machine_for(connection.transport)
    if machine is None:
        return
    events: list[Event] = [*machine.receive(read(connection.client)), *machine.finish()]
    handshake: Request | None = None
    for event in events:
        if isinstance(event, RequestReceived | ConnectReceived):
            yield _message(connection, event.request)
        elif isinstance(event, WebSocketRequested):
            handshake = event.request
            yield _message(connection, event.request)
        elif isinstance(event, WebSocketMessage) and handshake is not None:
            yield _message(connection, _as_request(event, handshake), web_socket=True)


def _message(connection: Connection, request: Request, *, web_socket: bool = False) -> _Message:
    at_s = _time_of(connection, request.head_span.offset)
    return _Message(at_s=at_s, connection=connection, request=request, web_socket=web_socket)


def _as_request(event: WebSocketMessage, handshake: Request) -> Request:
    """A WebSocket message in the shape of a request, so that it is addressed and taken apart like one."""
    return Request(
        method="WS",
        target=handshake.target,
        version="websocket",
        authority=handshake.authority,
        host=handshake.host,
        port=handshake.port,
        path=handshake.path,
        query=handshake.query,
        body=event.payload,
        body_size_bytes=len(event.payload),
        head_span=Span(offset=event.span.offset),
        body_span=event.span,
        truncated=event.truncated,
    )


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
    content = decode(request)
    host, port = _destination(request, connection)
    role, is_model = roles.role(request, host, content.text if content.kind == "json" else "")
    features = () if request.truncated else (*head_features(role, request, host, port), *body_features(role, content.kind, content.text))
    reason = content.reason or ("more of the body than is kept" if request.body_cut else "")
    exchange = Exchange(
        role=role,
        host=host,
        port=port,
        method=request.method,
        path=request.path,
        connection=connection.id,
        is_model=is_model and not request.truncated,
        sent_bytes=request.head_span.length + request.body_size_bytes,
        body_offset=request.body_span.offset,
        body_length=request.body_span.length,
        content_type=request.header("content-type"),
        decoded=not reason,
        why_opaque=reason,
    )
    return exchange, features


def _destination(request: Request, connection: Connection) -> tuple[str, int]:
    """Where a request went: by the connection, which cannot lie, unless a plain proxy was asked to pass it on."""
    if connection.proxy and not connection.tls and request.host:
        return request.host, request.port or connection.port
    return connection.host, connection.port


def _unread(capture: Capture, roles: Roles) -> Iterator[Exchange]:
    """What was sent in no protocol that we read: it stays opaque, by host and size."""
    for connection in capture.connections:
        if machine_for(connection.transport) is None and (connection.client.size_bytes or connection.transport == "tls-failed"):
            yield _opaque(
                roles.numbered(f"{connection.transport} {connection.host}:{connection.port}"),
                connection.host,
                connection.port,
                connection.id,
                connection.client.size_bytes,
                _WHY.get(connection.transport, "not a protocol that we read"),
            )
    for datagram in capture.datagrams:
        role = roles.numbered(f"udp {datagram.address}:{datagram.port}")
        yield _opaque(role, datagram.address, datagram.port, -1, datagram.payload.size_bytes, "a datagram")


_WHY = {"tls-failed": "the tool refused the lab's certificate, so nothing was said"}


def _opaque(role: str, host: str, port: int, connection: int, size_bytes: int, reason: str) -> Exchange:  # noqa: PLR0913 -- the fields of the record
    return Exchange(
        role=role,
        host=host,
        port=port,
        method="",
        path="",
        connection=connection,
        is_model=False,
        sent_bytes=size_bytes,
        body_offset=0,
        body_length=size_bytes,
        content_type="",
        decoded=False,
        why_opaque=reason,
    )
