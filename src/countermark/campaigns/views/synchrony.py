"""Accounts that are there in the same ten minutes, beyond what everybody does then.

Ten minutes in which many accounts are there weigh little: log2 of how few of all there are. A random set is drawn
from accounts with the same load, as many ten-minute slots and the same third of the day, so an office's hours are no
evidence.
"""

from __future__ import annotations

import numpy as np

from countermark.campaigns.evidence import SharedKeys
from countermark.campaigns.views._weighing import by_size
from countermark.campaigns.views.record import View
from countermark.campaigns.window import Ints, Pairs, Roster

THIRDS = (0x0000FF, 0x00FF00, 0xFF0000)  # hours 0 to 7, 8 to 15, 16 to 23, as bits of Roster.hours


def evidence(pairs: Pairs, roster: Roster) -> SharedKeys:
    """Each slot weighs what everybody's presence in it leaves over."""
    weights = np.log2(max(len(roster), 2) / np.maximum(pairs.accounts, 1))
    return SharedKeys(pairs=pairs, weights=weights, classes=by_size(pairs.held) * 8 + _hours(roster))


def _hours(roster: Roster) -> Ints:
    """The thirds of the day in which an account was seen at all, as three bits."""
    bits = [np.where(roster.hours & third, 1 << place, 0) for place, third in enumerate(THIRDS)]
    return np.asarray(np.sum(bits, axis=0), dtype=np.int64)


SYNCHRONY = View(
    id="synchrony",
    title="there at the same time, beyond what everybody does",
    table="requests",
    column="ts",
    query="synchrony",
    proposes=False,
    evidence=evidence,
)
