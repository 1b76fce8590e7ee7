"""Candidate groups of one view: communities of accounts and keys together, by Leiden, level by level.

Accounts and the keys that they share form one graph with two kinds of nodes; no pair of accounts is ever written
down, so a key of a million accounts costs a million edges and not half a billion. An edge weighs the key's surprise,
times the information that the key gives about who is meant among the accounts at hand: a key that all of a community
have says nothing inside it, so each community is looked at again without it, until nothing falls apart any more.
"""

from __future__ import annotations

from dataclasses import dataclass

import graspologic_native
import numpy as np

from countermark.campaigns.window import Floats, Ints, Pairs, rows_of

MIN_GROUP = 5  # of fewer accounts, other views cannot say anything with certainty
MAX_LEVELS = 12
RESOLUTION = 1.0  # modularity as it was defined; the levels find what it merges


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts (numbers, rising) that one view holds together, ``level`` steps below the whole."""

    view: str
    level: int
    members: tuple[int, ...]


def propose(view: str, pairs: Pairs, bits: Floats, *, seed: int) -> tuple[Group, ...]:
    """The communities of every level, largest first within a level; each set of accounts once."""
    found: dict[tuple[int, ...], Group] = {}
    whole = np.flatnonzero(pairs.degree)
    left = [(0, whole)] if len(whole) >= MIN_GROUP else []
    while left:
        level, accounts = left.pop()
        parts = _communities(pairs, bits, accounts, seed)
        for part in parts:
            members = tuple(part.tolist())
            found.setdefault(members, Group(view=view, level=level + 1, members=members))
            smaller = len(part) < len(accounts)
            if smaller and level + 1 < MAX_LEVELS and len(part) >= 2 * MIN_GROUP:
                left.append((level + 1, part))
    return tuple(sorted(found.values(), key=lambda group: (group.level, -len(group.members), group.members[:1])))


def _communities(pairs: Pairs, bits: Floats, accounts: Ints, seed: int) -> list[Ints]:
    """The communities of at least ``MIN_GROUP`` accounts, in the order of their first account."""
    keys, places = rows_of(pairs, accounts)
    used, key_no, local = np.unique(keys, return_inverse=True, return_counts=True)
    weights = (1 + bits[used]) * np.log2(len(accounts) / local) / np.log2(len(accounts))
    tells = (weights > 0) & (local > 1)
    edges = tells[key_no]
    if not edges.any():
        return []
    labels = _leiden(places[edges], key_no[edges], weights[key_no[edges]], len(accounts), seed)
    present = np.unique(places[edges])
    order = present[np.argsort(labels[present], kind="stable")]
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    parts = [accounts[np.sort(part)] for part in np.split(order, cuts) if len(part) >= MIN_GROUP]
    return sorted(parts, key=lambda part: int(part[0]))


def _leiden(places: Ints, keys: Ints, weights: Floats, accounts: int, seed: int) -> Ints:
    """The community of each account."""
    _, keys = np.unique(keys, return_inverse=True)
    nodes = accounts + int(keys.max()) + 1
    sources = np.concatenate((places, keys + accounts))
    targets = np.concatenate((keys + accounts, places))
    both = np.concatenate((weights, weights))
    order = np.argsort(sources, kind="stable")
    starts = np.searchsorted(sources[order], np.arange(nodes + 1)).astype(np.int64)
    _, labels = graspologic_native.leiden_csr(
        starts, targets[order].astype(np.int32), both[order], nodes, resolution=RESOLUTION, seed=seed
    )
    return np.asarray([labels.get(node, -1) for node in range(accounts)], dtype=np.int64)
