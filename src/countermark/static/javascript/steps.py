"""How the value of a JavaScript expression is made of other values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from countermark.static.bindings import Bindings
from countermark.static.constants import Combination, Constant, Record, Step, Undefined, Value
from countermark.static.javascript import kinds as k
from countermark.static.javascript.literals import string, template_parts
from countermark.static.javascript.numbers import number, reckon, signed, spelled, whole
from countermark.static.javascript.scopes import FUNCTIONS
from countermark.static.javascript.shapes import unwrap
from countermark.static.syntax import Syntax

_SIMPLE: dict[int, Value] = {k.TRUE: True, k.FALSE: False, k.NULL: None}


def step(source: bytes, syntax: Syntax, bindings: Bindings, node: int) -> Step:
    """What is known of one expression."""
    kind = syntax.kind[node]
    if kind == k.STRING:
        return Constant(string(source, syntax.start[node], syntax.end[node]))
    if kind == k.NUMBER:
        value = number(source[syntax.start[node] : syntax.end[node]])
        return None if value is None else Constant(value)
    if kind in _SIMPLE:
        return Constant(_SIMPLE[kind])
    if kind in (k.IDENTIFIER, k.UNDEFINED, k.SHORTHAND_PROPERTY_IDENTIFIER):
        return _name(syntax, bindings, node)
    composed = _COMPOSED.get(kind)
    if composed is not None:
        return composed(source, syntax, node)
    inner = unwrap(syntax, source, node)
    return Combination((inner,), _same) if inner != node and kind != k.AWAIT_EXPRESSION else None


def _name(syntax: Syntax, bindings: Bindings, node: int) -> Step:
    binding = bindings.of[node]
    if binding < 0:
        return None
    if syntax.kind[node] == k.UNDEFINED and bindings.first[binding] < 0:
        return Constant(Undefined.UNDEFINED)
    value = bindings.only_value(binding)
    return Combination((value,), _same) if value and syntax.kind[value] not in FUNCTIONS else None


def _same(values: Sequence[Value]) -> Constant:
    return Constant(values[0])


def _template(source: bytes, syntax: Syntax, node: int) -> Step:
    if syntax.field[node] == k.F_ARGUMENTS and syntax.kind[syntax.parent[node]] == k.CALL_EXPRESSION:
        return None
    texts = [text for text, _, _ in template_parts(source, syntax, node)]
    parts = [one for one in syntax.children(node) if syntax.kind[one] == k.TEMPLATE_SUBSTITUTION]
    if any(syntax.size[one] == 1 for one in parts):
        return None

    def combine(values: Sequence[Value]) -> Constant | None:
        written = [_written(value) for value in values]
        pieces = [piece for piece in written if piece is not None]
        if len(pieces) < len(written):
            return None
        return Constant(texts[0] + "".join(a + b for a, b in zip(pieces, texts[1:], strict=True)))

    return Combination(tuple(one + 1 for one in parts), combine)


def _written(value: Value) -> str | None:
    """The value as JavaScript writes it into a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return spelled(value)
    if value is None:
        return "null"
    return "undefined" if value is Undefined.UNDEFINED else None


def _binary(source: bytes, syntax: Syntax, node: int) -> Step:
    operator = _operator(source, syntax, node)
    if operator == b"+":
        return Combination(_sum(source, syntax, node), _add)
    left, right = syntax.child(node, k.F_LEFT), syntax.child(node, k.F_RIGHT)

    def combine(values: Sequence[Value]) -> Constant | None:
        first, second = values
        if not isinstance(first, int | float) or not isinstance(second, int | float):
            return None
        result = reckon(operator, first, second)
        return None if result is None else Constant(result)

    return Combination((left, right), combine) if left and right else None


def _sum(source: bytes, syntax: Syntax, node: int) -> tuple[int, ...]:
    """The terms of ``a + b + c``, which stands as nested pairs, in their order."""
    terms = []
    while syntax.kind[node] == k.BINARY_EXPRESSION and _operator(source, syntax, node) == b"+":
        terms.append(syntax.child(node, k.F_RIGHT))
        node = syntax.child(node, k.F_LEFT)
    terms.append(node)
    return tuple(reversed(terms))


