"""What is worth decoding in a file: literals, rows of literals, rows of numbers, and long runs outside of literals."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from countermark.static.literals import Literal, LiteralKind

MIN_CHARS = 16
MAX_CHARS = 4_000_000
"""Longer literals are archives: no list that is looked up in is so long."""

_MAX_GAP = 48
_MIN_ROW = 3
_MAX_ROW = 20_000
_MAX_ITEM = 4_000
_VALUE = re.compile(rb"(?<![\w$])(?:\d[\w.]*|true|false|null|None|True|False)(?![\w$])")
"""Between texts of a row may stand what each of them means; which value it is makes no difference."""
_JOINED_BY = (b"+", b"", b",", b"\\")
"""Between pieces of one text: concatenation, adjacency (Python), an array that is joined, a line that goes on."""

_NUMBERS = re.compile(
    rb"[\[(]\s*(?:(?:0x[0-9a-fA-F]{1,2}|\d{1,3})\s*,\s*){7,200000}(?:0x[0-9a-fA-F]{1,2}|\d{1,3})\s*,?\s*[\])]"
)
_SHORT_NUMBERS = re.compile(rb"[\[(](?:(?:0x[0-9a-fA-F]{1,2}|\d{1,3}),\s?){2,400}(?:0x[0-9a-fA-F]{1,2}|\d{1,3})[\])]")
_NUMBER = re.compile(rb"0x[0-9a-fA-F]{1,2}|\d{1,3}")
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{32,}={0,2}")
# The end is optional and nothing is given back, so that a text full of quotes is looked at once.
_QUOTED = re.compile(rb"\"(?:[^\"\\\n]|\\.)*+\"?|(?<![\w'])'[^'\n]*+'?")
_LINE = re.compile(rb"(?m)^[ \t]*(?:- +|[\w.-]+:[ \t]+)?(?P<value>[^\s\"'#{}\[\]][^\s\"']*(?<!:))[ \t]*\r?$")
_BYTE = 0xFF


@dataclass(frozen=True, slots=True)
class Fragment:
    """Texts that are one (``joined``, or a single one) or that belong together, and the bytes they come from.

    ``numbers``: the texts' characters stand for bytes that the file spells as numbers.
    """

    texts: tuple[str, ...]
    start: int
    end: int
    numbers: bool = False


def of_literals(source: bytes, literals: Sequence[Literal]) -> Iterator[Fragment]:
    """Long literals, rows of literals with the same bytes between them, and such rows as one text."""
    for literal in literals:
        if MIN_CHARS <= len(literal.value) <= MAX_CHARS:
            yield Fragment((_text(literal.value),), literal.start, literal.end)
    gaps = [_gap(source, before, after) for before, after in pairwise(literals)]
    yield from _rows(literals, gaps)
    # Names and values in turn: each half of them is a row.
    for first in (0, 1):
        every = [_joint(gaps, index) for index in range(first, len(literals) - 2, 2)]
        yield from _rows(literals[first::2], every)


def _joint(gaps: list[bytes | None], index: int) -> bytes | None:
    before, after = gaps[index], gaps[index + 1]
    if before is None or after is None or before == after:
        return None
    return before + b" " + after


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _gap(source: bytes, before: Literal, after: Literal) -> bytes | None:
    if not 0 <= after.start - before.end <= _MAX_GAP:
        return None
    return _VALUE.sub(b"0", b"".join(source[before.end : after.start].split()))


def _rows(literals: Sequence[Literal], gaps: Sequence[bytes | None]) -> Iterator[Fragment]:
    """Runs of literals with one and the same gap between them; a literal may end one run and start the next."""
    start = 0
    for index, gap in enumerate(gaps):
        if gap != gaps[start]:
            yield from _row(literals[start : index + 1], gaps[start])
            start = index
    if gaps:
        yield from _row(literals[start : len(gaps) + 1], gaps[start])


def _row(literals: Sequence[Literal], gap: bytes | None) -> Iterator[Fragment]:
    if gap is None:
        return
    texts = tuple(_text(literal.value) for literal in literals[:_MAX_ROW])
    start, end = literals[0].start, literals[-1].end
    total = sum(map(len, texts))
    if len(texts) > 1 and gap in _JOINED_BY and MIN_CHARS <= total <= MAX_CHARS:
        yield Fragment(("".join(texts),), start, end)
    if (
        len(texts) >= _MIN_ROW
        and gap != b"+"
        and total >= MIN_CHARS
        and all(0 < len(text) <= _MAX_ITEM for text in texts)
    ):
        yield Fragment(texts, start, end)


def of_numbers(source: bytes) -> Iterator[Fragment]:
    """Rows of numbers below 256, and rows of such rows."""
    for match in _NUMBERS.finditer(source):
        text = _as_text(match.group())
        if text is not None:
            yield Fragment((text,), match.start(), match.end(), numbers=True)
    row: list[tuple[str, int, int]] = []
    gap = b""
    for match in _SHORT_NUMBERS.finditer(source):
        text = _as_text(match.group())
        between = (
            b"".join(source[row[-1][2] : match.start()].split())
            if row and match.start() - row[-1][2] < _MAX_GAP
            else None
        )
        if text is None or between is None or (len(row) > 1 and between != gap):
            yield from _number_row(row)
            row = []
        if text is not None:
            gap = between or b""
            row.append((text, match.start(), match.end()))
    yield from _number_row(row)


def _number_row(row: list[tuple[str, int, int]]) -> Iterator[Fragment]:
    if len(row) >= _MIN_ROW:
        yield Fragment(tuple(text for text, _, _ in row), row[0][1], row[-1][2], numbers=True)


def _as_text(data: bytes) -> str | None:
    numbers = [int(number, 16 if number[:2] == b"0x" else 10) for number in _NUMBER.findall(data)]
    return bytes(numbers).decode("latin-1") if max(numbers) <= _BYTE else None


def of_rest(source: bytes, literals: Sequence[Literal]) -> Iterator[Fragment]:
    """Long runs of the usual digits outside of literals: in comments, in what could not be parsed."""
    starts, ends = [literal.start for literal in literals], [literal.end for literal in literals]
    for match in _RUN.finditer(source):
        place = bisect_right(starts, match.start()) - 1
        if place < 0 or ends[place] <= match.start():
            yield Fragment((match.group().decode("ascii"),), match.start(), match.end())


def of_plain_text(source: bytes) -> Iterator[Fragment]:
    """What may be decoded in a file that is no program: quoted texts as in a program, numbers, runs and lines.

    What stands in PEM and is one whole DER value, such as a certificate, is left out: names are nothing hidden there.
    """
    source = _PEM.sub(lambda found: b" " * len(found.group()) if _is_der(found["data"]) else found.group(), source)
    quoted = [_quoted(match) for match in _QUOTED.finditer(source) if _is_closed(match.group())]
    yield from of_literals(source, quoted)
    yield from of_numbers(source)
    yield from of_rest(source, quoted)
    for lines in _blocks(source):
        yield from of_literals(source, lines)


# Source: RFC 7468, 2; ITU-T X.690, 8.1.3 (a SEQUENCE whose length takes two bytes).
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]{1,64}-----\s(?P<data>[A-Za-z0-9+/=\s]+)-----END [A-Z0-9 ]{1,64}-----")


def _is_der(data: bytes) -> bool:
    try:
        value = base64.b64decode(data)
    except ValueError:
        return False
    return value[:2] == b"\x30\x82" and len(value) == 4 + int.from_bytes(value[2:4], "big")


def _is_closed(text: bytes) -> bool:
    return len(text) > 2 and text[:1] == text[-1:]  # noqa: PLR2004 -- two quotes, and something between them


def _quoted(match: re.Match[bytes]) -> Literal:
    text = match.group()[1:-1]
    value = text.decode("utf-8", "replace")
    if b"\\" in text:
        with contextlib.suppress(ValueError):
            value = str(json.loads(b'"' + text + b'"'))
    return Literal(0, LiteralKind.STRING, value, match.start(), match.end())


def _blocks(source: bytes) -> Iterator[list[Literal]]:
    """Lines after one another that are each a single run without blanks, or the value of a YAML key or item."""
    block: list[Literal] = []
    end = 0
    for match in _LINE.finditer(source):
        if block and source[end : match.start()].strip():
            yield block
            block = []
        start, end = match.span("value")
        block.append(Literal(0, LiteralKind.STRING, match["value"].decode("utf-8", "replace"), start, end))
    if block:
        yield block


def custom_digits(texts: Iterable[str]) -> Iterator[str]:
    """Literals that are 64 different characters of base64 in an order of their own."""
    usual = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    for text in dict.fromkeys(text[:64] for text in texts if len(text) in (64, 65) and len(set(text[:64])) == 64):  # noqa: PLR2004 -- base64
        if len(set(text) & usual) >= 60 and not text.startswith(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef",)):  # noqa: PLR2004 -- of 64
            yield text
