"""The server's side of one WebSocket, after its handshake, without a socket.

The client's stream is cut into frames here and handed to wsproto one whole frame at a time, so that the messages do not
depend on how it was cut. No extension is accepted (a server need not): messages come uncompressed.

Source: RFC 6455 sections 4.2.2 (handshake), 5.2 (frames), 7 (closing), read 2026-11.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from wsproto import events as ws_events
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from countermark.wire.limits import DEFAULT_LIMITS, Limits
from countermark.wire.messages import Event, ProtocolBroken, Request, Span, WebSocketMessage

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # section 1.3
_SHORT, _LENGTH_16, _LENGTH_64 = 2, 126, 127
_MASK_BYTES = 4


def accept(request: Request) -> bytes:
    """The 101 answer to a WebSocket handshake; the first subprotocol offered is agreed to."""
    key = request.header("sec-websocket-key").strip().encode("latin-1")
    digest = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest()).decode()
    lines = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: Upgrade"]
    lines.append(f"sec-websocket-accept: {digest}")
    protocol = request.header("sec-websocket-protocol").partition(",")[0].strip()
    if protocol:
        lines.append(f"sec-websocket-protocol: {protocol}")
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def as_request(message: WebSocketMessage, handshake: Request) -> Request:
    """A message in the shape of a request (method ``WS``), so that it is addressed and taken apart like one."""
    return replace(
        handshake,
        method="WS",
        version="websocket",
        headers=(),
        body=message.payload,
        body_size_bytes=len(message.payload),
        head_span=Span(offset=message.span.offset),
        body_span=message.span,
        truncated=message.truncated,
    )


class WebSocketMachine:
    """Feed it the client's bytes behind the handshake; ``offset`` is where in the client's stream they begin."""

    def __init__(self, *, offset: int = 0, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._offset = offset
        self._outgoing = bytearray()
        self._ws = Connection(ConnectionType.SERVER)
        self._number = 0
        self._control_frames = 0
        self._message: WebSocketMessage | None = None
        self._parts: list[bytes] = []
        self._size_bytes = 0
        self._broken = self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the client has said goodbye, or broke the protocol."""
        return self._closed or self._broken

    def receive(self, data: bytes) -> tuple[Event, ...]:
        """The messages that ``data`` completes."""
        if self._broken:
            return ()
        self._buffer += data
        events: list[Event] = []
        while self._step(events):
            pass
        return tuple(events)

    def _step(self, events: list[Event]) -> bool:
        """Reads one whole frame; false where more bytes are needed."""
        if self._broken or not self._buffer:
            return False
        length = self._frame_length()
        if self._closed:
            events.append(self._break("bytes after the closing frame"))
        elif length is not None and length > self._limits.message_bytes:
            events += self._give_up(f"a frame of more than {self._limits.message_bytes} bytes")
        elif length is not None and len(self._buffer) >= length:
            events += self._take_frame(length)
            return True
        return False

    def finish(self) -> tuple[Event, ...]:
        """The client's stream has ended: a message that was under way comes out truncated."""
        if self._broken:
            return ()
        if self._buffer:
            return self._give_up("the stream ended inside a frame")
        return self._hand_out(truncated=True)

    def outgoing(self) -> bytes:
        """What must be written now: pongs and the closing frame; taken out."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        return data

    def send_text(self, text: str) -> bytes:
        """A text message to the client; nothing once the connection is closed."""
        try:
            return self._ws.send(ws_events.TextMessage(data=text))
        except LocalProtocolError:
            return b""

    def _frame_length(self) -> int | None:
        """The whole length of the frame that begins the buffer; ``None`` while its header is incomplete."""
        if len(self._buffer) < _SHORT:
            return None
        masked, short = self._buffer[1] >> 7, self._buffer[1] & 0x7F
        extended = {_LENGTH_16: 2, _LENGTH_64: 8}.get(short, 0)
        if len(self._buffer) < _SHORT + extended:
            return None
        length = int.from_bytes(self._buffer[_SHORT : _SHORT + extended]) if extended else short
        return _SHORT + extended + masked * _MASK_BYTES + length

    def _take_frame(self, length: int) -> tuple[Event, ...]:
        span = Span(offset=self._offset, length=length, framed=True)
        try:
            self._ws.receive_data(bytes(self._buffer[:length]))
            found = tuple(self._ws.events())
        except (RemoteProtocolError, LocalProtocolError, ValueError) as error:
            return self._give_up(f"not WebSocket: {error}")
        events: list[Event] = []
        for event in found:
            events += self._take_event(event, span)
        if not self._broken:
            del self._buffer[:length]
            self._offset += length
        return tuple(events)

    def _take_event(self, event: ws_events.Event, span: Span) -> tuple[Event, ...]:
        if isinstance(event, ws_events.TextMessage | ws_events.BytesMessage):
            return self._take_message(event, span)
        self._control_frames += 1
        if self._control_frames > self._limits.control_frames:
            return self._give_up(f"more than {self._limits.control_frames} control frames")
        if isinstance(event, ws_events.Ping):
            self._outgoing += self._ws.send(event.response())
        elif isinstance(event, ws_events.CloseConnection):
            if self._ws.state is ConnectionState.OPEN:  # how wsproto reports a frame against the rules
                return self._give_up(f"not WebSocket: {event.reason}")
            self._closed = True
            self._outgoing += self._ws.send(event.response())
            return self._hand_out(truncated=True)
        return ()

    def _take_message(self, event: ws_events.TextMessage | ws_events.BytesMessage, span: Span) -> tuple[Event, ...]:
        data = event.data.encode("utf-8") if isinstance(event.data, str) else bytes(event.data)
        is_text = isinstance(event, ws_events.TextMessage)
        started = self._message or WebSocketMessage(number=self._number + 1, payload=b"", is_text=is_text, span=span)
        whole = Span(
            offset=started.span.offset,
            length=span.offset + span.length - started.span.offset,
            framed=True,
        )
        self._message = replace(started, span=whole)
        self._parts.append(data)
        self._size_bytes += len(data)
        if self._size_bytes > self._limits.message_bytes:
            return self._give_up(f"a message of more than {self._limits.message_bytes} bytes")
        return self._hand_out(truncated=False) if event.message_finished else ()

    def _hand_out(self, *, truncated: bool) -> tuple[Event, ...]:
        if self._message is None:
            return ()
        message = replace(self._message, payload=b"".join(self._parts), truncated=truncated)
        self._number += 1
        self._message, self._size_bytes = None, 0
        self._parts.clear()
        return (message,)

    def _give_up(self, reason: str) -> tuple[Event, ...]:
        return (*self._hand_out(truncated=True), self._break(reason))

    def _break(self, reason: str) -> ProtocolBroken:
        self._broken = True
        self._buffer.clear()
        return ProtocolBroken(reason=reason, offset=self._offset)
