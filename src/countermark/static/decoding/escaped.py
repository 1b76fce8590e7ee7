"""Lists whose every character is an escape, where it could stand as it is: no person reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from countermark.model.static import HiddenList, Where
from countermark.static.decoding.lists import ReadList, as_list, of_entries, of_pattern
from countermark.static.literals import Literal, LiteralKind
from countermark.static.syntax import Syntax

_NUMBERED = re.compile(rb"\\(?:u\{0*([2-7][0-9a-fA-F])\}|u00([2-7][0-9a-fA-F])|x([2-7][0-9a-fA-F]))")
"""An escape of what ASCII prints: nothing asks for it. Source: ECMA-262 (2025), 12.9.4; 22.2.1 for patterns."""

_MIN_ESCAPES = 3
_MOST = 0.6
"""So much of a text must be escaped: a table of all characters escapes most of them, and spells no words."""


def escaped_lists(
    source: bytes, syntax: Syntax, literals: Iterable[Literal], where: Callable[[int, int], Where]
) -> Iterator[HiddenList]:
    """The lists among literals that are spelled as escapes: of the same row, of one text, of one pattern."""
    escaped = (one for one in literals if _is_escaped(source, one))
    for _, group in groupby(escaped, lambda one: syntax.parent[one.node]):
        row = list(group)
        found = of_entries(tuple(str(one.value) for one in row)) if len(row) > 1 else _alone(row[0])
        if found is not None:
            yield HiddenList(
                kind=found.kind,
                count=len(found.entries),
                entries=found.entries,
                decoder=("escaped characters",),
                where=where(row[0].start, row[-1].end),
            )


def _is_escaped(source: bytes, literal: Literal) -> bool:
    raw = source[literal.start : literal.end]
    if not isinstance(literal.value, str) or raw.count(b"\\") < _MIN_ESCAPES:
        return False
    found = _NUMBERED.findall(raw)
    length = len(_plain(literal.value)) if literal.kind == LiteralKind.REGEX else len(literal.value)
    return len(found) >= max(_MIN_ESCAPES, _MOST * length)


def _alone(literal: Literal) -> ReadList | None:
    text = str(literal.value)
    return of_pattern(_plain(text)) if literal.kind == LiteralKind.REGEX else as_list(text)


def _plain(pattern: str) -> str:
    """A pattern with the letters and digits that it escapes, and with other characters still escaped."""
    return _NUMBERED.sub(_written, pattern.encode("utf-8", "replace")).decode("utf-8", "replace")


def _written(match: re.Match[bytes]) -> bytes:
    char = bytes([int(match.group(1) or match.group(2) or match.group(3), 16)])
    return char if char.isalnum() else b"\\" + char
