"""Fields that vary under one environment, and how much could hide in them."""

from __future__ import annotations

import math

from countermark.model.design import Conclusion
from countermark.model.place import Place
from countermark.model.verdict import Noise

_ALPHABETS = (
    (frozenset("0123456789"), 10),
    (frozenset("0123456789abcdefABCDEF"), 16),
    (frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), 62),
)
_OTHER = 94
"""Printable ASCII, for texts of no narrower alphabet."""


def noise(conclusion: Conclusion, table: tuple[Place, ...]) -> tuple[Noise, ...]:
    """One entry for each noisy place, sorted by address: where it is, why it is noise, and its capacity."""
    noisy = frozenset(conclusion.noisy)
    return tuple(
        Noise(where=place.address, reason=_reason(place), residual_bits=capacity_bits(place))
        for place in table
        if place.feature in noisy
    )


def _reason(place: Place) -> str:
    if any(entry.text is None for entry in place.texts):
        return "comes and goes under one environment"
    return "varies under one environment"


def capacity_bits(place: Place) -> float:
    """What could be hidden in the place by one who chooses its characters freely.

    The longest text's length times log2 of its alphabet, so an upper bound; one bit for mere presence.
    """
    texts = [entry.text for entry in place.texts if entry.text is not None]
    if len(texts) < len(place.texts) or not texts:
        return 1.0
    letters = frozenset("".join(texts))
    size = next((size for alphabet, size in _ALPHABETS if letters <= alphabet), _OTHER)
    return round(max(len(text) for text in texts) * math.log2(size), 1)
