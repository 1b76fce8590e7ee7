"""HTTP/1 as a server reads it: headers as they stood, spans that point at the bytes, floods stated."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.http1 import Http1Machine
from countermark.wire.limits import Limits
from countermark.wire.messages import (
    ConnectReceived,
    Event,
    Header,
    ProtocolBroken,
    Reply,
    Request,
    RequestReceived,
    WebSocketRequested,
)

POST = (
    b"POST /v1/messages?beta=true HTTP/1.1\r\nHost: api.example:8443\r\nX-Odd-CASE: one\r\nx-odd-case:  two \r\n"
    b"Content-Length: 5\r\n\r\nhello"
)
CHUNKED = (
    b"POST /c HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
    b"3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n"
)
GET = b"GET / HTTP/1.1\r\nHost: b\r\n\r\n"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SMALL = Limits(
    head_bytes=200,
    body_kept_bytes=8,
    body_bytes=64,
    framing_bytes=64,
    requests=4,
    concurrent_streams=2,
    control_frames=4,
)


def read(*cuts: bytes, limits: Limits = Limits()) -> tuple[Event, ...]:  # noqa: B008 -- frozen
    machine = Http1Machine(limits)
    events: list[Event] = []
    for cut in cuts:
        events += machine.receive(cut)
    return (*events, *machine.finish())


def the_request(data: bytes) -> Request:
    (event,) = read(data)
    assert isinstance(event, RequestReceived)
    return event.request


def test_headers_keep_case_order_and_doubles() -> None:
    request = the_request(POST)
    assert request.headers == (
        Header(name="Host", value="api.example:8443"),
        Header(name="X-Odd-CASE", value="one"),
        Header(name="x-odd-case", value="two"),
        Header(name="Content-Length", value="5"),
    )
    assert request.header("X-ODD-case") == "one"
    assert b"x-odd-case:  two \r\n" in request.head
    assert (request.host, request.port, request.path, request.query) == (
        "api.example",
        8443,
        "/v1/messages",
        "beta=true",
    )


def test_spans_point_at_the_bytes_of_head_and_body() -> None:
    data = GET + POST
    _, second = read(data)
    assert isinstance(second, RequestReceived)
    head, body = second.request.head_span, second.request.body_span
    assert data[head.offset : head.offset + head.length] == second.request.head
    assert data[body.offset : body.offset + body.length] == b"hello"
    assert not body.framed


def test_chunks_are_joined_and_their_span_is_marked_as_framed() -> None:
    request = the_request(CHUNKED)
    assert request.body == b"abcde"
    assert request.trailers == (Header(name="X-Trailer", value="t"),)
    span = request.body_span
    assert span.framed
    assert CHUNKED[span.offset : span.offset + span.length] == CHUNKED.partition(b"\r\n\r\n")[2]


def test_a_proxy_request_says_where_it_goes() -> None:
    request = the_request(b"GET http://User@Example.ORG:81/a?b=c HTTP/1.1\r\nHost: proxy\r\n\r\n")
    assert request.scheme == "http"
    assert (request.host, request.port, request.path, request.query) == ("example.org", 81, "/a", "b=c")
    assert request.target == "http://User@Example.ORG:81/a?b=c"


def test_connect_leaves_the_rest_to_the_tunnel() -> None:
    machine = Http1Machine()
    (event,) = machine.receive(b"CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n\x16\x03")
    assert isinstance(event, ConnectReceived)
    assert (event.authority.host, event.authority.port) == ("::1", 443)
    assert machine.respond(event.stream, Reply(status=200)) == (b"HTTP/1.1 200 Connection established\r\n\r\n",)
    assert machine.take_rest() == b"\x16\x03"
    assert machine.receive(b"\x01") == ()
    assert machine.take_rest() == b"\x01"
    assert not machine.closed


def test_a_refused_tunnel_closes() -> None:
    machine = Http1Machine()
    machine.receive(b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")
    (answer,) = machine.respond(1, Reply(status=403))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert b"connection: close" in answer
    assert machine.closed


def test_a_websocket_handshake_is_seen_once() -> None:
    machine = Http1Machine()
    (event,) = machine.receive(UPGRADE + b"\x81")
    assert isinstance(event, WebSocketRequested)
    assert machine.rest_offset == len(UPGRADE)
    assert machine.take_rest() == b"\x81"


def test_an_upgrade_without_a_key_is_an_ordinary_request() -> None:
    assert the_request(UPGRADE.replace(b"Sec-WebSocket-Key", b"Sec-Other")).path == "/ws"


def test_pipelined_requests_are_answered_in_their_order() -> None:
    machine = Http1Machine()
    first, second = machine.receive(GET + GET)
    assert isinstance(first, RequestReceived)
    assert isinstance(second, RequestReceived)
    assert machine.respond(second.stream, Reply(status=202)) == ()
    written = b"".join(machine.respond(first.stream, Reply(status=201)))
    assert written.index(b" 201 ") < written.index(b" 202 ")
    assert machine.respond(first.stream, Reply(status=200)) == ()


def test_a_streamed_reply_is_chunked_piece_by_piece() -> None:
    machine = Http1Machine()
    machine.receive(GET)
    head, *chunks = machine.respond(1, Reply(status=200, pieces=(b"one", b"", b"two")))
    assert b"transfer-encoding: chunked" in head
    assert chunks == [b"3\r\none\r\n", b"3\r\ntwo\r\n", b"0\r\n\r\n"]
    assert not machine.closed


def test_http_1_0_streams_until_the_end() -> None:
    machine = Http1Machine()
    (event,) = machine.receive(b"GET / HTTP/1.0\r\n\r\n")
    assert isinstance(event, RequestReceived)
    head, *pieces = machine.respond(1, Reply(status=200, pieces=(b"one", b"two")))
    assert b"content-length" not in head
    assert b"chunked" not in head
    assert pieces == [b"one", b"two"]
    assert machine.closed


@pytest.mark.parametrize(("method", "status", "length"), [("HEAD", 200, b"content-length: 2"), ("GET", 204, b"")])
def test_bodiless_answers_have_no_body(method: str, status: int, length: bytes) -> None:
    machine = Http1Machine()
    machine.receive(f"{method} / HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    (answer,) = machine.respond(1, Reply(status=status, pieces=(b"{}",)))
    assert answer.endswith(b"\r\n\r\n")
    assert length in answer
    assert b"{}" not in answer


def test_a_client_that_waits_is_told_to_go_on() -> None:
    machine = Http1Machine()
    head, _, body = POST.replace(b"Host:", b"Expect: 100-continue\r\nHost:").partition(b"hello")
    assert machine.receive(head) == ()
    assert machine.outgoing() == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert machine.outgoing() == b""
    assert len(machine.receive(b"hello" + body)) == 1


def test_go_on_waits_for_earlier_answers() -> None:
    machine = Http1Machine()
    machine.receive(GET + POST.replace(b"Host:", b"Expect: 100-continue\r\nHost:").partition(b"hello")[0])
    assert machine.outgoing() == b""
    *_, last = machine.respond(1, Reply(status=200))
    assert last == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_close_is_honoured_and_what_follows_is_named() -> None:
    machine = Http1Machine()
    data = GET.replace(b"Host", b"Connection: close\r\nHost")
    _, broken = machine.receive(data + b"\r\nextra")
    assert broken == ProtocolBroken(reason="bytes after the client's last request", offset=len(data) + 2)
    answer = b"".join(machine.respond(1, Reply(status=200)))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert machine.closed


def test_a_cut_off_body_comes_out_truncated() -> None:
    event, broken = read(POST[:-2])
    assert isinstance(event, RequestReceived)
    assert event.request.truncated
    assert event.request.body == b"hel"
    assert broken == ProtocolBroken(reason="the stream ended inside a request's body", offset=len(POST) - 2)


def test_a_cut_off_head_is_named() -> None:
    assert read(b"GET / HT") == (ProtocolBroken(reason="the stream ended inside a request's head", offset=0),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 300, "a request head of more than 200 bytes"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\nabc", "a body of more than 64 bytes"),
        (CHUNKED.replace(b"2\r\nde", b"FF\r\n"), "a body of more than 64 bytes"),
        (CHUNKED.replace(b"t\r\n\r\n", b"t" * 80 + b"\r\n\r\n"), "more than 64 bytes of chunk sizes and trailers"),
        (CHUNKED.replace(b"2\r\n", b"zz\r\n"), "a chunk without a size"),
        (CHUNKED.replace(b"2\r\n", b"1\r\n"), "a chunk longer than its size"),
        (GET * 5, "more than 4 requests"),
        (b"\x00" + GET, "not HTTP: a control character begins it"),
        (b"\r\n" * 120 + GET, "not HTTP: a control character begins it"),
        (b"CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", None),
        (b"CONNECT :1 HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT without a host"),
        (b"GET / HTTP/1.1\r\n\r\n", "not HTTP/1: Missing mandatory Host: header"),
    ],
)
def test_floods_and_nonsense_are_stated(data: bytes, reason: str | None) -> None:
    whole, single = read(data, limits=SMALL), read(*(bytes([byte]) for byte in data), limits=SMALL)
    assert whole == single
    broken = whole[-1]
    if reason is not None:
        assert isinstance(broken, ProtocolBroken)
        assert broken.reason == reason


def test_a_broken_stream_is_answered_after_what_was_asked_before() -> None:
    machine = Http1Machine()
    machine.receive(GET + b"\x00")
    assert machine.outgoing() == b""
    assert not machine.closed
    *_, last = machine.respond(1, Reply(status=200))
    assert last.startswith(b"HTTP/1.1 400 ")
    assert machine.closed
    assert machine.receive(GET) == ()


def test_a_large_body_is_counted_whole_and_kept_to_the_limit() -> None:
    (event,) = read(POST.replace(b"5\r\n\r\nhello", b"20\r\n\r\n" + b"y" * 20), limits=SMALL)
    assert isinstance(event, RequestReceived)
    assert event.request.body == b"y" * 8
    assert event.request.body_size_bytes == 20
    assert event.request.body_cut


ANY_STREAM = st.lists(
    st.one_of(
        st.sampled_from([POST, CHUNKED, GET, UPGRADE, POST[:-3], b"\r\n", b"0\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n"]),
        st.binary(max_size=40),
    ),
    max_size=6,
).map(b"".join)


@given(data=ANY_STREAM, cuts=st.lists(st.integers(0, 400), max_size=8), small=st.booleans())
def test_no_bytes_raise_and_no_cutting_changes_what_is_read(data: bytes, cuts: list[int], *, small: bool) -> None:
    limits = SMALL if small else Limits()
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    whole = read(data, limits=limits)
    assert read(*pieces, limits=limits) == whole
    for event in whole:
        if isinstance(event, RequestReceived) and not event.request.body_span.framed and not event.request.body_cut:
            span = event.request.body_span
            assert data[span.offset : span.offset + span.length] == event.request.body
