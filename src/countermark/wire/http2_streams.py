"""The two halves of an HTTP/2 stream: a request under way, and a reply that waits for room.

Source: RFC 9113 sections 5.2 (flow control), 8.1 (message framing), 8.2.2 (connection-specific headers), read 2026-11.
"""

from __future__ import annotations

from collections.abc import Iterable

from h2.connection import H2Connection

from countermark.wire.authority import Authority, read_authority, read_target
from countermark.wire.messages import Header, Reply, Request, Span

_CONNECTION_SPECIFIC = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> tuple[Header, ...]:
    return tuple(Header(name=name.decode("latin-1"), value=value.decode("latin-1")) for name, value in raw)


class OpenStream:
    """A request whose headers have come."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]], span: Span) -> None:
        self._headers = _headers(raw)
        self._trailers: tuple[Header, ...] = ()
        self._head_span = span
        self._body = bytearray()
        self._body_span = Span()
        self.size_bytes = 0

    @property
    def kept_bytes(self) -> int:
        """How much of the body is held."""
        return len(self._body)

    @property
    def method(self) -> str:
        """The method, empty when there is none."""
        return self._field(":method")

    @property
    def expects_continue(self) -> bool:
        """Whether the client waits for a go-ahead before it sends the body."""
        return self._field("expect").lower() == "100-continue"

    def _field(self, name: str) -> str:
        return next((item.value for item in self._headers if item.name == name), "")

    def take_trailers(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        """Adds the headers that came after the body."""
        self._trailers = _headers(raw)

    def take_data(self, data: bytes, span: Span, room_bytes: int) -> int:
        """Adds a piece of the body; how many bytes of it were kept."""
        kept = data[: max(room_bytes, 0)]
        self._body += kept
        self.size_bytes += len(data)
        if data and not self._body_span.length:
            self._body_span = span
        elif data:
            start = self._body_span.offset
            self._body_span = Span(offset=start, length=span.offset + span.length - start, framed=True)
        return len(kept)

    def request(self, *, truncated: bool) -> Request:
        """The request as far as it came."""
        target = self._field(":path")
        parts = read_target(self.method, target)
        authority = self._field(":authority") or self._field("host")
        where = read_authority(authority) or Authority(host="")
        return Request(
            method=self.method,
            target=target,
            version="2",
            scheme=self._field(":scheme"),
            authority=authority,
            host=where.host,
            port=where.port,
            path=parts.path,
            query=parts.query,
            headers=self._headers,
            trailers=self._trailers,
            body=bytes(self._body),
            body_size_bytes=self.size_bytes,
            head_span=self._head_span,
            body_span=self._body_span,
            truncated=truncated,
        )


class OutgoingStream:
    """A reply's body on its way out."""

    def __init__(self, stream: int, *, bodiless: bool) -> None:
        self.stream = stream
        self.done = bodiless
        self._queue = bytearray()

    def queue(self, piece: bytes) -> None:
        """Adds a piece behind what still waits."""
        self._queue += piece

    def send(self, connection: H2Connection, *, last: bool) -> None:
        """Hands over what the client's window has room for, and with ``last`` the end of the stream behind it."""
        while self._queue and not self.done:
            room = min(connection.local_flow_control_window(self.stream), connection.max_outbound_frame_size)
            if room <= 0:
                return
            connection.send_data(self.stream, bytes(self._queue[:room]))
            del self._queue[:room]
        if last and not self.done:
            connection.end_stream(self.stream)
            self.done = True


def reply_headers(reply: Reply) -> list[tuple[bytes, bytes]]:
    """A reply's head: the status, then lower-case headers without those that belong to a connection."""
    fields = [(item.name.lower(), item.value) for item in reply.headers]
    kept = [(name, value) for name, value in fields if name not in _CONNECTION_SPECIFIC and name != "content-length"]
    if len(reply.pieces) == 1:
        kept.append(("content-length", str(len(reply.pieces[0]))))
    encoded = [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in kept]
    return [(b":status", str(reply.status).encode()), *encoded]
