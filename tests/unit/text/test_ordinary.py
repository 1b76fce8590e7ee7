"""Suspicion is told by counted documents: it rises with strength, and never beyond what was counted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.model.marks import Pattern
from countermark.text import ordinary
from countermark.text.ordinary import _generated as table

KINDS = st.sampled_from([*table.KINDS, "a:new-kind"])
STRENGTHS = st.floats(0, 1e6)


def pattern(key: str, strength: float) -> Pattern:
    channel, _, kind = key.partition(":")
    return Pattern(channel=channel, kind=kind, marks=(), strength=strength, capacity_bits=1.0)


def test_nothing_is_not_suspicious() -> None:
    assert ordinary.suspicion(()) == 0


@given(key=KINDS, strength=STRENGTHS, more=STRENGTHS)
def test_what_is_stronger_is_no_less_suspicious(key: str, strength: float, more: float) -> None:
    weak, strong = (ordinary.suspicion((pattern(key, found),)) for found in (strength, strength + more))
    assert 0 <= weak <= strong <= ordinary.MOST


@given(one=KINDS, other=KINDS, strength=STRENGTHS)
def test_two_kinds_are_no_less_suspicious_than_one(one: str, other: str, strength: float) -> None:
    both = ordinary.suspicion((pattern(one, strength), pattern(other, 1.0)))
    assert both >= ordinary.suspicion((pattern(other, 1.0),))


@pytest.mark.parametrize("key", table.KINDS)
def test_the_table_counts_down(key: str) -> None:
    for (weak, many), (strong, few) in pairwise(table.KINDS[key]):
        assert weak < strong
        assert many > few > 0


def test_a_suspicion_promises_no_less_than_was_counted() -> None:
    for bits, count in table.ANY:
        assert bits >= 0
        promised = ordinary._rounded_down(table.ANY_TOTAL / count)
        assert 2**-promised >= count / table.ANY_TOTAL or count >= table.ANY_TOTAL
    assert table.ANY[-1][1] >= table.BEYOND >= 1
    assert table.CORPUS.startswith("sha256:")
    assert table.DOCUMENTS >= 30_000
    assert table.PROJECTS >= 90


def test_what_many_documents_have_counts_for_less() -> None:
    rare, common = ((1.0, 1),), ((0.5, 900), (1.0, 1))
    assert ordinary.rarity("a:new-kind", rare, 40_000, 1.0) > ordinary.rarity("a:new-kind", common, 40_000, 1.0)
    assert ordinary.rarity("a:new-kind-read", common, 40_000, 1.0) == ordinary.rarity("a:new-kind", rare, 40_000, 1.0)
