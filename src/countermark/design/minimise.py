"""Brings every unexplained value down to the smallest set of levels that causes it.

The state of a minimisation is the set of settled runs and nothing else: from them it is seen which values no known
cause explains, the smallest such run is taken as the target, and what is returned are the runs that would make it
smaller or show that it cannot be. A smaller run with an unexplained value is the next target by itself.

Where suspects run out, delta debugging takes over: ever finer parts of the target and their complements.
Source: A. Zeller, R. Hildebrandt, «Simplifying and isolating failure-inducing input», IEEE Transactions on Software
Engineering 28(2), 2002, doi:10.1109/32.988498.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from countermark.design.causes import Account, Target, joint, standing
from countermark.design.ledger import Ledger, Pattern
from countermark.design.space import bits
from countermark.design.suspects import half, suspects
from countermark.design.wants import Want
from countermark.model.run import Purpose

_TARGETS_AT_ONCE = 4
_UNSURE_AT_ONCE = 6
# With so few levels left, taking each out in turn is as quick as anything.
_FEW = 2
# A suspect seen in this many runs of the value is worth a run without first repeating the target.
_SEEN_OFTEN = 2
_REPEATS = 2
_LAST_REPEATS = 4


def wanted(pattern: Pattern, story: Account, ledger: Ledger) -> tuple[Want, ...]:
    """The runs that would bring the minimisation of ``pattern`` forward; empty when nothing is left to do."""
    sweep = [want for want in _sweeps(pattern, story, ledger) if ledger.lacks(want.state)]
    if sweep:
        return tuple(sweep)
    found = list(_towards_targets(pattern, story, ledger))
    unsure = [state for state in story.unsure if ledger.lacks(state)][:_UNSURE_AT_ONCE]
    return (*found, *(_minimise(ledger, state, "several causes together give") for state in unsure))


def _minimise(ledger: Ledger, state: int, why: str) -> Want:
    return Want(state=state, purpose=Purpose.MINIMISE, why=f"{why}: {ledger.space.words(state)}")


def _sweeps(pattern: Pattern, story: Account, ledger: Ledger) -> Iterator[Want]:
    """The other levels of each factor of a joint cause, its partners held: which of them serve as well."""
    swept: set[int] = set()
    for cause in joint(story.causes) if pattern.weight > 0 else ():
        if cause.factors in swept:
            continue
        swept.add(cause.factors)
        for mask in ledger.space.factor_masks:
            if mask & cause.factors:
                for bit in bits(mask & ledger.space.array_mask):
                    yield _minimise(ledger, cause.state & ~mask | bit, "which levels act alike")


def _towards_targets(pattern: Pattern, story: Account, ledger: Ledger) -> Iterator[Want]:
    """Wants of the smallest target of each value, as long as no smaller one may explain it."""
    taken: list[Target] = []
    stuck: list[int] = []
    repeating = False
    if pattern.weight <= 0:
        plain = _plainest(story)
        if plain and ledger.lacks(plain):
            yield _minimise(ledger, plain, "a level that never stands without a difference")
            return
    most = _TARGETS_AT_ONCE if pattern.weight > 0 else 1
    for target in story.targets:
        if len(taken) == most:
            return
        if any(_same(target, other) for other in taken) or any(not state & ~target.state for state in stuck):
            continue
        wants = [want for want in _next(target, pattern, story, ledger) if ledger.lacks(want.state, want.runs)]
        repeats = any(want.runs > 1 for want in wants)
        if repeats and repeating:
            continue
        repeating = repeating or repeats
        if wants:
            taken.append(target)
            yield from wants
        else:
            stuck.append(target.state)


def _plainest(story: Account) -> int:
    """The first level that stands in several targets and in no silent state, or 0.

    Where any level of a factor will do, this makes different patterns ask for the same one.
    """
    levels = spoken = 0
    for target in story.targets:
        levels |= target.rest
    for state in story.silent:
        spoken |= state
    often = (
        bit for bit in bits(levels & ~spoken) if sum(bool(bit & one.state) for one in story.targets) >= _SEEN_OFTEN
    )
    return next(often, 0)


def _same(target: Target, other: Target) -> bool:
    return target.value == other.value or not other.rest & ~target.rest


def _next(target: Target, pattern: Pattern, story: Account, ledger: Ledger) -> list[Want]:
    if target.known and target.known not in pattern.values and ledger.lacks(target.known):
        return [_minimise(ledger, target.known, "what is known alone")]
    if target.rest.bit_count() <= _FEW:
        wants = _one_by_one(target, pattern, ledger)
        return wants if any(ledger.lacks(want.state) for want in wants) else _again(target, ledger)
    found = suspects(target, story, ledger.question.strength)
    guess = found.outstanding
    if guess and (found.seen >= _SEEN_OFTEN or found.familiar) and ledger.lacks(guess):
        return [_minimise(ledger, guess, "the likeliest cause alone")]
    if ledger.tally(target.state).good < _REPEATS and ledger.lacks(target.state, _REPEATS):
        why = f"whether it happens again: {ledger.space.words(target.state)}"
        return [Want(state=target.state, purpose=Purpose.MINIMISE, why=why, runs=_REPEATS)]
    part = guess if guess and guess != target.state else target.known | half(target, found)
    if part not in {0, target.known} and ledger.lacks(part):
        return [_minimise(ledger, part, "half of what could be behind it")]
    return _finer(target, ledger) or _one_by_one(target, pattern, ledger) or _again(target, ledger)


def _again(target: Target, ledger: Ledger) -> list[Want]:
    """More repetitions of a target that nothing could explain: it may be chance after all."""
    why = f"whether it is chance: {ledger.space.words(target.state)}"
    return [Want(state=target.state, purpose=Purpose.MINIMISE, why=why, runs=_LAST_REPEATS)]


def _one_by_one(target: Target, pattern: Pattern, ledger: Ledger) -> list[Want]:
    """Every level of ``target`` taken out in turn; what is left without the known levels first."""
    if target.known and target.rest not in pattern.values and ledger.lacks(target.rest):
        return [_minimise(ledger, target.rest, "without what is known")]
    parts = [target.state ^ bit for bit in bits(target.state)]
    wants = [_minimise(ledger, part, "one level put back") for part in parts if part not in pattern.values]
    if any(ledger.lacks(want.state) for want in wants):
        return wants
    needed = standing(pattern.values, target.state, ledger.dead).missing
    return [_minimise(ledger, part, "two levels put back") for part in needed]


def _finer(target: Target, ledger: Ledger) -> list[Want]:
    """Delta debugging: the coarsest division of the target into parts and complements that was not tried yet."""
    levels = list(bits(target.rest))
    pieces = 2
    while True:
        edges = [len(levels) * index // pieces for index in range(pieces + 1)]
        parts = [sum(levels[start:end]) for start, end in pairwise(edges)]
        states = dict.fromkeys([target.known | part for part in parts] + [target.state ^ part for part in parts])
        fresh = [state for state in states if ledger.lacks(state)]
        if fresh:
            return [_minimise(ledger, state, "delta debugging") for state in fresh]
        if pieces >= len(levels):
            return []
        pieces = min(2 * pieces, len(levels))
