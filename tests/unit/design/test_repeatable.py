"""The same runs give the same plan; failures are tried again, counted, and hide nothing; and it is quick."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from random import Random

import pytest

import planted
from countermark.design import covering_array, next_round
from countermark.model.design import Reading, RunReadings
from countermark.model.environment import Environment
from countermark.model.run import Purpose, Round
from planted import HOUSE, Planted, World, ask, audit, chances, expected, factors, when


def test_failed_runs_are_asked_again_once_under_a_fresh_id() -> None:
    mark = Planted(feature="x", when=when(f02="v1"))
    first: set[str] = set()

    def fails(_number: int, environment: Environment) -> bool:
        fresh = environment.digest not in first
        first.add(environment.digest)
        return fresh and bool(environment.value("f09") == "v1")

    told = audit(ask(factors(HOUSE)), World(planted=(mark,), fails=fails))
    assert told.found == expected((mark,))
    assert told.conclusion.unreplaced == 0
    assert len({run.run for run in told.runs}) == len(told.runs)


def test_a_level_that_always_fails_is_counted_and_the_rest_is_found() -> None:
    mark = Planted(feature="x", when=when(f02="v1"))
    world = World(planted=(mark,), fails=lambda _number, environment: environment.value("f09") == "v1")
    told = audit(ask(factors(HOUSE)), world)
    dead = {run.environment.digest for run in told.runs if run.failed}
    assert told.found == expected((mark,))
    assert told.conclusion.unreplaced == len(dead) > 0
    assert max(Counter(run.environment.digest for run in told.runs if run.failed).values()) == 2


def test_a_tool_that_never_works_ends_after_its_baselines() -> None:
    told = audit(ask(factors(HOUSE)), World(fails=lambda _number, _environment: True))
    assert len(told.runs) == 8
    assert "baseline" in told.conclusion.reason


def test_a_cause_whose_counter_run_always_fails_is_kept_but_not_called_minimal() -> None:
    mark = Planted(feature="x", when=when(f02="v1", f03="v1"))

    def fails(_number: int, environment: Environment) -> bool:
        return [item.value for item in environment.levels if item.value != "v0"] == ["v1"] and environment.value(
            "f02"
        ) == "v1"

    told = audit(ask(factors(HOUSE)), World(planted=(mark,), fails=fails))
    (effect,) = told.conclusion.effects
    assert {item.factor for item in effect.trigger} == {"f02", "f03"}
    assert not effect.minimal
    assert told.conclusion.unreplaced == 1


SCENE = World(
    planted=(Planted(feature="x", when=when(f00="v1 v2", f01="v3")), Planted(feature="y", when=when(f04="v1"))),
    noise=chances(11),
)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_runs_come_in_changes_nothing(seed: int) -> None:
    def shuffled(runs: list[RunReadings]) -> list[RunReadings]:
        return Random(seed).sample(runs, len(runs))  # noqa: S311 -- an order, not a secret

    straight = audit(ask(factors(HOUSE)), SCENE)
    other = audit(ask(factors(HOUSE)), SCENE, settle=shuffled)  # type: ignore[arg-type]
    assert other.rounds == straight.rounds
    assert other.conclusion == straight.conclusion


def test_resumed_after_any_round_the_plan_is_the_same() -> None:
    told = audit(ask(factors(HOUSE)), SCENE)
    until = 0
    for number, planned in enumerate(told.rounds):
        assert next_round(ask(factors(HOUSE)), tuple(told.runs[:until])) == planned
        assert planned.number == number + 1
        until += len(planned.requests)
    ids = [request.id for planned in told.rounds for request in planned.requests]
    assert ids == sorted(set(ids))


def test_the_seed_decides() -> None:
    assert audit(ask(factors(HOUSE), seed=1), SCENE).rounds != audit(ask(factors(HOUSE), seed=2), SCENE).rounds


_PRINTS_A_PLAN = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from countermark.model.design import Question
from planted import Planted, World, audit, factors
marks = (Planted(feature="x", when=(("f00", frozenset({"v1", "v2"})), ("f01", frozenset({"v3"})))),
         Planted(feature="x", when=(("f02", frozenset({"v1", "v2", "v3"})),), telling=("f02",)))
asked = factors((8, 8, 4, 4, 3, 3, 2), contrasts=3)
told = audit(Question(factors=asked, strength=2, seed=4, max_runs=250), World(planted=marks))
print(hashlib.sha256(repr((told.rounds, told.conclusion)).encode()).hexdigest())
"""


def test_the_plan_does_not_depend_on_how_strings_are_hashed() -> None:
    folder = os.path.dirname(planted.__file__)  # noqa: PTH120 -- a text to hand over, no file to touch
    plans = {
        subprocess.run(
            [sys.executable, "-c", _PRINTS_A_PLAN, folder],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for salt in ("0", "1", "4242")
    }
    assert len(plans) == 1


def test_three_thousand_features_over_250_runs_are_planned_in_a_second() -> None:
    asked = factors(HOUSE)
    array = covering_array(asked, 3, 1)[:250]
    open_ones = [(f"f{number % 17:02}", f"f{number % 13:02}" if number % 5 == 0 else "") for number in range(1800)]
    runs = tuple(
        RunReadings(
            run=f"0001-{index:03}",
            environment=environment,
            purpose=Purpose.COVER,
            readings=(
                *(
                    Reading(feature=f"a{n:04}", value=f"{_levels(environment, pair)}")
                    for n, pair in enumerate(open_ones)
                ),
                *(Reading(feature=f"z{n:04}", value=f"{min(index, n) * n}") for n in range(1200)),
            ),
        )
        for index, environment in enumerate((array[0],) * 5 + array[5:])
    )
    assert {len(run.readings) for run in runs} == {3000}
    began = time.process_time()
    assert isinstance(next_round(ask(asked, max_runs=400), runs), Round)
    assert time.process_time() - began < 1.5  # a second where nobody else is at work, and room for one who is


def _levels(environment: Environment, pair: tuple[str, str]) -> tuple[str, ...]:
    return tuple(environment.value(factor) for factor in pair if factor)
