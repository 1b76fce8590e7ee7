"""Any bytes become columns; what was not understood is counted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.static.program import JAVASCRIPT, PYTHON, Language, read_program
from countermark.static.syntax import Span, Syntax
from countermark.static.units import read_units

DEEP = 100_000


def check(syntax: Syntax, length: int) -> None:
    """The columns are one tree in preorder, whose spans lie in each other and in the file."""
    count = len(syntax.kind)
    assert {len(column) for column in (syntax.field, syntax.start, syntax.end, syntax.parent, syntax.size)} == {count}
    assert syntax.size[0] == count
    for node in range(1, count):
        above = syntax.parent[node]
        assert above < node < node + syntax.size[node] <= above + syntax.size[above]
        assert 0 <= syntax.start[node] <= syntax.end[node] <= length
        assert syntax.start[above] <= syntax.start[node]
        assert syntax.end[node] <= syntax.end[above]
        assert node in syntax.children(above)


@given(
    st.binary(max_size=200) | st.text("ab\"'`${}()[]\\/*,.=>\n", max_size=80).map(str.encode),
    st.sampled_from((JAVASCRIPT, PYTHON)),
)
@settings(max_examples=400)
def test_any_bytes_become_a_tree(source: bytes, language: Language) -> None:
    program = read_program(source, language)
    check(program.syntax, len(source))
    coverage = program.coverage
    assert 0 <= coverage.unread_bytes <= coverage.total_bytes == len(source)
    for literal in program.literals():
        assert 0 <= literal.start <= literal.end <= len(source)


@pytest.mark.parametrize(
    ("source", "unread"),
    [
        (b"f(1)", ()),
        (b"", ()),
        (b"// only a comment", ()),
        (b"#!/usr/bin/env node\nf()\n", ()),
        (b"a = 1; }; b = 2", (Span(7, 8),)),
        (b'a = "\xff\xfe\0"', ()),
        (b"f(1", (Span(0, 3),)),
        (b"a = 1;\0", (Span(6, 7),)),
    ],
)
def test_what_is_not_understood_is_counted(source: bytes, unread: tuple[Span, ...]) -> None:
    assert read_program(source, JAVASCRIPT).coverage.unread == unread


def test_holes_of_arrays_stay() -> None:
    def shape(text: bytes) -> list[str]:
        program = read_program(text, JAVASCRIPT)
        return [program.kind_name(node) for node in range(len(program.syntax.kind))][2:]

    assert shape(b"[a, b]") == ["array", "identifier", "identifier"]
    assert shape(b"[a, , b]") == ["array", "identifier", ",", "identifier"]
    assert shape(b"[, a]") == ["array", ",", "identifier"]
    assert shape(b"[a, /* none */, b]") == ["array", "identifier", ",", "identifier"]


@pytest.mark.parametrize(
    ("before", "middle", "after"),
    [
        (b"[", b"", b"]"),
        (b"(", b"1", b")"),
        (b"{", b"", b"}"),
        (b"function f(){", b"", b"}"),
        (b"x=>", b"1", b""),
        (b"!", b"1", b""),
        (b"'a'+", b"1", b""),
        (b"`${", b"1", b"}`"),
        (b"f(", b"", b")"),
        (b"a?", b"1", b":2"),
        (b"[", b"", b""),
    ],
)
def test_no_nesting_is_too_deep(before: bytes, middle: bytes, after: bytes) -> None:
    program = read_program(b"y = " + before * DEEP + middle + after * DEEP, JAVASCRIPT)
    assert len(program.bindings.of) == len(program.syntax.kind)
    assert len(read_units(program)) >= 1
    last = len(program.syntax.kind) - 1
    for node in {min(3, last), last // 2, last}:
        program.constant(node)
        program.resolve(node)
        program.path(node)
        program.function_of(node)


def test_a_long_literal_takes_no_more_than_its_length() -> None:
    began = time.process_time()
    program = read_program(b'x = "' + b"\\x41" * 250_000 + b'" + `' + b"a" * 4_000_000 + b"`", JAVASCRIPT)
    first, second = (literal.value for literal in program.literals())
    assert first == "A" * 250_000
    assert len(second) == 4_000_000
    assert time.process_time() - began < 10
