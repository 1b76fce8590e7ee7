"""Causes that runs have shown, and the runs that they leave unexplained.

Write f(S) for a feature's value under the baseline with the levels S put over it. A *cause* is a set S of which
one level, the lever, changes the value in the presence of the others, f(S) != f(S without lever), and in the
presence of no fewer of them: take any other level out and the lever does nothing. So {host, zone} is a cause when the
zone changes something under that host and nothing without it, whether or not the host changes the same feature by
itself; and two levels that each change a text by themselves are two causes of one level, never one of two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countermark.design.ledger import Pattern
from countermark.design.space import Space, bits

# Sets above this size are never tested level by level; minimisation brings them below it or gives up.
MOST_LEVELS = 8
# A place that writes the host and the zone out has a value for each pair of them: so many are traced one by one.
MOST_VALUES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A verified set of levels, the value it gives, and the levels that runs showed to serve in its place.

    ``factors`` holds all bits of the factors concerned, ``active`` those levels that give the same value.
    ``minimal`` is false where the tool fails whenever one of the levels is put back, so that it may be one too many.
    """

    state: int
    value: int
    lever: int
    factors: int
    active: int
    minimal: bool = True

    @property
    def size(self) -> int:
        """The number of levels that have to come together."""
        return self.state.bit_count()

    def concerns(self, state: int) -> bool:
        """Whether ``state`` has some level over the baseline of every factor concerned."""
        return (state & self.factors).bit_count() == self.size

    def fires_in(self, state: int) -> bool:
        """Whether ``state`` has a serving level of every factor concerned."""
        return (state & self.active).bit_count() == self.size


