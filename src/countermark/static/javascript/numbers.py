"""Numbers as JavaScript spells, joins and reckons them."""

from __future__ import annotations

import re

# Source: ECMA-262 (2025), 12.9.3 Numeric Literals and Annex B.1.1 (legacy octal).
_PREFIXED = re.compile(r"0(?:[xX]([0-9A-Fa-f]+)|[oO]([0-7]+)|[bB]([01]+))n?")
_LEGACY_OCTAL = re.compile(r"0[0-7]+")
_DECIMAL = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MAX_CHARS = 400
"""No program writes a longer number; longer ones would only cost time."""
SAFE = 1 << 53
"""Integers beyond it are not exact. Source: ECMA-262 (2025), 21.1.2.6."""


def number(raw: bytes) -> int | float | None:
    """The value of a number as spelled; a whole number is an ``int``."""
    text = raw.decode("ascii", "replace").replace("_", "")
    if len(text) > _MAX_CHARS:
        return None
    if match := _PREFIXED.fullmatch(text):
        hexadecimal, octal, binary = match.groups()
        return int(hexadecimal or octal or binary, 16 if hexadecimal else 8 if octal else 2)
    if _LEGACY_OCTAL.fullmatch(text):
        return int(text, 8)
    if text.endswith("n") and text[:-1].isdecimal():
        return int(text[:-1])
    if not _DECIMAL.fullmatch(text):
        return None
    return whole(float(text))


def whole(value: float) -> int | float:
    """A whole number that JavaScript holds exactly, as an ``int``."""
    return int(value) if abs(value) < SAFE and value == int(value) else value


def spelled(value: float) -> str | None:
    """The number as JavaScript writes it into a text; nothing where Python writes it otherwise."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < SAFE else None
    text = repr(value)
    return text if re.fullmatch(r"-?[0-9]+\.[0-9]+", text) and abs(value) > 1e-6 else None  # noqa: PLR2004 -- 1e-7 is written with an exponent


def reckon(operator: bytes, left: float, right: float) -> int | float | None:
    """The result of an operator on two numbers; nothing where the languages might differ."""
    if operator in _ON_32_BITS:
        if not (isinstance(left, int) and isinstance(right, int)):
            return None
        return _bits(operator, left, right)
    if operator in (b"/", b"%") and (not right or (operator == b"%" and (left < 0 or right < 0))):
        return None
    if operator not in _ARITHMETIC or max(abs(left), abs(right)) > SAFE:
        return None
    return whole(float(_ARITHMETIC[operator](left, right)))


_ON_32_BITS = frozenset({b"|", b"&", b"^", b"<<", b">>", b">>>"})
_ARITHMETIC = {
    b"-": lambda left, right: left - right,
    b"*": lambda left, right: left * right,
    b"/": lambda left, right: left / right,
    b"%": lambda left, right: left % right,
}


def signed(value: int) -> int:
    """The 32-bit integer that JavaScript's bit operators see."""
    return (value & 0xFFFFFFFF ^ 0x80000000) - 0x80000000


def _bits(operator: bytes, left: int, right: int) -> int:
    shift = right & 31
    results = {
        b"|": left | right,
        b"&": left & right,
        b"^": left ^ right,
        b"<<": signed(left) << shift,
        b">>": signed(left) >> shift,
    }
    if operator == b">>>":
        return (left & 0xFFFFFFFF) >> shift
    return signed(results[operator])
