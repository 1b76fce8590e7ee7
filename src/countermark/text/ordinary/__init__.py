"""How odd a text is beside ordinary documents.

A suspicion of s bits means that at most one in 2^s ordinary documents looks as odd. It is no probability that something
is hidden, and it is not how much could be: that is the capacity. The counts come from a corpus that
``evals/ordinary_text.py`` reads; the table records its date and digest.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from countermark.model.marks import Pattern
from countermark.text.ordinary._generated import (
    ANY,
    ANY_TOTAL,
    BEYOND,
    CORPUS,
    DOCUMENTS,
    KINDS,
    KINDS_TOTAL,
    MADE,
)

__all__ = ["CORPUS", "DOCUMENTS", "MADE", "MOST", "suspicion", "suspicion_of_strengths"]


def suspicion(patterns: Iterable[Pattern]) -> float:
    """Bits: how seldom an ordinary document has any pattern as odd as the oddest of these; 0 without any."""
    strongest: dict[str, float] = {}
    for pattern in patterns:
        strongest[pattern.key] = max(pattern.strength, strongest.get(pattern.key, 0.0))
    return suspicion_of_strengths(strongest)


def suspicion_of_strengths(strengths: Mapping[str, float]) -> float:
    """The same, from the strength of each kind."""
    rarest = max((rarity(key, KINDS.get(key, ()), KINDS_TOTAL, found) for key, found in strengths.items()), default=0.0)
    return _rounded_down(ANY_TOTAL / (_as_strong(ANY, rarest) or BEYOND)) if rarest else 0.0


def _rounded_down(one_in: float) -> float:
    """Bits to one decimal place, never more than was counted."""
    return max(math.floor(10 * math.log2(one_in)) / 10, 0.0)


_CARELESS_CHANNELS = frozenset({"typography", "white-space", "normalisation", "date-format", "number-format", "order"})
_CARELESS_KINDS = frozenset(
    {
        *("look-alike:letter-of-two-scripts", "look-alike:letter-in-other", "look-alike:accent-as-apostrophe"),
        *("look-alike:hyphen", "look-alike:dotless-i", "look-alike:punctuation", "zero-width:zero-width-space"),
        "look-alike:letter-of-latin",
        *("bidi:mark", "bidi:embedding", "bidi:unbalanced", "control:control-character", "control:sequence"),
        *("escape:percent", "escape:reference", "zero-width:soft-hyphen"),
        *("zero-width:joiner-at-edge", "zero-width:soft-hyphen-words", "variation-selector:style-of-symbol"),
        *("variation-selector:by-turns", "case:percent-escape", "case:unicode-escape", "case:name"),
        *("escape:solidus", "escape:json-form", "escape:reference-form", "control:idle-style"),
    }
)
_DELIBERATE = frozenset({"order:names", "white-space:odd-blank", "number-format:mixed-digits"})
"""What careless writing leaves: it may use up only a part of what the level of alarm leaves to all kinds together."""

_CARELESS_BITS = 5.0
_DOUBTFUL = frozenset(
    {
        *("zero-width:byte-order-mark", "zero-width:joiner", "bidi:needless-mark", "bidi:embedding", "order:names"),
        *("look-alike:misplaced-punctuation", "look-alike:whole-word", "control:noncharacter", "control:private-use"),
        *("case:hexadecimal", "white-space:odd-blank", "number-format:mixed-digits"),
    }
)
"""What copying, converting and transliterating leave now and then: of these it takes a few more."""
_DOUBTFUL_BITS = 2.0
_LEAST = 0.25
"""The strength of two changes among four places: what is less by turns is hardly so."""
_ONE_IN = 1000
"""What more documents have than one in so many is careless writing too, whatever the kind."""


def rarity(key: str, steps: Sequence[tuple[float, int]], total: int, strength: float) -> float:
    """How seldom one kind is so strong, before it is allowed for that there are many kinds.

    What is stronger than all that was counted is the rarer the further it lies beyond, an order without a promise.
    """
    last = steps[-1][0] if steps else 0.0
    beyond = math.log2(1 + (strength - last) / max(last, _LEAST)) if strength > last else 0.0
    found = _bits(_as_strong(steps, strength), total) + beyond
    if _is_careless(key, steps, total):
        found = (found - _CARELESS_BITS) * min(strength / _LEAST, 1.0)
    elif key in _DOUBTFUL:
        found -= _DOUBTFUL_BITS
    return round(max(found, 0.001), 3)


def _is_careless(key: str, steps: Sequence[tuple[float, int]], total: int) -> bool:
    if key in _DELIBERATE or key.endswith(("-read", "-runs")):
        return False
    is_common = bool(steps) and steps[0][1] * _ONE_IN > total
    return is_common or key in _CARELESS_KINDS or key.partition(":")[0] in _CARELESS_CHANNELS


def _as_strong(steps: Sequence[tuple[float, int]], strength: float) -> int:
    """How many documents may be at least so strong, by the step below; none beyond the last."""
    place = bisect_right(steps, (strength, math.inf))
    if not steps or (place == len(steps) and strength > steps[-1][0]):
        return 0
    return steps[max(place - 1, 0)][1]


def _bits(count: int, total: int) -> float:
    """Minus the logarithm of the share; one more document is counted, which is this one."""
    return max(math.log2((total + 1) / (count + 1)), 0.0)


MOST = _rounded_down(ANY_TOTAL / BEYOND)
"""No suspicion is higher: so many documents were counted."""
