"""Aligns many variants of one text into slots, so that independent differences become independent.

Between two slots every variant says the same; within a slot each has a text of its own. A date's separator, an
apostrophe and an added paragraph are three slots, whichever variants have which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_LINES = 20_000
"""Lines of a changed region that are matched with each other; a larger region is one difference."""

MAX_TOKEN_PAIRS = 4_000_000
"""Bound on the work of matching the words of one changed region: the product of both sides' word counts."""

MERGE_WITHIN = 4
"""Two differences in one word, number or date are one when at most this many characters between them are the same:
the two separators of ``2026-11-18`` are two characters apart, of ``18.November.2026`` eight."""

CONTEXT = 80
"""Code points of constant text that are shown on each side of a slot."""

_TOKEN = re.compile(r"[^\W_\u02b0-\u02ff]+|\n|.", re.DOTALL)
"""Words and numbers whole, all else by character; modifier letters (U+02B0 to U+02FF) count as letters to Unicode,
but some of them look like apostrophes."""
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stretch of the reference, half-open in code points, in which some variant differs.

    ``texts`` are in the order of the variants. ``before`` and ``after`` are the constant text on the same
    line, up to the neighbouring slot; ``until`` is where ``after`` ends, ``line`` the slot's line (from 0).
    """

    id: str
    start: int
    end: int
    line: int
    until: int
    before: str
    after: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    start: int
    end: int
    text: str


def align(reference: str, variants: tuple[str, ...]) -> tuple[Slot, ...]:
    """The slots of ``variants`` against ``reference``, in order; none where all are equal to it.

    Exact: joining the constant text with the slots' texts gives back every variant. Deterministic.
    """
    edits = tuple(tuple(_edits(reference, variant)) for variant in variants)
    spans = _spans(reference, edits)
    texts = [tuple(_within(reference, span, mine) for mine in edits) for span in spans]
    bounds = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(reference)]
    return tuple(
        _slot(reference, span, bounds[index], starts[index + 1], texts[index]) for index, span in enumerate(spans)
    )


def _slot(reference: str, span: tuple[int, int], after_slot: int, next_slot: int, texts: tuple[str, ...]) -> Slot:
    start, end = span
    before = reference[max(after_slot, start - CONTEXT) : start].rpartition("\n")[2]
    after = reference[end : min(next_slot, end + CONTEXT)].partition("\n")[0]
    return Slot(
        id=f"{start}-{end}",
        start=start,
        end=end,
        line=reference.count("\n", 0, start),
        until=end + len(after),
        before=before,
        after=after,
        texts=texts,
    )


def _edits(reference: str, variant: str) -> Iterator[_Edit]:
    """What turns ``reference`` into ``variant``: lines first, then words within changed lines."""
    if reference == variant:
        return
    head = _common_prefix(reference, variant)
    tail = _common_suffix(reference[head:], variant[head:])
    old, new = reference[head : len(reference) - tail], variant[head : len(variant) - tail]
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for o_start, o_end, n_start, n_end in _blocks(old_lines, new_lines, MAX_LINES * MAX_LINES):
        offset = head + sum(map(len, old_lines[:o_start]))
        yield from _words("".join(old_lines[o_start:o_end]), "".join(new_lines[n_start:n_end]), offset)


def _words(old: str, new: str, offset: int) -> Iterator[_Edit]:
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    for o_start, o_end, n_start, n_end in _blocks(old_tokens, new_tokens, MAX_TOKEN_PAIRS):
        start = offset + sum(map(len, old_tokens[:o_start]))
        length = sum(map(len, old_tokens[o_start:o_end]))
        yield _Edit(start=start, end=start + length, text="".join(new_tokens[n_start:n_end]))


def _blocks(old: list[str], new: list[str], bound: int) -> Iterator[tuple[int, int, int, int]]:
    """The unequal blocks of two sequences; one block over all where matching would cost too much."""
    if not old or not new or len(old) * len(new) > bound:
        yield 0, len(old), 0, len(new)
        return
    for tag, o_start, o_end, n_start, n_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield o_start, o_end, n_start, n_end


def _common_prefix(one: str, other: str) -> int:
    """Length of the common beginning, moved back to the start of its line so that no word is cut."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return one.rfind("\n", 0, low) + 1


def _common_suffix(one: str, other: str) -> int:
    """Length of the common end, moved forward to the start of a line."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[len(one) - middle :] == other[len(other) - middle :] else (low, middle - 1)
    newline = one.find("\n", len(one) - low)
    return 0 if newline < 0 else len(one) - newline - 1


def _spans(reference: str, edits: tuple[tuple[_Edit, ...], ...]) -> list[tuple[int, int]]:
    """The union of all edited stretches, those within one word or date joined."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(edit.start, edit.end) for mine in edits for edit in mine}):
        if spans and _belongs(reference, spans[-1][1], start):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _belongs(reference: str, end: int, start: int) -> bool:
    gap = reference[end:start] if start > end else ""
    return start <= end or (len(gap) <= MERGE_WITHIN and not _SPACE.search(gap) and gap.isalnum())


def _within(reference: str, span: tuple[int, int], edits: tuple[_Edit, ...]) -> str:
    """What one variant says in a span: the reference's words there, with the variant's edits made."""
    pieces, position = [], span[0]
    for edit in edits:
        if span[0] <= edit.start and edit.end <= span[1]:
            pieces += [reference[position : edit.start], edit.text]
            position = edit.end
    pieces.append(reference[position : span[1]])
    return "".join(pieces)
