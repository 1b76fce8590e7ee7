"""Accounts that share out the field of topics among them: together they cover more than so many accounts by chance."""

from __future__ import annotations

from countermark.campaigns.evidence import Spread
from countermark.campaigns.views._weighing import by_size
from countermark.campaigns.views.record import View
from countermark.campaigns.window import Pairs, Roster


def evidence(pairs: Pairs, roster: Roster) -> Spread:
    """Different topic cells, against accounts with as many cells each."""
    del roster
    return Spread(pairs=pairs, classes=by_size(pairs.held))


COVERAGE = View(
    id="coverage",
    title="topics shared out among them",
    table="requests",
    column="cell",
    query="coverage",
    proposes=False,
    evidence=evidence,
)
