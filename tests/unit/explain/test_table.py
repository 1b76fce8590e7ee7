"""Rows hold every observed combination and none that contradicts one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from countermark.explain.table import rows
from countermark.model.environment import Level


def combination(**levels: str) -> tuple[Level, ...]:
    return tuple(Level(factor=factor, value=value) for factor, value in sorted(levels.items()))


def test_levels_with_one_text_share_a_row_and_the_baseline_comes_first() -> None:
    table = rows({combination(zone=z): t for z, t in (("UTC", "-"), ("A", "/"), ("B", "-"), ("C", "/"))}, ("zone",))
    assert [(row.when[0].levels, row.text) for row in table] == [(("UTC", "B"), "-"), (("A", "C"), "/")]


def test_a_joint_trigger_becomes_one_rectangle() -> None:
    texts = {
        combination(host=h, zone=z): "/" if h != "unset" and z == "B" else "-"
        for h, z in itertools.product(("unset", "x", "y"), ("A", "B"))
    }
    table = rows(texts, ("host", "zone"))
    fired = next(row for row in table if row.text == "/")
    assert [factor.levels for factor in fired.when] == [("x", "y"), ("B",)]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from("12")),
        st.sampled_from(["p", "q", "r"]),
        min_size=1,
    )
)
def test_no_row_contradicts_an_observation(seen: dict[tuple[str, str, str], str]) -> None:
    factors = ("one", "three", "two")
    texts = {combination(one=a, three=b, two=c): text for (a, b, c), text in seen.items()}
    table = rows(texts, factors)
    for (a, b, c), text in seen.items():
        matching = [r for r in table if all(v in w.levels for v, w in zip((a, b, c), r.when, strict=True))]
        assert [row.text for row in matching] == [text]
