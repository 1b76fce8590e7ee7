"""The planner without a lab: planted triggers are found, minimal and within budget; chance alone gives nothing."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.analyse.significance import exact_p, holm
from countermark.design.confirm import enough
from countermark.model.design import SIGNIFICANT, Conclusion, FactorLevels, Priority
from countermark.model.environment import Environment, Hint
from countermark.model.run import Purpose
from planted import HOUSE, Planted, World, ask, audit, chances, expected, factors, level, when


@st.composite
def worlds(draw: st.DrawFn, strength: int) -> tuple[tuple[FactorLevels, ...], tuple[Planted, ...]]:
    """Up to ten factors and up to four triggers, of one level or of several, with one text or with several."""
    asked = factors(draw(st.lists(st.integers(2, 5), min_size=strength, max_size=10)))
    marks = []
    for index in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=strength, unique=True))
        levels = [
            (item.factor, frozenset(draw(st.lists(st.sampled_from(item.levels[1:]), min_size=1, unique=True))))
            for item in chosen
        ]
        telling = tuple(factor for factor, _ in levels if draw(st.booleans()))
        marks.append(Planted(feature=f"place-{index}", when=tuple(sorted(levels)), telling=telling))
    return asked, tuple(marks)


@settings(max_examples=40)
@given(worlds(2), st.integers(0, 999))
def test_pairwise_finds_every_trigger_exactly(
    world: tuple[tuple[FactorLevels, ...], tuple[Planted, ...]], seed: int
) -> None:
    asked, marks = world
    told = audit(ask(asked, seed=seed), World(planted=marks, noise=chances(seed)))
    assert told.found == expected(marks)
    assert not told.conclusion.reason
    for effect in told.conclusion.effects:
        mark = next(item for item in marks if item.feature in effect.features)
        assert effect.minimal
        assert all(item.value in dict(mark.when)[item.factor] for item in effect.trigger)


@settings(max_examples=15)
@given(worlds(3), st.integers(0, 999))
def test_three_way_finds_every_trigger_exactly(
    world: tuple[tuple[FactorLevels, ...], tuple[Planted, ...]], seed: int
) -> None:
    asked, marks = world
    told = audit(ask(asked, strength=3, seed=seed, max_runs=500), World(planted=marks, noise=chances(seed)))
    assert told.found == expected(marks)
    assert not told.conclusion.reason


@settings(max_examples=15)
@given(st.integers(0, 9999))
def test_chance_alone_gives_nothing(seed: int) -> None:
    told = audit(ask(factors((5, 4, 3, 3, 2, 2)), seed=seed), World(noise=chances(seed)))
    assert not told.conclusion.effects
    assert "counter" in told.conclusion.noisy


def test_nothing_planted_and_no_chance_is_nothing_found_and_nothing_noisy() -> None:
    told = audit(ask(factors(HOUSE)), World(planted=(Planted(feature="x", when=when(f00="never")),)))
    assert told.conclusion == Conclusion(effects=(), noisy=(), reason="")


# One place, several causes: what is a cause is the rule that docs/design-of-experiments.md states.
JOINT_TEXTS = [
    pytest.param(
        (Planted(feature="x", when=when(f02="v1 v2 v3"), telling=("f02",)), Planted(feature="x", when=when(f03="v1"))),
        [{"f02"}, {"f03"}],
        id="independent-pieces-are-no-interaction",
    ),
    pytest.param(
        (Planted(feature="x", when=when(f02="v1"), mark="a"), Planted(feature="x", when=when(f02="v1", f03="v1 v2"))),
        [{"f02"}, {"f02", "f03"}],
        id="a-level-that-acts-only-beside-another-is-one",
    ),
    pytest.param(
        (Planted(feature="x", when=when(f02="v1")), Planted(feature="x", when=when(f03="v2", f04="v1"))),
        [{"f02"}, {"f03", "f04"}],
        id="two-causes-of-one-kind-of-mark",
    ),
    pytest.param(
        (
            Planted(feature="x", when=when(f00="v1"), mark="1"),
            Planted(feature="x", when=when(f00="v2 v5"), mark="2"),
            Planted(feature="x", when=when(f00="v3"), mark="3"),
        ),
        [{"f00"}],
        id="four-texts-for-four-hosts",
    ),
    pytest.param(
        (
            Planted(feature="x", when=when(f00="v1 v2 v3 v4 v5 v6 v7"), mark="host"),
            Planted(feature="x", when=when(f00="v1 v2 v3 v4 v5 v6 v7", f01="v2 v5"), mark="zone"),
        ),
        [{"f00"}, {"f00", "f01"}],
        id="a-zone-that-counts-only-behind-a-host",
    ),
]


@pytest.mark.parametrize(("marks", "sets"), JOINT_TEXTS)
def test_causes_that_share_a_place(marks: tuple[Planted, ...], sets: list[set[str]]) -> None:
    told = audit(ask(factors(HOUSE)), World(planted=marks, noise=chances(3)))
    assert told.found == {("x", frozenset(names)) for names in sets}
    assert not told.conclusion.reason


def test_a_trigger_that_another_level_silences_names_only_itself() -> None:
    class Silenced(World):
        __slots__ = ()

        def value(self, feature: str, environment: Environment) -> str:
            silent = environment.value("f05") == "v1"
            return "plain" if silent else World.value(self, feature, environment)

    told = audit(ask(factors(HOUSE)), Silenced(planted=(Planted(feature="x", when=when(f03="v2")),)))
    assert told.found == {("x", frozenset({"f03"}))}


def test_each_value_of_a_place_is_an_effect_of_its_own() -> None:
    mark = Planted(feature="x", when=when(f00="v1 v2 v3"), telling=("f00",))
    told = audit(ask(factors(HOUSE)), World(planted=(mark,)))
    assert [effect.trigger[0].value for effect in told.conclusion.effects] == ["v1", "v2", "v3"]


def test_features_that_move_together_are_one_effect() -> None:
    marks = (Planted(feature="x", when=when(f02="v1")), Planted(feature="y", when=when(f02="v1"), mark="other"))
    told = audit(ask(factors(HOUSE)), World(planted=marks))
    assert [effect.features for effect in told.conclusion.effects] == [("x", "y")]


def test_the_examples_of_an_effect_show_it() -> None:
    mark = Planted(feature="x", when=when(f02="v1", f03="v2"))
    told = audit(ask(factors(HOUSE)), World(planted=(mark,)))
    (effect,) = told.conclusion.effects
    by_run = {run.run: run for run in told.runs}
    assert mark.fires(by_run[effect.on_run].environment)
    off = by_run[effect.off_run].environment
    assert len(by_run[effect.on_run].environment.difference(off)) == 1
    assert not mark.fires(off)


def test_confirmations_are_fresh_balanced_and_rotate_over_the_trigger() -> None:
    mark = Planted(feature="x", when=when(f02="v1", f03="v2"))
    told = audit(ask(factors(HOUSE)), World(planted=(mark,)))
    confirming = [run.environment for run in told.runs if run.purpose is Purpose.CONFIRM]
    (effect,) = told.conclusion.effects
    base = told.runs[0].environment
    counted = Counter(environment.digest for environment in confirming)
    assert counted[base.merged(*effect.trigger).digest] == 7
    assert sorted(counted[base.merged(item).digest] for item in effect.trigger) == [3, 4]


@pytest.mark.parametrize(("tests", "runs"), [(1, 7), (85, 7), (86, 8), (321, 8), (322, 9)])
def test_many_findings_are_confirmed_so_often_that_none_hides_behind_the_others(tests: int, runs: int) -> None:
    assert enough(tests, 7) == runs
    on, off = ["there"] * runs, ["not there"] * runs
    assert holm([exact_p(on, off)] * tests)[0] <= SIGNIFICANT


def test_a_program_with_many_marks_is_found_out_in_each() -> None:
    subsets = [some for size in (1, 2) for some in combinations([f"v{index}" for index in range(1, 8)], size)]
    marks = tuple(
        Planted(feature=f"{factor}-{'-'.join(some)}", when=((factor, frozenset(some)),))
        for factor in ("f00", "f01", "f02", "f03")
        for some in subsets
    )
    told = audit(ask(factors((8, 8, 8, 8)), max_runs=900), World(planted=marks))
    assert told.found == expected(marks)
    assert not told.conclusion.reason
    confirming = [run.environment for run in told.runs if run.purpose is Purpose.CONFIRM]
    counted = Counter(environment.digest for environment in confirming)
    base = told.runs[0].environment
    assert len(marks) > 85
    assert all(counted[base.merged(*effect.trigger).digest] == 8 for effect in told.conclusion.effects)


def test_weights_decide_who_is_confirmed_in_full() -> None:
    marks = (Planted(feature="covert", when=when(f02="v1")), Planted(feature="open", when=when(f03="v1")))
    weights = (Priority(feature="covert", weight=1.0),)
    told = audit(ask(factors(HOUSE)), World(planted=marks), priorities=weights)
    assert [effect.features for effect in told.conclusion.effects] == [("covert",), ("open",)]
    on = Counter(run.environment.value("f02") for run in told.runs if run.purpose is Purpose.CONFIRM)
    other = Counter(run.environment.value("f03") for run in told.runs if run.purpose is Purpose.CONFIRM)
    assert (on["v1"], other["v1"]) == (7, 1)


def test_contrasts_and_hints_fire_with_their_partners_at_firing_levels() -> None:
    asked = factors(HOUSE, contrasts=10)
    marks = (
        Planted(feature="zone", when=when(f00="v1 v2 v3 v4 v5 v6 v7 c3 hinted", f01="v2")),
        Planted(feature="host", when=when(f00="c3 hinted"), telling=("f00",)),
    )
    hints = (Hint(level=level("f00=hinted"), reason="source-literal"), Hint(level=level("nowhere=x"), reason="user"))
    told = audit(ask(asked), World(planted=marks, noise=chances(5)), hints=hints)
    assert told.found == expected(marks)
    assert {effect.trigger[0].value for effect in told.conclusion.effects if effect.features == ("host",)} == {
        "c3",
        "hinted",
    }
    trials = [run.environment for run in told.runs if run.purpose is Purpose.CONTRAST]
    assert trials[0].value("f00") == "hinted"
    for item in asked:
        tried = {run.environment.value(item.factor) for run in told.runs}
        assert tried >= {*item.levels, *item.contrasts}
    assert all(environment.value("f01") == "v2" for environment in trials if environment.value("f00") == "c3")


def test_a_rich_tool_stays_within_the_default_budget() -> None:
    asked = factors(HOUSE, contrasts=12)
    told_by = [
        Planted(
            feature=f"open-{item.factor}",
            when=((item.factor, frozenset((*item.levels[1:], *item.contrasts))),),
            telling=(item.factor,),
        )
        for item in asked
    ]
    custom = frozenset((*asked[0].levels[1:], *asked[0].contrasts))
    covert = (
        Planted(feature="quote", when=when(f00="v3 c4")),
        Planted(feature="quote", when=when(f00="v5 c5"), mark="other"),
        Planted(feature="date", when=(("f00", custom), ("f01", frozenset({"v2", "v6", "c3"})))),
    )
    weights = tuple(Priority(feature=name, weight=1.0) for name in ("quote", "date", "counter"))
    marks = (*told_by, *covert)
    told = audit(ask(asked), World(planted=marks, noise=chances(8)), priorities=weights)
    assert told.found == expected(marks)
    assert not told.conclusion.reason
    assert len(told.runs) <= 300


def test_a_budget_too_small_is_said_and_never_exceeded() -> None:
    marks = tuple(Planted(feature=f"x{n}", when=when(f00=f"v{n}", f01="v2")) for n in range(1, 8))
    for most in (1, 4, 20, 60, 110):
        told = audit(ask(factors(HOUSE), max_runs=most), World(planted=marks))
        assert len(told.runs) <= most
        assert told.conclusion.reason


def test_a_place_with_a_text_for_every_pair_does_not_eat_the_budget() -> None:
    mark = Planted(feature="x", when=when(f00="v1 v2 v3 v4 v5 v6", f01="v1 v2 v3 v4 v5"), telling=("f00", "f01"))
    told = audit(ask(factors(HOUSE)), World(planted=(mark, Planted(feature="y", when=when(f05="v1")))))
    assert told.found == {("x", frozenset({"f00", "f01"})), ("y", frozenset({"f05"}))}
    assert not told.conclusion.reason
