"""Accounts that begin when others of their group were closed, and carry a like load."""

from __future__ import annotations

import numpy as np

from countermark.campaigns.evidence import DAY_US, Succession
from countermark.campaigns.views.record import View
from countermark.campaigns.window import NEVER, Pairs, Roster

WITHIN_US = 3 * DAY_US  # a ring that waits longer loses three days' work to each closing
WEEK_US = 7 * DAY_US


def evidence(pairs: Pairs, roster: Roster) -> Succession:
    """Load taken over, against accounts that began in the same week and were closed as well, or were not."""
    del pairs
    weeks = (roster.first_us - roster.first_us.min(initial=roster.first_us[0] if len(roster) else 0)) // WEEK_US
    closed = (roster.closed != NEVER).astype(np.int64)
    return Succession(roster=roster, within_us=WITHIN_US, classes=closed * 1024 + np.minimum(weeks, 1023))


HAND_OVER = View(
    id="hand-over",
    title="load that moves from closed accounts to new ones",
    table="accounts",
    column="closed_at",
    query="",
    proposes=False,
    evidence=evidence,
)
