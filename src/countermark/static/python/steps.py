"""How the value of a Python expression is made of other values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from countermark.static.bindings import Bindings
from countermark.static.constants import Combination, Constant, Record, Step, Value
from countermark.static.python import kinds as k
from countermark.static.python.literals import string, string_parts
from countermark.static.python.scopes import FUNCTIONS
from countermark.static.python.shapes import unwrap
from countermark.static.syntax import Syntax

_SIMPLE: dict[int, Value] = {k.TRUE: True, k.FALSE: False, k.NONE: None}
_MAX_DIGITS = 400
"""No program writes a longer number; longer ones would only cost time."""


def step(source: bytes, syntax: Syntax, bindings: Bindings, node: int) -> Step:
    """What is known of one expression."""
    kind = syntax.kind[node]
    if kind in _SIMPLE:
        return Constant(_SIMPLE[kind])
    if kind in (k.INTEGER, k.FLOAT):
        return _number(source[syntax.start[node] : syntax.end[node]])
    if kind == k.IDENTIFIER:
        return _name(syntax, bindings, node)
    composed = _COMPOSED.get(kind)
    if composed is not None:
        return composed(source, syntax, node)
    inner = unwrap(syntax, source, node)
    return Combination((inner,), _same) if inner != node and kind != k.AWAIT else None


def _number(raw: bytes) -> Step:
    if len(raw) > _MAX_DIGITS:
        return None
    try:
        value = ast.literal_eval(raw.decode("ascii", "replace"))
    except (ValueError, SyntaxError):
        return None
    return Constant(value) if isinstance(value, int | float) else None


def _name(syntax: Syntax, bindings: Bindings, node: int) -> Step:
    binding = bindings.of[node]
    value = bindings.only_value(binding) if binding >= 0 else 0
    return Combination((value,), _same) if value and syntax.kind[value] not in FUNCTIONS else None


def _same(values: Sequence[Value]) -> Constant:
    return Constant(values[0])


def _string(source: bytes, syntax: Syntax, node: int) -> Step:
    value = string(source, syntax, node)
    if value is not None:
        return Constant(value)
    texts = [text for text, _, _ in string_parts(source, syntax, node)]
    parts = [one for one in syntax.children(node) if syntax.kind[one] == k.INTERPOLATION]
    if any(syntax.size[one] == 1 or syntax.size[one] != 1 + syntax.size[one + 1] for one in parts):
        return None  # a conversion or a format

    def combine(values: Sequence[Value]) -> Constant | None:
        pieces = [str(value) for value in values if isinstance(value, str | int)]
        if len(pieces) < len(values):
            return None
        return Constant(texts[0] + "".join(a + b for a, b in zip(pieces, texts[1:], strict=True)))

    return Combination(tuple(one + 1 for one in parts), combine)


def _adjacent(_: bytes, syntax: Syntax, node: int) -> Step:
    return Combination(tuple(syntax.children(node)), _add)


def _binary(source: bytes, syntax: Syntax, node: int) -> Step:
    if _operator(source, syntax, node) != b"+":
        return None
    terms = []
    while syntax.kind[node] == k.BINARY_OPERATOR and _operator(source, syntax, node) == b"+":
        terms.append(syntax.child(node, k.F_RIGHT))
        node = syntax.child(node, k.F_LEFT)
    return Combination((node, *reversed(terms)), _add)


def _operator(source: bytes, syntax: Syntax, node: int) -> bytes:
    token = syntax.child(node, k.F_OPERATOR)
    return source[syntax.start[token] : syntax.end[token]]


def _add(values: Sequence[Value]) -> Constant | None:
    """The sum of texts, of bytes, of numbers, or of lists: never of a mixture."""
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(values):
        return Constant("".join(texts))
    blobs = [value for value in values if isinstance(value, bytes)]
    if len(blobs) == len(values):
        return Constant(b"".join(blobs))
    lists = [value for value in values if isinstance(value, tuple)]
    if len(lists) == len(values):
        return Constant(tuple(item for value in lists for item in value))
    numbers = [value for value in values if isinstance(value, int | float)]
    return Constant(sum(numbers)) if len(numbers) == len(values) else None


def _unary(source: bytes, syntax: Syntax, node: int) -> Step:
    operator = _operator(source, syntax, node)
    part = syntax.child(node, k.F_ARGUMENT)

    def combine(values: Sequence[Value]) -> Constant | None:
        value = values[0]
        if operator != b"-" or not isinstance(value, int | float):
            return None
        return Constant(-value)

    return Combination((part,), combine) if part else None


def _not(_: bytes, syntax: Syntax, node: int) -> Step:
    part = syntax.child(node, k.F_ARGUMENT)
    return Combination((part,), lambda values: Constant(not values[0])) if part else None


def _list(_: bytes, syntax: Syntax, node: int) -> Step:
    items = tuple(syntax.children(node))
    spread = [syntax.kind[item] == k.LIST_SPLAT for item in items]
    parts = tuple(item + 2 if is_spread else item for item, is_spread in zip(items, spread, strict=True))

    def combine(values: Sequence[Value]) -> Constant | None:
        out: list[Value] = []
        for value, is_spread in zip(values, spread, strict=True):
            if not is_spread:
                out.append(value)
            elif isinstance(value, tuple):
                out.extend(value)
            else:
                return None
        return Constant(tuple(out))

    return Combination(parts, combine)


def _dictionary(_: bytes, syntax: Syntax, node: int) -> Step:
    pairs = tuple(syntax.children(node))
    keys = [syntax.child(pair, k.F_KEY) for pair in pairs]
    values = [syntax.child(pair, k.F_VALUE) for pair in pairs]
    if not (all(keys) and all(values)):
        return None

    def combine(found: Sequence[Value]) -> Constant:
        return Constant(Record(tuple(zip(found[: len(keys)], found[len(keys) :], strict=True))))

    return Combination((*keys, *values), combine)


_COMPOSED: dict[int, Callable[[bytes, Syntax, int], Step]] = {
    k.STRING: _string,
    k.CONCATENATED_STRING: _adjacent,
    k.BINARY_OPERATOR: _binary,
    k.UNARY_OPERATOR: _unary,
    k.NOT_OPERATOR: _not,
    k.LIST: _list,
    k.TUPLE: _list,
    k.SET: _list,
    k.DICTIONARY: _dictionary,
}
