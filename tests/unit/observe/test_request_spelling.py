"""The same request, written in another way, is told; more of the same is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.observe.request_spelling import escape_spelling, framing_spelling, head_spelling

PLAIN = b"GET / HTTP/1.1\r\nHost: a.example\r\nX-Empty:\r\nAccept: */*\r\n\r\n"


def test_a_plain_head_is_plain_however_many_fields_it_has() -> None:
    assert head_spelling(PLAIN) == head_spelling(PLAIN[:-2] + b"X-More: said openly\r\n\r\n") == "plain"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (PLAIN.replace(b"*/*", b"*/* "), "plain; accept ' ' behind"),
        (PLAIN.replace(b"t: */*", b"t:  */*"), "plain; accept '  ' before"),
        (PLAIN.replace(b"*/*\r", b"*/*"), "plain; accept a bare line feed"),
        (PLAIN.replace(b"Accept: ", b"Accept:\t"), "plain; accept '\\t' before"),
        (b"GET / HTTP/1.1\r\nA:1\r\nB:2\r\n\r\n", "'' before"),
    ],
)
def test_another_blank_is_told(written: bytes, said: str) -> None:
    assert head_spelling(written) == said


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("a=b", ""),
        ("q=a%2Fb", "upper"),
        ("q=a%2fb", "lower"),
        ("q=a+b", "+"),
        ("q=a%20b", "%20"),
        ("q=a%2Fb%2f", "upper lower %2F %2f"),
        ("q=%61b", "needless %61"),
    ],
)
def test_a_style_of_escapes_has_a_name(text: str, style: str) -> None:
    assert escape_spelling(text) == style


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("64", "0"), "one chunk"),
        (("64", "c8", "0"), "2 chunks, 100"),
        (("064", "0"), "one chunk, '064'"),
        (("64;a=b", "0"), "one chunk, '64;a=b'"),
        (("C8", "0"), "one chunk, capital digits"),
    ],
)
def test_chunks_are_told_by_their_cuts(lines: tuple[str, ...], said: str) -> None:
    assert framing_spelling(lines) == said


@given(st.binary(), st.text())
def test_anything_has_a_style(head: bytes, text: str) -> None:
    assert isinstance(head_spelling(head), str)
    assert isinstance(escape_spelling(text), str)
