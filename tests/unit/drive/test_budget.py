"""What a run cost so far says how many more fit into the seconds that are left."""

from __future__ import annotations

import pytest

from countermark.drive import budget
from countermark.drive.budget import Budget, beside_lists, reading_s, runs_of
from countermark.model.static_evidence import Embodiment, ListCheck


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock: what is last in it."""
    times = [100.0]
    monkeypatch.setattr(budget.time, "monotonic", lambda: times[-1])
    return times


def test_without_a_limit_time_does_not_count(clock: list[float]) -> None:
    spent = Budget(began=0.0)
    with spent.running():
        clock.append(110.0)
    spent.runs = 10
    assert spent.affords() is None
    assert spent.running_s == 10.0


def test_nobody_knows_before_the_first_round_has_run(clock: list[float]) -> None:
    assert Budget(began=clock[0], seconds=60).affords() is None


def test_what_is_left_is_shared_between_runs_and_explaining(clock: list[float]) -> None:
    spent = Budget(began=90.0, seconds=100)
    with spent.running():
        clock.append(120.0)
    spent.runs = 10
    with spent.planning():
        clock.append(130.0)
    # 100 s less 40 that are gone, less 10 in which to explain; a run costs 2 s.
    assert spent.affords() == 25


def test_time_that_is_gone_affords_nothing(clock: list[float]) -> None:
    spent = Budget(began=90.0, seconds=15)
    with spent.running():
        clock.append(120.0)
    spent.runs = 10
    assert spent.affords() == 0


def test_lists_are_counted_with_their_near_misses() -> None:
    texts = tuple(Embodiment(text=f"t{index}", values=(f"t{index}",)) for index in range(20))
    whole = ListCheck(number=1, factor="base-url", entries=texts, near_misses=texts[:4], first=0)
    looked_into = ListCheck(number=2, factor="base-url", entries=texts, near_misses=texts[:4], first=6)
    assert runs_of((whole, looked_into)) == 24 + 10


def test_the_plan_has_what_lists_leave_and_its_first_runs_before_they_take_any() -> None:
    assert beside_lists(further=400, lists=100, first=146) == 300
    assert beside_lists(further=200, lists=533, first=146) == 146
    assert beside_lists(further=100, lists=533, first=146) == 100
    assert beside_lists(further=100, lists=533, first=-10) == 0
    assert beside_lists(further=0, lists=0, first=146) == 0


def test_reading_takes_its_share_of_a_short_time_and_no_more_than_its_most_of_a_long_one() -> None:
    assert reading_s(240.0, 100.0) == 40.0
    assert reading_s(240.0, 3600.0) == 240.0
    assert reading_s(240.0, None) == 240.0
