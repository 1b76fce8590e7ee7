"""Where two sequences differ: patience first, Myers' algorithm between the anchors, a whole block where neither pays.

Sources: B. Cohen's patience diff as bzr describes it; E. Myers, «An O(ND) Difference Algorithm and Its Variations»,
Algorithmica 1 (1986) 251-266.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_MAX_DEPTH = 24
"""Rounds of anchors within anchors; each costs one pass."""

_MAX_EDITS = 64
"""Edits that Myers' algorithm looks for within one hunk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Half-open ranges of the first and of the second sequence that stand for one another and differ."""

    a1: int
    a2: int
    b1: int
    b2: int


@dataclass(slots=True)
class Effort:
    """Steps that may still be spent on one pair of texts; when they are gone, hunks stay whole."""

    steps: int = field(default=300_000)

    def spend(self, steps: int) -> bool:
        """Whether there was enough left."""
        self.steps -= steps
        return self.steps > 0


def hunks(a: Sequence[str], b: Sequence[str], effort: Effort) -> list[Hunk]:
    """The differing ranges of ``a`` and ``b`` in order; none touches another.

    Total and deterministic; time is linear in the lengths but for what ``effort`` allows.
    """
    found: list[Hunk] = []
    stack = [(Hunk(a1=0, a2=len(a), b1=0, b2=len(b)), 0)]
    while stack:
        hunk, depth = stack.pop()
        hunk = _trimmed(a, b, hunk)
        if hunk.a1 == hunk.a2 or hunk.b1 == hunk.b2:
            if hunk.a1 < hunk.a2 or hunk.b1 < hunk.b2:
                found.append(hunk)
            continue
        if hunk.a2 - hunk.a1 == hunk.b2 - hunk.b1 == 1:
            found.append(hunk)  # two items that differ have nothing between them to look for
            continue
        inner = _between_anchors(a, b, hunk) if depth < _MAX_DEPTH else []
        if inner:
            stack.extend((part, depth + 1) for part in reversed(inner))
        else:
            found.extend(_myers(a, b, hunk, effort))
    return _joined(found)


def _trimmed(a: Sequence[str], b: Sequence[str], hunk: Hunk) -> Hunk:
    a1, a2, b1, b2 = hunk.a1, hunk.a2, hunk.b1, hunk.b2
    while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
        a2, b2 = a2 - 1, b2 - 1
    return Hunk(a1=a1, a2=a2, b1=b1, b2=b2)


def _between_anchors(a: Sequence[str], b: Sequence[str], hunk: Hunk) -> list[Hunk]:
    """What stands between the items that occur once on each side, in the same order; empty without such items."""
    in_a, in_b = Counter(a[hunk.a1 : hunk.a2]), Counter(b[hunk.b1 : hunk.b2])
    at = {b[j]: j for j in range(hunk.b1, hunk.b2) if in_b[b[j]] == 1}
    pairs = [(i, at[a[i]]) for i in range(hunk.a1, hunk.a2) if in_a[a[i]] == 1 and a[i] in at]
    inner = []
    a1, b1 = hunk.a1, hunk.b1
    anchors = _rising(pairs)
    for i, j in anchors:
        inner.append(Hunk(a1=a1, a2=i, b1=b1, b2=j))
        a1, b1 = i + 1, j + 1
    return [*inner, Hunk(a1=a1, a2=hunk.a2, b1=b1, b2=hunk.b2)] if anchors else []


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which the second number rises as well."""
    ends: list[int] = []
    rows: list[int] = []
    previous: list[int] = []
    for row, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        previous.append(rows[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        rows[place : place + 1] = [row]
    found = []
    row = rows[-1] if rows else -1
    while row >= 0:
        found.append(pairs[row])
        row = previous[row]
    return found[::-1]


def _myers(a: Sequence[str], b: Sequence[str], hunk: Hunk, effort: Effort) -> Iterator[Hunk]:
    """The hunks within ``hunk`` of an edit script of least length; itself where that is longer than allowed."""
    n, m = hunk.a2 - hunk.a1, hunk.b2 - hunk.b1
    if min(n, m) == 1 or abs(n - m) > _MAX_EDITS:
        yield hunk  # trimmed and without anchors, one item against several
        return
    trace: list[dict[int, int]] = []
    front = {1: 0}
    for edits in range(min(n + m, _MAX_EDITS) + 1):
        trace.append(dict(front))
        if not effort.spend(4 * edits + 4):
            break
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and front.get(k - 1, -1) < front.get(k + 1, -1))
            x = front.get(k + 1, 0) if down else front.get(k - 1, 0) + 1
            start = x
            while x < n and 0 <= x - k < m and a[hunk.a1 + x] == b[hunk.b1 + x - k]:
                x += 1
            effort.spend(x - start)
            front[k] = x
            if x >= n and x - k >= m:
                yield from _walked(trace, hunk, n, m)
                return
    yield hunk


def _walked(trace: list[dict[int, int]], hunk: Hunk, n: int, m: int) -> Iterator[Hunk]:
    """The single edits on the way back through ``trace``, from left to right."""
    steps = []
    x, y = n, m
    for edits in range(len(trace) - 1, 0, -1):
        front, k = trace[edits], x - y
        down = k == -edits or (k != edits and front.get(k - 1, -1) < front.get(k + 1, -1))
        x = front.get(k + 1 if down else k - 1, 0)
        y = x - (k + 1 if down else k - 1)
        steps.append((x, y, x, y + 1) if down else (x, y, x + 1, y))
    for x1, y1, x2, y2 in reversed(steps):
        yield Hunk(a1=hunk.a1 + x1, a2=hunk.a1 + x2, b1=hunk.b1 + y1, b2=hunk.b1 + y2)


def _joined(found: list[Hunk]) -> list[Hunk]:
    joined: list[Hunk] = []
    for hunk in found:
        if joined and joined[-1].a2 == hunk.a1 and joined[-1].b2 == hunk.b1:
            joined[-1] = Hunk(a1=joined[-1].a1, a2=hunk.a2, b1=joined[-1].b1, b2=hunk.b2)
        else:
            joined.append(hunk)
    return joined
