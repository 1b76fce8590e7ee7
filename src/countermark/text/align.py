"""Aligns many variants of one text into slots: the places where any of them differs, each with its text in all.

Between slots all variants are the same. Each variant is compared with the reference alone, so a further variant
changes no slot but those where it differs itself.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from countermark.text.edits import Edit, Lined, edits, lined

MAX_CONTEXT = 80
"""Code points of constant text that a slot shows on each side, at most, and on its own line."""

_MAX_GAP = 3
"""Edits with no more than this between them, and no blank, are one slot: the separators of one date."""

_IDENTITY_CONTEXT = 40
_MAX_SAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot: a place in the reference, and what stands there in every variant.

    ``start`` and ``end`` are half-open code point offsets in the reference, ``line`` the line of ``start`` (from 0).
    ``before`` and ``after`` are the text around it on its line, up to the next slot; they are the same in every
    variant, and ``until`` is where ``after`` ends. ``whole`` is true where the slot is the whole text.
    ``id`` depends on the reference around the slot, not on the variants. ``texts`` are in the order of the variants,
    and so are ``starts``, the offset of each in its own variant.
    """

    index: int
    id: str
    start: int
    end: int
    line: int
    before: str
    after: str
    until: int
    whole: bool
    texts: tuple[str, ...]
    starts: tuple[int, ...]


class _Filling(NamedTuple):
    """What a variant has in a slot, and at which offset."""

    start: int
    text: str


class _Span(NamedTuple):
    """A slot in quarter positions: ``4p`` is just before whole lines put in at ``p``, ``4p + 3`` just after them.

    So lines put in between two others and the edits that touch them from either side stay apart. It is a tuple because
    hundreds of variants are edited at the same places, and sets of tuples are joined without a Python call.
    """

    first: int
    last: int

    @property
    def start(self) -> int:
        return self.first // 4

    @property
    def end(self) -> int:
        return self.last // 4


def align(reference: str, variants: tuple[str, ...]) -> tuple[Slot, ...]:
    """The slots of ``variants``, in the order of the reference; none where every variant is the reference.

    Exact: ``rebuild`` gives back each variant. Total and deterministic.
    """
    return Aligner(reference).slots(variants)


class Aligner:
    """Aligns with one reference again and again, comparing each variant with it only once.

    An audit asks after every round, each time with a few variants more than the last.
    """

    def __init__(self, reference: str) -> None:
        """Nothing is compared yet."""
        self._own = lined(reference)
        self._starts = frozenset(self._own.starts[:-1]) if self._own.lines else frozenset({0})
        self._edits: dict[str, list[Edit]] = {reference: []}
        self._spans: dict[str, frozenset[_Span]] = {reference: frozenset()}
        self._cut: list[_Span] = []
        self._columns: dict[str, list[_Filling]] = {}

    def slots(self, variants: tuple[str, ...]) -> tuple[Slot, ...]:
        """What ``align`` says, whatever was asked before."""
        for variant in variants:
            if variant not in self._edits:
                found = self._edits[variant] = edits(self._own, lined(variant))
                self._spans[variant] = frozenset(_span(edit, self._starts) for edit in found)
        wanted = frozenset[_Span]().union(*(self._spans[variant] for variant in variants))
        spans = _merged(self._own.text, self._starts, wanted)
        if spans != self._cut:
            self._cut, self._columns = spans, {}
        columns = [self._column(variant) for variant in variants]
        return tuple(_slots(self._own, spans, columns))

    def _column(self, variant: str) -> list[_Filling]:
        """What stands in each span in one variant, cut out anew only where the spans moved."""
        column = self._columns.get(variant)
        if column is None:
            column = self._columns[variant] = _column(variant, self._edits[variant], self._cut, self._starts)
        return column


def rebuild(reference: str, slots: tuple[Slot, ...], variant: int) -> str:
    """The variant of that number: the reference with its slots filled."""
    parts, end = [], 0
    for slot in slots:
        parts += [reference[end : slot.start], slot.texts[variant]]
        end = slot.end
    return "".join((*parts, reference[end:]))


def _span(edit: Edit, starts: frozenset[int]) -> _Span:
    if edit.lines:
        return _Span(4 * edit.start + 1, 4 * edit.start + 2)
    if edit.start < edit.end:
        return _Span(4 * edit.start + 3, 4 * edit.end)
    return _Span(4 * edit.start + (3 if edit.start in starts else 0), 4 * edit.start + 3)


def _merged(reference: str, starts: frozenset[int], spans: Iterable[_Span]) -> list[_Span]:
    """Overlapping spans made one, and those of one line that have next to nothing between them."""
    merged: list[_Span] = []
    for span in sorted(spans):
        if merged and _belong(reference, starts, merged[-1], span):
            merged[-1] = _Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return merged


def _belong(reference: str, starts: frozenset[int], one: _Span, other: _Span) -> bool:
    if other.first <= one.last:
        return True
    if one.last % 4 == 2 or other.first % 4 == 1 or (one.last % 4 == 0 and one.end in starts):  # noqa: PLR2004 -- lines put in
        return False
    between = reference[one.end : other.start]
    return len(between) <= _MAX_GAP and not any(char.isspace() for char in between)


def _column(variant: str, found: list[Edit], spans: list[_Span], starts: frozenset[int]) -> list[_Filling]:
    """What stands in each span in one variant."""
    column = []
    shift = number = 0
    for span in spans:
        begin = span.start + shift
        while number < len(found) and _span(found[number], starts).last <= span.last:
            shift = found[number].b2 - found[number].end
            number += 1
        column.append(_Filling(begin, variant[begin : span.end + shift]))
    return column


def _slots(own: Lined, spans: list[_Span], columns: list[list[_Filling]]) -> Iterator[Slot]:
    text = own.text
    previous = 0
    for index, span in enumerate(spans):
        line = max(bisect_left(own.starts, span.start + 1) - 1, 0)
        if line == len(own.lines) and line and not own.lines[-1].endswith("\n"):
            line -= 1
        apart = span.first % 4 == 1 and span.last % 4 == 2  # noqa: PLR2004 -- lines put in
        line_start = own.starts[min(line, len(own.starts) - 1)]
        before = "" if apart else text[max(previous, line_start, span.start - MAX_CONTEXT) : span.start]
        limit = spans[index + 1].start if index + 1 < len(spans) else len(text)
        after = "" if apart else text[span.end : min(limit, span.end + MAX_CONTEXT)].partition("\n")[0]
        yield Slot(
            index=index,
            id=_identity(text, span),
            start=span.start,
            end=span.end,
            line=line,
            before=before.rpartition("\n")[2],
            after=after,
            until=span.end + len(after),
            whole=span.start == 0 and span.end == len(text),
            texts=tuple(column[index].text for column in columns),
            starts=tuple(column[index].start for column in columns),
        )
        previous = span.end


def _identity(text: str, span: _Span) -> str:
    """A digest of the reference in and around the slot, and which of several such places it is."""
    first = max(span.start - _IDENTITY_CONTEXT, 0)
    around = text[first : span.end + _IDENTITY_CONTEXT]
    parts = (text[first : span.start], text[span.start : span.end], text[span.end : span.end + _IDENTITY_CONTEXT])
    marked = "\0".join((*parts, str(span.first % 4 == 1)))
    digest = hashlib.sha256(marked.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    same = 0
    place = text.find(around)
    while 0 <= place < first and same < _MAX_SAME:
        same += 1
        place = text.find(around, place + 1)
    if same == _MAX_SAME:
        return f"{digest}@{span.start}"
    return f"{digest}.{same}" if same else digest
