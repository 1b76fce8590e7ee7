"""The fresh runs that put a suspicion to the proof: pairs with and without a level, all interleaved.

How many there are was fixed before the first of them, and none of them serves to discover anything. They come in two
rounds, so that what the first shows to be chance costs no second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from random import Random

from countermark.design.space import baseline
from countermark.model.design import Question
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose, Round, RunRequest

FIRST_PAIRS = 10
PAIRS = 30
STAGES = (FIRST_PAIRS, PAIRS - FIRST_PAIRS)
"""The turns of each round."""

_PLAIN = "pair: the baseline"


def paired_runs(question: Question, levels: Sequence[Level], number: int, turns: int) -> Round:
    """The round of this number: so many turns, each of one run of the baseline and one of every level, shuffled."""
    usual = baseline(question.factors)
    order = Random(f"pairs/{question.seed}/{number}")  # noqa: S311 -- an order, not a secret
    wanted: list[tuple[Environment, str]] = []
    for _ in range(turns):
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
    found: dict[Level, list[tuple[str, str]]] = {}
    for _, round_ in groupby(paired, key=lambda one: one.id.partition("-")[0]):
        for turn in _turns(tuple(round_)):
            plain = next(one for one in turn if one.why == _PLAIN)
            for one in turn:
                for level in one.environment.difference(plain.environment):
                    found.setdefault(level, []).append((one.id, plain.id))
    return {level: tuple(pairs) for level, pairs in found.items()}


def _turns(round_: Sequence[RunRequest]) -> Iterator[Sequence[RunRequest]]:
    """A round cut into its turns, each of which has one run of every environment."""
    size = len({one.environment for one in round_})
    return (round_[start : start + size] for start in range(0, len(round_), size))
