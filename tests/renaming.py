"""Renames every local name of a JavaScript file, as a minifier might: what must leave every unit's digest as it is."""

from __future__ import annotations

from countermark.static.javascript import kinds as k
from countermark.static.program import Program


def renamed(program: Program, prefix: str = "Renamed") -> bytes:
    """The same program with other names; ``arguments`` and names that the file does not declare stay."""
    pieces, done = [], 0
    for node, binding in enumerate(program.bindings.of):
        if binding < 0 or program.bindings.first[binding] < 0:
            continue
        old = program.text(node)
        pieces += [program.source[done : program.syntax.start[node]], spelled(program, node, old, f"{prefix}{binding}")]
        done = program.syntax.end[node]
    return b"".join([*pieces, program.source[done:]])


def spelled(program: Program, node: int, old: bytes, name: str) -> bytes:
    new = name.encode()
    kind, above = program.syntax.kind[node], program.syntax.parent[node]
    if kind in (k.SHORTHAND_PROPERTY_IDENTIFIER, k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN):
        return old + b": " + new
    if program.syntax.size[above] == 2:
        if program.syntax.kind[above] == k.IMPORT_SPECIFIER:
            return old + b" as " + new
        if program.syntax.kind[above] == k.EXPORT_SPECIFIER:
            return new + b" as " + old
    return new
