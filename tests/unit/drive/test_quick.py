"""What the compiled sweep passes by has nothing that the finder would find, in any encoding and at any level."""

from __future__ import annotations

import base64
import ctypes
import html
import json
import urllib.parse
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.drive.quick.engine import Engine, engine
from countermark.text import ordinary
from countermark.text.channels import ALL
from countermark.text.finding import everywhere
from countermark.text.ordinary._generated import KINDS
from countermark.text.sign_rules import RULES

LEVELS = (0.0, 7.0, 10.0)
built = pytest.mark.skipif(engine(10.0) is None, reason="the compiled part is not built here (tools/build_quick.py)")

PARTS = (
    *(
        "Hello there.",
        "Well.  Then",
        "a--b",
        " - ",
        "x -- y",
        "\n",
        "\r\n",
        "\r",
        " \n",
        "  \t \n",
        "\n\tx",
        "\n        x",
    ),
    *("it's", "it\u2019s", "it\u02bcs", "\u201chi\u201d", '"hi"', "...", "\u2026", "12,345", "12345", "12\u202f345"),
    *("2026-11-18", "2026/11/18", "2026.11.18", "2026-1-8", "2026-11-18T10:00:00Z", "2026-11-18 10:00:00z"),
    *("deadBEEF1234ab", "3F2504E0-4f89-11d3-9A0C-0305e82c3301", "\u200b", "\u200d", "ho\u00adtel", "\ufeff"),
    *("\U000e0061", "\u202e", "\u2066x\u2069", "\ufe0f", "\u2764\ufe0f", "e\u0301", "\u00e9", "\ufb01", "fi"),
    *("\u0441\u0430\u0442", "c\u0430t", "\u043f\u0440\u0438\u0432\u0435\u0442", "\u4f60\u597d", "a\uff0cb", "x\u00a0y"),
    *("\u2003", "\x0b", "\x07", "\x1b[8mhid\x1b[0m", "\x7f", "\ue000x", "/a%41", "%C3%A9", "%c3%A9", "&#65;", "&amp;"),
    *("&#8203;", "&rsquo;", "\\u0041", "\\n", '\\"', "\\u200b", "\\/", "\\u00E9", "\\u000a", '{"a":1,"b":2}\n'),
    *('{"b":1,"a":2}\n', '{"n":1.0}', '{"n":1}', '{"n":1e2}', '{"a" : 1}', '["a","b", "c"]', "l`a", "well\u2011known"),
    *("a  b", "\n* x\n- y\n* z", "Accept: x\nHost: y\n\n", "Host: y\nAccept: x\n\n", "accept: q\n", "?a=1&b=2 "),
    *("?b=2&a=1 ", "1\u0663", "d\u0131de", "\u201a ", "\n \t\n", "word ", "/usr/lib/python3/dist/packages"),
)


@lru_cache(maxsize=4)
def at_level(level: float) -> Engine:
    found = engine(level)
    assert found is not None
    return found


def awake(text: bytes, level: float) -> frozenset[str] | None:
    memory = ctypes.create_string_buffer(text, len(text) + 1)
    return at_level(level).look(ctypes.addressof(memory), len(text)).channels


def as_base64(text: str) -> str:
    return f" {base64.b64encode((text + ' and so much more').encode()).decode()} "


texts = st.recursive(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join),
    lambda inner: st.one_of(
        st.tuples(inner, st.booleans()).map(lambda two: json.dumps({"k": two[0], "n": 1}, ensure_ascii=two[1]) + "\n"),
        inner.map(as_base64),
        inner.map(urllib.parse.quote),
        inner.map(html.escape),
        st.tuples(inner, st.integers(2, 20)).map(lambda two: two[0] * two[1]),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=5,
)


@built
@given(texts)
@settings(max_examples=120, deadline=None)
def test_nothing_is_passed_by_that_would_be_found(text: str) -> None:
    found = everywhere(text)
    for level in LEVELS:
        channels = awake(text.encode(), level)
        loud = {pattern.channel for pattern, _ in found if ordinary.suspicion((pattern,)) >= level}
        assert channels is None or loud <= channels


@built
@given(st.binary(max_size=400), st.integers(0, 130))
@settings(max_examples=150, deadline=None)
def test_any_bytes_at_any_place_of_a_block_are_taken(data: bytes, before: int) -> None:
    text = b"a" * before + data
    channels = awake(text, 0.0)
    found = everywhere(text.decode("utf-8", "surrogateescape"))
    assert channels is None or {pattern.channel for pattern, _ in found} <= channels


@built
@given(st.sampled_from(PARTS), st.sampled_from(PARTS), st.integers(0, 70), st.integers(0, 70))
@settings(max_examples=200, deadline=None)
def test_no_block_border_hides_a_pattern(one: str, other: str, before: int, between: int) -> None:
    text = "a" * before + (one + "b" * between + other) * 3
    channels = awake(text.encode(), 0.0)
    assert channels is None or {pattern.channel for pattern, _ in everywhere(text)} <= channels


@built
def test_what_has_no_sign_is_passed_by() -> None:
    line = json.dumps({"id": 1, "text": "An ordinary sentence, and one more. It says nothing else."}) + "\n"
    assert awake((line * 500).encode(), 0.0) == frozenset()
    assert awake(f"{line * 500}\u200b".encode(), 10.0) == {"zero-width"}
    assert awake(b"\xff", 10.0) is None


def test_every_kind_has_signs() -> None:
    """Else a text that has it would be passed by; kinds that are read have those of the kind itself."""
    known = {f"{rule.channel}:{kind}" for rule in RULES for kind in rule.kinds}
    assert {key.removesuffix("-read") for key in KINDS} <= known
    assert {rule.channel for rule in RULES} == {channel.id for channel in ALL}
    seen = {pattern.key.removesuffix("-read") for part in PARTS for pattern, _ in everywhere(f"{part}\n" * 3)}
    assert seen <= known
