"""Where one text was edited to become another: by lines, then within lines that belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from countermark.text.hunks import Effort, Hunk, hunks
from countermark.text.tokens import chunks, loose, tokens

_MAX_CELLS = 900
"""Lines times lines of a hunk within which every pairing is weighed."""

_MAX_ROWS = 2_000
"""Lines of a hunk above which they are not even compared one with one, in order."""

_SIMILAR = 0.5
"""Share of common tokens from which two lines are versions of one."""

_LONG_LINE = 4_000
"""Code points from which a line is cut into chunks before it is cut into tokens."""

_FEW_TOKENS = 6
_LITTLE = 0.25
"""Below this share of common matter what two texts have in common is chance, and they are replaced whole."""

_LONG_TOKEN = 48
"""A longer token that was replaced by one token is compared character by character from both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """``reference[start:end]`` became ``variant[b1:b2]``; offsets are half-open, in code points.

    ``lines`` marks whole lines put in between others: nothing of the lines around belongs to it.
    """

    start: int
    end: int
    b1: int
    b2: int
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Lined:
    """A text, its lines with their ends (line feeds), and where each starts; last the text's length."""

    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]


def lined(text: str) -> Lined:
    """``text`` in lines."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    if not lines[-1]:
        lines.pop()
    return Lined(text, tuple(lines), (0, *accumulate(map(len, lines))))


def edits(a: Lined, b: Lined) -> list[Edit]:
    """Every edit that makes ``b`` of ``a``, in order; taken together they are exact."""
    effort = Effort()
    found = [edit for hunk in hunks(a.lines, b.lines, effort) for edit in _in_hunk(a, b, hunk, effort)]
    found = _whole_line_at_the_end(a, found)
    kept = len(a.text) - sum(edit.end - edit.start for edit in found)
    if min(len(a.text), len(b.text)) > _LONG_LINE and kept < _LITTLE * min(len(a.text), len(b.text)):
        return [Edit(start=found[0].start, end=found[-1].end, b1=found[0].b1, b2=found[-1].b2)]
    return found


def _whole_line_at_the_end(a: Lined, found: list[Edit]) -> list[Edit]:
    """A line end and then lines, both put after a last line that had no end: whole lines put there."""
    if len(found) > 1 and found[-1].lines and found[-2].start == found[-2].end == found[-1].start == len(a.text):
        joined = Edit(start=len(a.text), end=len(a.text), b1=found[-2].b1, b2=found[-1].b2, lines=True)
        return [*found[:-2], joined]
    return found


def _in_hunk(a: Lined, b: Lined, hunk: Hunk, effort: Effort) -> Iterator[Edit]:
    i, j = hunk.a1, hunk.b1
    for left, right in (*_pairs(a, b, hunk, effort), (hunk.a2, hunk.b2)):
        if i < left or j < right:
            yield Edit(start=a.starts[i], end=a.starts[left], b1=b.starts[j], b2=b.starts[right], lines=i == left)
        if left < hunk.a2 and right < hunk.b2:
            yield from _in_line(a.lines[left], b.lines[right], a.starts[left], b.starts[right], effort)
        i, j = left + 1, right + 1


def _pairs(a: Lined, b: Lined, hunk: Hunk, effort: Effort) -> Iterator[tuple[int, int]]:
    """Lines that are versions of one another, in order: alike but for punctuation, else similar enough."""
    if hunk.a2 - hunk.a1 == hunk.b2 - hunk.b1 == 1:
        yield hunk.a1, hunk.b1  # nothing else could be paired: identifiers, of which each run has hundreds
        return
    left = [loose(line) for line in a.lines[hunk.a1 : hunk.a2]]
    right = [loose(line) for line in b.lines[hunk.b1 : hunk.b2]]
    i, j = 0, 0
    for part in (*hunks(left, right, effort), Hunk(a1=len(left), a2=len(left), b1=len(right), b2=len(right))):
        yield from ((hunk.a1 + i + n, hunk.b1 + j + n) for n in range(part.a1 - i))
        ours = a.lines[hunk.a1 + part.a1 : hunk.a1 + part.a2]
        theirs = b.lines[hunk.b1 + part.b1 : hunk.b1 + part.b2]
        yield from ((hunk.a1 + part.a1 + k, hunk.b1 + part.b1 + n) for k, n in _similar(ours, theirs))
        i, j = part.a2, part.b2


def _similar(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int]]:
    n, m = len(left), len(right)
    if n == m == 1:
        return [(0, 0)]
    if not n or not m or (n * m > _MAX_CELLS and (n != m or n > _MAX_ROWS)):
        return []
    bags = [bag(line) for line in left], [bag(line) for line in right]
    if n * m > _MAX_CELLS:
        return [(k, k) for k in range(n) if similarity(bags[0][k], bags[1][k]) >= _SIMILAR]
    return _best_pairs(*bags)


def _best_pairs(left: list[Counter[str]], right: list[Counter[str]]) -> list[tuple[int, int]]:
    """The pairing in order of the highest total similarity."""
    n, m = len(left), len(right)
    worth = [[similarity(one, other) for other in right] for one in left]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            paired = worth[i][j] + best[i + 1][j + 1] if worth[i][j] >= _SIMILAR else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < n and j < m:
        if worth[i][j] >= _SIMILAR and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def bag(line: str) -> Counter[str]:
    """The words and marks of a line."""
    return Counter(token for token in tokens(line[:_LONG_LINE]) if not token.isspace())


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """The share of what two lines have that is common to them."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _in_line(a: str, b: str, start: int, b1: int, effort: Effort) -> Iterator[Edit]:
    """The edits within two lines that belong together; ``start`` and ``b1`` are where the lines start."""
    if max(len(a), len(b)) <= _LONG_LINE:
        yield from _in_tokens(a, b, start, b1, effort)
        return
    for x1, x2, y1, y2 in _spans(chunks(a), chunks(b), effort):
        yield from _in_tokens(a[x1:x2], b[y1:y2], start + x1, b1 + y1, effort)


