"""A list is confirmed where its entries move the same bytes and texts that look like them do not."""

from __future__ import annotations

from dataclasses import replace

from countermark.explain.lists import list_outcomes
from countermark.model.observation import Address
from countermark.model.place import Place
from countermark.model.run import Purpose
from countermark.model.static_evidence import Embodiment, ListCheck, ListOutcome
from countermark.model.verdict import Kind, Signal, TriggerFactor
from influenced import SYSTEM, place, request
from unit.report.sample_signals import line_signal

HEADER = Address(role="call#1", part="header", name="host")


def item(text: str) -> Embodiment:
    return Embodiment(text=text, values=(f"https://{text}", f"https://gw.{text}"))


CHECK = ListCheck(
    number=3,
    factor="base-url",
    entries=tuple(map(item, ("a.test", "b.test", "c.test"))),
    near_misses=tuple(map(item, ("e.test", "i.test"))),
)
HOSTS = ("a.test", "b.test", "c.test", "e.test", "i.test")
RUNS = tuple(request(str(number), f"base-url=https://{host}", Purpose.LIST) for number, host in enumerate(HOSTS, 1))


def texts(*found: str | None) -> dict[str, str | None]:
    return {run.id: text for run, text in zip(RUNS, found, strict=True)}


def signal(at: Address, identity: str = "covert-1") -> Signal:
    trigger = (TriggerFactor(factor="base-url", levels=("https://a.test",)),)
    return replace(line_signal(), id=identity, where=at, also=(), kind=Kind.COVERT, trigger=trigger)


def outcome(*table: Place, signals: tuple[Signal, ...] = (), check: ListCheck = CHECK) -> ListOutcome:
    (found,) = list_outcomes((check,), RUNS, table, signals)
    return found


def test_all_entries_and_no_near_miss_move_the_place_of_a_signal() -> None:
    found = outcome(place(texts("’", "’", "’", "'", "'")), signals=(signal(SYSTEM),))
    assert found.confirmed is True
    assert (found.moved, found.unmoved, found.near_misses_moved) == (HOSTS[:3], (), ())
    assert (found.where, found.signal) == (SYSTEM, "covert-1")


def test_entries_may_say_more_than_one_thing() -> None:
    assert outcome(place(texts("’", "’", "ʹ", "'", "'"))).confirmed is True


def test_an_entry_that_moves_nothing_is_named() -> None:
    found = outcome(place(texts("’", "'", "’", "'", "'")), signals=(signal(SYSTEM),))
    assert found.confirmed is False
    assert found.unmoved == ("b.test",)


def test_where_no_signal_stands_less_than_all_entries_could_be_chance() -> None:
    found = outcome(place(texts("’", "'", "’", "'", "'")))
    assert (found.moved, found.where, found.confirmed) == ((), None, False)


def test_a_near_miss_that_moves_the_same_bytes_refutes_the_list() -> None:
    near = tuple(map(item, ("e.test", "i.test", "o.test")))
    check = replace(CHECK, near_misses=near)
    runs = (*RUNS, request("6", "base-url=https://o.test", Purpose.LIST))
    table = place({**texts("’", "’", "’", "’", "'"), "6": "'"})
    (found,) = list_outcomes((check,), runs, (table,), (signal(SYSTEM),))
    assert found.near_misses_moved == ("e.test",)
    assert found.confirmed is False


def test_what_names_its_own_host_tells_nothing() -> None:
    found = outcome(place(texts(*HOSTS), address=HEADER))
    assert found.moved == ()
    assert found.where is None
    assert found.confirmed is False


def test_what_varies_by_itself_tells_nothing() -> None:
    assert outcome(place(texts("1", "1", "1", "2", "3"))).where is None


def test_the_place_of_a_signal_goes_before_one_where_more_moves() -> None:
    found = outcome(
        place(texts("x", "x", "x", "y", "y"), address=HEADER),
        place(texts("’", "’", "'", "'", "'")),
        signals=(signal(SYSTEM),),
    )
    assert found.where == SYSTEM
    assert found.unmoved == ("c.test",)


def test_an_entry_counts_by_whichever_way_of_holding_it_moved() -> None:
    runs = (*RUNS, request("6", "base-url=https://gw.b.test", Purpose.LIST))
    table = place({**texts("’", "'", "’", "'", "'"), "6": "’"})
    (found,) = list_outcomes((CHECK,), runs, (table,), ())
    assert found.confirmed is True


def test_nothing_tried_is_said() -> None:
    (found,) = list_outcomes((CHECK,), (), (), ())
    assert found.confirmed is None
    assert found.reason


def test_without_near_misses_nothing_is_confirmed() -> None:
    found = outcome(place(texts("’", "’", "’", "'", "'")), check=replace(CHECK, near_misses=()))
    assert found.confirmed is False
    assert "near miss" in found.reason
