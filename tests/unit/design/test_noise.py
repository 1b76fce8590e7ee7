"""What varies under one environment is noise, and the mask is steady when the last baselines added nothing."""

from __future__ import annotations

from countermark.design.ledger import read_ledger
from countermark.design.noise import split, stable
from countermark.model.design import Question, Reading, RunReadings
from countermark.model.environment import Environment, Level
from countermark.model.run import Purpose
from planted import factors

QUESTION = Question(factors=factors((2,)), strength=1, seed=1, max_runs=50)


def runs(*told: tuple[str, dict[str, str]]) -> tuple[RunReadings, ...]:
    """Runs of ``(level of f00, readings)`` in the order of asking."""
    return tuple(
        RunReadings(
            run=f"0001-{index:03}",
            environment=Environment(levels=(Level(factor="f00", value=value),)),
            purpose=Purpose.BASELINE,
            readings=tuple(Reading(feature=name, value=text) for name, text in sorted(found.items())),
        )
        for index, (value, found) in enumerate(told)
    )


def test_another_value_or_coming_and_going_is_noise_and_a_difference_between_levels_is_not() -> None:
    told = runs(
        ("v0", {"value": "1", "there": "x", "level": "a"}),
        ("v1", {"value": "1", "there": "x", "level": "b"}),
        ("v0", {"value": "2", "level": "a"}),
        ("v1", {"value": "1", "there": "x", "level": "b"}),
    )
    found = split(read_ledger(QUESTION, told, ()))
    assert found.noisy == ("there", "value")
    assert [features for _, features in found.quiet] == [["level"]]


def test_noise_under_a_level_other_than_the_baseline_is_noise_too() -> None:
    told = runs(("v0", {}), ("v1", {"x": "1"}), ("v1", {"x": "2"}))
    assert split(read_ledger(QUESTION, told, ())).noisy == ("x",)


def test_the_mask_is_stable_three_baselines_after_it_last_grew() -> None:
    told = runs(*(("v0", {"x": value}) for value in ("a", "a", "b", "a", "a", "b")))
    steady = [
        stable(ledger, split(ledger)) for end in range(3, 7) for ledger in [read_ledger(QUESTION, told[:end], ())]
    ]
    assert steady == [False, False, False, True]


def test_features_are_grouped_by_how_they_move_whatever_they_say() -> None:
    told = runs(("v0", {"x": "a", "y": "1", "z": "-"}), ("v1", {"x": "b", "y": "2", "z": "-"}))
    assert [features for _, features in split(read_ledger(QUESTION, told, ())).quiet] == [["x", "y"], ["z"]]
