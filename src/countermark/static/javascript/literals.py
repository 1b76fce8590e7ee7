"""The literals of a JavaScript file."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.static.javascript import kinds as k
from countermark.static.javascript.escapes import cook, cook_template
from countermark.static.literals import Literal, LiteralKind
from countermark.static.syntax import Syntax


def literals(source: bytes, syntax: Syntax) -> Iterator[Literal]:
    """Every string, template part, regular expression and markup text, in the order of the file.

    The parts of a template stand before what its substitutions hold.
    """
    start, end = syntax.start, syntax.end
    for node in syntax.of_kinds(k.STRING, k.TEMPLATE_STRING, k.REGEX, k.JSX_TEXT):
        kind = syntax.kind[node]
        if kind == k.STRING:
            yield Literal(node, LiteralKind.STRING, string(source, start[node], end[node]), start[node], end[node])
        elif kind == k.TEMPLATE_STRING:
            yield from _template(source, syntax, node)
        elif kind == k.REGEX:
            pattern = source[start[node] + 1 : end[node]].rpartition(b"/")[0].decode("utf-8", "replace")
            yield Literal(node, LiteralKind.REGEX, pattern, start[node], end[node])
        else:
            value = source[start[node] : end[node]].decode("utf-8", "replace")
            yield Literal(node, LiteralKind.TEXT, value, start[node], end[node])


def string(source: bytes, start: int, end: int) -> str:
    """The value of the string literal at a span; an unterminated one lacks its last quote."""
    closed = end - start > 1 and source[end - 1] == source[start]
    return cook(source[start + 1 : end - 1 if closed else end])


def template_parts(source: bytes, syntax: Syntax, node: int) -> Iterator[tuple[str, int, int]]:
    """The texts around the substitutions of a template, one more than there are of these, with their spans."""
    read = _as_spelled if is_raw(source, syntax, node) else cook_template
    start, end = syntax.start[node] + 1, syntax.end[node]
    for child in syntax.children(node):
        if syntax.kind[child] == k.TEMPLATE_SUBSTITUTION:
            yield read(source[start : syntax.start[child]]), start, syntax.start[child]
            start = syntax.end[child]
    end = max(start, end - 1 if source[end - 1 : end] == b"`" else end)
    yield read(source[start:end]), start, end


def is_raw(source: bytes, syntax: Syntax, node: int) -> bool:
    """Whether a template is tagged ``String.raw``, which reads no escapes."""
    call = syntax.parent[node]
    if syntax.field[node] != k.F_ARGUMENTS or syntax.kind[call] != k.CALL_EXPRESSION:
        return False
    tag = syntax.child(call, k.F_FUNCTION)
    return source[syntax.start[tag] : syntax.end[tag]] == b"String.raw"


def _template(source: bytes, syntax: Syntax, node: int) -> Iterator[Literal]:
    start, end = syntax.start[node], syntax.end[node]
    if syntax.size[node] == 1:
        value, _, _ = next(template_parts(source, syntax, node))
        yield Literal(node, LiteralKind.STRING, value, start, end)
        return
    for value, start, end in template_parts(source, syntax, node):
        if end > start:
            yield Literal(node, LiteralKind.PART, value, start, end)


def _as_spelled(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
