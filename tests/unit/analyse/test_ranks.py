"""Tests of ranks: exact where they say so, silent where nothing differs, whatever the unit."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.ranks import rank_sum_p, signed_rank_p

VALUES = st.lists(st.integers(-4, 4).map(float), min_size=1, max_size=7)


def test_the_approximation_is_near_what_all_divisions_give() -> None:
    values = [1.0, 2.5, 3.0, 4.2, 5.0, 6.1, 7.0, 8.8, 9.0, 10.5, 11.0, 12.0, 13.5, 14.0]
    every = [sum(side) for side in combinations(range(len(values)), 7)]
    middle = sum(every) / len(every)
    for side in ((0, 1, 2, 3, 5, 7, 9), (0, 2, 4, 6, 8, 10, 12), (7, 8, 9, 10, 11, 12, 13)):
        on = [values[index] for index in side]
        off = [value for index, value in enumerate(values) if index not in side]
        exact = sum(abs(one - middle) >= abs(sum(side) - middle) for one in every) / len(every)
        assert rank_sum_p(on, off) == pytest.approx(exact, abs=0.02)


def test_equal_signs_are_as_rare_as_coins_say() -> None:
    assert signed_rank_p([1, 2, 3, 4, 5, 6]) == pytest.approx(2 / 2**6)
    assert signed_rank_p([1, 2, 3, 4, 5, -6]) > signed_rank_p([-1, 2, 3, 4, 5, 6])


@given(VALUES)
def test_every_sign_is_counted(differences: list[float]) -> None:
    kept = [one for one in differences if one]
    if not kept:
        assert signed_rank_p(differences) == 1.0
        return
    order = sorted(abs(one) for one in kept)
    rank = {value: sum(i + 1 for i, x in enumerate(order) if x == value) / order.count(value) for value in order}
    total = sum(rank[abs(one)] for one in kept)
    seen = abs(sum(rank[abs(one)] for one in kept if one > 0) - total / 2)
    sums = [
        sum(rank[abs(one)] for one, up in zip(kept, signs, strict=True) if up)
        for signs in product((False, True), repeat=len(kept))
    ]
    expected = sum(abs(one - total / 2) >= seen - 1e-9 for one in sums) / len(sums)
    assert signed_rank_p(differences) == pytest.approx(expected)


@given(VALUES, VALUES, st.integers(1, 9))
def test_neither_the_sides_nor_the_unit_matter(on: list[float], off: list[float], scale: int) -> None:
    assert 0.0 <= rank_sum_p(on, off) <= 1.0
    assert rank_sum_p(on, off) == pytest.approx(rank_sum_p(off, on))
    assert rank_sum_p([scale * x for x in on], [scale * x for x in off]) == pytest.approx(rank_sum_p(on, off))


def test_what_does_not_differ_says_nothing() -> None:
    assert rank_sum_p([1, 1, 1], [1, 1, 1, 1]) == 1.0
    assert rank_sum_p([], [1.0]) == 1.0
    assert rank_sum_p(range(20), range(100, 140)) < 1e-6
