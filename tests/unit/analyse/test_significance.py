"""Exact p-values against enumeration and against published figures; information against its bounds."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb, log2, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.significance import exact_p, holm, min_capacity_bits, mutual_information_bits

values = st.lists(st.sampled_from("abcd"), min_size=1, max_size=6)


def enumerated(on: list[str], off: list[str]) -> float:
    """The same test by dealing every subset of the runs to the one side."""
    every = [*on, *off]
    totals = Counter(every)

    def weight(side: list[str]) -> int:
        here = Counter(side)
        return prod(comb(totals[value], here[value]) for value in totals)

    dealt = [weight([every[index] for index in chosen]) for chosen in combinations(range(len(every)), len(on))]
    return sum(one <= weight(on) for one in dealt) / len(dealt)


@given(values, values)
def test_the_exact_test_is_the_enumeration_of_all_divisions(on: list[str], off: list[str]) -> None:
    assert exact_p(on, off) == pytest.approx(enumerated(on, off), abs=1e-12)


@given(values, values)
def test_neither_the_sides_nor_the_order_nor_the_names_matter(on: list[str], off: list[str]) -> None:
    renamed = str.maketrans("abcd", "wxyz")
    assert exact_p(on, off) == exact_p(off, on) == exact_p(sorted(on), sorted(off, reverse=True))
    assert exact_p(on, off) == exact_p([v.translate(renamed) for v in on], [v.translate(renamed) for v in off])


def test_fishers_lady_tasting_tea() -> None:
    # Source: R. A. Fisher, The Design of Experiments, 1935: 3 of 4 cups right, two-sided 34/70.
    assert exact_p(["milk"] * 3 + ["tea"], ["milk"] + ["tea"] * 3) == pytest.approx(34 / 70)


def test_six_against_six_without_exception_is_two_in_924() -> None:
    assert exact_p(["on"] * 6, ["off"] * 6) == pytest.approx(2 / 924)


def test_what_is_never_the_same_twice_shows_nothing() -> None:
    assert exact_p([f"a{n}" for n in range(40)], [f"b{n}" for n in range(40)]) == 1.0


def test_a_side_without_runs_shows_nothing() -> None:
    assert exact_p([], ["a"]) == exact_p(["a"], []) == 1.0


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_stays_between_the_raw_figure_and_bonferronis(raw: list[float]) -> None:
    for before, after in zip(raw, holm(raw), strict=True):
        assert before <= after <= min(1.0, before * len(raw)) + 1e-12


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=30))
def test_mutual_information_is_symmetric_and_bounded_by_both_entropies(pairs: list[tuple[str, str]]) -> None:
    bits = mutual_information_bits(pairs)
    assert bits == pytest.approx(mutual_information_bits([(right, left) for left, right in pairs]), abs=1e-9)
    for side in (0, 1):
        own = mutual_information_bits([(pair[side], pair[side]) for pair in pairs])
        assert -1e-9 <= bits <= own + 1e-9 <= log2(3) + 1e-6


def test_information_of_a_copy_and_of_a_coin() -> None:
    assert mutual_information_bits([("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]) == pytest.approx(2.0)
    assert mutual_information_bits([("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]) == pytest.approx(0.0)


def test_capacity_counts_what_can_be_told_apart() -> None:
    assert min_capacity_bits(["'", "’", "ʼ", "ʹ", "'"]) == 2.0
    assert min_capacity_bits([]) == min_capacity_bits(["one"]) == 0.0
