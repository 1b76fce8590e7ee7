"""Where time is short, levels outside the array go first, then confirmation; and what was left out is said."""

from __future__ import annotations

import pytest

from countermark.model.run import Purpose
from planted import HOUSE, Planted, Told, World, ask, audit, chances, expected, factors, when

MARKS = (
    Planted(feature="x", when=when(f00="v1", f01="v3")),
    Planted(feature="y", when=when(f02="v1")),
)
QUESTION = ask(factors(HOUSE, contrasts=6))


def told(most_runs: int | None) -> Told:
    return audit(QUESTION, World(planted=MARKS, noise=chances(3)), most_runs=most_runs)


def spent(found: Told, purpose: Purpose) -> int:
    return sum(run.purpose is purpose for run in found.runs)


WITHOUT_LIMIT = told(None)


def test_time_enough_changes_nothing() -> None:
    same = told(QUESTION.max_runs)
    assert [round_.requests for round_ in same.rounds] == [round_.requests for round_ in WITHOUT_LIMIT.rounds]
    assert same.conclusion == WITHOUT_LIMIT.conclusion
    assert [round_.most_runs for round_ in same.rounds] == [None, *[QUESTION.max_runs] * (len(same.rounds) - 1)]


def test_levels_outside_the_array_are_left_out_first_and_counted() -> None:
    short = told(len(WITHOUT_LIMIT.runs) - 5)
    assert short.found == WITHOUT_LIMIT.found == expected(MARKS)
    assert spent(short, Purpose.CONTRAST) < spent(WITHOUT_LIMIT, Purpose.CONTRAST)
    assert spent(short, Purpose.CONFIRM) == spent(WITHOUT_LIMIT, Purpose.CONFIRM)
    assert short.conclusion.untried > 0 == WITHOUT_LIMIT.conclusion.untried
    assert short.conclusion.reason == ""


@pytest.mark.parametrize("most_runs", [0, 3, 30, 90, 120, 140])
def test_never_more_is_run_than_time_lasts_for(most_runs: int) -> None:
    found = told(most_runs)
    assert len(found.runs) <= max(most_runs, len(found.rounds[0].requests))


def test_an_array_that_does_not_fit_is_no_complete_plan() -> None:
    assert "covering array did not fit" in told(30).conclusion.reason
