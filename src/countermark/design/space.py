"""Environments as integers: one bit for every level that is not the baseline's.

The baseline is 0, ``a & b`` is what two environments share, and a trigger is contained in an environment when
``trigger & environment == trigger``. Bits are numbered by factor and level as the question lists them, so that
every order derived from them is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermark.model.design import FactorLevels, Question
from countermark.model.environment import Environment, Hint, Level


def baseline(factors: tuple[FactorLevels, ...]) -> Environment:
    """Every factor at its first level."""
    return Environment(levels=tuple(sorted(Level(factor=item.factor, value=item.levels[0]) for item in factors)))


def bits(state: int) -> Iterator[int]:
    """The single bits of ``state``, lowest first."""
    while state:
        low = state & -state
        yield low
        state ^= low


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The levels of a question as bits; ``factor_masks[i]`` holds all bits of factor ``i``."""

    baseline: tuple[Level, ...]
    levels: tuple[Level, ...]
    factor_masks: tuple[int, ...]
    array_mask: int

    def environment(self, state: int) -> Environment:
        """The environment that ``state`` stands for, every factor named."""
        over = {level.factor: level for bit, level in self.named(state)}
        return Environment(levels=tuple(sorted(over.get(level.factor, level) for level in self.baseline)))

    def named(self, state: int) -> tuple[tuple[int, Level], ...]:
        """Each bit of ``state`` with its level."""
        return tuple((bit, self.levels[bit.bit_length() - 1]) for bit in bits(state))

    def trigger(self, state: int) -> tuple[Level, ...]:
        """The levels of ``state`` over the baseline, sorted."""
        return tuple(sorted(level for _, level in self.named(state)))

    def words(self, state: int) -> str:
        """``state`` as the command line would write it."""
        return " ".join(f"{level.factor}={level.value}" for level in self.trigger(state)) or "the baseline"

    def factors_of(self, state: int) -> int:
        """All bits of every factor that ``state`` touches."""
        return sum(mask for mask in self.factor_masks if mask & state)

    def possible(self, state: int) -> bool:
        """Whether ``state`` holds at most one level of each factor."""
        return all((mask & state).bit_count() <= 1 for mask in self.factor_masks)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Reads environments into states."""

    bit_of: tuple[tuple[Level, int], ...]

    def states(self, environments: Iterable[Environment]) -> tuple[int, ...]:
        """One state for each environment; levels of factors that the question lacks count for nothing."""
        known = dict(self.bit_of)
        return tuple(sum(known.get(level, 0) for level in env.levels) for env in environments)


def space_of(question: Question, hints: tuple[Hint, ...], environments: Iterable[Environment]) -> Space:
    """The space of ``question``, of the hinted levels and of whatever levels the runs already used."""
    extra = [hint.level for hint in hints]
    used = sorted({level for env in environments for level in env.levels})
    levels: list[Level] = []
    masks: list[int] = []
    array_mask = 0
    for factor in question.factors:
        start = len(levels)
        own = [Level(factor=factor.factor, value=value) for value in factor.levels[1:]]
        array_mask |= ((1 << len(own)) - 1) << start
        own += [Level(factor=factor.factor, value=value) for value in factor.contrasts]
        own += [level for level in (*extra, *used) if level.factor == factor.factor]
        baseline = Level(factor=factor.factor, value=factor.levels[0])
        levels += [level for level in dict.fromkeys(own) if level != baseline]
        masks.append(((1 << len(levels)) - 1) ^ ((1 << start) - 1))
    return Space(
        baseline=tuple(Level(factor=item.factor, value=item.levels[0]) for item in question.factors),
        levels=tuple(levels),
        factor_masks=tuple(masks),
        array_mask=array_mask,
    )


def encoder_of(space: Space) -> Encoder:
    """The reader of environments that goes with ``space``."""
    return Encoder(bit_of=tuple((level, 1 << index) for index, level in enumerate(space.levels)))
