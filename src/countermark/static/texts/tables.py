"""Arrays, objects and Maps that are spelled out, and values that are texts or are written like one."""

from __future__ import annotations

import re

from countermark.static.constants import Undefined
from countermark.static.program import Program
from countermark.static.texts.possible import MAX_TEXTS

SEQUENCES = frozenset({"array", "list", "tuple"})
OBJECTS = frozenset({"object", "dictionary"})
_PICKING = re.compile(
    rb"\?|===?|!==?|[<>]=?|&&|\|\||!|\||<<|\bNumber\(|\bBoolean\(|\bint\(|\bbool\(|^\s*\+|\bif\b|\bnot\b|\band\b|\bor\b|\bis\b|\bin\b|~~"
)
_LARGEST_PLAIN = 10**15
"""Both languages write larger floats with an exponent."""


def written(program: Program, node: int) -> str | None:
    """The text that an expression is in every run, a number spelled out; nothing if it is none."""
    constant = program.constant(node)
    value = None if constant is None else constant.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value) if program.language.id == "python" else str(value).lower()
    if isinstance(value, int) or (isinstance(value, float) and abs(value) < _LARGEST_PLAIN and value.is_integer()):
        return str(int(value)) if abs(value) < _LARGEST_PLAIN else None
    return str(value) if isinstance(value, float) and not isinstance(value, Undefined) else None


def picks(program: Program, index: int) -> bool:
    """Whether an index is made of conditions: a comparison, a truth value as a number, bits put together."""
    resolved = program.resolve(index)
    if _PICKING.search(program.text(resolved)[:400]):
        return True
    binding = program.binding(resolved)
    return binding >= 0 and any(
        one.value and _PICKING.search(program.text(one.value)[:400]) for one in program.bindings.assignments(binding)
    )


def entries(program: Program, table: int) -> list[tuple[str, int]]:
    """The keys and values of an array, object, dictionary or Map that is spelled out."""
    name = program.kind_name(table)
    children = list(program.syntax.children(table))
    if name in SEQUENCES:
        return [(str(place), child) for place, child in enumerate(children)][: MAX_TEXTS + 1]
    if name in OBJECTS:
        pairs = [tuple(program.syntax.children(child)) or (child, child) for child in children[: MAX_TEXTS + 1]]
        return [(key(program, pair[0]), pair[-1]) for pair in pairs if len(pair) > 1]
    if name == "new_expression" and program.path(program.callee(table)) == ("Map",):
        given = program.arguments(table)
        rows = program.syntax.children(given[0]) if given else ()
        pairs = [tuple(program.syntax.children(row)) for row in rows]
        return [(key(program, pair[0]), pair[-1]) for pair in pairs if len(pair) == 2][: MAX_TEXTS + 1]  # noqa: PLR2004
    return []


def key(program: Program, node: int) -> str:
    """What an entry goes by: a text or number, or the expression that is computed."""
    is_short = program.kind_name(node) == "shorthand_property_identifier"
    plain = None if is_short else written(program, node)
    return plain if plain is not None else program.text(node).decode("utf-8", "replace")
