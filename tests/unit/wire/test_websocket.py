"""WebSocket as a server reads it, against wsproto's own client."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage

from countermark.wire.limits import Limits
from countermark.wire.messages import Event, Header, ProtocolBroken, Request, WebSocketMessage
from countermark.wire.websocket import WebSocketMachine, accept

SMALL = Limits(message_bytes=64, control_frames=2)


def frames(*events: TextMessage | BytesMessage | Ping | CloseConnection) -> bytes:
    client = Connection(ConnectionType.CLIENT)
    return b"".join(client.send(event) for event in events)


def read(*cuts: bytes, limits: Limits = Limits()) -> tuple[Event, ...]:  # noqa: B008 -- frozen
    machine = WebSocketMachine(offset=100, limits=limits)
    events: list[Event] = []
    for cut in cuts:
        events += machine.receive(cut)
    return (*events, *machine.finish())


def test_the_handshake_is_that_of_the_rfc() -> None:
    key = Header(name="Sec-WebSocket-Key", value="dGhlIHNhbXBsZSBub25jZQ==")
    offered = Header(name="Sec-WebSocket-Protocol", value="chat, superchat")
    answer = accept(Request(method="GET", target="/", version="1.1", headers=(key, offered)))
    assert b"\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer
    assert b"\r\nsec-websocket-protocol: chat\r\n" in answer


def test_messages_come_whole_and_unmasked() -> None:
    data = frames(
        TextMessage(data="hé", message_finished=False),
        TextMessage(data="llo"),
        Ping(payload=b"x"),
        BytesMessage(data=b"\0"),
    )
    text, binary = read(data)
    assert isinstance(text, WebSocketMessage)
    assert isinstance(binary, WebSocketMessage)
    assert (text.number, text.payload, text.is_text) == (1, "héllo".encode(), True)
    assert (binary.number, binary.payload, binary.is_text) == (2, b"\0", False)
    assert text.span.offset == 100
    assert binary.span.offset + binary.span.length == 100 + len(data)


def test_a_ping_is_answered_and_a_close_returned() -> None:
    machine = WebSocketMachine()
    machine.receive(frames(Ping(payload=b"abc")))
    assert machine.outgoing() == b"\x8a\x03abc"
    machine.receive(frames(CloseConnection(code=1000)))
    assert machine.outgoing() == b"\x88\x02\x03\xe8"
    assert machine.closed
    assert machine.send_text("late") == b""


def test_text_can_be_sent() -> None:
    assert WebSocketMachine().send_text("ok") == b"\x81\x02ok"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (frames(TextMessage(data="x" * 70)), "a frame of more than 64 bytes"),
        (frames(*[TextMessage(data="x" * 30, message_finished=False)] * 3), "a message of more than 64 bytes"),
        (frames(*[Ping()] * 3), "more than 2 control frames"),
        (frames(TextMessage(data="hello"))[:-1], "the stream ended inside a frame"),
        (frames(CloseConnection(code=1000)) + b"x", "bytes after the closing frame"),
        (b"\x81\x02ok", "not WebSocket: server received unexpected unmasked frame"),
    ],
)
def test_floods_and_nonsense_are_stated(data: bytes, reason: str) -> None:
    whole = read(data, limits=SMALL)
    assert whole == read(*(bytes([byte]) for byte in data), limits=SMALL)
    broken = whole[-1]
    assert isinstance(broken, ProtocolBroken)
    assert broken.reason == reason


def test_an_unfinished_message_comes_out_truncated() -> None:
    (message,) = read(frames(TextMessage(data="half", message_finished=False)))
    assert isinstance(message, WebSocketMessage)
    assert message.truncated
    assert message.payload == b"half"


@given(
    data=st.lists(
        st.one_of(
            st.text(max_size=20).map(lambda text: frames(TextMessage(data=text))),
            st.binary(max_size=20).map(lambda raw: frames(BytesMessage(data=raw, message_finished=False))),
            st.sampled_from([frames(Ping()), frames(CloseConnection(code=1001, reason="x"))]),
            st.binary(max_size=20),
        ),
        max_size=5,
    ).map(b"".join),
    cuts=st.lists(st.integers(0, 100), max_size=6),
)
def test_no_bytes_raise_and_no_cutting_changes_what_is_read(data: bytes, cuts: list[int]) -> None:
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[begin:end] for begin, end in itertools.pairwise(edges)]
    assert read(*pieces) == read(data)
