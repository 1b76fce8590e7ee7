"""What the planner concluded and what the runs showed become influences; p-values come from confirmation alone."""

from __future__ import annotations

import pytest

from countermark.analyse.influences import REDUCED, influences
from countermark.model.design import Conclusion, Effect
from countermark.model.environment import Environment
from countermark.model.influence import Influence
from countermark.model.place import Place
from countermark.model.run import Purpose, RunRequest
from influenced import levels, place, request

BASELINE = Environment(levels=levels("host=a shell=sh zone=UTC"))


def effect(trigger: str, on: str, off: str, *features: str, name: str = "e1") -> Effect:
    return Effect(id=name, features=features or ("f",), trigger=levels(trigger), minimal=True, on_run=on, off_run=off)


def found(table: tuple[Place, ...], runs: tuple[RunRequest, ...], *effects: Effect) -> tuple[Influence, ...]:
    return influences(Conclusion(effects=effects, noisy=(), reason=""), table, runs, BASELINE)


def varied(run: str, written: str, purpose: Purpose = Purpose.COVER) -> RunRequest:
    return RunRequest(id=run, environment=BASELINE.merged(*levels(written)), purpose=purpose, why="")


def texts(one: Influence) -> dict[str, str | None]:
    return {" ".join(f"{level.factor}={level.value}" for level in state.levels): state.text for state in one.states}


RUNS = (
    varied("0", "zone=UTC", Purpose.BASELINE),
    varied("1", "zone=Tokyo"),
    varied("2", "zone=Oslo shell=zsh"),
    varied("3", "zone=UTC shell=zsh"),
)
BY_ZONE = place({"0": "'", "1": "’", "2": "'", "3": "'"})
ZONE = effect("zone=Tokyo", "1", "0")


def test_an_influence_has_a_state_for_each_level_seen_the_baseline_first() -> None:
    (one,) = found((BY_ZONE,), RUNS, ZONE)
    assert one.factors == ("zone",)
    assert texts(one) == {"zone=UTC": "'", "zone=Oslo": "'", "zone=Tokyo": "’"}
    assert one.states[0].levels == levels("zone=UTC")


def test_a_run_in_which_another_mover_was_varied_does_not_speak_for_this_one() -> None:
    at = place({"0": "a", "1": "b", "2": "other", "3": "other"})
    by_zone, by_shell = sorted(
        found((at,), RUNS, ZONE, effect("shell=zsh", "3", "0", name="e2")), key=lambda one: one.factors, reverse=True
    )
    assert texts(by_zone) == {"zone=UTC": "a", "zone=Tokyo": "b"}
    assert texts(by_shell) == {"shell=sh": "a", "shell=zsh": "other"}


def test_the_run_that_varies_nothing_else_is_believed_first() -> None:
    runs = (*RUNS, varied("4", "zone=Tokyo host=b"), varied("5", "zone=Tokyo host=b"))
    at = place({"0": "'", "1": "’", "4": "x", "5": "x"})
    (one,) = found((at,), runs, ZONE)
    assert texts(one)["zone=Tokyo"] == "’"


def test_the_more_frequent_text_of_one_combination_stands() -> None:
    runs = (*RUNS, varied("4", "zone=Tokyo"), varied("5", "zone=Tokyo"))
    (one,) = found((place({"0": "'", "1": "x", "4": "’", "5": "’"}),), runs, ZONE)
    assert texts(one)["zone=Tokyo"] == "’"
    assert one.states[1].runs == ("4", "5")


def test_effects_of_the_same_factors_are_one_influence_and_of_others_are_not() -> None:
    other = effect("zone=Oslo", "2", "0", name="e2")
    assert [one.effect for one in found((BY_ZONE,), RUNS, ZONE, other)] == ["e1+e2"]
    at = place({"0": "a", "1": "b", "2": "b", "3": "c"})
    assert [one.factors for one in found((at,), RUNS, ZONE, effect("shell=zsh", "3", "0", name="e2"))] == [
        ("shell",),
        ("zone",),
    ]


