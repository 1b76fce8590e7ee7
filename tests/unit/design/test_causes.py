"""The rule of what a cause is, on values written out by hand; a, b and c are three levels of three factors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.design.causes import account, standing
from countermark.design.ledger import Pattern
from countermark.design.space import bits, space_of
from countermark.model.design import Question
from planted import factors

A, B, C = 1, 2, 4
SPACE = space_of(Question(factors=factors((2, 2, 2)), strength=2, seed=1, max_runs=9), (), ())


def causes(values: dict[int, int]) -> set[int]:
    return {state for state in values if standing(values, state).lever}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param({0: 0, A: 1}, {A}, id="one-level"),
        pytest.param({0: 0, A: 0, B: 0, A | B: 1}, {A | B}, id="two-that-need-each-other"),
        pytest.param({0: 0, A: 1, B: 2, A | B: 3}, {A, B}, id="a-compound-is-no-interaction"),
        pytest.param({0: 0, A: 1, B: 1, A | B: 1}, {A, B}, id="either"),
        pytest.param({0: 0, A: 1, B: 0, A | B: 2}, {A, A | B}, id="b-acts-only-beside-a"),
        pytest.param({0: 0, A: 1, B: 0, A | B: 1}, {A}, id="b-does-nothing"),
        pytest.param({0: 0, A: 1, B: 0, A | B: 0}, {A}, id="b-silences-a"),
        pytest.param({0: 0, A: 1, B: 1, A | B: 0}, {A, B}, id="each-undoes-the-other"),
    ],
)
def test_what_counts_as_a_cause(values: dict[int, int], found: set[int]) -> None:
    assert causes(values) == found


def test_what_is_not_known_is_asked_for() -> None:
    assert standing({0: 0, A | B: 1}, A | B).missing == (B, A)
    assert not standing({0: 0, A | B: 1}, A | B, frozenset({A, B})).lever


@given(st.lists(st.integers(0, 2), min_size=7, max_size=7))
def test_no_cause_is_undone_by_nothing(drawn: list[int]) -> None:
    values = dict(enumerate([0, *drawn]))
    for state in causes(values):
        assert all(values[state ^ bit] != values[state] for bit in bits(state))


@given(st.lists(st.integers(0, 2), min_size=7, max_size=7))
def test_every_smallest_change_is_a_cause(drawn: list[int]) -> None:
    values = dict(enumerate([0, *drawn]))
    changed = [state for state, value in values.items() if value]
    smallest = {state for state in changed if not any(other != state and not other & ~state for other in changed)}
    assert smallest <= causes(values)


@given(st.lists(st.integers(0, 2), min_size=7, max_size=7), st.sampled_from([0.0, 1.0]))
def test_every_state_is_silent_a_target_or_in_doubt(drawn: list[int], weight: float) -> None:
    values = dict(enumerate([0, *drawn]))
    story = account(Pattern(features=("x",), weight=weight, values=values), SPACE)
    accounted = {*story.silent, *(target.state for target in story.targets)}
    assert accounted | set(story.unsure) >= set(values)
    assert all(values[target.state] for target in story.targets)
