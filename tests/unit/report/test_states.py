"""States of one text are one, and none of their circumstances is lost or made up."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from countermark.model.verdict import TableRow, TriggerFactor
from countermark.report.states import State, states
from unit.report.sample_signals import row

LEVELS = st.lists(st.sampled_from("pqr"), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> TableRow:
    names = draw(st.sampled_from([("a",), ("a", "b"), ("b", "c", "d")]))
    when = tuple(TriggerFactor(factor=name, levels=draw(LEVELS)) for name in names)
    return TableRow(when=when, text=draw(st.sampled_from(["x", "y", None])))


def circumstances(whens: list[tuple[TriggerFactor, ...]]) -> set[tuple[tuple[str, str], ...]]:
    return {
        one
        for when in whens
        for one in itertools.product(*([(item.factor, name) for name in item.levels] for item in when))
    }


@given(st.lists(rows(), max_size=8))
def test_each_text_once_and_under_the_same_circumstances(table: list[TableRow]) -> None:
    found = states(table)
    assert [state.text for state in found] == list(dict.fromkeys(line.text for line in table))
    for state in found:
        whens = [line.when for line in table if line.text == state.text]
        assert circumstances(list(state.whens)) == circumstances(whens)
        assert len(state.whens) <= len(whens)


def test_circumstances_that_differ_in_one_factor_are_one() -> None:
    table = [
        row("x", base_url=("", "h"), timezone=("UTC",)),
        row("y", base_url=("g",), timezone=("UTC",)),
        row("x", base_url=("", "h"), timezone=("Japan",)),
    ]
    assert states(table) == (
        State(whens=(row("x", base_url=("", "h"), timezone=("UTC", "Japan")).when,), text="x"),
        State(whens=(table[1].when,), text="y"),
    )


def test_circumstances_that_differ_in_two_factors_stay_apart() -> None:
    table = [row("x", base_url=("",), timezone=("UTC",)), row("x", base_url=("h",), timezone=("Japan",))]
    assert states(table) == (State(whens=(table[0].when, table[1].when), text="x"),)
