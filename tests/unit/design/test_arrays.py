"""Covering arrays cover, stay near the known optima, and are the same everywhere."""

from __future__ import annotations

from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.design import combinations_covered, covering_array
from planted import factors

HOUSE = (8, 8, 4, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=7), st.integers(1, 4), st.integers(0, 99))
def test_every_combination_stands_in_a_row(sizes: list[int], strength: int, seed: int) -> None:
    asked = factors(sizes)
    rows = covering_array(asked, strength, seed)
    width = min(strength, len(asked))
    for chosen in combinations(asked, width):
        seen = {tuple(row.value(factor.factor) for factor in chosen) for row in rows}
        assert seen == set(product(*(factor.levels for factor in chosen)))
    assert combinations_covered(rows, asked, strength) == 1.0
    assert len(rows) >= prod(sorted(sizes)[-width:])


def test_the_first_row_is_the_baseline() -> None:
    assert {level.value for level in covering_array(factors(HOUSE), 2, 7)[0].levels} == {"v0"}


# Source of the optima: C. J. Colbourn, covering array tables for t=2..6 (CAN(2,4,3)=9, CAN(2,10,2)=6,
# CAN(2,13,3)=15, CAN(3,8,2)=12, CAN(2,6,5)=25), https://www.public.asu.edu/~ccolbou/src/tabby/catable.html.
@pytest.mark.parametrize(
    ("sizes", "strength", "optimum"),
    [((3,) * 4, 2, 9), ((2,) * 10, 2, 6), ((3,) * 13, 2, 15), ((2,) * 8, 3, 12), ((5,) * 6, 2, 25), ((4,) * 5, 1, 4)],
)
def test_sizes_stay_within_half_more_than_the_optimum(sizes: tuple[int, ...], strength: int, optimum: int) -> None:
    assert optimum <= len(covering_array(factors(sizes), strength, 1)) <= optimum * 1.5


@pytest.mark.parametrize("seed", range(5))
def test_the_house_array_is_close_to_its_lower_bound(seed: int) -> None:
    assert 64 <= len(covering_array(factors(HOUSE), 2, seed)) <= 75


def test_three_way_over_all_factors() -> None:
    asked = factors(HOUSE)
    rows = covering_array(asked, 3, 1)
    assert combinations_covered(rows, asked, 3) == 1.0
    assert 8 * 8 * 4 <= len(rows) <= 400


def test_a_seed_decides_the_array_and_another_seed_decides_another() -> None:
    asked = factors((4, 4, 3, 3))
    first = covering_array(asked, 2, 1)
    covering_array.cache_clear()
    assert covering_array(asked, 2, 1) == first
    assert covering_array(asked, 2, 2) != first


def test_coverage_counts_what_is_missing_and_ignores_contrasts() -> None:
    asked = factors((2, 2), contrasts=1)
    rows = covering_array(asked, 2, 1)
    assert combinations_covered(rows[:2], asked, 2) == 0.5
    contrast = rows[0].merged(*(level for level in rows[0].levels if level.factor == "f00"))
    assert combinations_covered((contrast,), asked, 2) == 0.25
    assert combinations_covered((), asked, 2) == 0.0
