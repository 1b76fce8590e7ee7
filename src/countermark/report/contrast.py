"""Where the texts of a table differ from one another, so that a reader is shown the difference and not the haystack."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

MOST_COMPARED = 300
"""Beyond so many code points on either side the whole stretch is called different: comparing takes their product."""

LONGEST_WORD = 24
"""Beyond so many letters it is no word but a payload, in which every change stands for itself."""

ELISION = "…"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text: the same in all texts, or what differs, or (``elided``) the mark of what was left out."""

    text: str
    differs: bool = False
    elided: bool = False


def spans(texts: Sequence[str]) -> list[list[Span]]:
    """For each text the half-open stretches of code points that differ, the first text being the one compared with.

    Where all are of one length, they are compared column by column, and have the same spans.
    """
    if not texts:
        return []
    if len({len(text) for text in texts}) == 1:
        columns = [at for at, chars in enumerate(zip(*texts, strict=True)) if len(set(chars)) > 1]
        return [_whole_words(texts[0], _merged([(at, at + 1) for at in columns])) for _ in texts]
    first: list[Span] = []
    found: list[list[Span]] = [first]
    for text in texts[1:]:
        here, there = _pair(texts[0], text)
        first.extend(here)
        found.append(_whole_words(text, _merged(there)))
    found[0] = _whole_words(texts[0], _merged(sorted(first)))
    return found


def _whole_words(text: str, found: Sequence[Span]) -> list[Span]:
    """Spans within one word as one: that two words share a few letters tells a reader nothing."""
    joined: list[Span] = []
    for start, stop in found:
        if joined and stop - joined[-1][0] <= LONGEST_WORD and text[joined[-1][1] - 1 : start + 1].isalpha():
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def _pair(before: str, after: str) -> tuple[list[Span], list[Span]]:
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    mine, yours = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(mine), len(yours)) > MOST_COMPARED:
        return [(head, head + len(mine))], [(head, head + len(yours))]
    opcodes = difflib.SequenceMatcher(a=mine, b=yours, autojunk=False).get_opcodes()
    changes = [code[1:] for code in opcodes if code[0] != "equal"]
    return (
        [(head + start, head + stop) for start, stop, _, _ in changes],
        [(head + start, head + stop) for _, _, start, stop in changes],
    )


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with in common."""
    differing = (at for at, (mine, yours) in enumerate(zip(one, other, strict=False)) if mine != yours)
    return next(differing, min(len(one), len(other)))


def _merged(found: Sequence[Span]) -> list[Span]:
    """The same stretches, those that touch being one, and those of no length left out."""
    merged: list[Span] = []
    for start, stop in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return [span for span in merged if span[0] < span[1]]


def pieces(text: str, differing: Sequence[Span], *, context: int, most: int = 400) -> tuple[Piece, ...]:
    """``text`` cut at its differences, with at most ``context`` code points around each and ``most`` of each shown."""
    found: list[Piece] = []
    at = 0
    for number, (start, stop) in enumerate(differing):
        found.extend(_between(text[at:start], context, is_first=number == 0, is_last=False))
        found.append(Piece(text=text[start : min(stop, start + most)], differs=True))
        if stop - start > most:
            found.append(Piece(text=ELISION, elided=True))
        at = stop
    # A text that has no difference of its own is shown from where it begins.
    found.extend(_between(text[at:], context if differing else 4 * context, is_first=False, is_last=True))
    return tuple(found)


def _between(text: str, context: int, *, is_first: bool, is_last: bool) -> list[Piece]:
    """Common text, of which the middle (or the far end) is left out where it is long."""
    room = context if is_first or is_last else 2 * context
    if len(text) <= room + 1:
        return [Piece(text=text)] if text else []
    head = "" if is_first else text[:context] if not is_last else text[:room]
    tail = "" if is_last else text[len(text) - context :]
    cut = (Piece(text=head), Piece(text=ELISION, elided=True), Piece(text=tail))
    return [piece for piece in cut if piece.text]


def differing_texts(texts: Sequence[str], found: Sequence[Sequence[Span]]) -> list[list[str]]:
    """For each place that differs, what stands there in each text; only where all texts have the same spans."""
    if len({tuple(one) for one in found}) != 1:
        return []
    return [[text[start:stop] for text in texts] for start, stop in found[0]]
