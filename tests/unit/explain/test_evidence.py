"""A text is found in its stream however JSON spelled it, and never claimed where it is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.explain.evidence import locate


@pytest.mark.parametrize("spell", [lambda text: text, json.dumps, lambda text: json.dumps(text, ensure_ascii=False)])
def test_every_spelling_is_found(spell: object) -> None:
    text = 'it’s "here"\nand'
    stream = b"POST / HTTP/1.1\r\n\r\n" + spell(text).encode()  # type: ignore[operator]
    found = locate(stream, 0, text)
    assert found is not None
    offset, length = found
    assert stream[offset : offset + length].startswith(b"it")
    assert stream[offset : offset + length].endswith(b"and")


def test_the_search_begins_where_the_body_does() -> None:
    assert locate(b"host: me\r\n\r\nme", 12, "me") == (12, 2)


def test_a_long_text_is_found_by_its_longest_line() -> None:
    assert locate(b"..longest line of all..", 0, "short\nlongest line of all") == (2, 19)


def test_what_is_not_there_is_not_found() -> None:
    assert locate(b"\x1f\x8b compressed", 0, "it is me") is None
    assert locate(b"   ", 0, "  ") is None


@given(stream=st.binary(max_size=80), start=st.integers(0, 100), text=st.text(st.characters(), max_size=20))
def test_a_span_lies_in_the_stream(stream: bytes, start: int, text: str) -> None:
    found = locate(stream, start, text)
    assert found is None or start <= found[0] < found[0] + found[1] <= len(stream)


@given(text=st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip))
def test_what_was_sent_is_found(text: str) -> None:
    assert locate(b"{" + json.dumps(text).encode(), 0, text) is not None
