"""Blocks that tell runs with a signal from runs without it, and those that only seem to."""

from __future__ import annotations

from countermark.explain.localisation import FEWEST_RUNS, MOST_BRANCHES, MOST_ROWS, Counted, branches, surroundings
from countermark.model.environment import Environment, Level
from countermark.model.observation import Address
from countermark.model.probes import Executed
from countermark.model.verdict import Component, Confidence, Kind, Signal, TableRow, TriggerFactor

ZONES = ("UTC", "Europe/Oslo", "Asia/Tokyo", "Asia/Dhaka")
HOSTS = ("unset", "https://a.example", "https://b.example")
FIRES = ("Asia/Dhaka", "Asia/Tokyo")


def environment(zone: str = "UTC", host: str = "unset") -> Environment:
    return Environment(levels=(Level(factor="base-url", value=host), Level(factor="timezone", value=zone)))


def row(text: str | None, *zones: str, hosts: tuple[str, ...] = HOSTS) -> TableRow:
    return TableRow(
        when=(TriggerFactor(factor="base-url", levels=hosts), TriggerFactor(factor="timezone", levels=zones)), text=text
    )


QUIET, FIRED = row("'", "Europe/Oslo", "UTC"), row("’", *FIRES)


def signal(*table: TableRow, components: tuple[Component, ...] = ()) -> Signal:
    return Signal(
        id="covert-1",
        fingerprint="",
        kind=Kind.COVERT,
        channel="look-alike",
        summary="",
        where=Address(role="run", part="body"),
        trigger=(TriggerFactor(factor="timezone", levels=FIRES),),
        table=table,
        bits=1.0,
        mutual_information_bits=1.0,
        confidence=Confidence(p_adjusted=0.0, tests=1, runs_with=9, runs_without=9),
        evidence=(),
        components=components,
    )


def counted(zone: str, *functions: tuple[int, ...], times: int = 2, host: str = "unset") -> list[Counted]:
    return [
        Counted(
            run=f"{zone}-{host}-{number}",
            environment=environment(zone, host),
            scripts=(Executed(script="file:///opt/target/a.js", functions=functions),),
        )
        for number in range(times)
    ]


def spans(found: tuple[object, ...]) -> list[tuple[int, int]]:
    return [(one.span.start, one.span.end) for one in found]  # type: ignore[attr-defined]


def test_a_branch_that_is_taken_with_the_signal_alone_is_named() -> None:
    runs = [
        *counted("UTC", (0, 100, 1), (10, 60, 3, 20, 30, 0)),
        *counted("Europe/Oslo", (0, 100, 1), (10, 60, 4, 20, 30, 0)),
        *counted("Asia/Tokyo", (0, 100, 1), (10, 60, 3)),
        *counted("Asia/Dhaka", (0, 100, 1), (10, 60, 3, 20, 30, 2)),
    ]
    (found,) = branches(signal(QUIET, FIRED), runs, environment())
    assert (found.kind, found.span.start, found.span.end, found.texts, found.runs) == ("branch", 20, 30, ("’",), 8)


def test_both_arms_of_a_decision_are_one_place() -> None:
    runs = [
        *counted("UTC", (10, 60, 1, 20, 30, 0)),
        *counted("Asia/Tokyo", (10, 60, 1, 33, 44, 0)),
    ]
    assert spans(branches(signal(QUIET, FIRED), runs, environment())) == [(20, 44)]


def test_what_differs_between_two_runs_of_the_same_is_struck() -> None:
    runs = [
        *counted("UTC", (10, 60, 1, 20, 30, 0)),
        *counted("Asia/Tokyo", (10, 60, 1), times=1),
        *counted("Asia/Dhaka", (10, 60, 1, 20, 30, 0), times=1),
    ]
    assert branches(signal(QUIET, FIRED), runs, environment()) == ()


def test_what_differs_between_surroundings_of_one_text_is_struck() -> None:
    runs = [
        *counted("UTC", (10, 60, 1, 20, 30, 0, 40, 50, 0)),
        *counted("Europe/Oslo", (10, 60, 1, 20, 30, 0)),
        *counted("Asia/Tokyo", (10, 60, 1)),
    ]
    assert spans(branches(signal(QUIET, FIRED), runs, environment())) == [(20, 30)]


