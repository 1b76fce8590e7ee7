"""A window: the days put together, as arrays of numbers. Accounts and keys are numbered in their own order.

Whatever has a row per account or per shared key fits in memory; what has a row per request stays with the engine.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from countermark.campaigns.duck import DuckEngine, parquet
from countermark.campaigns.engine import Engine, query

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = np.iinfo(np.int64).min  # a moment that is not known, or has not come


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The accounts of a window, an entry each; moments in microseconds since 1970, ``NEVER`` where there is none."""

    requests: Ints
    output_tokens: Ints
    days: Ints
    hours: Ints
    first_us: Ints
    last_us: Ints
    created: Ints
    closed: Ints

    def __len__(self) -> int:
        return len(self.requests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Which account has which key: row ``i`` is ``keys[starts[i]:starts[i + 1]]``; the other arrays go by key.

    ``accounts``, ``requests`` and ``days`` say of each key how many accounts have it, with what load and how long.
    ``held`` says how many keys each account has, with those that it has alone. ``alone`` says of keys that one account
    alone has, which are no rows: (requests, days, how many).
    """

    starts: Ints
    keys: NDArray[np.int32]
    accounts: Ints
    requests: Ints
    days: Ints
    held: Ints
    alone: tuple[Ints, Ints, Ints]

    @classmethod
    def none(cls, size: int) -> Pairs:
        """No key at all, for ``size`` accounts."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(
            starts=np.zeros(size + 1, dtype=np.int64),
            keys=np.empty(0, dtype=np.int32),
            accounts=nothing,
            requests=nothing,
            days=nothing,
            held=np.zeros(size, dtype=np.int64),
            alone=(nothing, nothing, nothing),
        )

    @property
    def degree(self) -> Ints:
        """How many shared keys each account has."""
        return np.diff(self.starts)


