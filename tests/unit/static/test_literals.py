"""A literal is what the program will see, wherever and however it is spelled."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.static.javascript.escapes import cook
from countermark.static.literals import LiteralKind
from countermark.static.program import JAVASCRIPT, PYTHON, Language, read_program
from countermark.static.python.escapes import cook_bytes, cook_text


def values(source: bytes, language: Language) -> list[tuple[str, str | bytes, bytes]]:
    program = read_program(source, language)
    return [(one.kind.value, one.value, source[one.start : one.end]) for one in program.literals()]


JAVASCRIPT_CASES: dict[str, tuple[bytes, list[str]]] = {
    "code points": (rb'"\u02B9\x41\u{1F600}\u{0000041}"', ["ʹA😀A"]),
    "surrogates are joined": (rb'"\ud83d\ude00"', ["😀"]),
    "a lone surrogate stays": (rb'"\ud83dx"', ["\ud83dx"]),
    "octal": (rb'"\0\101\477\8"', ["\0A'78"]),
    "single": (rb'"\n\t\b\v\f\r\q\"\'"', ["\n\t\b\v\f\rq\"'"]),
    "continued lines": (b'"a\\\nb\\\r\nc\\\xe2\x80\xa8d"', ["abcd"]),
    "damaged bytes": (b'"\xff\xc3"', ["��"]),
    "a zero byte": (b'"a\0b"', ["a\0b"]),
    "a template without parts": (b"`a\\n${'b'}`;`c\r\nd`", ["a\n", "b", "c\nd"]),
    "parts": (rb"`a${b}${c}\u0064${`e${f}`}g`", ["a", "d", "g", "e"]),
    "String.raw": (rb"String.raw`\n${a}\t`", ["\\n", "\\t"]),
    "another tag": (rb"raw`\n`", ["\n"]),
    "keys and modules": (b'import "a"; ({"b": 1, c: 2, ["d"]: 3}); import("e")', ["a", "b", "d", "e"]),
    "regular expressions": (rb"/a\/[/]b/gu.test(c) / d", [r"a\/[/]b"]),
    "markup": (b'<a b="c">d</a>', ["c", "d"]),
}


@pytest.mark.parametrize("case", JAVASCRIPT_CASES)
def test_javascript(case: str) -> None:
    source, expected = JAVASCRIPT_CASES[case]
    assert [value for _, value, _ in values(source, JAVASCRIPT)] == expected


PYTHON_CASES = (
    rb'"a\n\x41\u02b9\U0001F600\N{BULLET}\101"',
    rb"r'\n' R'\''",
    b"b'a\\xff\\n' rb'\\x'",
    b'"""a\\\nb\r\nc"""',
    rb'u"a" "b" """c"""',
    rb'"\ud83d\ude00"',
)


@pytest.mark.parametrize("source", PYTHON_CASES)
def test_python_agrees_with_itself(source: bytes) -> None:
    joined = b"[" + b",".join(part for part in [source]) + b"]"
    try:
        expected = ast.literal_eval(joined.decode())
    except SyntaxError:
        expected = [ast.literal_eval(part) for part in source.decode().split(" ")]
    assert [value for _, value, _ in values(source, PYTHON)] == expected


def test_parts_of_f_strings_and_what_stands_beside_them() -> None:
    source = rb'''f"a{{{b!r:>{w}}c\n" "d"; rf"\n{f'e{g}'}"; "h" "i"; b"j" b"k"'''
    assert values(source, PYTHON) == [
        ("template-part", "a{", b"a{{"),
        ("template-part", "c\n", rb"c\n"),
        ("string", "d", b'"d"'),
        ("template-part", "\\n", rb"\n"),
        ("template-part", "e", b"e"),
        ("string", "hi", b'"h" "i"'),
        ("bytes", b"jk", b'b"j" b"k"'),
    ]


def test_spans_are_bytes() -> None:
    assert values('"é"; "ö"'.encode(), JAVASCRIPT) == [
        (LiteralKind.STRING, "é", '"é"'.encode()),
        (LiteralKind.STRING, "ö", '"ö"'.encode()),
    ]


@given(st.text())
def test_what_json_writes_is_read_back(text: str) -> None:
    for spelled in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        if "\ufeff" not in spelled:
            (literal,) = read_program(b"(" + spelled.encode("utf-8", "surrogatepass") + b")", JAVASCRIPT).literals()
            assert literal.value == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_python_writes_is_read_back(text: str) -> None:
    for spelled in (repr(text), ascii(text)):
        assert [value for _, value, _ in values(spelled.encode(), PYTHON)] == [text]


@given(st.binary())
def test_bytes_that_python_writes_are_read_back(data: bytes) -> None:
    assert [value for _, value, _ in values(repr(data).encode(), PYTHON)] == [data]


@given(st.text("\\uUxN{}0123456789aAn\n\r'\"").map(str.encode) | st.binary())
def test_cooking_is_total(raw: bytes) -> None:
    cook(raw).encode("utf-8", "surrogatepass")
    cook_text(raw).encode("utf-8", "surrogatepass")
    cook_bytes(raw)
