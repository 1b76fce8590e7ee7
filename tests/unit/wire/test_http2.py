"""HTTP/2 as a server reads it, against h2's own client."""

from __future__ import annotations

import itertools

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, InformationalResponseReceived, ResponseReceived, StreamEnded
from h2.settings import SettingCodes
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.http2 import PREFACE, Http2Machine
from countermark.wire.limits import Limits
from countermark.wire.messages import Event, Header, ProtocolBroken, Reply, RequestReceived

HEADERS = [
    (":method", "POST"),
    (":scheme", "https"),
    (":authority", "api.example"),
    (":path", "/v1/x?y=1"),
    ("cookie", "a"),
    ("cookie", "b"),
]
SMALL = Limits(head_bytes=400, body_kept_bytes=8, body_bytes=64, requests=3, concurrent_streams=2, control_frames=4)


def client() -> H2Connection:
    connection = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
    connection.initiate_connection()
    return connection


def one_post(body: tuple[bytes, ...] = (b"hello",), headers: list[tuple[str, str]] = HEADERS) -> bytes:
    connection = client()
    connection.send_headers(1, headers)
    for piece in body:
        connection.send_data(1, piece)
    connection.end_stream(1)
    return bytes(connection.data_to_send())


def read(*cuts: bytes, limits: Limits = Limits()) -> tuple[Event, ...]:  # noqa: B008 -- frozen
    machine = Http2Machine(limits)
    events: list[Event] = []
    for cut in cuts:
        events += machine.receive(cut)
    return (*events, *machine.finish())


def test_a_request_comes_out_with_its_pseudo_headers_in_place() -> None:
    data = one_post()
    (event,) = read(data)
    assert isinstance(event, RequestReceived)
    request = event.request
    assert request.headers == tuple(Header(name=name, value=value) for name, value in HEADERS)
    assert (request.method, request.host, request.path, request.query) == ("POST", "api.example", "/v1/x", "y=1")
    assert (request.scheme, request.version) == ("https", "2")
    span = request.body_span
    assert data[span.offset : span.offset + span.length] == request.body == b"hello"
    assert not span.framed


def test_a_body_in_several_frames_is_enclosed_by_its_span() -> None:
    data = one_post((b"hel", b"lo"))
    (event,) = read(data)
    assert isinstance(event, RequestReceived)
    assert event.request.body == b"hello"
    span = event.request.body_span
    assert span.framed
    assert data[span.offset : span.offset + 3] == b"hel"
    assert data[span.offset + span.length - 2 : span.offset + span.length] == b"lo"


def test_padding_is_left_out_of_the_span() -> None:
    connection = client()
    connection.send_headers(1, HEADERS)
    connection.send_data(1, b"hello", end_stream=True, pad_length=7)
    data = bytes(connection.data_to_send())
    (event,) = read(data)
    assert isinstance(event, RequestReceived)
    span = event.request.body_span
    assert data[span.offset : span.offset + span.length] == b"hello"


def test_a_reply_is_streamed_piece_by_piece() -> None:
    connection, machine = client(), Http2Machine()
    connection.send_headers(1, HEADERS, end_stream=True)
    machine.receive(connection.data_to_send())
    reply = Reply(status=200, headers=(Header(name="Connection", value="x"),), pieces=(b"one", b"two"))
    pieces = machine.respond(1, reply)
    assert len(pieces) >= 3
    events = connection.receive_data(b"".join(pieces))
    assert any(isinstance(event, ResponseReceived) for event in events)
    assert b"".join(event.data for event in events if isinstance(event, DataReceived) and event.data) == b"onetwo"
    assert any(isinstance(event, StreamEnded) for event in events)
    assert machine.respond(1, reply) == ()


def test_a_reply_waits_for_the_clients_window() -> None:
    connection, machine = client(), Http2Machine()
    connection.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 10})
    connection.send_headers(1, HEADERS, end_stream=True)
    machine.receive(connection.data_to_send())
    first = b"".join(machine.respond(1, Reply(status=200, pieces=(b"x" * 15, b"y" * 10))))
    events = connection.receive_data(first)
    got = b"".join(event.data for event in events if isinstance(event, DataReceived) and event.data)
    assert got == b"x" * 10
    connection.increment_flow_control_window(100, 1)
    machine.receive(connection.data_to_send())
    events = connection.receive_data(machine.outgoing())
    got += b"".join(event.data for event in events if isinstance(event, DataReceived) and event.data)
    assert got == b"x" * 15 + b"y" * 10
    assert any(isinstance(event, StreamEnded) for event in events)


