"""Which features vary although the environment does not, and whether that is known well enough."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.design.ledger import Ledger, partitions

# Measured on five tools (2026-11): the mask of all channels stood still after 2 to 8 baselines.
FIRST_BASELINES = 4
QUIET_BASELINES = 3
MOST_EXTRA_BASELINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Features divided into quiet ones, grouped, and noisy ones.

    ``grown_at`` is the number of baselines after which the noise that baselines show had shown itself whole.
    """

    quiet: tuple[tuple[tuple[int, ...], list[str]], ...]
    noisy: tuple[str, ...]
    grown_at: int


def split(ledger: Ledger) -> Split:
    """A feature is noisy if two runs of one environment disagree on it: another value, or there and not there."""
    groups = [group for group in _positions(ledger.states).values() if len(group) > 1]
    baselines = _positions(ledger.states).get(0, [])
    quiet: list[tuple[tuple[int, ...], list[str]]] = []
    noisy: list[str] = []
    grown_at = 0
    for partition, features in partitions(ledger).items():
        if any(partition[index] != partition[group[0]] for group in groups for index in group):
            noisy += features
            seen = [partition[index] for index in baselines]
            grown_at = max(grown_at, next((n + 1 for n, value in enumerate(seen) if value != seen[0]), 0))
        else:
            quiet.append((partition, features))
    return Split(quiet=tuple(quiet), noisy=tuple(sorted(noisy)), grown_at=grown_at)


def stable(ledger: Ledger, found: Split) -> bool:
    """Whether the last few baselines showed no noise that earlier ones had not."""
    return ledger.tally(0).good - found.grown_at >= QUIET_BASELINES


def _positions(states: tuple[int, ...]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for index, state in enumerate(states):
        found.setdefault(state, []).append(index)
    return found
