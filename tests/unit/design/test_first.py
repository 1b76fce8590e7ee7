"""What made a difference earlier is tried before all else, confirmed anew, and no part of the array."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.model.design import Conclusion, Question
from countermark.model.earlier import Combination
from countermark.model.run import Purpose
from planted import HOUSE, Planted, World, ask, audit, chances, factors, level, when

THREE = Planted(feature="x", when=when(f00="v5", f01="v6", f02="v1"))
TOLD = Combination(levels=(level("f00=v5"), level("f01=v6"), level("f02=v1")))


def asking(*first: Combination, seed: int = 1) -> Question:
    return replace(ask(factors(HOUSE), seed=seed), first=first)


def test_a_trigger_that_the_array_does_not_hold_is_found_where_an_earlier_audit_met_it() -> None:
    world = World(planted=(THREE,), noise=chances(3))
    assert not audit(asking(), world).found
    told = audit(asking(TOLD), world)
    assert told.found == {("x", frozenset(("f00", "f01", "f02")))}
    assert [run.purpose for run in told.runs].index(Purpose.FIRST) < [run.purpose for run in told.runs].index(
        Purpose.COVER
    )
    assert sum(run.purpose is Purpose.CONFIRM for run in told.runs) >= 14
    assert not told.conclusion.reason


def test_what_is_not_there_any_more_costs_a_run_and_says_nothing() -> None:
    plain = World(planted=(Planted(feature="x", when=when(f00="never")),))
    without, told = audit(asking(), plain), audit(asking(TOLD, TOLD), plain)
    assert told.conclusion == without.conclusion == Conclusion(effects=(), noisy=(), reason="")
    assert len(told.runs) == len(without.runs) + 1


def test_what_was_chosen_is_no_part_of_the_array() -> None:
    world = World(planted=(THREE,))
    rows = [
        [run.environment for run in audit(asking(*first), world).runs if run.purpose is Purpose.COVER]
        for first in ((), (TOLD,))
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("seed", range(1, 6))
def test_in_a_short_time_it_is_traced_and_confirmed_before_the_array_is_whole(seed: int) -> None:
    world = World(planted=(THREE,), noise=chances(seed))
    told = audit(asking(TOLD, seed=seed), world, most_runs=70)
    assert told.found == {("x", frozenset(("f00", "f01", "f02")))}
    assert sum(run.purpose is Purpose.CONFIRM for run in told.runs) >= 14
    assert "rows of the covering array" in told.conclusion.reason


def test_a_combination_without_its_factor_is_nothing_to_try() -> None:
    stranger = Combination(levels=(level("f99=v1"),))
    assert not any(run.purpose is Purpose.FIRST for run in audit(asking(stranger), World(planted=(THREE,))).runs)
