"""Finds headers and parameters of one set of names that stand in another order from one message to the next.

A program writes them in one order; a set that changes its order at every other message carries a bit with each.
Sources, 2026-11: RFC 9110, 5.3 (the order of headers of different names means nothing); WHATWG URL, 5 (form encoding).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermark.model.marks import Pattern
from countermark.text.alternation import Slot, alternation

_BLOCK = re.compile(r"(?m)(?:^[A-Za-z][A-Za-z0-9-]*:[ \t][^\n]*(?:\n|\Z)){2,}")
_HEADER = re.compile(r"(?m)^(?P<name>[A-Za-z][A-Za-z0-9-]*):[^\n]*\n?")
_QUERY = re.compile(r"(?<=\?)[A-Za-z0-9_.\[\]-]+=[^\s&#\"'<>]*(?:&[A-Za-z0-9_.\[\]-]+=[^\s&#\"'<>]*)+")


def header_orders(channel: str, text: str) -> tuple[Pattern, ...]:
    """Blocks of headers, each from an empty line to the next."""
    blocks = (
        (match.start(), match.group(), [(one["name"].lower(), one.group()) for one in _HEADER.finditer(match.group())])
        for match in _BLOCK.finditer(text)
    )
    return _strongest(channel, "headers", blocks, "")


def parameter_orders(channel: str, text: str) -> tuple[Pattern, ...]:
    """Parameters of addresses."""
    queries = (
        (match.start(), match.group(), [(one.partition("=")[0], one) for one in match.group().split("&")])
        for match in _QUERY.finditer(text)
    )
    return _strongest(channel, "parameters", queries, "&")


def _strongest(
    channel: str, kind: str, sets: Iterator[tuple[int, str, list[tuple[str, str]]]], joined: str
) -> tuple[Pattern, ...]:
    slots: dict[frozenset[str], list[Slot]] = {}
    first: dict[frozenset[str], list[str]] = {}
    for start, found, items in sets:
        names = [name for name, _ in items]
        key = frozenset(names)
        if len(key) != len(names):
            continue
        by_name = dict(items)
        plain = joined.join(by_name[name] for name in first.setdefault(key, names))
        if len(plain) != len(found):
            plain = found  # the last line has no end: its place is not to be given away
        way = "\0".join(names)
        slots.setdefault(key, []).append(Slot(start=start, end=start + len(found), found=found, plain=plain, way=way))
    patterns = [pattern for group in slots.values() for pattern in alternation(channel, kind, group)]
    return (max(patterns, key=lambda pattern: pattern.strength),) if patterns else ()
