"""Cuts a text into what can be compared by itself: values and names of JSON, wherever it stands, and the text between.

JSON is a document, lines or events of it, what a string of it holds, or what base64 holds. All else is opened as far as
it goes: where two texts are compared, nothing is lost by reading what merely might be an escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from countermark.text.encodings.percent import PERCENT
from countermark.text.opened import (
    JSON_LINE,
    Opened,
    Piece,
    WrittenOut,
    applied,
    atom,
    body_opened,
    is_json_text,
    nested,
    opened,
    unescaped,
)

_MAX_DEPTH = 5
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_LINE = re.compile(r"[^\n]*\n?")
_BARE_ESCAPES = re.compile(r"(?:\\+u[0-9A-Fa-f]{4})+")
_BARE_ESCAPE = re.compile(r"\\+u([0-9A-Fa-f]{4})")
_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")

Kind = Literal["value", "name", "text"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaf:
    """What stands at one place; ``said`` has its places in the whole source. Each is equal to itself alone.

    ``pointer`` is a JSON pointer; that of a document within a value goes on after it. ``row`` tells the documents of
    one source apart: its lines and events. ``start`` is where it begins in the source.
    """

    kind: Kind
    row: str
    pointer: str
    start: int
    said: Opened


def leaves(text: str) -> tuple[Leaf, ...]:
    """The leaves of a text, in order; total."""
    return tuple(_leaves(Opened(text, (Piece(0, 0, len(text), same=True),)), "", "", 0))


def _leaves(source: Opened, pointer: str, row: str, depth: int) -> Iterator[Leaf]:
    text = source.text
    lead = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if depth < _MAX_DEPTH and is_json_text(text[lead:]):
        yield from _of_json(source, lead, len(text), pointer, row, depth)
        return
    start = number = 0
    for match in _LINE.finditer(text):
        found = JSON_LINE.match(match.group()) if depth < _MAX_DEPTH else None
        if not found or not is_json_text(match.group()[found.end() - 1 :].strip()):
            continue
        begin = match.start() + found.end() - 1
        yield from _of_text(source, start, begin, pointer, f"{row}.{number}", depth)
        yield from _of_json(source, begin, match.end(), pointer, f"{row}.{number + 1}", depth)
        start, number = match.end(), number + 2
    yield from _of_text(source, start, len(text), pointer, f"{row}.{number}", depth)


def _of_text(source: Opened, start: int, end: int, pointer: str, row: str, depth: int) -> Iterator[Leaf]:
    if start == end:
        return
    part = _part(source, start, end)
    inner = _whole_body(part.text) if depth < _MAX_DEPTH else None
    if inner is not None:
        yield from _leaves(nested(part, inner), pointer, row, depth + 1)
        return
    yield Leaf(kind="text", row=row, pointer=pointer, start=part.source(0, 1)[0], said=_opened_fully(part))


def _of_json(source: Opened, start: int, end: int, pointer: str, row: str, depth: int) -> Iterator[Leaf]:
    for path, at, to, is_name in _values(source.text, start, end):
        where = f"{pointer}{path}"
        if source.text[at] != '"':
            begin = source.source(at, to)[0]
            yield Leaf(kind="value", row=row, pointer=where, start=begin, said=_part(source, at, to))
            continue
        body = _part(source, at + 1, to - 1)
        inner, begin = nested(body, unescaped(body.text)), source.source(at, at + 1)[1]
        if is_name:
            yield Leaf(kind="name", row=row, pointer=where, start=begin, said=inner)
        elif depth < _MAX_DEPTH and (is_json_text(inner.text) or _whole_body(inner.text) is not None):
            further = _whole_body(inner.text)
            yield from _leaves(inner if further is None else nested(inner, further), where, row, depth + 1)
        else:
            yield Leaf(kind="value", row=row, pointer=where, start=begin, said=_opened_fully(inner))


def _values(text: str, start: int, end: int) -> Iterator[tuple[str, int, int, bool]]:
    """The pointer, the range, and whether it is a name, of each name and value of sound JSON."""
    path: list[str | int] = []
    is_name = False
    for match in _TOKEN.finditer(text, start, end):
        part = match.group()
        if part in {"{", "["}:
            path.append("" if part == "{" else 0)
            is_name = part == "{"
        elif part in {"}", "]"}:
            path = path[:-1]
            is_name = False
        elif part == "," and path:
            last = path[-1]
            is_name = isinstance(last, str)
            path[-1] = last if isinstance(last, str) else last + 1
        elif part != ":":
            if is_name and path:
                path[-1] = unescaped(part[1:-1]).text
            yield "".join(f"/{_step(step)}" for step in path), match.start(), match.end(), is_name
            is_name = False


def _step(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _part(source: Opened, start: int, end: int) -> Opened:
    return nested(source, Opened(source.text[start:end], (Piece(0, start, end, same=True),)))


def _whole_body(text: str) -> Opened | None:
    """What the base64 says that a text is, but for blanks around it."""
    bare = text.strip()
    inner = body_opened(bare)
    if inner is None:
        return None
    start = text.index(bare)
    return nested(Opened(bare, (Piece(0, start, start + len(bare), same=True),)), inner)


def _opened_fully(source: Opened) -> Opened:
    found = nested(source, opened(source.text))
    for pattern, plain in ((_BARE_ESCAPES, _unicode), (_PERCENTS, PERCENT.decode)):
        edits = [
            WrittenOut(match.start(), match.end(), atom(said, len(match.group())))
            for match in pattern.finditer(found.text)
            if (said := plain(match.group())) is not None
        ]
        found = nested(found, applied(Opened(found.text, (Piece(0, 0, len(found.text), same=True),)), edits))
    return found


def _unicode(escapes: str) -> str | None:
    units = b"".join(int(digits, 16).to_bytes(2, "big") for digits in _BARE_ESCAPE.findall(escapes))
    return units.decode("utf-16-be", "surrogatepass")
