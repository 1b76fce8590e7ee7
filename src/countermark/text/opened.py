"""A text with what it holds in encoded form written out in place, and where each character came from.

Strings of JSON are written out, once more where they are JSON themselves (a HAR file, a logged request); base64 that
is text; percent escapes and character references. What merely names an escape, in a program or a pattern, stays.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from countermark.text.encodings.base64 import decoded_bytes
from countermark.text.encodings.html_entity import HTML_ENTITY
from countermark.text.encodings.json_string import JSON_STRING
from countermark.text.encodings.percent import PERCENT
from countermark.text.encodings.record import from_utf8

_MAX_DEPTH = 4
MAX_INFLATED_BYTES = 16_000_000
"""More than this does not come out of one compressed body: it may be a bomb."""

GZIP = b"\x1f\x8b"
JSON_LINE = re.compile(r"(?m)^[ \t]*(?:data:[ \t]*)?[\[{\"]")
"""The beginning of a line that is JSON: a document, a line of JSON Lines, an event of an SSE stream."""

STRING = re.compile(r'"(?P<body>(?:[^"\\\n]|\\.)*)"')
"""A string of JSON."""

_ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\[\"\\/bfnrt]")
_VISIBLE = re.compile(r"[!-$&-~]+")
"""ASCII but blanks and controls, and the percent sign, which would begin another escape."""
_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BASE64_RUN = re.compile(r"(?<![A-Za-z0-9+/_=-])(?:[A-Za-z0-9+/]{24,}|[A-Za-z0-9_-]{24,})={0,2}(?![A-Za-z0-9+/_=-])")
"""What may be base64, by its length and what stands around it."""


class Piece(NamedTuple):
    """From ``at`` in the opened text on stands what is ``start`` to ``end`` in the source: itself, or written out."""

    at: int
    start: int
    end: int
    same: bool


class WrittenOut(NamedTuple):
    """A part of a text, and what it is written out."""

    start: int
    end: int
    inner: Opened


@dataclass(frozen=True, slots=True)
class Opened:
    """The text, and its pieces in order."""

    text: str
    pieces: tuple[Piece, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the source from which ``text[start:end]`` came."""
        first, last = self._piece(start), self._piece(max(end - 1, start))
        from_ = first.start + (start - first.at) if first.same else first.start
        to = last.start + (end - last.at) if last.same else last.end
        return from_, to

    def _piece(self, place: int) -> Piece:
        return self.pieces[max(bisect_right(self.pieces, place, key=lambda piece: piece.at) - 1, 0)]


def opened(text: str, depth: int = 0, *, is_json: bool = False) -> Opened:
    """``text`` with what it encodes written out; itself where it encodes nothing. Total.

    ``is_json`` where it is a part of a JSON document; that it begins as one, or has lines that do, is seen.
    """
    found = Opened(text, (Piece(0, 0, len(text), same=True),))
    found = applied(found, list(_strings(text, depth, is_json=is_json or begins_json(text))))
    for edits in (_bodies, _percents, _references):
        found = applied(found, list(edits(found.text, depth)))
    return found


def begins_json(text: str) -> bool:
    """Whether ``text`` may be a JSON object or array, by how it begins."""
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def applied(outer: Opened, edits: list[WrittenOut]) -> Opened:
    """``outer`` with parts of its text written out; they are in order and do not overlap."""
    if not edits:
        return outer
    parts: list[str] = []
    pieces: list[Piece] = []
    length = at = 0
    for edit in (*edits, WrittenOut(len(outer.text), len(outer.text), Opened("", ()))):
        parts += [outer.text[at : edit.start], edit.inner.text]
        if at < edit.start:
            pieces += _moved(outer, Piece(length, at, edit.start, same=True))
        length += edit.start - at
        for piece in edit.inner.pieces:
            pieces += _moved(
                outer, Piece(length + piece.at, edit.start + piece.start, edit.start + piece.end, piece.same)
            )
        length += len(edit.inner.text)
        at = edit.end
    return Opened("".join(parts), tuple(pieces))


def _moved(outer: Opened, piece: Piece) -> Iterator[Piece]:
    """A piece of ``outer.text`` as pieces of its source."""
    if not piece.same:
        yield Piece(piece.at, *outer.source(piece.start, piece.end), same=False)
        return
    index = max(bisect_right(outer.pieces, piece.start, key=lambda one: one.at) - 1, 0)
    while index < len(outer.pieces) and outer.pieces[index].at < piece.end:
        one = outer.pieces[index]
        stop = outer.pieces[index + 1].at if index + 1 < len(outer.pieces) else len(outer.text)
        start, end = max(one.at, piece.start), min(stop, piece.end)
        if start < end:
            yield Piece(piece.at + start - piece.start, *outer.source(start, end), same=one.same)
        index += 1


