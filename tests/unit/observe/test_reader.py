"""A capture is read again from its bytes: every request an exchange, what cannot be read stays opaque."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection as WebSocket
from wsproto.connection import ConnectionType
from wsproto.events import TextMessage

from countermark.model.run import Chunk, Datagram, Direction
from unit.observe.recorded import API, Recorded, post, texts

ASK = {"model": "m", "tools": [{"name": "t"}], "messages": [{"role": "user", "content": "say ok"}]}
CALL = post("/v1/messages", ASK)
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: t.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def test_a_model_call_is_an_exchange_with_its_bytes() -> None:
    (one,) = Recorded().say(CALL).seen().exchanges
    assert (one.role, one.is_model, one.host, one.port) == ("anthropic-messages:create#1", True, API, 443)
    assert one.decoded
    assert one.sent_bytes == len(CALL)
    assert CALL[one.body_offset : one.body_offset + one.body_length].startswith(b'{"model"')


def test_its_words_are_addressed_features() -> None:
    found = Recorded().say(CALL).seen()
    assert texts(found, "body")["/model"] == "m"
    assert found.features == tuple(sorted(found.features, key=lambda feature: feature.address))


def test_requests_are_counted_by_kind() -> None:
    found = Recorded().say(CALL + CALL).say(post("/log", {}, host="t.example"), "t.example").seen()
    assert texts(found, "count") == {"anthropic-messages:create": "2", "POST t.example/log": "1"}


def test_requests_are_numbered_in_the_order_of_time() -> None:
    late, early = post("/log", {"n": "late"}), post("/log", {"n": "early"})
    found = Recorded().say(late, "t.example", at_s=2.0).say(early, "t.example", at_s=1.0).seen()
    first = next(one.text for one in found.features if one.address.role.endswith("#1") and one.address.part == "body")
    assert first == "early"


def test_re_cutting_a_stream_changes_nothing() -> None:
    whole = Recorded().say(CALL)
    cut = Recorded().say(CALL, chunks=tuple(Chunk(at_s=0.0, direction=Direction.CLIENT, length_bytes=1) for _ in CALL))
    assert whole.seen() == cut.seen()


def test_another_base_url_keeps_the_role() -> None:
    named = Recorded().say(post("/v1/messages", ASK, host="gw.example"), "gw.example")
    (one,) = named.seen(base_url="https://gw.example").exchanges
    assert (one.role, one.host) == ("anthropic-messages:create#1", "gw.example")
    (stranger,) = named.seen().exchanges
    assert stranger.role == "anthropic-messages:create@gw.example#1"


def test_a_name_is_contacted_or_only_looked_up() -> None:
    found = Recorded().say(CALL).seen(f"{API}.", "Probe.Example.")
    assert texts(found, "dns") == {API: f"{API} contacted", "probe.example": "probe.example only looked up"}


def test_a_plain_proxy_hides_no_destination() -> None:
    data = b"GET http://t.example/x HTTP/1.1\r\nHost: t.example\r\n\r\n"
    (one,) = Recorded().say(data, "proxy.example", tls=False, proxy="proxy.example:3128", port=3128).seen().exchanges
    assert one.host == "t.example"


def test_a_host_header_cannot_lie_about_where_a_request_went() -> None:
    (one,) = Recorded().say(post("/log", {}, host=API), "t.example").seen().exchanges
    assert one.host == "t.example"


def test_a_websocket_message_is_an_exchange() -> None:
    data = UPGRADE + WebSocket(ConnectionType.CLIENT).send(TextMessage(data='{"zone":"UTC"}'))
    found = Recorded().say(data, "t.example").seen()
    assert [one.method for one in found.exchanges] == ["GET", "WS"]
    assert texts(found, "body") == {"/zone": "UTC"}


def test_a_request_that_was_cut_off_has_no_features_and_is_no_model_call() -> None:
    found = Recorded().say(CALL[:-5]).seen()
    assert [one.is_model for one in found.exchanges] == [False]
    assert texts(found, "body") == {}


@pytest.mark.parametrize(
    ("transport", "size_bytes", "why"),
    [
        ("unknown", 11, "not a protocol that we read"),
        ("tls-failed", 0, "the tool refused"),
        ("tls-cut", 0, "the connection was ended"),
    ],
)
def test_what_cannot_be_read_is_opaque_with_its_host_and_size(transport: str, size_bytes: int, why: str) -> None:
    (one,) = Recorded().say(b"SSH-2.0-x\r\n", "t.example", transport=transport).seen().exchanges
    assert (one.host, one.decoded, one.sent_bytes, one.connection) == ("t.example", False, size_bytes, 0)
    assert one.why_opaque.startswith(why)


def test_an_encrypted_body_is_opaque() -> None:
    data = post("/log", bytes(range(128, 256)) * 4, "Content-Type: application/octet-stream")
    (one,) = Recorded().say(data, "t.example").seen().exchanges
    assert not one.decoded
    assert one.why_opaque


def test_a_datagram_is_opaque() -> None:
    recorded = Recorded()
    datagram = Datagram(at_s=0.0, address="203.0.113.9", port=123, payload=recorded.blob(b"x" * 48))
    (one,) = recorded.seen(datagrams=(datagram,)).exchanges
    assert (one.host, one.port, one.sent_bytes, one.decoded) == ("203.0.113.9", 123, 48, False)


@given(st.binary(max_size=200) | st.binary(max_size=80).map(lambda tail: CALL[:-40] + tail))
def test_any_bytes_can_be_read(data: bytes) -> None:
    found = Recorded().say(data).seen()
    assert len({feature.address for feature in found.features}) == len(found.features)


def test_a_session_that_computes_does_not_wait() -> None:
    found = Recorded().started(1.5, 0.5).started(0.2, 0.3).say(CALL).seen()
    assert [(one.where.name, one.seconds) for one in found.timings] == [
        ("waiting in session 1", 1.0),
        ("waiting in session 2", 0.0),
    ]
    assert found.cpu_s == pytest.approx(0.8)


def test_a_second_call_comes_after_the_first_was_answered() -> None:
    def chunks(at_s: float) -> tuple[Chunk, ...]:
        return (
            Chunk(at_s=at_s, direction=Direction.CLIENT, length_bytes=len(CALL)),
            Chunk(at_s=at_s + 0.25, direction=Direction.SERVER, length_bytes=1),
        )

    found = Recorded().say(CALL, at_s=1.0, chunks=chunks(1.0)).say(CALL, at_s=3.0, chunks=chunks(3.0)).seen()
    (gap,) = found.timings
    assert (gap.where.role, gap.where.name, gap.seconds) == (
        "anthropic-messages:create#2",
        "since the answer before",
        pytest.approx(1.75),
    )
