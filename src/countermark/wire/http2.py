"""The server's side of one HTTP/2 connection, without a socket.

The client's stream is cut into frames here and handed to h2 one whole frame at a time: then neither the events nor
their order depend on how the stream was cut, and the place of every DATA frame is known.

Source: RFC 9113 (HTTP/2), read 2026-11.
"""

from __future__ import annotations

from collections.abc import Sequence

from h2 import events as h2_events
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.exceptions import H2Error
from h2.settings import SettingCodes, Settings

from countermark.wire.http2_streams import OpenStream, OutgoingStream, reply_headers
from countermark.wire.limits import DEFAULT_LIMITS, Limits
from countermark.wire.messages import Event, ProtocolBroken, Reply, RequestReceived, Span

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_HEADER_BYTES = 9
_MAX_FRAME_BYTES = 16_384  # what SETTINGS_MAX_FRAME_SIZE says until a server raises it (section 6.5.2)
_DATA, _HEADERS, _GOAWAY, _CONTINUATION = 0x0, 0x1, 0x7, 0x9
_PADDED = 0x8


class _Connection(H2Connection):
    """Does not count its streams anew for each request, which takes the square of their number: the machine counts."""

    @property
    def open_inbound_streams(self) -> int:
        """Never too many."""
        return 0


class Http2Machine:
    """Feed it the client's bytes; it never raises on any. Streams carry the client's own numbers."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._offset = 0  # of the buffer's first byte in the client's stream
        self._started = self._broken = self._ending = False
        self._requests = self._control_frames = self._kept_bytes = 0
        self._open: dict[int, OpenStream] = {}
        self._waiting: set[int] = set()
        self._answering: dict[int, OutgoingStream] = {}
        self._frame = Span()
        self._h2 = _Connection(
            H2Configuration(
                client_side=False,
                header_encoding=None,
                validate_inbound_headers=False,  # odd headers are evidence, not an error
                normalize_inbound_headers=False,  # likewise their order
            )
        )
        # Streams that nobody answers (a recording) stay open for h2: what is under way is counted here instead.
        self._h2.local_settings = Settings(
            client=False,
            initial_values={
                SettingCodes.MAX_HEADER_LIST_SIZE: limits.head_bytes,
                SettingCodes.MAX_CONCURRENT_STREAMS: limits.requests + 1,
            },
        )
        self._h2.decoder.max_header_list_size = limits.head_bytes
        self._h2.initiate_connection()

    @property
    def closed(self) -> bool:
        """Whether everything that will be written has been handed out, and the connection is to be closed."""
        return self._broken or (self._ending and not self._waiting and not self._answering)

    def receive(self, data: bytes) -> tuple[Event, ...]:
        """The events that ``data`` completes."""
        if self._broken:
            return ()
        self._buffer += data
        events: list[Event] = []
        if not self._started:
            events += self._read_preface()
        while self._started and self._read_frame(events):
            pass
        self._flush()
        return tuple(events)

    def finish(self) -> tuple[Event, ...]:
        """The client's stream has ended: requests that were under way come out truncated."""
        if self._broken:
            return ()
        partial = self._abandon()
        self._ending = True
        if not self._buffer:
            return partial
        return (*partial, self._break("the stream ended inside a frame"))

    def outgoing(self) -> bytes:
        """What must be written now, beside replies: settings, acknowledgements, bodies that waited; taken out."""
        return self._h2.data_to_send()

    def respond(self, stream: int, reply: Reply) -> tuple[bytes, ...]:
        """What to write, piece by piece; what the client's window has no room for comes with ``outgoing`` later."""
        if stream not in self._waiting or self._broken:
            return ()
        self._waiting.discard(stream)
        pieces = [self.outgoing()]
        try:
            self._h2.send_headers(stream, reply_headers(reply), end_stream=not reply.pieces)
            pieces.append(self.outgoing())
            out = OutgoingStream(stream, bodiless=not reply.pieces)
            self._answering[stream] = out
            for piece in reply.pieces:
                out.queue(piece)
                out.send(self._h2, last=False)
                pieces.append(self.outgoing())
            self._send_rest(out)
            pieces.append(self.outgoing())
        except (H2Error, ValueError):
            self._answering.pop(stream, None)  # the client has given this stream up
        return tuple(piece for piece in pieces if piece)

    def _send_rest(self, out: OutgoingStream) -> None:
        out.send(self._h2, last=True)
        if out.done:
            self._answering.pop(out.stream, None)

    def _flush(self) -> None:
        """Sends on what had waited for room."""
        for out in tuple(self._answering.values()):
            try:
                self._send_rest(out)
            except (H2Error, ValueError):
                self._answering.pop(out.stream, None)

    def _read_preface(self) -> tuple[Event, ...]:
        have = bytes(self._buffer[: len(PREFACE)])
        if not PREFACE.startswith(have):
            return (self._break("not HTTP/2: no preface"),)
        if have == PREFACE:
            self._h2.receive_data(PREFACE)
            self._drop(len(PREFACE))
            self._started = True
        return ()

    def _read_frame(self, events: list[Event]) -> bool:
        """Reads one whole frame; false where more bytes are needed."""
        if self._broken or len(self._buffer) < _HEADER_BYTES:
            return False
        length, kind, flags = int.from_bytes(self._buffer[:3]), self._buffer[3], self._buffer[4]
        if length > _MAX_FRAME_BYTES:
            events += (*self._abandon(), self._break(f"a frame of more than {_MAX_FRAME_BYTES} bytes"))
            return False
        end = _HEADER_BYTES + length
        if len(self._buffer) < end:
            return False
        frame = bytes(self._buffer[:end])
        self._frame = _content_span(self._offset, frame, kind, flags)
        if kind not in {_DATA, _HEADERS, _CONTINUATION}:
            self._control_frames += 1
        if kind == _GOAWAY:
            self._ending = True  # kept from h2, which would refuse the streams that are still under way
            self._drop(end)
        else:
            events += self._take_frame(frame)
        return True

    def _take_frame(self, frame: bytes) -> tuple[Event, ...]:
        try:
            found = self._h2.receive_data(frame)
        except Exception as error:  # noqa: BLE001 -- h2, hpack and hyperframe read hostile bytes: whatever they raise is the finding
            return (*self._abandon(), self._break(f"not HTTP/2: {type(error).__name__}: {error}"))
        if self._control_frames > self._limits.control_frames:
            return (*self._abandon(), self._break(f"more than {self._limits.control_frames} control frames"))
        events: list[Event] = []
        for event in found:
            events += self._take_event(event)
            if self._broken:
                break
        else:
            self._drop(len(frame))
        return tuple(events)

    def _take_event(self, event: h2_events.Event) -> Sequence[Event]:
        if isinstance(event, h2_events.RequestReceived):
            return self._begin(event)
        if isinstance(event, h2_events.DataReceived):
            return self._take_data(event)
        if isinstance(event, h2_events.TrailersReceived):
            self._stream(event.stream_id).take_trailers(event.headers or ())
        elif isinstance(event, h2_events.StreamEnded):
            return self._end(event.stream_id or 0, truncated=False)
        elif isinstance(event, h2_events.StreamReset):
            return self._reset(event.stream_id or 0)
        return ()

    def _begin(self, event: h2_events.RequestReceived) -> Sequence[Event]:
        self._requests += 1
        opened = OpenStream(event.headers or (), self._frame)
        stream = event.stream_id or 0
        self._open[stream] = opened
        problem = ""
        if self._requests > self._limits.requests:
            problem = f"more than {self._limits.requests} requests"
        elif len(self._open) > self._limits.concurrent_streams:
            problem = f"more than {self._limits.concurrent_streams} requests under way"
        elif opened.method in {"", "CONNECT"}:
            problem = "CONNECT inside HTTP/2" if opened.method else "a request without :method"
        if problem:
            return (*self._abandon(), self._break(problem))
        if opened.expects_continue:
            self._h2.send_headers(stream, [(b":status", b"100")])
        return ()

    def _take_data(self, event: h2_events.DataReceived) -> Sequence[Event]:
        opened = self._stream(event.stream_id)
        room = self._limits.body_kept_bytes - self._kept_bytes
        self._kept_bytes += opened.take_data(event.data or b"", self._frame, room)
        if opened.size_bytes > self._limits.body_bytes:
            return (*self._abandon(), self._break(f"a body of more than {self._limits.body_bytes} bytes"))
        # What was read is granted anew at once: the caps above bound what is kept.
        self._h2.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id or 0)
        return ()

    def _stream(self, number: int | None) -> OpenStream:
        return self._open.get(number or 0) or OpenStream((), self._frame)

    def _end(self, stream: int, *, truncated: bool) -> tuple[Event, ...]:
        opened = self._open.pop(stream, None)
        if opened is None:
            return ()
        self._kept_bytes -= opened.kept_bytes
        if not truncated:
            self._waiting.add(stream)
        return (RequestReceived(stream=stream, request=opened.request(truncated=truncated)),)

    def _reset(self, stream: int) -> tuple[Event, ...]:
        self._waiting.discard(stream)
        self._answering.pop(stream, None)
        return self._end(stream, truncated=True)

    def _abandon(self) -> tuple[Event, ...]:
        """Every request that was under way, truncated, in the order of their streams."""
        return tuple(event for stream in sorted(self._open) for event in self._end(stream, truncated=True))

    def _break(self, reason: str) -> ProtocolBroken:
        self._broken = True
        self._buffer.clear()
        return ProtocolBroken(reason=reason, offset=self._offset)

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._offset += count


def _content_span(offset: int, frame: bytes, kind: int, flags: int) -> Span:
    """Where a frame's payload stands: without padding for DATA, the (compressed) block for others."""
    start, end = _HEADER_BYTES, len(frame)
    if kind == _DATA and flags & _PADDED and end > start:
        end = max(end - frame[start], start + 1)
        start += 1
    return Span(offset=offset + start, length=max(end - start, 0), framed=kind != _DATA)