def _in_tokens(a: str, b: str, start: int, b1: int, effort: Effort) -> Iterator[Edit]:
    left, right = tokens(a), tokens(b)
    spans = _spans(left, right, effort)
    if spans and _by_chance(left, right, spans):
        spans = [(spans[0][0], spans[-1][1], spans[0][2], spans[-1][3])]
    for x1, x2, y1, y2 in spans:
        head, tail = _same_ends(a[x1:x2], b[y1:y2])
        yield Edit(start=start + x1 + head, end=start + x2 - tail, b1=b1 + y1 + head, b2=b1 + y2 - tail)


def _spans(left: Sequence[str], right: Sequence[str], effort: Effort) -> list[tuple[int, int, int, int]]:
    """The differing pieces, as offsets into both texts."""
    at, to = (0, *accumulate(map(len, left))), (0, *accumulate(map(len, right)))
    return [(at[hunk.a1], at[hunk.a2], to[hunk.b1], to[hunk.b2]) for hunk in hunks(left, right, effort)]


def _by_chance(left: list[str], right: list[str], spans: list[tuple[int, int, int, int]]) -> bool:
    """Whether so few tokens (blanks do not count) are common that they say nothing."""
    ends = (0, *accumulate(map(len, left)))
    changed = iter(spans)
    span = next(changed, None)
    common = 0
    for token, end in zip(left, ends[1:], strict=True):
        while span is not None and end > span[1]:
            span = next(changed, None)
        outside = span is None or end <= span[0]
        common += outside and not token.isspace()
    fewest = min(sum(not token.isspace() for token in left), sum(not token.isspace() for token in right))
    return fewest > _FEW_TOKENS and common < _LITTLE * fewest


def _same_ends(a: str, b: str) -> tuple[int, int]:
    """How much two long pieces share at their starts and ends; nothing where one is short."""
    if min(len(a), len(b)) <= _LONG_TOKEN:
        return 0, 0
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    tail = next((n for n in range(shorter - head) if a[-1 - n] != b[-1 - n]), shorter - head)
    return head, tail
