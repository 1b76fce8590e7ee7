"""One feature speaks to the planner for all that divide the runs alike, and its conclusion holds for each."""

from __future__ import annotations

from dataclasses import replace

from countermark.analyse.readings import alike, expanded, readings, spoken_for
from countermark.model.design import Conclusion, Effect, Priority, Reading
from influenced import level, place, request

A = place({"1": "x", "2": "y", "3": "x"}, feature="a")
LIKE_A = place({"1": "on", "2": "off", "3": "on"}, feature="b")
OTHER = place({"1": "x", "2": "x", "3": "y"}, feature="c")


def test_features_that_divide_the_runs_alike_are_one_group() -> None:
    assert alike((LIKE_A, OTHER, A)) == {"a": ("a", "b"), "c": ("c",)}


def test_a_place_that_is_not_there_divides_otherwise_than_one_that_is_empty() -> None:
    missing = replace(A, feature="d", texts=A.texts[:2])
    absent = place({"1": "x", "2": "y", "3": None}, feature="e")
    assert len(alike((missing, absent, A))) == 3


def test_the_first_of_a_group_weighs_as_much_as_the_weightiest() -> None:
    groups = alike((A, LIKE_A, OTHER))
    given = (Priority(feature="a", weight=1), Priority(feature="b", weight=2))
    assert spoken_for(given, groups) == (Priority(feature="a", weight=2),)


def test_what_is_concluded_holds_for_every_feature_of_the_group() -> None:
    effect = Effect(id="e1", features=("a",), trigger=(level("f=1"),), minimal=True, on_run="2", off_run="1")
    said = expanded(Conclusion(effects=(effect,), noisy=("c",), reason=""), {"a": ("a", "d"), "c": ("b", "c")})
    assert [one.features for one in said.effects] == [("a", "d")]
    assert said.noisy == ("b", "c")


def test_readings_are_told_for_every_run_and_a_run_that_was_not_observed_failed() -> None:
    requests = (request("1", "f=1"), request("2", "f=2"))
    first, second = readings(requests, (place({"1": None}, feature="a"),), frozenset({"1"}))
    assert first.readings == (Reading(feature="a", value="absent"),)
    assert second.failed
    assert second.readings == ()
