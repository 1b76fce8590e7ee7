"""Authorities and request targets, in every form and in none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.wire.authority import Authority, Target, read_authority, read_target


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("example.COM", "example.com", 0),
        ("example.com:8443", "example.com", 8443),
        ("user:secret@example.com:80", "example.com", 80),
        ("[2001:DB8::1]:443", "2001:db8::1", 443),
        ("[::1]", "::1", 0),
        ("host:", "host", 0),
    ],
)
def test_authorities(text: str, host: str, port: int) -> None:
    assert read_authority(text) == Authority(host=host, port=port)


@pytest.mark.parametrize("text", ["", ":80", "a:b", "a:-1", "a:65536", "a:٣", "[::1", "[::1]x", "a:000000080", "::1"])
def test_what_is_none(text: str) -> None:
    assert read_authority(text) is None


@pytest.mark.parametrize(
    ("method", "target", "expected"),
    [
        ("GET", "/a?b?c", Target(scheme="", authority="", path="/a", query="b?c")),
        ("GET", "http://h:1/a?b", Target(scheme="http", authority="h:1", path="/a", query="b")),
        ("GET", "HTTP://h", Target(scheme="http", authority="h", path="/", query="")),
        ("GET", "http://h?q", Target(scheme="http", authority="h", path="/", query="q")),
        ("GET", "/r?to=http://x/", Target(scheme="", authority="", path="/r", query="to=http://x/")),
        ("CONNECT", "h:1", Target(scheme="", authority="h:1", path="", query="")),
        ("OPTIONS", "*", Target(scheme="", authority="", path="*", query="")),
    ],
)
def test_targets(method: str, target: str, expected: Target) -> None:
    assert read_target(method, target) == expected


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_authority(text)
    read_target("GET", text)
