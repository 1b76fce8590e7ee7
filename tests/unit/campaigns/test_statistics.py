"""p-values are uniform where nothing is there, small where something is, and false discoveries are counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.campaigns.discovery import any_of, conformal, q_values, two_of
from countermark.campaigns.evidence import SharedKeys, Spread
from countermark.campaigns.groups import MIN_GROUP, propose
from countermark.campaigns.nulls import Strata, judge
from countermark.campaigns.surprise import surprise_bits
from countermark.campaigns.window import NEVER, Ints, Pairs, Roster

PEOPLE = 600


def roster(requests: Ints, closed: Ints | None = None, first: Ints | None = None) -> Roster:
    size = len(requests)
    return Roster(
        requests=requests,
        output_tokens=requests,
        days=np.ones(size, dtype=np.int64),
        hours=np.full(size, 0xFFFFFF),
        first_us=np.zeros(size, dtype=np.int64) if first is None else first,
        last_us=np.ones(size, dtype=np.int64),
        created=np.full(size, NEVER),
        closed=np.full(size, NEVER) if closed is None else closed,
    )


def pairs_of(held: list[list[int]], keys: int, requests: Ints | None = None) -> Pairs:
    """Who has which keys; every key has the same load and life unless it is said."""
    flat = np.asarray([key for row in held for key in sorted(row)], dtype=np.int32)
    return Pairs(
        starts=np.concatenate(([0], np.cumsum([len(row) for row in held]))).astype(np.int64),
        keys=flat,
        accounts=np.bincount(flat, minlength=keys).astype(np.int64),
        requests=np.full(keys, 10) if requests is None else requests,
        days=np.ones(keys, dtype=np.int64),
        held=np.asarray([len(row) for row in held]),
        alone=(np.asarray([10]), np.asarray([1]), np.asarray([500])),
    )


def honest(dice: np.random.Generator, extra: int = 0) -> list[list[int]]:
    """Five keys each, out of 300, whoever it is."""
    return [sorted(dice.choice(300, 5, replace=False).tolist()) for _ in range(PEOPLE + extra)]


@pytest.mark.parametrize("size", [5, 40])
def test_p_values_of_random_groups_are_uniform(size: int) -> None:
    dice = np.random.default_rng(1)
    pairs = pairs_of(honest(dice), 300)
    people = roster(dice.integers(1, 200, PEOPLE))
    evidence = SharedKeys(pairs=pairs, weights=np.ones(300), classes=np.zeros(PEOPLE, dtype=np.int64))
    strata = Strata(people, evidence.alike())
    found = np.asarray(
        [judge(np.sort(dice.choice(PEOPLE, size, replace=False)), evidence, strata, dice).p_value for _ in range(300)]
    )
    # Six standard errors either way, at 300 groups.
    for level in (0.05, 0.5):
        assert abs((found <= level).mean() - level) < 6 * np.sqrt(level * (1 - level) / 300)


def test_a_group_that_shares_keys_of_its_own_is_rare() -> None:
    dice = np.random.default_rng(2)
    held = honest(dice)
    for member in range(10):
        held[member][:2] = [298, 299]
    pairs = pairs_of([sorted(set(row)) for row in held], 300)
    evidence = SharedKeys(pairs=pairs, weights=np.ones(300), classes=np.zeros(PEOPLE, dtype=np.int64))
    judged = judge(np.arange(10), evidence, Strata(roster(np.full(PEOPLE, 50)), evidence.alike()), dice)
    assert (judged.p_value, judged.draws) == (0.001, 999)
    assert judged.excess > 1


def test_random_sets_are_of_different_accounts_of_the_same_strata() -> None:
    dice = np.random.default_rng(3)
    load = np.where(np.arange(PEOPLE) < 300, 4, 1000)
    drawn = Strata(roster(load), np.zeros(PEOPLE, dtype=np.int64)).draw(np.asarray([1, 2, 3, 400]), 200, dice)
    assert (load[drawn] == [4, 4, 4, 1000]).all()
    assert all(len(set(row)) == len(row) for row in drawn.tolist())


def test_a_member_is_held_against_the_others_only() -> None:
    pairs = pairs_of([[0, 1], [0, 2], [0], [3], [2, 3]], 4)
    evidence = SharedKeys(pairs=pairs, weights=np.asarray([1.0, 2.0, 4.0, 8.0]), classes=np.zeros(5, dtype=np.int64))
    group, stand_ins = np.asarray([0, 1, 2]), np.asarray([[4, 3], [4, 3], [4, 3]])
    adds, instead = evidence.added(group, np.arange(3), stand_ins)
    assert adds.tolist() == [2.0, 2.0, 2.0]
    assert instead.tolist() == [[4.0, 0.0], [0.0, 0.0], [4.0, 0.0]]  # the second one alone has key 2
    assert evidence.of_sets(np.asarray([[0, 1, 2], [0, 3, 4]])).tolist() == [3.0, 8.0]


def test_both_ways_of_counting_what_is_shared_agree() -> None:
    dice = np.random.default_rng(4)
    held = honest(dice)
    few = pairs_of(held, 300)
    many = Pairs(**{name: getattr(few, name) for name in Pairs.__slots__} | {"keys": few.keys * 4096})
    sets = np.asarray([dice.choice(PEOPLE, 8, replace=False) for _ in range(50)])
    weights = dice.random(300)
    wide = np.zeros(300 * 4096)
    wide[::4096] = weights
    classes = np.zeros(PEOPLE, dtype=np.int64)
    dense = SharedKeys(pairs=few, weights=weights, classes=classes).of_sets(sets)
    sparse = SharedKeys(pairs=many, weights=wide, classes=classes).of_sets(sets)
    assert np.allclose(dense, sparse)
    assert dense.max() > 0


def test_spread_counts_different_keys() -> None:
    pairs = pairs_of([[0, 1], [1, 2], [3]], 4)
    spread = Spread(pairs=pairs, classes=np.zeros(3, dtype=np.int64))
    assert spread.of_sets(np.asarray([[0, 1], [0, 2]])).tolist() == [3.0, 3.0]
    assert spread.added(np.asarray([0, 1]), np.asarray([0]), np.asarray([[2]]))[0].tolist() == [1.0]


def test_a_key_is_special_among_those_of_like_load_and_life() -> None:
    held = [[0, 2]] * 40 + [[1]] * 2 + [[2]] * 3
    pairs = pairs_of(held, 3, requests=np.asarray([15, 8, 4000]))
    bits = surprise_bits(pairs)
    assert bits[0] == pytest.approx(np.log2(502))  # the fullest of 500 that one account has alone, and two
    assert bits[1] == pytest.approx(np.log2(251))
    assert bits[2] == 0  # the only one with such a load: there is nothing to hold it against


def test_communities_are_found_whatever_an_honest_hub_joins() -> None:
    dice = np.random.default_rng(5)
    held = [[0, *(1 + dice.choice(500, 2, replace=False)).tolist()] for _ in range(PEOPLE)]  # one hub for everybody
    for ring in range(3):
        for member in range(ring * 20, ring * 20 + 20):
            held[member] = [0, *sorted({501 + ring * 4 + int(k) for k in dice.choice(4, 3, replace=False)})]
    pairs = pairs_of(held, 513)
    bits = np.where(np.arange(513) > 500, 8.0, 1.0)
    found = propose("network", pairs, bits, seed=1)
    members = {group.members for group in found}
    assert {tuple(range(ring * 20, ring * 20 + 20)) for ring in range(3)} <= members
    assert min(len(group.members) for group in found) >= MIN_GROUP
    assert found == propose("network", pairs, bits, seed=1)


def test_a_view_without_shared_keys_proposes_nothing() -> None:
    assert propose("network", Pairs.none(50), np.empty(0), seed=1) == ()


def test_q_values_are_benjamini_and_hochbergs() -> None:
    assert np.allclose(q_values([0.01, 0.04, 0.03, 0.8]), [0.04, 0.16 / 3, 0.16 / 3, 0.8])
    assert q_values([]).tolist() == []


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_q_values_keep_the_order_and_never_fall_below_p(p_values: list[float]) -> None:
    q = q_values(p_values)
    assert all(one >= p * (1 - 1e-12) for one, p in zip(q, p_values, strict=True))
    by_p = sorted(zip(p_values, q, strict=True))
    assert [one for _, one in by_p] == sorted(q.tolist())


def test_several_views_are_put_together_without_gain_by_their_number() -> None:
    assert any_of([0.01, 0.5]) == 0.02
    assert two_of([0.001, 0.02, 0.9]) == 0.04
    assert (any_of([]), two_of([0.001])) == (1.0, 1.0)


def test_an_honest_group_is_as_strange_as_any_other_honest_group() -> None:
    dice = np.random.default_rng(6)
    found = np.asarray([conformal(s[0], s[1:], dice) for s in dice.integers(0, 6, size=(4000, 40)).astype(float)])
    assert abs((found <= 0.1).mean() - 4 / 41) < 0.03
    assert conformal(9.0, np.zeros(19), dice) == 0.05