def _add(values: Sequence[Value]) -> Constant | None:
    total: int | float = 0
    for place, value in enumerate(values):
        if isinstance(value, str):
            texts = [spelled(total)] if place else []
            texts += [_written(one) for one in values[place:]]
            known = [text for text in texts if text is not None]
            return Constant("".join(known)) if len(known) == len(texts) else None
        if not isinstance(value, int | float):
            return None
        total = whole(float(total + value))
    return Constant(total)


def _unary(source: bytes, syntax: Syntax, node: int) -> Step:
    operator = _operator(source, syntax, node)
    part = syntax.child(node, k.F_ARGUMENT)

    def combine(values: Sequence[Value]) -> Constant | None:
        value = values[0]
        if operator == b"void":
            return Constant(Undefined.UNDEFINED)
        if operator == b"!":
            return Constant(value is Undefined.UNDEFINED or (not value and not isinstance(value, tuple)))
        if not isinstance(value, int | float):
            return None
        if operator == b"~":
            return Constant(signed(~int(value)))
        return Constant(-value) if operator == b"-" else Constant(+value) if operator == b"+" else None

    return Combination((part,), combine) if part else None


def _operator(source: bytes, syntax: Syntax, node: int) -> bytes:
    token = syntax.child(node, k.F_OPERATOR)
    return source[syntax.start[token] : syntax.end[token]]


def _array(_: bytes, syntax: Syntax, node: int) -> Step:
    """A comma that is kept stands for a hole."""
    items = tuple(syntax.children(node))
    spread = [syntax.kind[item] == k.SPREAD_ELEMENT for item in items]
    holes = [_is_hole(syntax, item) for item in items]
    parts = tuple(
        item + 1 if spread[i] else item for i, item in enumerate(items) if not holes[i]
    )  # fmt: skip

    def combine(values: Sequence[Value]) -> Constant | None:
        out: list[Value] = []
        given = iter(values)
        for is_hole, is_spread in zip(holes, spread, strict=True):
            value = Undefined.UNDEFINED if is_hole else next(given)
            if not is_spread:
                out.append(value)
            elif isinstance(value, tuple):
                out.extend(value)
            else:
                return None
        return Constant(tuple(out))

    return Combination(parts, combine)


def _is_hole(syntax: Syntax, item: int) -> bool:
    return syntax.kind[item] == syntax.grammar.comma


def _object(source: bytes, syntax: Syntax, node: int) -> Step:
    keys: list[Value] = []
    parts: list[int] = []
    for item in syntax.children(node):
        if syntax.kind[item] == k.SHORTHAND_PROPERTY_IDENTIFIER:
            keys.append(source[syntax.start[item] : syntax.end[item]].decode("utf-8", "replace"))
            parts.append(item)
            continue
        key, value = syntax.child(item, k.F_KEY), syntax.child(item, k.F_VALUE)
        if syntax.kind[item] != k.PAIR or not key or not value or syntax.kind[key] == k.COMPUTED_PROPERTY_NAME:
            return None
        raw = source[syntax.start[key] : syntax.end[key]]
        is_string = syntax.kind[key] == k.STRING
        keys.append(string(raw, 0, len(raw)) if is_string else raw.decode("utf-8", "replace"))
        parts.append(value)

    def combine(values: Sequence[Value]) -> Constant:
        return Constant(Record(tuple(zip(keys, values, strict=True))))

    return Combination(tuple(parts), combine)


_COMPOSED: dict[int, Callable[[bytes, Syntax, int], Step]] = {
    k.TEMPLATE_STRING: _template,
    k.BINARY_EXPRESSION: _binary,
    k.UNARY_EXPRESSION: _unary,
    k.ARRAY: _array,
    k.OBJECT: _object,
}
