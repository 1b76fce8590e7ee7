"""The fresh runs that repeat what an audit confirmed: each trigger, and it with one level put back, shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from countermark.design.confirm import enough
from countermark.design.space import baseline
from countermark.model.design import Question
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose, Round, RunRequest

Trigger = tuple[Level, ...]


def sides(question: Question, trigger: Trigger) -> tuple[Environment, tuple[Environment, ...]]:
    """The environment with the trigger alone, and those in which one of its levels is put back."""
    usual = baseline(question.factors)
    offs = (usual.merged(*(level for level in trigger if level != back)) for back in trigger)
    return usual.merged(*trigger), tuple(dict.fromkeys(offs))


def repeated_runs(question: Question, triggers: Sequence[Trigger], number: int) -> Round:
    """As many runs on each side of every trigger as a confirmation has; equal environments are run for all at once."""
    each = enough(len(triggers), question.confirmations)
    needs: dict[Environment, int] = {}
    for trigger in triggers:
        on, offs = sides(question, trigger)
        mine = {on: each}
        for turn in range(each):
            off = offs[turn % len(offs)]
            mine[off] = mine.get(off, 0) + 1
        for environment, runs in mine.items():
            needs[environment] = max(runs, needs.get(environment, 0))
    wanted = [environment for environment, runs in needs.items() for _ in range(runs)]
    Random(f"repeats/{question.seed}/{number}").shuffle(wanted)  # noqa: S311 -- an order, not a secret
    requests = tuple(
        RunRequest(
            id=f"{number:04d}-{index:03d}",
            environment=environment,
            purpose=Purpose.CONFIRM,
            why=_why(question, environment),
        )
        for index, environment in enumerate(wanted, 1)
    )
    return Round(number=number, requests=requests, why="fresh runs with and without each signal")


def _why(question: Question, environment: Environment) -> str:
    over = environment.difference(baseline(question.factors))
    return "repeat: " + (" ".join(f"{level.factor}={level.value}" for level in over) or "the baseline")