def atom(text: str, source_length: int) -> Opened:
    """``text`` for the whole of a source, of which no part is a part of it."""
    return Opened(text, (Piece(0, 0, source_length, same=False),) if text else ())


def _strings(text: str, depth: int, *, is_json: bool) -> Iterator[WrittenOut]:
    """Strings of JSON with escapes in them."""
    if "\\" not in text or not (is_json or JSON_LINE.search(text)):
        return
    line_end, on_line = 0, is_json
    for match in STRING.finditer(text):
        if "\\" not in match["body"]:
            continue
        if match.start() >= line_end and not is_json:
            on_line = bool(JSON_LINE.match(text, text.rfind("\n", line_end, match.start()) + 1 or line_end))
            line_end = text.find("\n", match.start()) + 1 or len(text)
        if not on_line:
            continue
        inner = unescaped(match["body"])
        if depth < _MAX_DEPTH and is_json_text(inner.text):
            inner = nested(inner, opened(inner.text, depth + 1))
        yield WrittenOut(match.start("body"), match.end("body"), inner)


def unescaped(body: str) -> Opened:
    """What the inside of a JSON string says."""
    edits = []
    for match in _ESCAPES.finditer(body):
        plain = JSON_STRING.decode(match.group())
        if plain is not None:
            edits.append(WrittenOut(match.start(), match.end(), _escapes(match.group(), plain)))
    return applied(Opened(body, (Piece(0, 0, len(body), same=True),)), edits)


def _escapes(found: str, plain: str) -> Opened:
    """Characters of several escapes in a row, each with its own place; two escapes may be one character."""
    width = len("\\u0000")
    if len(plain) * width != len(found):
        return atom(plain, len(found))
    return Opened(plain, tuple(Piece(at, at * width, (at + 1) * width, same=False) for at in range(len(plain))))


def nested(outer: Opened, inner: Opened) -> Opened:
    """``inner``, which was made of the text of ``outer``, with its places in the source of ``outer``."""
    pieces = tuple(moved for piece in inner.pieces for moved in _moved(outer, piece))
    return Opened(inner.text, pieces)


def is_json_text(text: str) -> bool:
    """Whether ``text`` is a JSON object or array."""
    if text[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _bodies(text: str, depth: int) -> Iterator[WrittenOut]:
    """Base64 that is text, compressed or not."""
    if depth >= _MAX_DEPTH:
        return
    for match in BASE64_RUN.finditer(text):
        whole = body_opened(match.group())
        if whole is not None:
            yield WrittenOut(match.start(), match.end(), nested(whole, opened(whole.text, depth + 1)))


def body_opened(found: str) -> Opened | None:
    """What base64 says that is text, compressed or not; ``None`` where it is neither."""
    data = decoded_bytes(found) if BASE64_RUN.fullmatch(found) else None
    plain = None if data is None else text_of(data)
    if data is None or plain is None:
        return None
    return _base64_pieces(plain, len(found)) if plain and not data.startswith(GZIP) else atom(plain, len(found))


def _base64_pieces(plain: str, length: int) -> Opened:
    """Where the characters of a body stand in its base64, to three bytes."""
    pieces, byte = [], 0
    for at, char in enumerate(plain):
        size = len(char.encode())
        start, byte = byte * 8 // 6, byte + size
        pieces.append(Piece(at, start, min(-(-byte * 8 // 6), length), same=False))
    return Opened(plain, tuple(pieces))


def text_of(data: bytes) -> str | None:
    """The text that bytes are, after gzip if they are that; ``None`` where they are none."""
    if data.startswith(GZIP):
        inflated = inflate(data)
        return None if inflated is None else text_of(inflated)
    text = from_utf8(data)
    if text is None:
        return None
    odd = sum(char < " " and char not in "\t\n\r\x1b" for char in text)
    return text if 20 * odd <= len(text) else None


def inflate(data: bytes) -> bytes | None:
    """What gzip data holds; ``None`` where it is damaged or too large."""
    try:
        found = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, MAX_INFLATED_BYTES)
    except zlib.error:
        return None
    return found if len(found) < MAX_INFLATED_BYTES else None


def _percents(text: str, _depth: int) -> Iterator[WrittenOut]:
    """Percent escapes that are UTF-8, or visible ASCII: %27 stands beside %E2%80%99 as ' beside ’."""
    for match in _PERCENTS.finditer(text):
        plain = PERCENT.decode(match.group())
        if plain is not None and (not plain.isascii() or _VISIBLE.fullmatch(plain)):
            yield WrittenOut(match.start(), match.end(), atom(plain, len(match.group())))


def _references(text: str, _depth: int) -> Iterator[WrittenOut]:
    if "&" not in text:
        return
    for match in _REFERENCE.finditer(text):
        plain = HTML_ENTITY.decode(match.group())
        if plain is not None:
            yield WrittenOut(match.start(), match.end(), atom(plain, len(match.group())))
