"""The runs that repeat a signal: both sides as often as a confirmation, levels put back in turn, shared, shuffled."""

from __future__ import annotations

from collections import Counter

from countermark.design.repeats import repeated_runs, sides
from countermark.design.space import baseline
from countermark.model.environment import Environment
from countermark.model.run import Purpose
from planted import ask, factors, level

QUESTION = ask(factors((3, 3, 2)))
USUAL = baseline(QUESTION.factors)


def counted(*triggers: str) -> Counter[Environment]:
    round_ = repeated_runs(QUESTION, [tuple(map(level, one.split())) for one in triggers], 9101)
    assert {request.purpose for request in round_.requests} == {Purpose.CONFIRM}
    assert sorted(request.id for request in round_.requests) == [request.id for request in round_.requests]
    return Counter(request.environment for request in round_.requests)


def test_a_single_level_is_run_with_and_without() -> None:
    assert counted("f00=v1") == {USUAL.merged(level("f00=v1")): 7, USUAL: 7}


def test_each_level_of_two_is_put_back_in_turn() -> None:
    both = (level("f00=v1"), level("f01=v2"))
    on, offs = sides(QUESTION, both)
    assert on == USUAL.merged(*both)
    assert set(offs) == {USUAL.merged(both[0]), USUAL.merged(both[1])}
    found = counted("f00=v1 f01=v2")
    assert found[on] == 7
    assert sorted(found[off] for off in offs) == [3, 4]
    assert USUAL not in found


def test_triggers_share_the_runs_without_them() -> None:
    found = counted("f00=v1", "f02=v1")
    assert found[USUAL] == 7
    assert found.total() == 21


def test_the_order_mixes_the_sides_and_is_the_same_for_the_same_seed() -> None:
    trigger = [(level("f00=v1"),)]
    first = repeated_runs(QUESTION, trigger, 9101).requests
    assert first == repeated_runs(QUESTION, trigger, 9101).requests
    half = Counter(request.environment for request in first[:7])
    assert len(half) == 2
