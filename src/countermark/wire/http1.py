"""The server's side of one HTTP/1.0 or HTTP/1.1 connection, forward and reverse proxy alike, without a socket.

Reading runs ahead of answering: pipelined requests are all handed out, and replies are put in their order. So the
recorded bytes of a client give the same events without any reply.

Source: RFC 9112 (HTTP/1.1), RFC 9110 (semantics), read 2026-11.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

import h11

from countermark.wire import http1_text
from countermark.wire.authority import read_authority
from countermark.wire.bodies import Body, ChunkedBody, LengthBody
from countermark.wire.limits import DEFAULT_LIMITS, Limits
from countermark.wire.messages import (
    ConnectReceived,
    Event,
    ProtocolBroken,
    Reply,
    Request,
    RequestReceived,
    Span,
    WebSocketRequested,
)

_HEAD_END = re.compile(rb"\n\r?\n")
_FIRST_VISIBLE = 0x21
_PLAIN_400 = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class _At(Enum):
    HEAD = auto()
    BODY = auto()
    REST = auto()  # a tunnel or a WebSocket: no longer ours
    END = auto()  # the client said that this was its last request
    BROKEN = auto()


@dataclass(slots=True)
class _Open:
    """A request whose head has been read."""

    stream: int
    request: Request
    last: bool
    leaves: bool  # for a tunnel or a WebSocket, where it is granted


class Http1Machine:
    """Feed it the client's bytes; it never raises on any. Streams are numbered 1, 2, ... in the order of requests."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._at = _At.HEAD
        self._buffer = bytearray()
        self._offset = 0  # of the buffer's first byte in the client's stream
        self._scanned = 0
        self._skipped = 0
        self._streams = 0
        self._open: _Open | None = None
        self._body: Body | None = None
        self._waiting: deque[_Open] = deque()
        self._held: dict[int, Reply] = {}
        self._outgoing = bytearray()
        self._continue_due = False

    @property
    def closed(self) -> bool:
        """Whether everything that will be written has been handed out, and the connection is to be closed."""
        return self._at in {_At.END, _At.BROKEN} and not self._waiting

    def receive(self, data: bytes) -> tuple[Event, ...]:
        """The events that ``data`` completes."""
        if self._at is _At.BROKEN:
            return ()
        self._buffer += data
        events: list[Event] = []
        while self._step(events):
            pass
        return tuple(events)

    def finish(self) -> tuple[Event, ...]:
        """The client's stream has ended: a request that was under way comes out truncated."""
        if self._at is _At.BODY:
            return self._break("the stream ended inside a request's body")
        if self._at is _At.HEAD and self._buffer:
            return self._break("the stream ended inside a request's head")
        if self._at is _At.HEAD:
            self._at = _At.END
        return ()

    def take_rest(self) -> bytes:
        """What followed a CONNECT or a WebSocket request, taken out; the client's stream goes on behind it."""
        rest = bytes(self._buffer) if self._at is _At.REST else b""
        if rest:
            self._drop(len(rest))
        return rest

    @property
    def rest_offset(self) -> int:
        """Where in the client's stream the bytes of the next ``take_rest`` begin."""
        return self._offset

    def outgoing(self) -> bytes:
        """What must be written now, beside replies; taken out."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        return data

    def respond(self, stream: int, reply: Reply) -> tuple[bytes, ...]:
        """What to write, piece by piece; nothing yet while an earlier request is unanswered."""
        if all(item.stream != stream for item in self._waiting):
            return ()
        self._held[stream] = reply
        pieces: list[bytes] = []
        while self._waiting and self._waiting[0].stream in self._held:
            pieces += self._answer(self._waiting.popleft())
        if not self._waiting:
            pieces += self._last_words()
        return tuple(piece for piece in pieces if piece)

    def _answer(self, item: _Open) -> tuple[bytes, ...]:
        reply = self._held.pop(item.stream)
        if item.request.method == "CONNECT" and http1_text.is_success(reply.status):
            return (http1_text.TUNNEL_HEAD,)
        if item.leaves:
            self._at = _At.END  # refused: what follows is not read as a tunnel
        last = item.last or (self._at is _At.END and not self._waiting)
        return http1_text.write_reply(reply, method=item.request.method, version=item.request.version, last=last)

    def _last_words(self) -> tuple[bytes, ...]:
        if self._at is _At.BROKEN:
            return (_PLAIN_400,)
        if self._continue_due:
            self._continue_due = False
            return (_CONTINUE,)
        return ()

    def _step(self, events: list[Event]) -> bool:
        """Reads one head or body; false where more bytes are needed."""
        if self._at is _At.HEAD:
            return self._read_head(events)
        if self._at is _At.BODY:
            return self._read_body(events)
        if self._at is _At.END:
            self._skip_empty_lines()
            if self._buffer:
                events += self._break("bytes after the client's last request")
        return False

    def _read_head(self, events: list[Event]) -> bool:
        self._skip_empty_lines()
        if not self._buffer:
            return False
        limit = self._limits.head_bytes
        match = _HEAD_END.search(self._buffer, max(self._scanned - 2, 0), limit)
        self._scanned = len(self._buffer)
        problem = ""
        if self._buffer[0] < _FIRST_VISIBLE:
            problem = "not HTTP: a control character begins it"
        elif self._streams >= self._limits.requests:
            problem = f"more than {self._limits.requests} requests"
        elif match is None and len(self._buffer) >= limit:
            problem = f"a request head of more than {limit} bytes"
        if problem:
            events += self._break(problem)
        elif match is not None:
            events += self._parse_head(match.end())
            return True
        return False

    def _skip_empty_lines(self) -> None:
        """Source: RFC 9112 section 2.2: empty lines before a request line are ignored."""
        empty = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        count = min(empty, self._limits.head_bytes - self._skipped)
        if count:
            self._skipped += count
            self._drop(count)

    def _parse_head(self, length: int) -> tuple[Event, ...]:
        head = bytes(self._buffer[:length])
        parser = h11.Connection(h11.SERVER, max_incomplete_event_size=length + 1)
        try:
            parser.receive_data(head)
            parsed = parser.next_event()
        except h11.ProtocolError as error:
            return self._break(f"not HTTP/1: {error}")
        if not isinstance(parsed, h11.Request):
            return self._break("not HTTP/1: no request line")
        span = Span(offset=self._offset, length=length)
        request = http1_text.read_request(parsed, head, span)
        self._drop(length)
        self._streams += 1
        leaves = request.method == "CONNECT" or http1_text.wants_websocket(request)
        self._open = _Open(self._streams, request, http1_text.is_last(request), leaves)
        if leaves:
            return self._leave(self._open)
        self._body = _body_of(parsed, self._limits)
        self._at = _At.BODY
        self._offer_to_continue(wanted=parser.they_are_waiting_for_100_continue and not self._body.done)
        return ()

    def _leave(self, item: _Open) -> tuple[Event, ...]:
        authority = read_authority(item.request.target)
        if item.request.method == "CONNECT" and authority is None:
            return self._break("CONNECT without a host")
        self._at = _At.REST
        self._open = None
        self._waiting.append(item)
        if item.request.method == "CONNECT" and authority is not None:
            return (ConnectReceived(stream=item.stream, request=item.request, authority=authority),)
        return (WebSocketRequested(stream=item.stream, request=item.request),)

    def _offer_to_continue(self, *, wanted: bool) -> None:
        if wanted and self._waiting:
            self._continue_due = True
        elif wanted:
            self._outgoing += _CONTINUE

    def _read_body(self, events: list[Event]) -> bool:
        body, item = self._body, self._open
        if body is None or item is None:
            return False
        before = len(self._buffer)
        body.read(self._buffer)
        self._offset += before - len(self._buffer)
        if body.error:
            events += self._break(body.error)
        elif body.done:
            self._continue_due = False
            self._at = _At.END if item.last else _At.HEAD
            events.append(self._hand_out(truncated=False))
            return True
        return False

    def _hand_out(self, *, truncated: bool) -> RequestReceived:
        item, body = self._open, self._body
        assert item is not None  # noqa: S101 -- for the type checker: both are set together
        assert body is not None  # noqa: S101 -- likewise
        item.request = http1_text.with_body(item.request, body, truncated=truncated)
        self._open = self._body = None
        self._scanned = 0
        if not truncated:
            self._waiting.append(item)
        return RequestReceived(stream=item.stream, request=item.request)

    def _break(self, reason: str) -> tuple[Event, ...]:
        partial = (self._hand_out(truncated=True),) if self._body is not None else ()
        self._at = _At.BROKEN
        offset = self._offset
        self._open = None
        self._buffer.clear()
        if not self._waiting:
            self._outgoing += _PLAIN_400
        return (*partial, ProtocolBroken(reason=reason, offset=offset))

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._offset += count
        self._scanned = 0


def _body_of(parsed: h11.Request, limits: Limits) -> Body:
    """Source: RFC 9112 section 6.3; h11 has refused every coding but chunked, and unequal lengths."""
    fields = dict(parsed.headers)
    if b"transfer-encoding" in fields:
        return ChunkedBody(limits)
    return LengthBody(int(fields.get(b"content-length", b"0")), limits)
