"""The fresh runs that put a suspicion to the proof: pairs with and without a level, all interleaved.

How many there are was fixed before the first of them, and none of them serves to discover anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from countermark.design.space import baseline
from countermark.model.design import Question
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose, Round, RunRequest

PAIRS = 30

_PLAIN = "pair: the baseline"


def paired_runs(question: Question, levels: Sequence[Level], number: int) -> Round:
    """The round of this number: ``PAIRS`` turns, each of one run of the baseline and one of every level, shuffled."""
    usual = baseline(question.factors)
    order = Random(f"pairs/{question.seed}/{number}")  # noqa: S311 -- an order, not a secret
    wanted: list[tuple[Environment, str]] = []
    for _ in range(PAIRS):
        some = [(usual, _PLAIN)]
        some += [(usual.merged(level), f"pair: {level.factor}={level.value}") for level in levels]
        order.shuffle(some)
        wanted += some
    requests = tuple(
        RunRequest(id=f"{number:04d}-{index:03d}", environment=environment, purpose=Purpose.PAIR, why=why)
        for index, (environment, why) in enumerate(wanted, 1)
    )
    return Round(number=number, requests=requests, why="what may follow a level by chance only, in pairs of fresh runs")


def pairs_of(requests: Iterable[RunRequest]) -> dict[Level, tuple[tuple[str, str], ...]]:
    """The pairs of each level, its own run before that of the baseline of the same turn."""
    paired = sorted((one for one in requests if one.purpose is Purpose.PAIR), key=lambda one: one.id)
    size = len(paired) // PAIRS
    found: dict[Level, list[tuple[str, str]]] = {}
    for start in range(0, size * PAIRS, size or 1):
        turn = paired[start : start + size]
        plain = next(one for one in turn if one.why == _PLAIN)
        for one in turn:
            for level in one.environment.difference(plain.environment):
                found.setdefault(level, []).append((one.id, plain.id))
    return {level: tuple(pairs) for level, pairs in found.items()}