def test_a_place_that_shows_one_text_is_no_influence() -> None:
    assert found((place({"0": "'", "1": "'", "3": "x"}),), RUNS, ZONE) == ()


def test_an_effect_on_no_known_place_is_none() -> None:
    assert found((BY_ZONE,), RUNS, effect("zone=Tokyo", "1", "0", "unknown")) == ()


def confirmed(on: int, off: int) -> tuple[RunRequest, ...]:
    with_ = tuple(varied(f"on{n}", "zone=Tokyo", Purpose.CONFIRM) for n in range(on))
    return with_ + tuple(varied(f"off{n}", "zone=UTC", Purpose.CONFIRM) for n in range(off))


def told(runs: tuple[RunRequest, ...]) -> Place:
    return place({run.id: "’" if run.environment.value("zone") == "Tokyo" else "'" for run in runs})


def test_p_is_exact_and_counts_confirmation_runs_only() -> None:
    runs = (*RUNS, *confirmed(6, 6))
    (one,) = found((told(runs),), runs, ZONE)
    assert one.confidence.p_adjusted == pytest.approx(2 / 924)
    assert (one.confidence.runs_with, one.confidence.runs_without, one.confidence.tests) == (6, 6, 1)


def test_what_was_not_confirmed_has_no_p() -> None:
    (one,) = found((BY_ZONE,), RUNS, ZONE)
    assert (one.confidence.p_adjusted, one.confidence.tests, one.confidence.runs_with) == (1.0, 0, 0)


def test_confirmation_that_contradicts_gives_a_high_p() -> None:
    runs = (*RUNS, *confirmed(6, 6))
    mixed = {run.id: "’" if run.id in {"1", "on0", "on1", "on2", "off0", "off1", "off2"} else "'" for run in runs}
    (one,) = found((place(dict(mixed)),), runs, ZONE)
    assert one.confidence.p_adjusted == 1.0


def test_p_is_adjusted_over_the_effects_that_were_confirmed() -> None:
    shells = tuple(varied(f"s{n}", "shell=zsh", Purpose.CONFIRM) for n in range(6))
    runs = (*RUNS, *confirmed(6, 6), *shells)
    by_shell = place({run.id: run.environment.value("shell") for run in runs}, feature="g")
    both = found((told(runs), by_shell), runs, ZONE, effect("shell=zsh", "3", "0", "g", name="e2"))
    assert [one.confidence.tests for one in both] == [2, 2]
    assert [one.confidence.p_adjusted for one in both] == [pytest.approx(4 / 924)] * 2


def test_a_few_confirmations_are_reported_outside_the_family() -> None:
    runs = (*RUNS, *confirmed(1, 1))
    (one,) = found((told(runs),), runs, ZONE)
    assert (one.confidence.tests, one.confidence.runs_with, one.confidence.p_adjusted) == (0, 1, 1.0)


def test_information_is_counted_over_the_runs_of_the_design() -> None:
    (one,) = found((place({"0": "a", "1": "b"}),), (*RUNS[:2], *confirmed(6, 6)), ZONE)
    assert one.mutual_information_bits == 1.0


def test_what_is_traced_without_its_open_part_is_told_of_the_place_itself() -> None:
    whole = place({"0": "' d1", "1": "’ d1", "2": "' d1", "3": "' d2"})
    rest = place({"0": "'", "1": "’", "2": "'", "3": "'"}, feature=f"f{REDUCED}")
    by_zone = effect("zone=Tokyo", "1", "0", f"f{REDUCED}")
    by_shell = effect("shell=zsh", "3", "0", "f", name="e2")
    one, two = found((whole, rest), RUNS, by_zone, by_shell)
    assert (one.factors, one.open_only) == (("shell",), True)
    assert (two.factors, two.open_only, two.place.feature) == (("zone",), False, "f")


def test_an_environment_is_compared_by_what_it_says() -> None:
    runs = (request("0", "host=a shell=sh zone=UTC", Purpose.BASELINE), *RUNS[1:])
    assert found((BY_ZONE,), runs, ZONE) == found((BY_ZONE,), RUNS, ZONE)
