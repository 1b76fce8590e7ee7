"""The first bytes of a connection name what is spoken, once and for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.http2 import PREFACE
from countermark.wire.opening import Opening, read_opening


@pytest.mark.parametrize(
    ("first", "opening"),
    [
        (b"", Opening.UNDECIDED),
        (b"\x16", Opening.UNDECIDED),
        (b"\x16\x03\x01", Opening.TLS),
        (b"\x16\x02", Opening.UNKNOWN),
        (PREFACE[:3], Opening.UNDECIDED),
        (PREFACE, Opening.HTTP2),
        (PREFACE + b"\x00", Opening.HTTP2),
        (b"PRINT / HTTP/1.1", Opening.HTTP1),
        (b"GET", Opening.UNDECIDED),
        (b"\r\nGET /", Opening.HTTP1),
        (b"\r\n", Opening.UNDECIDED),
        (b"M-SEARCH * HTTP/1.1", Opening.HTTP1),
        (b"\x05\x01\x00", Opening.SOCKS),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Opening.UNKNOWN),
        (b"A" * 40, Opening.UNKNOWN),
        (b"\x00\x01", Opening.UNKNOWN),
    ],
)
def test_openings(first: bytes, opening: Opening) -> None:
    assert read_opening(first) is opening


START = st.sampled_from([b"", PREFACE, PREFACE[:7], b"\x16\x03", b"GET / HTTP/1.1\r\n", b"\r\n", b"PUT"])


@given(st.builds(bytes.__add__, START, st.binary(max_size=60)))
def test_what_was_decided_stands(data: bytes) -> None:
    decided = {read_opening(data[:length]) for length in range(len(data) + 1)} - {Opening.UNDECIDED}
    assert len(decided) <= 1