def test_a_function_that_follows_from_a_branch_is_left_out_where_the_branch_was_seen() -> None:
    runs = [
        *counted("UTC", (10, 60, 1, 20, 30, 0), (200, 300, 0)),
        *counted("Asia/Tokyo", (10, 60, 1), (200, 300, 1, 210, 220, 0)),
    ]
    assert spans(branches(signal(QUIET, FIRED), runs, environment())) == [(20, 30)]
    alone = [*counted("UTC", (10, 60, 1)), *counted("Asia/Tokyo", (10, 60, 1), (200, 300, 1, 210, 220, 0))]
    (found,) = branches(signal(QUIET, FIRED), alone, environment())
    assert (found.kind, found.span.start) == ("function", 200)


def test_counts_tell_where_nothing_else_does() -> None:
    runs = [*counted("UTC", (10, 60, 9)), *counted("Asia/Tokyo", (10, 60, 2)), *counted("Asia/Dhaka", (10, 60, 3))]
    (found,) = branches(signal(QUIET, FIRED), runs, environment())
    assert (found.kind, found.span.start) == ("count", 10)
    mixed = [*runs, *counted("Europe/Oslo", (10, 60, 2))]
    assert branches(signal(QUIET, FIRED), mixed, environment()) == ()


def test_one_run_of_a_side_is_not_enough() -> None:
    runs = [*counted("UTC", (10, 60, 1, 20, 30, 0)), *counted("Asia/Tokyo", (10, 60, 1), times=1)]
    assert branches(signal(QUIET, FIRED), runs, environment()) == ()


def test_each_piece_of_a_signal_is_looked_for_on_its_own() -> None:
    hosts = Component(
        channel="case",
        trigger=(),
        table=(row("a", *ZONES, hosts=("unset",)), row("A", *ZONES, hosts=("https://a.example", "https://b.example"))),
        bits=1.0,
    )
    zones = Component(channel="look-alike", trigger=(), table=(QUIET, FIRED), bits=1.0)
    runs = [
        *counted("UTC", (10, 90, 1, 20, 30, 0, 60, 70, 0)),
        *counted("Asia/Tokyo", (10, 90, 1, 60, 70, 0)),
        *counted("UTC", (10, 90, 1, 20, 30, 0), host="https://a.example"),
        *counted("Asia/Tokyo", (10, 90, 1), host="https://b.example"),
    ]
    found = branches(signal(components=(hosts, zones)), runs, environment())
    assert {(one.span.start, one.texts) for one in found} == {(20, ("’",)), (60, ("A",))}


def test_no_more_places_than_a_person_reads() -> None:
    many = tuple(at for start in range(100, 4000, 40) for at in (start, start + 5, 0))
    runs = [*counted("UTC", (0, 5000, 1, *many)), *counted("Asia/Tokyo", (0, 5000, 1))]
    assert len(branches(signal(QUIET, FIRED), runs, environment())) == MOST_BRANCHES


def test_where_to_count_begins_with_the_usual_and_differs_from_it_in_little() -> None:
    usual = environment()
    found = surroundings([signal(QUIET, FIRED)], usual)
    assert found[:2] == (usual, environment("Asia/Dhaka"))
    assert environment("Europe/Oslo", "https://b.example") in found
    assert len(found) >= FEWEST_RUNS


def test_each_text_is_sent_in_two_runs_at_least() -> None:
    rows = tuple(row(str(number), f"Zone/{number}") for number in range(5))
    found = surroundings([signal(QUIET, *rows)], environment())
    assert all(
        found.count(environment(f"Zone/{number}")) + found.count(environment(f"Zone/{number}", HOSTS[2])) >= 2
        for number in range(5)
    )


def test_a_level_that_fires_elsewhere_is_tried_where_it_does_not() -> None:
    table = (
        row("'", *ZONES, hosts=("unset",)),
        row("'", "Europe/Oslo", "UTC", hosts=HOSTS[1:]),
        row("’", *FIRES, hosts=HOSTS[1:]),
    )
    found = surroundings([signal(*table)], environment())
    assert any(one.value("base-url") == "unset" and one.value("timezone") in FIRES for one in found)
    assert any(one.value("base-url") != "unset" and one.value("timezone") in FIRES for one in found)


def test_the_number_of_surroundings_is_bounded() -> None:
    rows = tuple(row(str(number), f"Zone/{number}") for number in range(40))
    assert len(surroundings([signal(QUIET, *rows)], environment())) <= 2 * (MOST_ROWS + 1)