def test_large_bodies_are_granted_more_window() -> None:
    connection, machine = client(), Http2Machine()
    connection.send_headers(1, HEADERS)
    sent = 0
    while sent < 300_000:
        room = min(connection.local_flow_control_window(1), 16_384, 300_000 - sent)
        if room:
            connection.send_data(1, b"z" * room)
            sent += room
        machine.receive(connection.data_to_send())
        connection.receive_data(machine.outgoing())
    connection.end_stream(1)
    (event,) = machine.receive(connection.data_to_send())
    assert isinstance(event, RequestReceived)
    assert event.request.body_size_bytes == 300_000


def test_a_client_that_waits_is_told_to_go_on() -> None:
    connection, machine = client(), Http2Machine()
    connection.send_headers(1, [*HEADERS, ("expect", "100-continue")])
    machine.receive(connection.data_to_send())
    events = connection.receive_data(machine.outgoing())
    assert any(isinstance(event, InformationalResponseReceived) for event in events)


def test_a_reset_request_comes_out_truncated_and_wants_no_answer() -> None:
    connection, machine = client(), Http2Machine()
    connection.send_headers(1, HEADERS)
    connection.send_data(1, b"he")
    connection.reset_stream(1)
    (event,) = machine.receive(connection.data_to_send())
    assert isinstance(event, RequestReceived)
    assert event.request.truncated
    assert event.request.body == b"he"
    assert machine.respond(1, Reply(status=200)) == ()


def test_going_away_lets_what_is_under_way_end() -> None:
    connection, machine = client(), Http2Machine()
    connection.send_headers(1, HEADERS, end_stream=True)
    data = connection.data_to_send()
    connection.close_connection()
    machine.receive(data + connection.data_to_send())
    assert not machine.closed
    assert machine.respond(1, Reply(status=200, pieces=(b"{}",)))
    assert machine.closed


def test_many_unanswered_requests_can_be_read_from_a_recording() -> None:
    connection = client()
    for number in range(300):
        connection.send_headers(2 * number + 1, HEADERS, end_stream=True)
    events = read(bytes(connection.data_to_send()))
    assert len(events) == 300
    assert all(isinstance(event, RequestReceived) for event in events)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "not HTTP/2: no preface"),
        (PREFACE + b"\xff\xff\xff\x00\x00\x00\x00\x00\x01", "a frame of more than 16384 bytes"),
        (PREFACE + b"\x00\x00\x04\x06\x00\x00\x00\x00\x00" + b"p" * 4, None),
        (one_post()[:-20], "the stream ended inside a frame"),
        (one_post() + b"\x00\x00\x08\x06\x00\x00\x00\x00\x00pppppppp" * 9, "more than 4 control frames"),
        (one_post((b"x" * 65,)), "a body of more than 64 bytes"),
        (one_post(headers=[(":method", "CONNECT"), (":authority", "a:1")]), "CONNECT inside HTTP/2"),
    ],
)
def test_floods_and_nonsense_are_stated(data: bytes, reason: str | None) -> None:
    whole = read(data, limits=SMALL)
    assert whole == read(*(bytes([byte]) for byte in data), limits=SMALL)
    broken = whole[-1]
    assert isinstance(broken, ProtocolBroken)
    assert reason in {None, broken.reason}


def test_too_many_requests_under_way_are_stated() -> None:
    connection = client()
    for stream in (1, 3, 5):
        connection.send_headers(stream, HEADERS)
    *partial, broken = read(bytes(connection.data_to_send()), limits=SMALL)
    assert [event.request.truncated for event in partial if isinstance(event, RequestReceived)] == [True] * 3
    assert isinstance(broken, ProtocolBroken)
    assert broken.reason == "more than 2 requests under way"


@given(
    data=st.lists(
        st.one_of(
            st.sampled_from([PREFACE, one_post(), one_post((b"a", b"b"))[24:], one_post()[:-3]]),
            st.binary(max_size=40),
            st.builds(
                lambda kind, flags, stream, body: (
                    b"\x00\x00%c%c%c\x00\x00\x00%c%s" % (len(body), kind, flags, stream, body)
                ),
                st.integers(0, 12),
                st.integers(0, 255),
                st.integers(0, 6),
                st.binary(max_size=30),
            ),
        ),
        max_size=6,
    ).map(b"".join),
    start=st.booleans(),
    cuts=st.lists(st.integers(0, 400), max_size=8),
)
def test_no_bytes_raise_and_no_cutting_changes_what_is_read(data: bytes, cuts: list[int], *, start: bool) -> None:
    data = one_post() + data if start else data
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[begin:end] for begin, end in itertools.pairwise(edges)]
    assert read(*pieces) == read(data)