def joint(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The causes of several levels."""
    return tuple(cause for cause in causes if cause.size > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a state is a cause (by which lever), and which runs are needed to say so."""

    lever: int = 0
    missing: tuple[int, ...] = ()


def standing(values: dict[int, int], state: int, dead: frozenset[int] = frozenset()) -> Standing:
    """What the settled ``values`` say about ``state`` as a cause; ``dead`` states fail whenever they are tried."""
    here = values.get(state, 0)
    if here == 0:
        return Standing()
    missing = tuple(state ^ bit for bit in bits(state) if state ^ bit not in values and state ^ bit not in dead)
    if missing:
        return Standing(missing=missing)
    if any(values.get(state ^ bit) == here for bit in bits(state)):
        return Standing()
    wanted: list[int] = []
    for lever in bits(state):
        if state ^ lever not in values:
            continue
        needs = _idle_without(values, state, lever)
        if needs is not None and not needs:
            return Standing(lever=lever)
        wanted += needs or ()
    return Standing(missing=tuple(dict.fromkeys(wanted)))


def _idle_without(values: dict[int, int], state: int, lever: int) -> list[int] | None:
    """The runs needed to show that ``lever`` does nothing once any other level is out; ``None`` if it does something.

    Where a level taken out brings the baseline's value back, nothing more is asked.
    """
    needs = []
    for bit in bits(state ^ lever):
        without = values.get(state ^ bit, 0)
        if without == 0:
            continue
        rest = state ^ bit ^ lever
        if rest not in values:
            needs.append(rest)
        elif values[rest] != without:
            return None
    return needs


def find_causes(values: dict[int, int], space: Space, dead: frozenset[int] = frozenset()) -> tuple[Cause, ...]:
    """Every cause that ``values`` show, one for each value and set of factors, the smallest first."""
    found: list[Cause] = []
    small = [state for state, value in values.items() if value and state.bit_count() <= MOST_LEVELS]
    for state in sorted(small, key=lambda state: (state.bit_count(), state)):
        factors = space.factors_of(state)
        if any(one.factors == factors and one.value == values[state] and one.fires_in(state) for one in found):
            continue
        lever = standing(values, state, dead).lever
        if lever:
            found.append(
                Cause(
                    state=state,
                    value=values[state],
                    lever=lever,
                    factors=factors,
                    active=_active(values, space, state),
                    minimal=all(state ^ bit in values for bit in bits(state)),
                )
            )
    return tuple(found)


def _active(values: dict[int, int], space: Space, state: int) -> int:
    """The levels that were run in the place of one level of ``state`` and gave the same value."""
    active = state
    for mask in space.factor_masks:
        if mask & state:
            for bit in bits(mask):
                if values.get(state & ~mask | bit) == values[state]:
                    active |= bit
    return active


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A settled state whose value is not explained: ``known`` are the levels of causes that fire in it."""

    state: int
    value: int
    known: int

    @property
    def rest(self) -> int:
        """The levels among which something more must act."""
        return self.state & ~self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the causes of a pattern explain.

    ``targets`` the smallest first; ``silent`` are states that hold nothing but what is known; ``unsure`` are states
    that would have to be run to know what several causes give together.
    """

    causes: tuple[Cause, ...]
    targets: tuple[Target, ...]
    silent: tuple[int, ...]
    unsure: tuple[int, ...]


def account(pattern: Pattern, space: Space, dead: frozenset[int] = frozenset()) -> Account:
    """Which settled states of ``pattern`` its causes explain.

    Leniently where the pattern weighs nothing, and for factors of which enough values have been traced: there it is
    enough that a state agrees with every other state of the same levels of the factors that take part in any cause.
    """
    values = pattern.values
    causes = find_causes(values, space, dead)
    counts = Counter(cause.factors for cause in causes)
    wordy = [cause for cause in causes if counts[cause.factors] >= MOST_VALUES]
    decided = _decided(values, causes) if wordy or pattern.weight <= 0 else frozenset()
    if pattern.weight > 0:
        decided = frozenset(state for state in decided if any(one.concerns(state) for one in wordy))
    targets: list[Target] = []
    silent: list[int] = []
    unsure: list[int] = []
    for state, value in values.items():
        if value == 0 or state in decided:
            silent.append(state)
            continue
        firing = tuple(_firing(values, causes, space, state))
        known = _union(firing, state)
        expected = _expected(values, space, firing, known)
        if known == state and len(firing) == 1 and firing[0].value != value:
            targets.append(Target(state=state, value=value, known=0))
        elif expected == value or known == state:
            silent.append(state)
        elif expected is None:
            unsure.append(known)
        else:
            targets.append(Target(state=state, value=value, known=_union(firing, state, surely=True)))
    targets.sort(key=lambda one: (one.rest.bit_count(), one.state.bit_count(), one.state))
    return Account(
        causes=causes,
        targets=tuple(targets),
        silent=tuple(silent),
        unsure=tuple(dict.fromkeys(unsure)) if pattern.weight > 0 else (),
    )


def _decided(values: dict[int, int], causes: tuple[Cause, ...]) -> frozenset[int]:
    """States that have the value of all others with the same levels of the factors of any cause."""
    factors = 0
    for cause in causes:
        factors |= cause.factors
    cells: dict[int, set[int]] = {}
    for state, value in values.items():
        cells.setdefault(state & factors, set()).add(value)
    return frozenset(state for state in values if len(cells[state & factors]) == 1)


def _firing(values: dict[int, int], causes: tuple[Cause, ...], space: Space, state: int) -> Iterator[Cause]:
    """The causes that fire in ``state``, without those that a larger one takes in."""
    firing = [cause for cause in causes if cause.fires_in(state) or _likely(values, cause, space, state)]
    for cause in firing:
        if not any(cause.factors != other.factors and cause.factors & ~other.factors == 0 for other in firing):
            yield cause


def _likely(values: dict[int, int], cause: Cause, space: Space, state: int) -> bool:
    """Whether a contrast level gives in ``state`` the very value that an array level of its factor gives.

    Contrasts are many and share their runs, so each is not tried alone unless it shows something new.
    """
    if values[state] != cause.value:
        return False
    here = state & cause.factors
    others = here & ~cause.active
    if here.bit_count() != cause.size or others & space.array_mask:
        return False
    swaps = (cause.state & ~mask | (others & mask) for mask in space.factor_masks if others & mask)
    return all(values.get(swap, cause.value) == cause.value for swap in swaps)


def _union(firing: tuple[Cause, ...], state: int, *, surely: bool = False) -> int:
    known = 0
    for cause in firing:
        if cause.fires_in(state) or not surely:
            known |= state & cause.factors
    return known


def _expected(values: dict[int, int], space: Space, firing: tuple[Cause, ...], known: int) -> int | None:
    """The value that the firing causes give together; ``None`` where it takes a run to know."""
    if known in values:
        return values[known]
    if len(firing) == 1:
        return firing[0].value
    anchors = 0
    for cause in firing:
        anchors |= cause.state
    if space.possible(anchors):
        return values.get(anchors)
    return None
