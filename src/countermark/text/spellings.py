"""Finds one character that is escaped in several ways in one text.

Sources, 2026-11: RFC 8259, 7 (a solidus may be escaped, and any character may be written as its number); WHATWG HTML,
13.1.4 (references by name, by decimal and by hexadecimal number).
"""

from __future__ import annotations

import html
import re

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation

_SOLIDUS = re.compile(r"(?<!\\)(?:\\\\)*(?P<slash>\\?/)")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_UNICODE = re.compile(r"(?<!\\)(?:\\\\)*(?P<found>\\u[0-9a-fA-F]{4}|\\[bfnrt])")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SHORT = {"\\b": "\b", "\\f": "\f", "\\n": "\n", "\\r": "\r", "\\t": "\t"}


def spellings(channel: str, text: str) -> tuple[Pattern, ...]:
    """By kinds: solidus, characters of JSON, references."""
    return (
        *(alternation(channel, "solidus", _solidi(text)) if "\\/" in text else ()),
        *(alternation(channel, "json-form", _of_json(text)) if "\\u" in text else ()),
        *(alternation(channel, "reference-form", _references(text)) if "&" in text else ()),
    )


def _solidi(text: str) -> list[Slot]:
    return [
        _slot(string.start() + match.start("slash"), match["slash"], "/", match["slash"])
        for string in _STRING.finditer(text)
        for match in _SOLIDUS.finditer(string.group())
    ]


def _slot(start: int, found: str, plain: str, way: str) -> Slot:
    return Slot(start=start, end=start + len(found), found=found, plain=plain, way=way)


def _of_json(text: str) -> list[Slot]:
    """Characters written by number and otherwise: as themselves, or by their letter."""
    escaped = [
        (string.start() + match.start("found"), match["found"])
        for string in _STRING.finditer(text)
        for match in _UNICODE.finditer(string.group())
    ]
    by_number = {chr(int(found.removeprefix("\\u"), 16)) for _, found in escaped if found[1] == "u"}
    chosen = {char for char in by_number if not char.isascii() or char in _SHORT.values()}
    slots = []
    for start, found in escaped:
        char = _SHORT[found] if found in _SHORT else chr(int(found.removeprefix("\\u"), 16))
        if char in chosen:
            slots.append(
                _slot(start, found, found if found in _SHORT else char, "number" if found[1] == "u" else "letter")
            )
    slots += [
        _slot(string.start() + at, char, char, "letter")
        for string in _STRING.finditer(text)
        for at, char in enumerate(string.group())
        if char in chosen and not string.group().isascii()
    ]
    return sorted(slots, key=lambda slot: slot.start)


def _references(text: str) -> list[Slot]:
    """References to characters that are referred to in more than one way."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for match in _REFERENCE.finditer(text):
        char = html.unescape(match.group())
        if char != match.group():
            way = "name" if match.group()[1] != "#" else "hexadecimal" if match.group()[2] in "xX" else "decimal"
            found.setdefault(char, []).append((match.start(), match.group(), way))
    chosen = [(group, one) for group in found.values() if len({way for _, _, way in group}) > 1 for one in group]
    slots = [_slot(start, reference, group[0][1], way) for group, (start, reference, way) in chosen]
    return sorted(slots, key=lambda slot: slot.start)
