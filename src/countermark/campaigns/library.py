"""Honest groups that somebody has looked at: the yardstick for how strange a group is.

They come from a table of their own and from accounts of verified organisations. A candidate group is honest if at
least half of its accounts are of one reviewed group; each reviewed group counts once for each view, with its highest
score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermark.campaigns.duck import DuckEngine
from countermark.campaigns.window import Ints

HALF = 0.5
VERIFIED = "verified organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Which reviewed group each account belongs to (-1: none), and the kind of each group."""

    group_of: Ints
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.kinds)

    def owner(self, members: Ints) -> int | None:
        """The reviewed group that has at least half of these accounts."""
        owners = self.group_of[members]
        owners = owners[owners >= 0]
        if len(owners) < HALF * len(members):
            return None
        counts = np.bincount(owners)
        best = int(counts.argmax())
        return best if counts[best] >= HALF * len(members) else None

    def mostly_reviewed(self, members: Ints) -> bool:
        """Whether at least half of these accounts are of reviewed groups at all."""
        return bool((self.group_of[members] >= 0).mean() >= HALF)


def read_library(duck: DuckEngine, size: int, *, library: str | None, accounts: str | None) -> Library:
    """The reviewed groups among the accounts of the roster; a table of its own goes before organisations."""
    sources = []
    if library:
        sources.append(
            f"SELECT account, 0 AS rank, 'l:' || \"group\" AS name, CAST(kind AS VARCHAR) AS kind FROM ({library})"
            ' WHERE "group" IS NOT NULL'
        )
    if accounts:
        sources.append(
            f"SELECT account, 1 AS rank, 'o:' || organisation AS name, '{VERIFIED}' AS kind FROM ({accounts})"
            " WHERE organisation_verified AND organisation IS NOT NULL"
        )
    group_of = np.full(size, -1, dtype=np.int64)
    if not sources:
        return Library(group_of=group_of, kinds=())
    duck.keep(
        "reviewed",
        "SELECT r.no, arg_min(s.name, (s.rank, s.name)) AS name, arg_min(s.kind, (s.rank, s.name)) AS kind"
        f" FROM ({' UNION ALL '.join(sources)}) s JOIN roster r ON r.account = s.account GROUP BY r.no",
    )
    groups = duck.rows("SELECT name, COALESCE(MIN(kind), 'not said') FROM reviewed GROUP BY name ORDER BY name")
    found = duck.arrays(
        "SELECT no, CAST(dense_rank() OVER (ORDER BY name) - 1 AS BIGINT) AS place FROM reviewed ORDER BY no"
    )
    group_of[np.asarray(found["no"], dtype=np.int64)] = np.asarray(found["place"], dtype=np.int64)
    return Library(group_of=group_of, kinds=tuple(str(kind) for _, kind in groups))
