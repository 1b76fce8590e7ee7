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
        changes = _in_whole_words(texts[0], text, _pair(texts[0], text))
        first.extend(here for here, _ in changes)
        found.append(_merged([there for _, there in changes]))
    found[0] = _merged(sorted(first))
    return found


def _whole_words(text: str, found: Sequence[Span]) -> list[Span]:
    """Spans within one word as one: that two words share a few letters tells a reader nothing."""
    joined: list[Span] = []
    for span in found:
        if joined and _one_word(text, joined[-1], span):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _in_whole_words(before: str, after: str, changes: Sequence[tuple[Span, Span]]) -> list[tuple[Span, Span]]:
    """Changes with nothing but letters of one word between them, on either side, as one: on both sides."""
    joined: list[tuple[Span, Span]] = []
    for mine, yours in changes:
        if joined and (_one_word(before, joined[-1][0], mine) or _one_word(after, joined[-1][1], yours)):
            joined[-1] = ((joined[-1][0][0], mine[1]), (joined[-1][1][0], yours[1]))
        else:
            joined.append((mine, yours))
    return joined


def _one_word(text: str, first: Span, second: Span) -> bool:
    """Whether two stretches of some length belong to one word."""
    if first[0] == first[1] or second[0] == second[1]:
        return False
    return second[1] - first[0] <= LONGEST_WORD and text[first[1] - 1 : second[0] + 1].isalpha()


def _pair(before: str, after: str) -> list[tuple[Span, Span]]:
    """What is changed between two texts: a stretch of each, of which one may be empty."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    mine, yours = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(mine), len(yours)) > MOST_COMPARED:
        return [((head, head + len(mine)), (head, head + len(yours)))]
    opcodes = difflib.SequenceMatcher(a=mine, b=yours, autojunk=False).get_opcodes()
    return [
        ((head + start, head + stop), (head + others, head + until))
        for tag, start, stop, others, until in opcodes
        if tag != "equal"
    ]


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
