"""Which small sets of levels could be behind an unexplained value, and the run that tells most about them.

A set is a suspect as long as no run holds it without a trace. Suspects that stand in more of the runs with the same
value, that are smaller, or whose factors already act on the feature, weigh more. A run of half of the weight then
halves what is left, as in group testing: a pair that stands in a single row of a covering array is found in about six
runs, where delta debugging from that row takes twice as many.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

from countermark.design.causes import Account, Target
from countermark.design.space import bits

_SIZE_PENALTY = 8.0
_KNOWN_FACTOR_BONUS = 16.0
# Larger sets than the design covers are only looked for while they can be enumerated quickly.
_MOST_SUSPECTS = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """``weights`` by state, the heaviest first; ``seen`` counts the runs of the same value that hold the first."""

    weights: tuple[tuple[float, int], ...]
    seen: int
    familiar: bool

    @property
    def outstanding(self) -> int:
        """The suspect that outweighs all others together, or 0."""
        if not self.weights:
            return 0
        weight, state = self.weights[0]
        return state if 2 * weight >= sum(other for other, _ in self.weights) else 0


def suspects(target: Target, story: Account, strength: int) -> Suspects:
    """The suspects of ``target`` up to ``strength`` levels; one more where none of those is left."""
    blocked = _largest({state & target.state for state in story.silent})
    fellows = [other.state for other in story.targets if other.value == target.value]
    familiar = 0
    for cause in story.causes:
        familiar |= cause.factors
    for width in (strength, strength + 1):
        weights = _weighted(target, blocked, fellows, familiar, width)
        if weights:
            first = weights[0][1]
            return Suspects(
                weights=weights,
                seen=sum(first & ~other == 0 for other in fellows),
                familiar=first & ~familiar == 0,
            )
    return Suspects(weights=(), seen=0, familiar=False)


def _weighted(
    target: Target, blocked: list[int], fellows: list[int], familiar: int, width: int
) -> tuple[tuple[float, int], ...]:
    levels = list(bits(target.state))
    found: list[tuple[float, int]] = []
    for size in range(1, min(width, len(levels)) + 1):
        if comb(len(levels), size) > _MOST_SUSPECTS:
            break
        for chosen in combinations(levels, size):
            state = sum(chosen)
            if not state & target.rest or any(state & ~silent == 0 for silent in blocked):
                continue
            seen = sum(state & ~other == 0 for other in fellows)
            bonus = _KNOWN_FACTOR_BONUS if state & ~familiar == 0 else 1.0
            found.append((bonus * (1 + seen) ** 2 / _SIZE_PENALTY**size, state))
    found.sort(key=lambda item: (-item[0], item[1].bit_count(), item[1]))
    return tuple(found)


def _largest(states: set[int]) -> list[int]:
    """The states that no other one contains."""
    kept: list[int] = []
    for state in sorted(states, key=lambda state: (-state.bit_count(), state)):
        if not any(state & ~other == 0 for other in kept):
            kept.append(state)
    return kept


def half(target: Target, found: Suspects) -> int:
    """The part of ``target.rest`` that holds about half of the weight of the suspects; never all of it, perhaps 0."""
    inside = list(found.weights)
    goal = sum(weight for weight, _ in inside) / 2
    kept = target.rest
    while inside:
        total = sum(weight for weight, _ in inside)
        if kept != target.rest and total <= goal:
            break
        loads = dict.fromkeys(bits(kept), 0.0)
        for weight, state in inside:
            for bit in bits(state & kept):
                loads[bit] += weight
        bit, load = min(loads.items(), key=lambda item: (abs(total - item[1] - goal), item[0]))
        if load >= total:
            break
        kept ^= bit
        inside = [item for item in inside if not item[1] & bit]
    return 0 if kept == target.rest else kept
