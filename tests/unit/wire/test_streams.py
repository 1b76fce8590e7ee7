"""A recorded client stream is read from its first byte to its last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from countermark.wire.http2 import PREFACE
from countermark.wire.messages import ConnectReceived, RequestReceived, WebSocketMessage, WebSocketRequested
from countermark.wire.opening import Opening
from countermark.wire.streams import Reading, read_client_stream

GET = b"GET / HTTP/1.1\r\nHost: b\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nhello"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
HTTP2 = PREFACE + b"\x00\x00\x03\x01\x05\x00\x00\x00\x01\x82\x86\x84"  # GET http / by HPACK's static table


def test_http_1_is_read_to_its_end() -> None:
    reading = read_client_stream(GET + POST[:-1])
    first, second, _ = reading.events
    assert isinstance(first, RequestReceived)
    assert isinstance(second, RequestReceived)
    assert second.request.truncated
    assert reading.opening is Opening.HTTP1
    assert reading.unread_offset == -1


def test_http_2_is_known_by_its_preface() -> None:
    reading = read_client_stream(HTTP2)
    assert reading.opening is Opening.HTTP2
    assert len(reading.events) == 1


def test_a_websocket_goes_on_behind_its_handshake() -> None:
    data = UPGRADE + Connection(ConnectionType.CLIENT).send(TextMessage(data="hello"))
    handshake, message = read_client_stream(data).events
    assert isinstance(handshake, WebSocketRequested)
    assert isinstance(message, WebSocketMessage)
    assert message.payload == b"hello"
    assert message.span.offset == len(UPGRADE)
    assert message.span.offset + message.span.length == len(data)


def test_what_is_inside_a_tunnel_is_left_unread() -> None:
    head = b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"
    reading = read_client_stream(head + b"\x16\x03")
    assert isinstance(reading.events[0], ConnectReceived)
    assert reading.unread_offset == len(head)
    assert read_client_stream(head).unread_offset == -1


def test_what_nobody_knows_is_left_unread() -> None:
    assert read_client_stream(b"SSH-2.0-x\r\n") == Reading(opening=Opening.UNKNOWN, events=(), unread_offset=0)
    assert read_client_stream(b"") == Reading(opening=Opening.UNDECIDED, events=())


@given(st.binary(max_size=100))
def test_no_bytes_raise(data: bytes) -> None:
    read_client_stream(data)


def test_what_follows_a_breach_of_http_is_not_lost_from_sight() -> None:
    good = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    assert read_client_stream(good + b"GET /\xe2\x80\xae HTTP/1.1\r\n\r\n").unread_offset == len(good)
    assert read_client_stream(good).unread_offset == -1
