"""How surprising it is that a key has so many accounts, against what keys of like load and life have.

The model is fitted to the log itself: keys are put in classes by load (powers of two of requests) and by life (powers
of two of days), and the surprise of a key with *d* accounts is the share of its class that has as many, in bits. A
busy office address that many use for weeks is nothing special among its like; an address with little load and many
accounts in one day is. No key is left out for having many accounts.
"""

from __future__ import annotations

import numpy as np

from countermark.campaigns.window import Floats, Ints, Pairs


def surprise_bits(pairs: Pairs) -> Floats:
    """Bits by key: -log2 of the share of keys of its class that have as many accounts or more."""
    alone_requests, alone_days, alone_count = pairs.alone
    classes = _classes(pairs.requests, pairs.days)
    lonely = _classes(alone_requests, alone_days)
    bits = np.zeros(len(classes))
    order = np.lexsort((-pairs.accounts, classes))
    starts = np.flatnonzero(np.r_[True, np.diff(classes[order]) != 0]) if len(order) else np.empty(0, dtype=np.int64)
    for start, end in zip(starts, np.r_[starts[1:], len(order)], strict=True):
        inside = order[start:end]
        total = len(inside) + int(alone_count[lonely == classes[inside[0]]].sum())
        degrees = pairs.accounts[inside]  # falling
        as_many = np.searchsorted(-degrees, -degrees, side="right")
        bits[inside] = -np.log2(as_many / total)
    return bits


def _classes(requests: Ints, days: Ints) -> Ints:
    return _log2(requests) * 64 + _log2(days)


def _log2(values: Ints) -> Ints:
    """Whole powers of two, exactly: 0 for 0 and 1."""
    return np.frexp(np.maximum(values, 1).astype(np.float64))[1].astype(np.int64) - 1