class Window:
    """Reads the aggregates of some days; ``folder`` keeps what was put together."""

    def __init__(self, *, engine: Engine, duck: DuckEngine, folder: Path) -> None:
        self._engine = engine
        self.duck = duck
        self.folder = folder
        self.size = 0
        self._pairs: dict[str, Pairs] = {}

    def enrol(self, loads: Sequence[Path], accounts: str | None) -> Roster:
        """The accounts; ``accounts`` is the query of the table beside the log, as agreed."""
        self._engine.open("loads", loads)
        files = self._written(query("roster"), "roster")
        beside = accounts or "SELECT account, NULL AS created, NULL AS closed_at FROM loads WHERE false"
        if accounts is None:
            self.duck.open("loads", loads)
        self.duck.keep(
            "roster",
            "SELECT CAST(row_number() OVER (ORDER BY r.account) - 1 AS INTEGER) AS no, r.*,"
            f" COALESCE(a.created, {NEVER}) AS created, COALESCE(a.closed_at, {NEVER}) AS closed_at"
            f" FROM {parquet(files)} r LEFT JOIN ({beside}) a ON r.account = a.account",
        )
        found = self.duck.arrays("SELECT * EXCLUDE (account) FROM roster ORDER BY no")
        self.size = len(found["no"])
        whole = {name: np.asarray(found[name], dtype=np.int64) for name in found}
        return Roster(
            requests=whole["requests"],
            output_tokens=whole["output_tokens"],
            days=whole["days"],
            hours=whole["hours"],
            first_us=whole["first_us"],
            last_us=whole["last_us"],
            created=whole["created"],
            closed=whole["closed_at"],
        )

    def pairs(self, name: str, files: Sequence[Path]) -> Pairs:
        """Who shares which keys of one aggregate. Keys are numbered in their order, so nothing depends on chance."""
        self._engine.open("pairs", files)
        keys = self._written(query("keys"), f"{name}-keys")
        self._engine.open("keys", keys)
        shared = self._written(query("shared"), f"{name}-shared")
        self.duck.keep(
            "numbered",
            "SELECT CAST(row_number() OVER (ORDER BY key) - 1 AS INTEGER) AS no, *"
            f" FROM {parquet(keys)} WHERE accounts >= 2",
        )
        listed = self.duck.arrays("SELECT accounts, requests, days FROM numbered ORDER BY no")
        alone = self.duck.arrays(
            f"SELECT requests, days, COUNT(*) AS n FROM {parquet(keys)} WHERE accounts = 1 GROUP BY ALL ORDER BY ALL"
        )
        edges = self.duck.arrays(
            f"SELECT r.no AS account, n.no AS key FROM {parquet(shared)} p JOIN roster r ON p.account = r.account"
            " JOIN numbered n ON p.key = n.key ORDER BY account, key"
        )
        self.duck.keep(f"named_{name}", "SELECT no, CAST(key AS VARCHAR) AS key FROM numbered")
        self.duck.drop("numbered")
        self._pairs[name] = Pairs(
            starts=np.searchsorted(np.asarray(edges["account"]), np.arange(self.size + 1)).astype(np.int64),
            keys=np.asarray(edges["key"], dtype=np.int32),
            accounts=_whole(listed["accounts"]),
            requests=_whole(listed["requests"]),
            days=_whole(listed["days"]),
            held=self._held(name),
            alone=(_whole(alone["requests"]), _whole(alone["days"]), _whole(alone["n"])),
        )
        return self._pairs[name]

    def _held(self, name: str) -> Ints:
        files = self._written(query("held"), f"{name}-held")
        found = self.duck.arrays(f"SELECT r.no, h.keys FROM {parquet(files)} h JOIN roster r ON h.account = r.account")
        held = np.zeros(self.size, dtype=np.int64)
        held[np.asarray(found["no"])] = found["keys"]
        return held

    def from_here(self, sql: str, name: str) -> list[Path]:
        """What a query gives of the tables beside the log, which this machine reads whatever the engine is."""
        folder = self.folder / f"{name}-rows"
        shutil.rmtree(folder, ignore_errors=True)
        self.duck.write(sql, folder)
        return sorted(folder.glob("*.parquet"))

    def account_names(self) -> list[str]:
        """What each account is called in the log."""
        return [str(name) for (name,) in self.duck.rows("SELECT CAST(account AS VARCHAR) FROM roster ORDER BY no")]

    def commonest(self, name: str, members: Ints, count: int) -> list[tuple[int, int, int]]:
        """The keys that most of some accounts share: number, how many of them have it, how many accounts in all."""
        pairs = self._pairs[name]
        keys, _ = rows_of(pairs, members)
        held, counts = np.unique(keys, return_counts=True)
        first = np.lexsort((held, pairs.accounts[held], -counts))[:count]
        return [(int(held[i]), int(counts[i]), int(pairs.accounts[held[i]])) for i in first if counts[i] > 1]

    def key_names(self, name: str, keys: Collection[int]) -> dict[int, str]:
        """What some keys are called in the log."""
        listed = ", ".join(map(str, sorted(keys))) or "-1"
        found = self.duck.rows(f"SELECT no, key FROM named_{name} WHERE no IN ({listed})")
        return {int(str(no)): str(key) for no, key in found}

    def _written(self, sql: str, name: str) -> list[Path]:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        self._engine.write(sql, folder)
        return sorted(folder.glob("*.parquet"))


def rows_of(pairs: Pairs, accounts: Ints) -> tuple[Ints, Ints]:
    """The keys of some accounts, one after the other, and for each key the place of its account in ``accounts``."""
    starts, lengths = pairs.starts[accounts], pairs.starts[accounts + 1] - pairs.starts[accounts]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places = np.repeat(np.arange(len(accounts)), lengths)
    within = np.arange(total) - np.repeat(ends - lengths, lengths)
    return pairs.keys[np.repeat(starts, lengths) + within].astype(np.int64), places


def _whole(values: object) -> Ints:
    return np.asarray(values, dtype=np.int64)
