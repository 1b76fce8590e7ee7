"""The literals of a Python file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.static.literals import Literal, LiteralKind
from countermark.static.python import kinds as k
from countermark.static.python.escapes import cook_bytes, cook_text
from countermark.static.syntax import Syntax

_OPENING = re.compile(rb"([A-Za-z]{0,3})(\"\"\"|'''|\"|')")


def literals(source: bytes, syntax: Syntax) -> Iterator[Literal]:
    """Every string, bytes literal and f-string part, in the order of the file.

    Adjacent literals that Python makes one, are one, unless a part of them is computed.
    """
    together = 0
    for node in syntax.of_kinds(k.STRING, k.CONCATENATED_STRING):
        if syntax.kind[node] == k.STRING:
            if not together or syntax.parent[node] != together:
                yield from _string(source, syntax, node)
        elif (value := concatenation(source, syntax, node)) is not None:
            yield Literal(node, _kind(value), value, syntax.start[node], syntax.end[node])
            together = node


def string(source: bytes, syntax: Syntax, node: int) -> str | bytes | None:
    """The value of one literal; nothing if it has a computed part."""
    if syntax.size[node] > 1:
        return None
    prefix, start, end = _inside(source, syntax.start[node], syntax.end[node])
    return _read(prefix, source[start:end])


def string_parts(source: bytes, syntax: Syntax, node: int) -> Iterator[tuple[str, int, int]]:
    """The texts around the computed parts of an f-string, one more than there are of these, with their spans."""
    prefix, start, end = _inside(source, syntax.start[node], syntax.end[node])
    for child in syntax.children(node):
        if syntax.kind[child] == k.INTERPOLATION:
            yield _part(prefix, source[start : syntax.start[child]]), start, syntax.start[child]
            start = syntax.end[child]
    end = max(start, end)
    yield _part(prefix, source[start:end]), start, end


def concatenation(source: bytes, syntax: Syntax, node: int) -> str | bytes | None:
    """The value of adjacent literals; nothing if a part is computed, or text stands beside bytes."""
    values = [string(source, syntax, child) for child in syntax.children(node)]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(values):
        return "".join(texts)
    blobs = [value for value in values if isinstance(value, bytes)]
    return b"".join(blobs) if len(blobs) == len(values) else None


def _string(source: bytes, syntax: Syntax, node: int) -> Iterator[Literal]:
    value = string(source, syntax, node)
    if value is not None:
        yield Literal(node, _kind(value), value, syntax.start[node], syntax.end[node])
        return
    for part, start, end in string_parts(source, syntax, node):
        if end > start:
            yield Literal(node, LiteralKind.PART, part, start, end)


def _kind(value: str | bytes) -> LiteralKind:
    return LiteralKind.STRING if isinstance(value, str) else LiteralKind.BYTES


def _inside(source: bytes, start: int, end: int) -> tuple[bytes, int, int]:
    """The prefix in small letters, and the span between the quotes."""
    match = _OPENING.match(source, start, end)
    if match is None:
        return b"", start, end
    quote = match[2]
    closed = end - len(quote) >= match.end() and source[end - len(quote) : end] == quote
    return match[1].lower(), match.end(), end - len(quote) if closed else end


def _read(prefix: bytes, raw: bytes) -> str | bytes:
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in raw else raw
    if b"b" in prefix:
        return raw if b"r" in prefix else cook_bytes(raw)
    return _part(prefix, raw)


def _part(prefix: bytes, raw: bytes) -> str:
    if b"f" in prefix or b"t" in prefix:
        raw = raw.replace(b"{{", b"{").replace(b"}}", b"}")
    return raw.decode("utf-8", "replace") if b"r" in prefix else cook_text(raw)
