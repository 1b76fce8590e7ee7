"""Runs for hidden lists: every entry once, with what it needs beside it; again where that failed, or moved nothing."""

from __future__ import annotations

from countermark.design.list_checks import next_checks
from countermark.model.design import Effect, FactorLevels, Question
from countermark.model.run import Purpose, Round, RunRequest
from countermark.model.static_evidence import Embodiment, ListCheck, ListOutcome
from influenced import levels

QUESTION = Question(
    factors=(FactorLevels(factor="host", levels=("none", "a")), FactorLevels(factor="zone", levels=("UTC", "East"))),
    strength=2,
    seed=1,
    max_runs=10,
)


def item(text: str) -> Embodiment:
    return Embodiment(text=text, values=(text, f"sub.{text}"))


CHECK = ListCheck(number=1, factor="host", entries=(item("x"), item("y")), near_misses=(item("q"),))


def effect(trigger: str, weight: float = 1.0) -> Effect:
    return Effect(
        id="e", features=("f",), trigger=levels(trigger), minimal=True, on_run="1", off_run="2", weight=weight
    )


def asked(planned: Round | None, *, settled: bool = True) -> tuple[tuple[RunRequest, bool], ...]:
    assert planned is not None
    return tuple((request, settled) for request in planned.requests)


def hosts(planned: Round | None) -> list[str]:
    assert planned is not None
    return [request.environment.value("host") for request in planned.requests]


def outcome(moved: tuple[str, ...], unmoved: tuple[str, ...]) -> ListOutcome:
    return ListOutcome(
        number=1, factor="host", moved=moved, unmoved=unmoved, near_misses=("q",), near_misses_moved=(), where=None
    )


def plan(
    *effects: Effect, runs: tuple[tuple[RunRequest, bool], ...] = (), outcomes: tuple[ListOutcome, ...] = ()
) -> Round | None:
    return next_checks(QUESTION, (CHECK,), effects, runs, outcomes, 9)


def test_every_entry_and_every_near_miss_is_tried_once() -> None:
    first = plan()
    assert hosts(first) == ["q", "x", "y"]
    assert first is not None
    assert {request.purpose for request in first.requests} == {Purpose.LIST}
    assert [request.id for request in first.requests] == ["0009-001", "0009-002", "0009-003"]
    assert plan(runs=asked(first), outcomes=(outcome(("x", "y"), ()),)) is None


def test_an_entry_meets_what_it_needs_beside_it() -> None:
    first = plan(effect("host=a zone=East"))
    assert first is not None
    assert {request.environment.value("zone") for request in first.requests} == {"East"}


def test_what_weighs_nothing_or_is_of_other_factors_is_no_partner() -> None:
    first = plan(effect("host=a zone=East", weight=0.0), effect("zone=East"))
    assert first is not None
    assert {request.environment.value("zone") for request in first.requests} == {"UTC"}


def test_a_run_that_failed_is_asked_once_more() -> None:
    first = plan()
    second = plan(runs=asked(first, settled=False))
    assert hosts(second) == hosts(first)
    assert plan(runs=(*asked(first, settled=False), *asked(second, settled=False))) is None


def test_what_did_not_move_is_tried_the_other_way_beside_near_misses_of_that_way() -> None:
    first = plan()
    second = plan(runs=asked(first), outcomes=(outcome(("x",), ("y",)),))
    assert hosts(second) == ["sub.y", "sub.q"]


def test_lists_of_one_factor_share_runs() -> None:
    other = ListCheck(number=2, factor="host", entries=(item("x"), item("z")), near_misses=(item("q"),))
    found = next_checks(QUESTION, (CHECK, other), (), (), (), 1)
    assert hosts(found) == ["q", "x", "y", "z"]


def test_a_list_whose_factor_is_a_guess_is_tried_by_a_few_entries_and_whole_only_where_one_moves() -> None:
    many = tuple(map(item, "abcdefgh"))
    guess = ListCheck(number=1, factor="host", entries=many, near_misses=(item("q"),), first=3)
    first = next_checks(QUESTION, (guess,), (), (), (), 1)
    assert hosts(first) == ["q", "a", "d", "h"]
    silent = outcome((), ("a", "d", "h"))
    assert next_checks(QUESTION, (guess,), (), asked(first), (silent,), 2) is None
    second = next_checks(QUESTION, (guess,), (), asked(first), (outcome(("d",), ("a", "h")),), 2)
    assert hosts(second)[:5] == ["b", "c", "e", "f", "g"]
