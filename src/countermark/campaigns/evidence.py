"""What a view can say of any set of accounts: one number, the larger the more they belong together.

A number means nothing by itself; it is held against the numbers of random sets of like accounts (``nulls.py``). So
each kind of evidence takes many sets at once: a matrix of account numbers, a set a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermark.campaigns.window import Floats, Ints, Pairs, Roster, rows_of

DAY_US = 86_400_000_000
DENSE = 8  # a table of all keys is quicker than sorting, up to so many cells for each number


class Evidence(Protocol):
    """A view's evidence on sets of accounts."""

    def alike(self) -> Ints:
        """A class for each account: only accounts of one class may stand for each other in a random set."""

    def of_sets(self, sets: Ints) -> Floats:
        """The evidence of each row of account numbers."""

    def cost(self, group: Ints) -> int:
        """How many numbers it takes to look at such a group once."""

    def added(self, group: Ints, members: Ints, stand_ins: Ints) -> tuple[Floats, Floats]:
        """What some members (places in ``group``) add to the rest, and what their stand-ins (a row each) would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKeys:
    """Keys that several members have: each weighs ``weights`` once for every two members that have it."""

    pairs: Pairs
    weights: Floats
    classes: Ints

    def alike(self) -> Ints:
        """By how many keys an account has, at least."""
        return self.classes

    def of_sets(self, sets: Ints) -> Floats:
        """The weight of all sharing inside each set."""
        keys, places = rows_of(self.pairs, sets.ravel())
        width, count = len(self.weights), len(sets)
        cells = places // sets.shape[1] * width + keys
        if count * width <= DENSE * len(cells):
            held = np.bincount(cells, minlength=count * width).reshape(count, width)
            return np.asarray(held * (held - 1) @ self.weights / 2, dtype=np.float64)
        used, times = np.unique(cells, return_counts=True)
        return _sums(used // width, self.weights[used % width] * (times * (times - 1) / 2), count)

    def cost(self, group: Ints) -> int:
        """Its keys."""
        return int(self.pairs.degree[group].sum())

    def added(self, group: Ints, members: Ints, stand_ins: Ints) -> tuple[Floats, Floats]:
        """The weight of the keys that are shared with other members, once for each of these."""
        held = _Held(self.pairs, group)
        own, places = rows_of(self.pairs, group[members])
        adds = _sums(places, self.weights[own] * held.others(own, members[places]), len(members))
        keys, cells = rows_of(self.pairs, stand_ins.ravel())
        shared = self.weights[keys] * held.others(keys, members[cells // stand_ins.shape[1]])
        return adds, _sums(cells, shared, stand_ins.size).reshape(stand_ins.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many different keys a set covers: much, if its members share out a field among them and repeat nothing."""

    pairs: Pairs
    classes: Ints

    def alike(self) -> Ints:
        """By how many keys an account has, at least."""
        return self.classes

    def of_sets(self, sets: Ints) -> Floats:
        """The number of different keys in each set."""
        keys, places = rows_of(self.pairs, sets.ravel())
        width = max(len(self.pairs.accounts), 1)
        seen = np.zeros(len(sets) * width, dtype=bool)
        seen[(places // sets.shape[1]) * width + keys] = True
        return np.asarray(seen.reshape(len(sets), width).sum(axis=1), dtype=np.float64)

    def cost(self, group: Ints) -> int:
        """Its keys."""
        return int(self.pairs.degree[group].sum())

    def added(self, group: Ints, members: Ints, stand_ins: Ints) -> tuple[Floats, Floats]:
        """The number of keys that no other member has."""
        held = _Held(self.pairs, group)
        own, places = rows_of(self.pairs, group[members])
        adds = _sums(places, held.others(own, members[places]) == 0, len(members))
        keys, cells = rows_of(self.pairs, stand_ins.ravel())
        fresh = held.others(keys, members[cells // stand_ins.shape[1]]) == 0
        return adds, _sums(cells, fresh, stand_ins.size).reshape(stand_ins.shape)


def _sums(places: Ints, values: Floats | NDArray[np.bool_], count: int) -> Floats:
    return np.asarray(np.bincount(places, weights=values, minlength=count), dtype=np.float64)


class _Held:
    """The keys of a group: how many members have each, and which."""

    def __init__(self, pairs: Pairs, group: Ints) -> None:
        keys, places = rows_of(pairs, group)
        self._width = max(len(pairs.accounts), 1)
        self._cells = places * self._width + keys  # rising, since each account's keys are
        self._keys, self._counts = np.unique(keys, return_counts=True)

    def others(self, keys: Ints, but: Ints) -> Ints:
        """How many members other than the one at place ``but`` have the key."""
        if not len(self._keys):
            return np.zeros(len(keys), dtype=np.int64)
        found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        counts = np.where(self._keys[found] == keys, self._counts[found], 0)
        cells = but * self._width + keys
        own = self._cells[np.minimum(np.searchsorted(self._cells, cells), len(self._cells) - 1)] == cells
        return np.asarray(counts - own, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Members that begin within ``within_us`` after another was closed, each with the smaller load of the two."""

    roster: Roster
    within_us: int
    classes: Ints

    def alike(self) -> Ints:
        """By whether an account was closed, and by when it began."""
        return self.classes

    def of_sets(self, sets: Ints) -> Floats:
        """The load that was handed over inside each set, in powers of two of requests."""
        return np.asarray([self._handed_over(row) for row in sets], dtype=np.float64)

    def cost(self, group: Ints) -> int:
        """Its accounts."""
        return len(group)

    def added(self, group: Ints, members: Ints, stand_ins: Ints) -> tuple[Floats, Floats]:
        """The load that it took over from the rest or left to it."""
        whole = self._handed_over(group)
        adds, instead = np.empty(len(members)), np.empty(stand_ins.shape)
        for row, place in enumerate(members):
            rest = np.delete(group, place)
            without = self._handed_over(rest)
            adds[row] = whole - without
            instead[row] = [self._handed_over(np.append(rest, one)) - without for one in stand_ins[row]]
        return adds, instead

    def _handed_over(self, members: Ints) -> float:
        roster = self.roster
        closed = members[roster.closed[members] > 0]
        closed = closed[np.argsort(roster.closed[closed], kind="stable")]
        if not len(closed):
            return 0.0
        ends = roster.closed[closed]
        last = np.searchsorted(ends, roster.first_us[members], side="right") - 1
        follows = last >= 0
        follows[follows] = roster.first_us[members[follows]] - ends[last[follows]] <= self.within_us
        loads = np.minimum(roster.requests[members[follows]], roster.requests[closed[last[follows]]])
        return float(np.log2(1 + loads).sum())
