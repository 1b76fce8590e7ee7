"""Abbreviations that come and go as names are renamed, and what they stand for."""

from __future__ import annotations

from countermark.static.javascript import kinds as k
from countermark.static.language import Abbreviation, Shape
from countermark.static.syntax import Syntax

_IN_PATTERN = k.SHORTHAND_PROPERTY_IDENTIFIER_PATTERN
_KEY = Shape(k.PROPERTY_IDENTIFIER, k.F_KEY, 0)
_VALUE = Shape(k.IDENTIFIER, k.F_VALUE, 0)
_NAME = Shape(k.IDENTIFIER, k.F_NAME, 0)
_ALIAS = Shape(k.IDENTIFIER, k.F_ALIAS, 0)


def spelled_out(syntax: Syntax, node: int) -> Abbreviation | None:
    """``{a}`` is ``{a: a}``, ``{a = 1}`` is ``{a: a = 1}``, ``import {a}`` is ``import {a as a}``, and so are exports.

    A parameter that is called ``undefined`` is an identifier like others; what is not, gives nothing.
    """
    kind, field = syntax.kind[node], syntax.field[node]
    within = syntax.kind[syntax.parent[node]]
    if kind == k.UNDEFINED or (kind == _IN_PATTERN and within == k.OBJECT_ASSIGNMENT_PATTERN):
        return Abbreviation((Shape(k.IDENTIFIER, field, 0),), 1, 0)
    if kind == _IN_PATTERN:
        return Abbreviation((Shape(k.PAIR_PATTERN, field, 2), _KEY, _VALUE), 1, node)
    if kind == k.SHORTHAND_PROPERTY_IDENTIFIER:
        return Abbreviation((Shape(k.PAIR, field, 2), _KEY, _VALUE), 1, node)
    if kind == k.OBJECT_ASSIGNMENT_PATTERN:
        shapes = (Shape(k.PAIR_PATTERN, field, 2), _KEY, Shape(k.ASSIGNMENT_PATTERN, k.F_VALUE, 2))
        return Abbreviation(shapes, 1, node + 1)
    is_short = syntax.size[node] == 2  # noqa: PLR2004 -- an import or export, and its only name
    return Abbreviation((Shape(kind, field, 2), _NAME, _ALIAS), 2, node + 1) if is_short else None
