"""Weights and classes of alike accounts that several views have in common."""

from __future__ import annotations

import numpy as np

from countermark.campaigns.evidence import SharedKeys
from countermark.campaigns.surprise import surprise_bits
from countermark.campaigns.window import Ints, Pairs, Roster

STEPS = 4


def shared_by_surprise(pairs: Pairs, roster: Roster) -> SharedKeys:
    """Each key weighs one bit and its surprise, times the bits by which it narrows down who is meant."""
    weights = (1 + surprise_bits(pairs)) * np.log2(max(len(roster), 2) / np.maximum(pairs.accounts, 1))
    return SharedKeys(pairs=pairs, weights=weights, classes=by_size(pairs.held))


def by_size(counts: Ints) -> Ints:
    """0 for none, then 1 and more by quarters of a power of two.

    In coarser classes a group of their busiest accounts looks special.
    """
    return np.where(counts > 0, 1 + np.floor(STEPS * np.log2(np.maximum(counts, 1))), 0).astype(np.int64)
